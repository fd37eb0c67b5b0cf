"use strict";
// One pin and its words. Every name is typed text and enters the page as text, never as markup.

tourmap.ALONE = 16; // the zoom from which the server no longer gathers pins into clusters
tourmap.PIN_ROW_PX = 40; // between pins of one point

tourmap.pinWords = (map, { quality, accuracy_m: accuracy }) => {
  if (quality === "surveyed") return map.words.surveyed;
  if (!accuracy) return map.words.area;
  return map.words[`${quality}_by`].replace("{length}", tourmap.length(map, accuracy));
};

tourmap.pin = (map, point, { index, of }) => {
  const face = tourmap.element("span", "face");
  const number = map.config.order?.indexOf(point.slug) ?? -1;
  face.append(number < 0 ? tourmap.sign(map, `kind-${point.kind}`) : tourmap.element("b", "number", String(number + 1)));
  const html = tourmap.element("span");
  html.append(face, tourmap.element("span", "tip"));
  if (of === 1) {
    const label = tourmap.element("span", "label", point.name);
    if (point.lang) label.lang = point.lang;
    html.append(label);
  }
  const ink = point.dramas[0]?.ink ?? 5;
  const shift = (index - (of - 1) / 2) * tourmap.PIN_ROW_PX;
  const icon = L.divIcon({
    className: ["pin", `ink-${ink}`, point.quality === "area" && "is-area", point.slug === map.config.chosen && "is-chosen"].filter(Boolean).join(" "),
    html, iconSize: [0, 0], iconAnchor: [-shift, 0],
    popupAnchor: [shift, point.quality === "area" ? -18 : -42],
  });
  const marker = L.marker([point.lat, point.lng], { icon, riseOnHover: true });
  const spoken = number < 0 ? point.name : `${number + 1} ${point.name}`;
  marker.on("add", () => marker.getElement().setAttribute("aria-label", spoken));
  marker.bindPopup(() => tourmap.popup(map, point), {
    maxWidth: 240, minWidth: 180, autoPanPaddingTopLeft: [68, 76], autoPanPaddingBottomRight: [16, 24], // clear of the controls
  });
  return marker;
};

tourmap.popup = (map, point) => {
  const box = tourmap.element("div", "popup");
  const name = tourmap.element("strong", "", point.name);
  if (point.lang) name.lang = point.lang;
  box.append(name, tourmap.element("p", "quiet", point.kind_name));
  for (const drama of point.dramas.slice(0, 3)) {
    const title = tourmap.element("p", "", drama.title);
    if (drama.lang) title.lang = drama.lang;
    box.append(title);
  }
  box.append(tourmap.element("p", "quiet", tourmap.pinWords(map, point)));
  if (point.slug !== map.config.chosen) {
    const link = tourmap.element("a", "", map.words.open);
    link.href = point.url;
    box.append(link);
  }
  return box;
};

tourmap.spread = (point) => {
  if (point.quality === "surveyed" || !point.accuracy_m) return null;
  const className = point.quality === "area" ? "area-circle" : "spread-circle";
  return L.circle([point.lat, point.lng], { radius: point.accuracy_m, className, interactive: false });
};

tourmap.cluster = (map, cluster) => {
  const html = tourmap.element("b", "", String(cluster.count));
  const icon = L.divIcon({ className: `cluster${cluster.count > 99 ? " is-large" : ""}`, html, iconSize: [0, 0] });
  const marker = L.marker([cluster.lat, cluster.lng], { icon });
  const words = map.words.places.replace("{n}", cluster.count);
  marker.on("add", () => marker.getElement().setAttribute("aria-label", words));
  marker.on("click", () => {
    const [west, south, east, north] = cluster.box;
    const box = L.latLngBounds([south, west], [north, east]);
    const whole = Math.min(map.getBoundsZoom(box.pad(0.2)), tourmap.ALONE);
    map.setView(box.getCenter(), Math.max(map.getZoom() + 1, whole));
  });
  return marker;
};
