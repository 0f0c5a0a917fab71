// What stands half filled in the field of a day, an hour or a number the browser sends as nothing,
// which may mean something else: the form stays here, and the field says what to do.
"use strict";

(() => {
  const words = document.getElementById("unfinished")?.content.firstElementChild;
  if (!words) return;

  function tell(field) {
    const told = words.cloneNode(true);
    told.id = `${field.id}_unfinished`;
    if (document.getElementById(told.id)) return;
    const described = field.getAttribute("aria-describedby");
    const cell = field.closest(".cell");
    const wasWrong = cell?.classList.contains("wrong");
    field.before(told);
    cell?.classList.add("wrong");
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", [told.id, described].filter(Boolean).join(" "));
    field.addEventListener("input", function look() {
      if (field.validity.badInput) return;
      field.removeEventListener("input", look);
      told.remove();
      if (!wasWrong) {
        cell?.classList.remove("wrong");
        field.removeAttribute("aria-invalid");
      }
      if (described) field.setAttribute("aria-describedby", described);
      else field.removeAttribute("aria-describedby");
    });
  }

  // What is removed needs no end.
  function isRemoved(field) {
    return field.closest(".row")?.querySelector('[name$="-DELETE"]')?.checked ?? false;
  }

  // Before anything else that a form does when it is sent.
  addEventListener(
    "submit",
    (event) => {
      const unfinished = [...event.target.elements].filter(
        (field) => field.validity?.badInput && !isRemoved(field),
      );
      if (!unfinished.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      unfinished.forEach(tell);
      unfinished[0].closest("details")?.setAttribute("open", "");
      unfinished[0].focus();
    },
    true,
  );
})();
