"use strict";
// Base maps of the settings. One map shows one datum: with another base come other coordinates.

tourmap.FAILED_TILES = 3;

tourmap.addBase = (map, { number, url, datum, maxZoom }) => {
  const layer = L.tileLayer(url, {
    maxNativeZoom: maxZoom,
    maxZoom: map.options.maxZoom,
    // OpenStreetMap answers 403 to a request that does not say where it comes from.
    referrerPolicy: "strict-origin-when-cross-origin",
  });
  let failed = 0;
  let loaded = 0;
  layer.on("tileload", () => { loaded += 1; map.notice(""); });
  layer.on("tileerror", () => {
    failed += 1;
    if (failed >= tourmap.FAILED_TILES && !loaded) map.notice(map.words.tiles_failed);
  });
  map.bases[number] = { layer, datum };

  map.showBase = (wanted) => {
    map.bases.forEach((base, i) => (i === wanted ? base.layer.addTo(map) : base.layer.remove()));
    map.base = map.bases[wanted] ? wanted : -1;
    map.datum = map.bases[wanted]?.datum ?? map.datum;
    map.notice("");
    map.fire("basechosen");
  };
};
