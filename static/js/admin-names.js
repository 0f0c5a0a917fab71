// Names offered while one types: the combobox of WAI-ARIA 1.2 with a list, over plain fields.
"use strict";

let lists = 0;

function combobox(input) {
  if (input.dataset.ready) return;
  input.dataset.ready = "yes";
  const list = document.createElement("ul");
  list.className = "offers";
  list.id = `offers-${(lists += 1)}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.found);
  list.hidden = true;
  const frame = document.createElement("span");
  frame.className = "combobox";
  input.before(frame);
  frame.append(input, list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let offers = [];
  let at = -1;
  let asked = 0;
  let timer = 0;

  // An answer that is still on its way opens nothing again.
  function close() {
    asked += 1;
    clearTimeout(timer);
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(next) {
    const items = [...list.children];
    at = (next + items.length) % items.length;
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    items[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[at].id);
  }

  function choose(offer) {
    input.value = offer.value;
    close();
    fill(input, offer.fills);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // What was marked stays marked when an answer to more letters comes.
  function show(results) {
    const marked = offers[at];
    offers = results;
    list.replaceChildren(
      ...offers.map((offer, place) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${place}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        const name = document.createElement("span");
        name.textContent = offer.value;
        item.append(name);
        if (offer.hint) {
          const hint = document.createElement("small");
          hint.textContent = offer.hint;
          item.append(" ", hint);
        }
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          choose(offer);
        });
        return item;
      }),
    );
    list.hidden = !offers.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    at = -1;
    input.removeAttribute("aria-activedescendant");
    const again = offers.findIndex(
      ({ value, hint }) => value === marked?.value && hint === marked?.hint,
    );
    if (again >= 0) mark(again);
  }

  async function ask() {
    const turn = (asked += 1);
    const query = new URLSearchParams({ q: input.value, on: eventDay() });
    const response = await fetch(`${input.dataset.suggest}?${query}`, {
      headers: { Accept: "application/json" },
    }).catch(() => null);
    if (!response?.ok) return;
    const { results } = await response.json();
    if (turn === asked) show(results);
  }

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isTrusted) return;
    if (input.value.trim().length < 2) close();
    else timer = setTimeout(ask, 150);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (at >= 0) choose(offers[at]);
      else close();
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", close);
}

// The first day of the event, by which the post of a person is known.
function eventDay() {
  return document.getElementById("id_earliest")?.value || "";
}

// What the post of a chosen person says, where nothing stands yet.
function fill(input, fills) {
  const row = input.closest(".row");
  if (!row || !input.name.endsWith("-who") || !fills || !fills.position) return;
  const field = (name) => row.querySelector(`[name$="-${name}"]`);
  if (field("position").value || field("institution").value) return;
  field("position").value = fills.position;
  field("institution").value = fills.institution;
  field("office").checked = fills.office;
}

function ready(part) {
  part.querySelectorAll("input[data-suggest]").forEach(combobox);
}

ready(document);
document.addEventListener("row:added", (event) => {
  for (const copy of event.detail.querySelectorAll("input[data-ready]:not(.combobox > input)")) {
    delete copy.dataset.ready;
  }
  ready(event.detail);
});
