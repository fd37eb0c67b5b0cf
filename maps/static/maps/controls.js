"use strict";
// Zoom, scale, near me, the choice of base, the credit and notices; all words put in as text.

tourmap.corner = (map, position, className, ...children) => {
  const control = L.control({ position });
  control.onAdd = () => {
    const box = tourmap.element("div", className);
    box.append(...children);
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  };
  return control.addTo(map);
};

tourmap.addControls = (map) => {
  const { words, config } = map;
  L.control.zoom({ position: "topleft", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);

  const near = tourmap.element("button", "map-button");
  near.type = "button";
  near.title = words.near_me;
  near.setAttribute("aria-label", words.near_me);
  near.append(tourmap.sign(map, "near"));
  near.addEventListener("click", () => tourmap.locate(map.goNear, () => map.notice(words.no_position)));
  tourmap.corner(map, "topleft", "leaflet-bar", near);

  const notice = tourmap.element("div", "map-notice");
  notice.setAttribute("role", "status");
  notice.hidden = true;
  tourmap.corner(map, "bottomleft", "", notice);
  map.notice = (text) => { notice.textContent = text; notice.hidden = !text; };
  tourmap.addScale(map);

  tourmap.addBaseChoice(map);

  let me = null;
  map.showMe = (point) => {
    me?.remove();
    if (!point) return;
    const [north, east] = tourmap.restOf(config.near);
    const icon = L.divIcon({ className: "me", html: document.createElement("i"), iconSize: [0, 0] });
    me = L.marker([point.lat + north, point.lng + east], { icon, keyboard: false, title: words.here, interactive: false, zIndexOffset: 1000 }).addTo(map);
  };
  map.goNear = (point) => {
    if (map.followsView) return map.explore({ near: point.join() });
    config.near = point;
    return map.load().then((answer) => answer?.near && map.setView(answer.near, Math.max(map.getZoom(), 12)));
  };
};

// Leaflet's scale, in the reader's language.
tourmap.addScale = (map) => {
  const scale = L.control.scale({ position: "bottomleft", imperial: false });
  scale._updateMetric = (most) => {
    const metres = scale._getRoundNum(most);
    scale._updateScale(scale._mScale, tourmap.length(map, metres), metres / most);
  };
  scale.addTo(map);
};

tourmap.addBaseChoice = (map) => {
  const credit = tourmap.element("div", "map-credit");
  const choice = (number, name) => {
    const button = tourmap.element("button", "", name);
    button.type = "button";
    button.addEventListener("click", () => map.chooseBase(number));
    map.on("basechosen", () => {
      button.setAttribute("aria-pressed", String(map.base === number));
      if (map.base === number) tourmap.giveCredit(map, credit);
    });
    return button;
  };
  const buttons = [...map.config.bases.map(({ name }, number) => choice(number, name)), choice(-1, map.words.blank)];
  const group = tourmap.corner(map, "topright", "map-bases", ...buttons).getContainer();
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", map.words.base);
  tourmap.corner(map, "bottomright", "", credit);
};

tourmap.giveCredit = (map, box) => {
  box.replaceChildren();
  const base = map.config.bases[map.base];
  box.hidden = !base?.attribution && !base?.review_number;
  if (box.hidden) return;
  const isLink = /^https?:\/\//.test(base.attribution_url);
  const owner = tourmap.element(isLink ? "a" : "span", "", base.attribution);
  if (isLink) {
    owner.href = base.attribution_url;
    owner.rel = "noopener noreferrer";
  }
  box.append(owner);
  if (base.review_number) box.append(` ${map.words.review_number} ${base.review_number}`);
};
