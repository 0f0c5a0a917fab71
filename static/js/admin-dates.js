// Shows how the date will be printed while it is typed.
"use strict";

const printed = document.getElementById("printed_date");
const names = [
  "precision",
  "earliest",
  "latest",
  "starts_at",
  "ends_at",
  "length_days",
  "date_words",
];
const fields = names.map((name) => document.getElementById(`id_${name}`)).filter(Boolean);
let turn = 0;

async function show() {
  const mine = (turn += 1);
  const query = new URLSearchParams(fields.map((field) => [field.name, field.value]));
  // Who is signed out is answered with the page that asks who one is.
  const answer = await fetch(`${printed.dataset.from}?${query}`)
    .then((response) => (response.ok ? response.json() : null))
    .catch(() => null);
  if (answer && mine === turn) printed.textContent = answer.printed;
}

if (printed && fields.length) {
  printed.dataset.from = new URL("/admin/events/event/printed-date/", location.href).pathname;
  printed.setAttribute("role", "status");
  fields.forEach((field) => field.addEventListener("change", show));
}
