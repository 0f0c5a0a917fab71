// Tells some minutes before it that a session ends, and lets it go on. Typing goes on by itself.
"use strict";

(() => {
  const bar = document.getElementById("session-warning");
  if (!bar) return;

  const EVERY = 15000;
  const WARNED = 5 * 60 * 1000;
  const APART = 2 * 60 * 1000;
  const idle = Number(bar.dataset.idle) * 1000;
  const end = Date.now() + Number(bar.dataset.left) * 1000;
  const slot = `seen:${document.querySelector('meta[name="staff-user"]')?.content}`;
  let typedAt = 0;

  // Pages in other windows belong to the same session.
  function seenAt() {
    return Number(localStorage.getItem(slot)) || 0;
  }

  async function stay() {
    const answer = await fetch(bar.dataset.address, { redirect: "manual" }).catch(() => null);
    if (answer?.ok) localStorage.setItem(slot, Date.now());
    look();
  }

  function look() {
    const now = Date.now();
    if (typedAt > seenAt() && now - seenAt() > APART) {
      typedAt = 0;
      stay();
      return;
    }
    const idleEnd = seenAt() + idle;
    const comes = Math.min(idleEnd, end);
    const show = comes - now < WARNED;
    if (show === !bar.hidden) return;
    bar.querySelector("time").textContent = new Date(comes).toLocaleTimeString(
      document.documentElement.lang,
      { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    );
    // The end of the day comes whatever is done.
    bar.querySelector("button").hidden = end <= idleEnd;
    bar.hidden = !show;
  }

  localStorage.setItem(slot, Date.now());
  bar.querySelector("button").addEventListener("click", stay);
  document.addEventListener("input", () => (typedAt = Date.now()));
  setInterval(look, EVERY);
  look();
})();
