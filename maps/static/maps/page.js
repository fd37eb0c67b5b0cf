"use strict";
// What every page does with scripts: "near me" on a tap, and a language switch that keeps the state.

const tourmap = {};

// About 100 m: enough to sort a list, too coarse to tell a doorway, since addresses are logged.
tourmap.NEAR_DIGITS = 3;

tourmap.locate = (found, failed) => {
  if (!navigator.geolocation) return failed();
  const got = ({ coords }) => found([coords.latitude, coords.longitude].map((n) => Number(n.toFixed(tourmap.NEAR_DIGITS))));
  navigator.geolocation.getCurrentPosition(got, failed, { timeout: 10000, maximumAge: 60000 });
};

tourmap.readJSON = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "{}");

for (const button of document.querySelectorAll("[data-near]")) {
  const status = document.querySelector("[data-near-status]");
  button.hidden = false;
  button.addEventListener("click", () => {
    status.textContent = button.dataset.looking;
    tourmap.locate(
      (point) => location.assign(`${button.dataset.near}?near=${point}`),
      () => { status.textContent = button.dataset.failed; },
    );
  });
}

for (const link of document.querySelectorAll("[data-lang]")) {
  link.addEventListener("click", () => {
    const address = new URL(location.href);
    address.searchParams.set("lang", link.dataset.lang);
    link.href = address.href;
  });
}
