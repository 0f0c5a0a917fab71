// The rich editor is made by its library, without a name for those who do not see its label.
"use strict";

function nameEditors() {
  for (const editor of document.querySelectorAll(".ProseMirror:not([aria-labelledby])")) {
    const label = editor.closest(".cell")?.querySelector("label");
    if (label?.id) editor.setAttribute("aria-labelledby", label.id);
  }
}

// It may stand already, or come later.
new MutationObserver(nameEditors).observe(document.body, { childList: true, subtree: true });
nameEditors();
