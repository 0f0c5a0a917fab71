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
  // Who is put elsewhere in the page is no longer typed into.
  const typed = document.activeElement;
  input.before(frame);
  frame.append(input, list);
  if (typed === input || (typed === document.body && input.autofocus)) input.focus();
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let offers = [];
  let at = -1;
  let asked = 0;
  let timer = 0;
  // The key that marks the first name came before the names.
  let early = false;

  // An answer that is still on its way opens nothing again.
  function close() {
    asked += 1;
    early = false;
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
          if (!event.button) choose(offer);
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
    else if (early && offers.length) mark(0);
    early = false;
  }

  async function ask() {
    const turn = (asked += 1);
    const query = new URLSearchParams({ q: input.value, on: eventDay() });
    // Who is signed out is answered with the page that asks who one is.
    const answer = await fetch(`${input.dataset.suggest}?${query}`, {
      headers: { Accept: "application/json" },
    })
      .then((response) => (response.ok ? response.json() : null))
      .catch(() => null);
    if (turn !== asked) return;
    if (answer) show(answer.results);
    else early = false;
  }

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    early = false;
    if (!event.isTrusted) return;
    if (input.value.trim().length < 2) close();
    else timer = setTimeout(ask, 150);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (list.hidden) {
      if (event.key === "ArrowDown" && input.value.trim().length >= 2) {
        event.preventDefault();
        clearTimeout(timer);
        if (!early) ask();
        early = true;
      } else if (event.key === "Enter" && early) {
        // Half a name is not saved while the whole is still to be chosen.
        event.preventDefault();
      } else if (event.key === "Escape") {
        close();
      }
      return;
    }
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
  // Its edge and its scroll bar too leave the focus where it is.
  list.addEventListener("mousedown", (event) => event.preventDefault());
}

// The first day of the event, by which the post of a person is known.
function eventDay() {
  return document.getElementById("id_earliest")?.value || "";
}

const filled = new WeakMap();

// What the post of a chosen person says, where nothing stands yet or only that of another who was
// chosen before.
function fill(input, fills) {
  const row = input.closest(".row");
  if (!row || !input.name.endsWith("-who")) return;
  if (!fills?.position && !filled.has(row)) return;
  const nothing = { position: "", institution: "", office: false };
  const field = (name) => row.querySelector(`[name$="-${name}"]`);
  const [position, institution, office] = Object.keys(nothing).map(field);
  const before = filled.get(row) ?? nothing;
  if (position.value !== before.position || institution.value !== before.institution) return;
  const post = fills?.position ? fills : nothing;
  position.value = post.position;
  institution.value = post.institution;
  office.checked = post.office;
  filled.set(row, post);
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
