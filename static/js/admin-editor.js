// The rich editor is made by its library, without a name for those who do not see its label.
"use strict";

(() => {
  const address = document.currentScript.dataset.pasted;

  function nameEditors() {
    for (const editor of document.querySelectorAll(".ProseMirror:not([aria-labelledby])")) {
      const label = editor.closest(".cell")?.querySelector("label");
      if (label?.id) editor.setAttribute("aria-labelledby", label.id);
    }
  }

  // It may stand already, or come later.
  new MutationObserver(nameEditors).observe(document.body, { childList: true, subtree: true });
  nameEditors();

  // What comes from a word processor stands in the editor at once as saving would make it: its lists
  // are lists, and its first headings are ours. What is copied from the editor itself is left alone.
  async function asSaved(html, token) {
    const data = new FormData();
    data.set("html", html);
    data.set("csrfmiddlewaretoken", token);
    // Who is signed out is answered with the page that asks who one is.
    return fetch(address, { method: "POST", body: data, redirect: "manual" })
      .then((response) => (response.ok ? response.json() : null))
      .then((answer) => answer?.html)
      .catch(() => null);
  }

  addEventListener(
    "paste",
    async (event) => {
      const editor = event.target.closest?.(".ProseMirror")?.editor;
      const html = event.clipboardData?.getData("text/html");
      if (!editor || !html || html.includes("data-pm-slice")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
      editor.view.pasteHTML((await asSaved(html, token)) || html);
    },
    true,
  );
})();
