// What is typed into a form stays in this browser until it is saved, so that an expired session,
// a refused token or a crash loses nothing. Kept apart for each user, address and form; never
// files or passwords; thrown away at save and at sign-out.
"use strict";

(() => {
  const EVERY = 2000;
  const MOST_LETTERS = 600000;
  const MOST_KEPT = 20;
  const LONGEST = 30 * 24 * 3600 * 1000;
  const UNKEPT = new Set(["csrfmiddlewaretoken", "once"]);

  const user = document.querySelector('meta[name="staff-user"]')?.content;
  const kept = `kept:${user}:`;
  const tools = document.getElementById("kept-tools");
  const form = tools?.closest("form");

  function slots(prefix = kept) {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  }

  function read(slot) {
    try {
      const value = JSON.parse(localStorage.getItem(slot));
      return value && typeof value.at === "number" && Array.isArray(value.fields) ? value : null;
    } catch {
      return null;
    }
  }

  // What was kept for too long, or cannot be read, goes; of the rest the oldest, if there are many.
  function tidy() {
    const old = slots().filter((slot) => !((read(slot)?.at ?? 0) > Date.now() - LONGEST));
    old.forEach((slot) => localStorage.removeItem(slot));
    const rest = slots().sort((one, other) => read(other).at - read(one).at);
    rest.slice(MOST_KEPT).forEach((slot) => localStorage.removeItem(slot));
  }

  function isKept(field) {
    return (
      field.name &&
      !UNKEPT.has(field.name) &&
      !["file", "password", "submit", "button", "reset", "image"].includes(field.type) &&
      field.tagName !== "BUTTON" &&
      field.tagName !== "FIELDSET"
    );
  }

  function values(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked ? [field.value] : [];
    if (field.tagName === "SELECT") return [...field.selectedOptions].map((option) => option.value);
    return [field.value];
  }

  // Return each name with all its values, those of a tick that is not set too: none.
  function typed() {
    const found = new Map();
    for (const field of form.elements) {
      if (isKept(field)) found.set(field.name, [...(found.get(field.name) ?? []), ...values(field)]);
    }
    return [...found];
  }

  function chosenFiles() {
    return [...form.elements].flatMap((field) => [...(field.files ?? [])].map((file) => file.name));
  }

  function fieldsOf(name) {
    return [...form.elements].filter((field) => isKept(field) && field.name === name);
  }

  function write(field, value) {
    field.value = value;
    const cell = field.closest(".cell");
    const editor = field.tagName === "TEXTAREA" && cell?.querySelector(".tiptap")?.editor;
    if (editor) editor.commands.setContent(value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function fill(name, wanted) {
    const fields = fieldsOf(name);
    if (!fields.length) return;
    if (["checkbox", "radio"].includes(fields[0].type)) {
      fields.forEach((field) => (field.checked = wanted.includes(field.value)));
    } else if (fields[0].tagName === "SELECT") {
      for (const option of fields[0].options) option.selected = wanted.includes(option.value);
    } else {
      // Typing into the last of several fields makes the next.
      wanted.forEach((value, at) => {
        const field = fieldsOf(name)[at];
        if (field && field.value !== value) write(field, value);
      });
    }
    fields[0].dispatchEvent(new Event("change", { bubbles: true }));
  }

  function addRows(fields) {
    for (const [name, [wanted]] of fields) {
      if (!name.endsWith("-TOTAL_FORMS")) continue;
      const group = document.getElementById(`${name.slice(0, -"-TOTAL_FORMS".length)}-group`);
      const button = group?.querySelector(":scope > .add-row");
      const total = fieldsOf(name)[0];
      while (button && total && Number(total.value) < Number(wanted)) button.click();
    }
  }

  // The number of the state that the form showed comes back too: if somebody has saved since, the
  // server compares the two.
  function bringBack(value) {
    addRows(value.fields);
    value.fields.forEach(([name, wanted]) => fill(name, wanted));
    window.scrollTo(0, 0);
  }

  // The fields of a row that is not added yet, as the row will have them.
  function unadded(name) {
    const [, rows, rest] = name.match(/^(.+)-\d+-(.+)$/) ?? [];
    const row = rows && document.querySelector(`[data-rows="${rows}"] > template`);
    return row ? [...row.content.querySelectorAll(`[name="${rows}-__prefix__-${rest}"]`)] : [];
  }

  function label(name) {
    const field = fieldsOf(name)[0] ?? unadded(name)[0];
    if (!field || field.type === "hidden") return "";
    const words =
      field.closest("fieldset.choices, details.pick")?.querySelector("legend, summary") ??
      field.getRootNode().querySelector(`label[for="${field.id}"]`);
    const said = words?.cloneNode(true);
    said?.querySelectorAll(".needed, .picked").forEach((part) => part.remove());
    return (said?.textContent ?? "").trim().replace(/\s+/g, " ").replace(/:$/, "");
  }

  function plain(value) {
    const text = new DOMParser().parseFromString(value.join(", "), "text/html").body.textContent;
    return text.length > 90 ? `${text.slice(0, 90)}…` : text;
  }

  // What was chosen is told by its words, as the form shows it.
  function spoken(name, found) {
    const there = fieldsOf(name);
    const fields = there.length ? there : unadded(name);
    const choices = fields.flatMap((field) => {
      if (field.tagName === "SELECT") return [...field.options];
      return field.closest("fieldset.choices, details.pick") ? [field] : [];
    });
    if (!choices.length) return plain(found);
    const chosen = choices.filter((choice) => found.includes(choice.value));
    return plain(chosen.map((choice) => (choice.closest("label") ?? choice).textContent.trim()));
  }

  function differing(value) {
    const now = new Map(typed().map(([name, found]) => [name, JSON.stringify(found)]));
    const stands = (name) => now.get(name) ?? JSON.stringify(unadded(name).flatMap(values));
    return value.fields.filter(
      ([name, found]) => !/_FORMS$|-id$|^(opened|stood)$/.test(name) && stands(name) !== JSON.stringify(found),
    );
  }

  // The bar goes with the button that was pressed: one goes on in the form, not at the page's start.
  function goOn() {
    if (!tools.hidden) return;
    // What is folded away takes no focus.
    [...form.elements].filter(isKept).find((field) => {
      field.focus();
      return document.activeElement === field;
    });
  }

  // Of what says nothing but what stands in the form nothing is to be brought back.
  function offer(found) {
    const waiting = found.filter((slot) => {
      const value = read(slot);
      const differs = differing(value).length > 0 || value.files?.length > 0;
      if (!differs) localStorage.removeItem(slot);
      return differs;
    });
    tools.hidden = !waiting.length;
    if (!waiting.length) return;
    const [slot] = waiting;
    const value = read(slot);
    const moment = tools.querySelector("time");
    moment.dateTime = new Date(value.at).toISOString();
    moment.textContent = new Date(value.at).toLocaleString(document.documentElement.lang, {
      dateStyle: "long",
      timeStyle: "short",
      hourCycle: "h23",
    });
    const list = tools.querySelector("ul");
    const lines = differing(value)
      .map(([name, found]) => [name, spoken(name, found)])
      .filter(([, words]) => words);
    list.replaceChildren(
      ...lines.slice(0, 5).map(([name, words]) => {
        const item = document.createElement("li");
        const what = label(name);
        item.textContent = what ? `${what}: ${words}` : words;
        return item;
      }),
    );
    tools.querySelector("[data-more]").hidden = lines.length <= 5;
    const files = value.files ?? [];
    tools.querySelector("[data-files] span").textContent = files.join(", ");
    tools.querySelector("[data-files]").hidden = !files.length;
    tools.querySelector("[data-bring]").hidden = !differing(value).length;
    tools.querySelector("[data-bring]").onclick = () => {
      bringBack(value);
      keep();
      localStorage.removeItem(slot);
      offer(waiting.slice(1));
      goOn();
    };
    tools.querySelector("[data-throw]").onclick = () => {
      localStorage.removeItem(slot);
      offer(waiting.slice(1));
      goOn();
    };
  }

  let keep = () => {};

  function begin() {
    // Pages of one list are told apart by what stands behind their path.
    const place = `${kept}${tools.dataset.place || location.pathname}:`;
    const own = `${place}${form.elements.once.value}`;
    const saved = new Set(tools.dataset.saved.split(" "));
    // Coming back, a browser fills in fields by their names, which may be those of other rows by now.
    form.autocomplete = "off";
    for (const slot of slots()) {
      if (saved.has(slot.slice(slot.lastIndexOf(":") + 1))) localStorage.removeItem(slot);
    }
    const before = JSON.stringify([typed(), []]);
    let last = before;
    keep = () => {
      const [fields, files] = [typed(), chosenFiles()];
      const now = JSON.stringify([fields, files]);
      if (now === last) return;
      last = now;
      try {
        if (now === before) localStorage.removeItem(own);
        else if (now.length <= MOST_LETTERS) {
          localStorage.setItem(own, JSON.stringify({ at: Date.now(), fields, files }));
        }
      } catch {
        // The browser keeps no more: what it has is the best there is.
      }
    };
    const waiting = slots(place).filter((slot) => slot !== own);
    offer(waiting.sort((one, other) => read(other).at - read(one).at));
    setInterval(keep, EVERY);
    addEventListener("pagehide", keep);
    form.addEventListener("submit", () => {
      // Another window may have thrown it away since, signing out.
      last = "";
      keep();
      sessionStorage.setItem("kept-sent", own);
    });
  }

  if (user) {
    tidy();
    const sent = sessionStorage.getItem("kept-sent");
    sessionStorage.removeItem("kept-sent");
    if (sent && document.querySelector(".messagelist .success")) localStorage.removeItem(sent);
    document.getElementById("logout-form")?.addEventListener("submit", () => {
      keep = () => {};
      slots().forEach((slot) => localStorage.removeItem(slot));
    });
    if (form?.elements.once) begin();
  }
})();
