// Goes on looking a long list up by itself; without it, a button is pressed.
"use strict";

document.querySelector("form[data-go-on]")?.requestSubmit();
