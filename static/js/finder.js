// Typing to find in a long list: a box over a select leaves in it what fits the words.
// Without this file the select holds everything, as it does at first.

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function enhance(holder) {
  const select = holder.querySelector("select");
  if (!select) return;
  const { find, found } = holder.dataset;
  const box = document.createElement("input");
  const status = document.createElement("span");
  const options = [...select.options];
  const attributes = { type: "search", autocomplete: "off", "aria-label": find, placeholder: find, "aria-controls": select.id };
  for (const [key, value] of Object.entries(attributes)) box.setAttribute(key, value);
  status.className = "unseen";
  status.setAttribute("role", "status");

  box.addEventListener("input", () => {
    const words = fold(box.value).split(/\s+/).filter(Boolean);
    const fit = options.filter(({ value, text }) => !value || words.every((word) => fold(text).includes(word)));
    select.replaceChildren(...fit);
    // The first that fits is chosen: Enter asks for it.
    select.value = words.length && fit.length > 1 ? fit[1].value : "";
    status.textContent = `${found} ${fit.length - 1}`;
  });

  holder.prepend(box, status);
}

document.querySelectorAll("[data-find]").forEach(enhance);
