// Rows of a form: one more without a round to the server, and one put first.
"use strict";

function total(group) {
  return group.querySelector('input[name$="-TOTAL_FORMS"]');
}

function renumber(group) {
  group.querySelectorAll(":scope > .row").forEach((row, at) => {
    row.querySelector("legend .number").textContent = at + 1;
  });
}

function addRow(group) {
  const count = total(group);
  const row = group.querySelector(":scope > template").content.cloneNode(true);
  for (const element of row.querySelectorAll("*")) {
    for (const attribute of element.attributes) {
      attribute.value = attribute.value.replaceAll("__prefix__", count.value);
    }
  }
  const added = row.querySelector(".row");
  group.insertBefore(row, group.querySelector(":scope > template"));
  count.value = Number(count.value) + 1;
  renumber(group);
  document.dispatchEvent(new CustomEvent("row:added", { detail: added }));
  // A place in the order is given by itself.
  const typed = 'input:not([type=hidden], [name$="-order"]), select, textarea';
  added.querySelector(typed).focus();
}

function putFirst(group, row) {
  const first = group.querySelector(":scope > .row");
  if (first !== row) group.insertBefore(row, first);
  let place = 10;
  for (const other of group.querySelectorAll(":scope > .row")) {
    const order = other.querySelector('input[name$="-order"]');
    if (order && (order.value || other === row)) {
      order.value = place;
      place += 10;
    }
  }
  renumber(group);
  row.querySelector(".put-first").focus();
}

for (const group of document.querySelectorAll("[data-rows]")) {
  const button = group.querySelector(":scope > .add-row");
  if (!button) continue;
  button.hidden = false;
  button.addEventListener("click", () => addRow(group));
  group.addEventListener("click", (event) => {
    const first = event.target.closest(".put-first");
    if (!first) return;
    event.preventDefault();
    putFirst(group, first.closest(".row"));
  });
}

// What is chosen in a closed list of ticks is read in its summary.
document.addEventListener("change", (event) => {
  const list = event.target.closest("details.pick");
  if (!list) return;
  const chosen = [...list.querySelectorAll("input:checked")].map((tick) =>
    tick.closest("label").textContent.trim(),
  );
  list.querySelector(".picked").textContent = chosen.join(", ") || "–";
});

// A typed name has a place for the next one.
document.addEventListener("input", (event) => {
  const list = event.target.closest(".several");
  if (!list || event.target !== list.lastElementChild || !event.target.value) return;
  const next = event.target.cloneNode();
  next.value = "";
  list.append(next);
  document.dispatchEvent(new CustomEvent("row:added", { detail: list }));
});

// Enter in a field of an unfolded step takes that step: to save alone would forget the field.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") return;
  const step = event.target.closest(".offered details")?.querySelector("[name=_step]");
  if (!step) return;
  event.preventDefault();
  step.click();
});

// A link to a wrong field opens what it is hidden in.
for (const wrong of document.querySelectorAll("details .wrong, details.wrong")) {
  wrong.closest("details").open = true;
}
