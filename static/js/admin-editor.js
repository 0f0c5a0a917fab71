// The rich editor is made by its library, without a name for those who do not see its label.
"use strict";

function name(editor) {
  const label = editor.closest(".cell")?.querySelector("label");
  if (label?.id) editor.setAttribute("aria-labelledby", label.id);
}

new MutationObserver(() => {
  document.querySelectorAll(".ProseMirror:not([aria-labelledby])").forEach(name);
}).observe(document.body, { childList: true, subtree: true });
