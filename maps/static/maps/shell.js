"use strict";
// Opens the map and starts it when the last of its elements is there.

tourmap.CHINA = [[18.2, 75], [50, 132]];
tourmap.CLOSE = 10; // the zoom from which pins carry their names

tourmap.open = (id, { center, zoom, minZoom, maxZoom }) => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(id, {
    center, zoom, minZoom, maxZoom,
    attributionControl: false, zoomControl: false, worldCopyJump: true,
    zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm,
  });
  map.config = tourmap.readJSON("map-config");
  map.words = map.config.words;
  map.bases = [];
  map.datum = "wgs84";
  map.getContainer().setAttribute("aria-label", map.words.map);
  const markDistance = () => map.getContainer().classList.toggle("is-far", map.getZoom() < tourmap.CLOSE);
  map.on("zoomend", markDistance);
  markDistance();
  return map;
};

tourmap.start = (map) => {
  const address = new URLSearchParams(location.search);
  const wanted = map.followsView ? Number.parseInt(address.get("base"), 10) : 0;
  map.showBase(map.bases[wanted] ? wanted : address.get("base") === "blank" ? -1 : 0);
  map.firstView(address);
  map.on("moveend", map.moved);
};

tourmap.length = (map, metres) => {
  const number = (n, digits) => n.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits, useGrouping: n >= 10000 });
  if (metres < 950) return map.words.metre.replace("{n}", number(Math.max(10, Math.round(metres / 10) * 10), 0));
  return map.words.kilometre.replace("{n}", number(metres / 1000, metres < 9950 ? 1 : 0));
};

tourmap.element = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

tourmap.sign = (map, name) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${map.config.sprite}#${name}`);
  svg.append(use);
  return svg;
};
