"use strict";
// Fetches the places of a map in the datum of its base, draws them, and keeps list and map in step.

tourmap.FIT = { padding: [36, 44], maxZoom: 15 };
tourmap.NEAREST = 5;
tourmap.OUTING_M = 100000;

tourmap.addPlaces = (map, { url, followsView }) => {
  const spreads = L.layerGroup().addTo(map);
  const pins = L.layerGroup().addTo(map);
  const drawn = new Map(); // key → { marker, spread }
  let line = null;
  let asking = null;
  map.followsView = followsView;
  map.filters = () => new URLSearchParams(map.config.query ?? {});

  const ask = async (extra) => {
    asking?.abort();
    asking = new AbortController();
    const query = map.filters();
    query.set("datum", map.datum);
    for (const [name, value] of Object.entries(extra)) query.set(name, value);
    if (map.config.near) query.set("near", map.config.near);
    const answer = await fetch(`${url}?${query}`, { signal: asking.signal, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`places.json: ${answer.status}`);
    return answer.json();
  };

  const view = () => {
    const box = map.getBounds().pad(0.25);
    const lng = (n) => L.latLng(0, n).wrap().lng;
    const whole = box.getEast() - box.getWest() >= 360;
    const [west, east] = whole ? [-180, 180] : [lng(box.getWest()), lng(box.getEast())];
    const edges = [west, Math.max(-90, box.getSouth()), east, Math.min(90, box.getNorth())];
    return { bbox: edges.map((n) => n.toFixed(4)).join(), zoom: map.getZoom() };
  };

  const draw = ({ points, clusters, datum }) => {
    const wanted = new Map();
    const at = (point) => `${point.lat},${point.lng}`;
    const crowd = Map.groupBy ? Map.groupBy(points, at) : tourmap.groupBy(points, at);
    for (const point of points) {
      const same = crowd.get(at(point));
      const place = { index: same.indexOf(point), of: same.length };
      wanted.set(`${point.slug} ${datum} ${place.index}/${place.of}`, () => ({
        slug: point.slug, marker: tourmap.pin(map, point, place), spread: place.index === 0 ? tourmap.spread(point) : null,
      }));
    }
    for (const cluster of clusters) {
      wanted.set(`${at(cluster)} ${cluster.count}`, () => ({ marker: tourmap.cluster(map, cluster) }));
    }
    for (const [key, { marker, spread }] of drawn) {
      if (wanted.has(key)) continue;
      marker.remove();
      spread?.remove();
      drawn.delete(key);
    }
    for (const [key, make] of wanted) if (!drawn.has(key)) drawn.set(key, add(make()));
    if (map.config.order) drawTrail(points);
    uncover();
  };

  // A name that would lie on a pin or on another name is left out until there is room for it.
  const uncover = () => {
    const boxes = (selector) => [...map.getPane("markerPane").querySelectorAll(selector)].map((element) => [element, element.getBoundingClientRect()]);
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const names = map.getPane("markerPane").querySelectorAll(".pin .label");
    for (const name of names) name.classList.remove("is-covered");
    const taken = boxes(".pin .face, .cluster b");
    for (const [name, box] of boxes(".pin .label")) {
      const own = name.closest(".pin");
      const covered = taken.some(([other, area]) => !own.contains(other) && meet(box, area));
      name.classList.toggle("is-covered", covered);
      if (!covered) taken.push([name, box]);
    }
  };
  map.on("zoomend", () => setTimeout(uncover)); // when the pins have their new places

  const add = (made) => {
    made.spread?.addTo(spreads);
    made.marker.addTo(pins);
    pins.addLayer(made.marker);
    if (made.slug) {
      made.marker.on("mouseover focus", () => light(made.slug, true)).on("mouseout blur", () => light(made.slug, false));
      made.marker.getElement().addEventListener("focus", () => light(made.slug, true));
      made.marker.getElement().addEventListener("blur", () => light(made.slug, false));
      made.marker.on("popupopen", () => { light(made.slug, true); reveal(made.slug); });
      made.marker.on("popupclose", () => light(made.slug, false));
    }
    return made;
  };

  const drawTrail = (points) => {
    line?.remove();
    const bySlug = new Map(points.map((point) => [point.slug, [point.lat, point.lng]]));
    const way = map.config.order.map((slug) => bySlug.get(slug)).filter(Boolean);
    line = L.polyline(way, { className: "trail-line", interactive: false }).addTo(map);
  };

  // List and map in step

  const cards = (slug) => document.querySelectorAll(`[data-place="${CSS.escape(slug)}"]`);
  const light = (slug, on) => {
    for (const made of drawn.values()) {
      if (made.slug === slug) made.marker.getElement()?.classList.toggle("is-lit", on);
    }
    for (const card of cards(slug)) card.classList.toggle("is-lit", on);
  };
  const reveal = (slug) => {
    if (!matchMedia("(min-width: 62rem)").matches) return;
    cards(slug)[0]?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  };
  for (const [event, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(event, ({ target }) => {
      const card = target instanceof Element && target.closest("[data-place]");
      if (card) light(card.dataset.place, on);
    });
  }

  // Views

  const failed = (error) => { if (error.name !== "AbortError") map.notice(map.words.data_failed); };
  // Of a trail every stop is shown, and around a place every neighbour; else what would hide each other is gathered.
  const gathers = followsView || Boolean(map.config.query?.drama);
  map.load = () => ask(gathers ? view() : {}).then(showAnswer).catch(failed);
  const showAnswer = (answer) => {
    draw(answer);
    map.showMe?.(answer.near);
    map.getContainer().dataset.drawn = answer.datum;
    return answer;
  };

  map.fitTo = (points) => {
    const chosen = points.filter((point) => point.slug === map.config.chosen);
    const shown = chosen.length ? chosen : points;
    if (!shown.length) return;
    const box = L.latLngBounds([]);
    for (const point of shown) {
      const reach = point.quality === "surveyed" ? 150 : Math.min(point.accuracy_m ?? 150, shown.length > 1 ? 800 : 30000);
      box.extend(L.latLng(point.lat, point.lng).toBounds(reach * 2));
    }
    map.fitBounds(box, { ...tourmap.FIT, animate: false });
  };

  // The reader and the places nearest to her.
  const fitNear = ({ near, points }) => {
    const away = (point) => L.latLng(near).distanceTo(point);
    const nearest = points.map((point) => [away(point), point]).sort(([a], [b]) => a - b).slice(0, tourmap.NEAREST);
    const close = nearest.filter(([metres]) => metres < tourmap.OUTING_M).map(([, point]) => point);
    map.fitBounds(L.latLngBounds([near, ...close]).extend(L.latLng(near).toBounds(4000)), { ...tourmap.FIT, animate: false });
  };

  // Every place that passes the filters, so that the view can be made to hold them.
  map.fitAll = () => ask({}).then((answer) => { map.fitTo(answer.points); return answer; });

  map.firstView = (address) => {
    const [lat, lng] = (address.get("c") ?? "").split(",").map(Number);
    if (followsView && Number.isFinite(lat) && Number.isFinite(lng) && address.has("c")) {
      map.setView([lat, lng], Number(address.get("z")) || 12, { animate: false });
      return map.load();
    }
    if (!followsView) return map.fitAll().then(gathers ? map.load : showAnswer).catch(failed);
    if (map.config.near) return ask({}).then(fitNear).then(map.load).catch(failed);
    if ([...map.filters()].length) return map.fitAll().then(map.load).catch(failed);
    map.fitBounds(tourmap.CHINA, { animate: false });
    return map.load();
  };

  map.moved = () => {
    if (gathers) map.load();
    map.remember?.();
  };

  // Another base may be in another datum: the view moves over with the places.
  map.chooseBase = async (wanted) => {
    const before = map.datum;
    const centre = map.getCenter().wrap();
    map.showBase(wanted);
    if (map.datum !== before) {
      const moved = await ask({ c: `${centre.lat.toFixed(6)},${centre.lng.toFixed(6)}`, c_datum: before, bbox: "0,0,0,0", zoom: 1 });
      map.setView(moved.c, map.getZoom(), { animate: false });
    }
    map.remember?.();
    await map.load();
  };
};

tourmap.groupBy = (things, key) => {
  const groups = new Map();
  for (const thing of things) groups.set(key(thing), [...(groups.get(key(thing)) ?? []), thing]);
  return groups;
};
