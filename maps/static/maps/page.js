"use strict";
// What every page does with scripts: "near me" on a tap, and a language switch that keeps the state.

const tourmap = {};

// A cell of about 1 km goes into the address, which is kept and logged; the rest stays on the phone.
tourmap.CELL_DIGITS = 2;

tourmap.locate = (found, failed) => {
  if (!navigator.geolocation) return failed();
  const got = ({ coords }) => {
    const here = [coords.latitude, coords.longitude];
    const cell = here.map((n) => Number(n.toFixed(tourmap.CELL_DIGITS)));
    sessionStorage.setItem("here", JSON.stringify({ cell, rest: here.map((n, i) => n - cell[i]) }));
    found(cell);
  };
  navigator.geolocation.getCurrentPosition(got, failed, { timeout: 10000, maximumAge: 60000 });
};

// How far in degrees the reader stands from the middle of her cell; nothing where only the cell is known.
tourmap.restOf = (cell) => {
  const here = JSON.parse(sessionStorage.getItem("here") ?? "null");
  return here && String(here.cell) === String(cell) ? here.rest : [0, 0];
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
