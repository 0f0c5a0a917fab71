// An institution chosen by typing: a combobox with a list, after the ARIA 1.2 pattern.
// Without this file the words typed are sent, and the server finds the institution.

function element(name, attributes, text = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

function enhance(input) {
  const { suggest, slug, list: label, found, none } = input.dataset;
  const field = input.name;
  const kept = element("input", { type: "hidden" });
  const id = `${input.id}_list`;
  const list = element("ul", { id, class: "options", role: "listbox", "aria-label": label, hidden: "" });
  const status = element("p", { class: "unseen", role: "status" });
  let options = [];
  let active = -1;
  let timer;
  let request;

  // The slug of the chosen one is sent in place of the words, as long as they stand.
  function keep(value) {
    kept.value = value;
    kept.name = value ? field : "";
    input.name = value ? "" : field;
  }

  function mark(index) {
    active = index;
    options.forEach(({ item }, i) => item.setAttribute("aria-selected", String(i === index)));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options[index].item.id);
    options[index].item.scrollIntoView({ block: "nearest" });
  }

  function open(yes) {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
    if (!yes) mark(-1);
  }

  function close() {
    clearTimeout(timer);
    request?.abort();
    open(false);
  }

  function choose(row) {
    input.value = row.name;
    keep(row.slug);
    close();
    status.textContent = row.name;
  }

  // What was marked stays marked when an answer to more letters comes.
  function show(rows) {
    const marked = options[active]?.row.slug;
    options = rows.map((row, i) => {
      const item = element("li", { id: `${id}_${i}`, role: "option", "aria-selected": "false" }, row.name);
      if (row.detail) item.append(" ", element("small", {}, row.detail));
      item.addEventListener("click", () => choose(row));
      return { row, item };
    });
    list.replaceChildren(...options.map(({ item }) => item));
    open(rows.length > 0);
    mark(rows.findIndex((row) => row.slug === marked));
    status.textContent = rows.length ? `${found} ${rows.length}` : none;
  }

  async function ask() {
    request?.abort();
    const mine = (request = new AbortController());
    const address = new URL(suggest, document.baseURI);
    address.searchParams.set("q", input.value.trim());
    try {
      const answer = await fetch(address, { signal: mine.signal, credentials: "omit" });
      const rows = answer.ok ? await answer.json() : [];
      if (!mine.signal.aborted) show(rows);
    } catch {
      if (!mine.signal.aborted) open(false);
    }
  }

  input.addEventListener("input", () => {
    keep("");
    clearTimeout(timer);
    if (input.value.trim().length < 2) return close();
    timer = setTimeout(ask, 150);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && list.hidden) {
      if (input.value.trim().length > 1) ask();
    } else if (step) {
      // One place more than options: the words themselves.
      const places = options.length + 1;
      mark(((active + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      choose(options[active].row);
    } else if (event.key === "Escape" && !list.hidden) {
      close();
    } else {
      return;
    }
    event.preventDefault();
  });

  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault());

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", id);
  input.setAttribute("aria-expanded", "false");
  input.after(kept, list, status);
  keep(slug && input.value === input.defaultValue ? slug : "");
}

document.querySelectorAll("input[data-suggest]").forEach(enhance);
