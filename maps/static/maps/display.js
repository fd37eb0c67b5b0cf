"use strict";
// The screen at a place: counts down, then asks for the next code. An old code is never left standing.

const screen_ = document.querySelector("[data-display]");
const parts = Object.fromEntries(["code", "picture", "bar", "note"].map((name) => [name, screen_.querySelector(`[data-${name}]`)]));
const usual = parts.note.textContent;
const RETRY_MS = 5000;
let ends = performance.now() + Number(screen_.dataset.left) * 1000;

const show = ({ code, picture, seconds_left: left }) => {
  parts.code.textContent = code;
  parts.picture.src = picture;
  parts.picture.hidden = false;
  parts.note.textContent = usual;
  ends = performance.now() + left * 1000;
  setTimeout(next, left * 1000 + 200);
};

const hide = (words) => {
  parts.code.textContent = "····-····-····-····";
  parts.picture.hidden = true;
  parts.note.textContent = words;
};

const next = async () => {
  try {
    const answer = await fetch(screen_.dataset.url, { cache: "no-store" });
    if (answer.status === 404) return hide(screen_.dataset.ended);
    if (!answer.ok) throw new Error(String(answer.status));
    show(await answer.json());
  } catch {
    hide(screen_.dataset.lost);
    setTimeout(next, RETRY_MS);
  }
};

setTimeout(next, Number(screen_.dataset.left) * 1000 + 200);
setInterval(() => { parts.bar.value = Math.max(0, (ends - performance.now()) / 1000); }, 250);
// A tablet that slept shows the code of before: ask as soon as it wakes.
document.addEventListener("visibilitychange", () => { if (!document.hidden && performance.now() > ends) next(); });
