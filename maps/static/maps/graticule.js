"use strict";
// Paper with meridians and parallels: the base without tiles, and what is seen when tiles fail.

tourmap.STEPS_DEG = [30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];
tourmap.LINE_EVERY_PX = 130;

tourmap.addGraticule = (map) => {
  map.createPane("paper").style.zIndex = 150; // under the tiles
  const lines = L.layerGroup().addTo(map);
  const renderer = L.svg({ pane: "paper", padding: 0.5 });
  const line = (points) =>
    L.polyline(points, { pane: "paper", renderer, className: "graticule", interactive: false }).addTo(lines);
  const label = (at, text, anchor) => {
    const icon = L.divIcon({ className: "graticule-label", html: tourmap.element("span", "", text), iconSize: [0, 0], iconAnchor: anchor });
    L.marker(at, { pane: "paper", icon, interactive: false, keyboard: false }).addTo(lines);
  };
  const degrees = (value, step, signs) => {
    const digits = step < 0.01 ? 3 : step < 0.1 ? 2 : step < 1 ? 1 : 0;
    return `${Math.abs(value).toFixed(digits)}°${value === 0 ? "" : signs[value < 0 ? 1 : 0]}`;
  };

  const draw = () => {
    lines.clearLayers();
    const seen = map.getBounds();
    const reach = seen.pad(0.4);
    const perPixel = (seen.getEast() - seen.getWest()) / map.getSize().x;
    const wanted = perPixel * tourmap.LINE_EVERY_PX;
    const step = tourmap.STEPS_DEG.find((each) => each <= wanted) ?? 0.001;
    const round = (n) => Math.round(n / step) * step;
    const south = Math.max(-85, reach.getSouth());
    const north = Math.min(85, reach.getNorth());
    for (let lng = round(reach.getWest()); lng <= reach.getEast(); lng = round(lng + step)) {
      line([[south, lng], [north, lng]]);
      label([seen.getNorth(), lng], degrees(L.latLng(0, lng).wrap().lng, step, "EW"), [-5, -6]);
    }
    for (let lat = round(south); lat <= north; lat = round(lat + step)) {
      line([[lat, reach.getWest()], [lat, reach.getEast()]]);
      label([lat, seen.getWest()], degrees(lat, step, "NS"), [-5, 14]);
    }
  };
  map.on("moveend resize", draw);
  draw();
};
