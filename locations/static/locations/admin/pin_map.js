// Shows and moves the pin of a place. The two number fields (WGS-84) are what is sent with the
// form; the map writes to them and follows them. All text goes in through textContent.
(() => {
  "use strict";

  const DIGITS = 6; // 0.1 m
  const CHINA = [[18, 74], [53.5, 135]];
  const STEP_DEG = 0.00001; // an arrow key moves the pin by about 1 m, with Shift by 10 m

  const FAR_M = 50000; // a pin moved further is more often a slip than a correction

  const field = (name) => document.getElementById(`id_${name}`);

  function numberOf(input) {
    const text = input ? input.value.trim() : "";
    return text !== "" && Number.isFinite(Number(text)) ? Number(text) : null;
  }

  class PinMap {
    constructor(root) {
      this.root = root;
      this.words = root.dataset;
      this.lat = field("lat");
      this.lng = field("lng");
      this.radius = field("radius_m");
      this.accuracy = field("pin_accuracy_m");
      this.note = root.querySelector(".pin-map__note");
      this.start = this.point();
      this.map = this.makeMap();
      this.show(); // before any layer: Leaflet's renderer is ready only once there is a view
      this.addBases();
      this.draw();
      this.listen();
      if (!this.start) this.say(this.words.noPin);
    }

    point() {
      const lat = numberOf(this.lat);
      const lng = numberOf(this.lng);
      const known = lat !== null && lng !== null && Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
      return known ? L.latLng(lat, lng) : null;
    }

    makeMap() {
      const map = L.map(this.root.querySelector(".pin-map__canvas"), {
        maxZoom: 19, minZoom: 3, zoomSnap: 0.5, scrollWheelZoom: true,
      });
      map.attributionControl.setPrefix(false);
      L.control.scale({ imperial: false }).addTo(map);
      return map;
    }

    addBases() {
      graticule().addTo(this.map);
      const bases = JSON.parse(document.getElementById("pin-map-bases").textContent);
      const layers = {};
      for (const base of bases) {
        const source = document.createElement("a");
        source.href = base.attribution_url;
        source.textContent = base.attribution;
        const layer = L.tileLayer(base.url, {
          maxZoom: 19, maxNativeZoom: base.max_zoom || 18, attribution: source.outerHTML,
        });
        let told = false;
        layer.on("tileerror", () => {
          if (told) return;
          told = true;
          this.say(this.words.noTiles, "warning");
        });
        layers[base.name] = layer;
      }
      const first = Object.values(layers)[0];
      if (first) first.addTo(this.map);
      if (bases.length > 1) L.control.layers(layers).addTo(this.map);
    }

    draw() {
      const icon = L.divIcon({ className: "pin-map__pin", iconSize: [40, 40], iconAnchor: [20, 34] });
      this.area = L.circle([0, 0], {
        radius: 1, color: "#b45309", weight: 1, dashArray: "5 5", fill: false, interactive: false,
      });
      this.reach = L.circle([0, 0], {
        radius: 1, color: "#0f766e", weight: 2, fillColor: "#0f766e", fillOpacity: 0.15,
        interactive: false,
      });
      this.pin = L.marker([0, 0], {
        icon, draggable: true, autoPan: true, keyboard: true, title: this.words.pinName,
        alt: this.words.pinName,
      });
      this.update();
    }

    /** Brings pin and circles to what the fields say. */
    update() {
      const at = this.point();
      for (const layer of [this.area, this.reach, this.pin]) {
        if (!at) { layer.remove(); continue; }
        layer.setLatLng(at).addTo(this.map);
      }
      if (!at) return;
      this.reach.setRadius(Math.max(1, numberOf(this.radius) || 1));
      this.area.setRadius(Math.max(1, numberOf(this.accuracy) || 1));
    }

    show({ close = false } = {}) {
      const at = this.point();
      if (!at) { this.map.fitBounds(CHINA); return; }
      // Where only the area is known the editor has yet to find the spot in it.
      const isGuess = !close && field("pin_quality")?.value !== "surveyed";
      const reach = Math.max(150, numberOf(this.radius) || 0, (isGuess && numberOf(this.accuracy)) || 0);
      this.map.fitBounds(at.toBounds(reach * 3.2), { maxZoom: 18 });
    }

    move(to, { look = false } = {}) {
      const at = to.wrap();
      this.lat.value = at.lat.toFixed(DIGITS);
      this.lng.value = at.lng.toFixed(DIGITS);
      // unfold asks before leaving a page with changed fields; it listens to this
      this.lat.dispatchEvent(new Event("change", { bubbles: true }));
      this.update();
      if (look) this.show({ close: true });
      if (!this.start) { this.say(this.words.placed); return; }
      const metres = Math.round(this.map.distance(this.start, at));
      const tone = metres > FAR_M ? "warning" : "";
      this.say(this.words.moved.replace("{metres}", metres.toLocaleString("en")), tone);
    }

    listen() {
      this.map.on("click", (event) => this.move(event.latlng));
      this.pin.on("drag", () => this.reach.setLatLng(this.pin.getLatLng()));
      this.pin.on("dragend", () => this.move(this.pin.getLatLng()));
      this.pin.on("add", () => this.pin.getElement().addEventListener("keydown", (e) => this.key(e)));
      if (this.pin.getElement()) this.pin.getElement().addEventListener("keydown", (e) => this.key(e));
      for (const input of [this.lat, this.lng, this.radius, this.accuracy]) {
        if (input) input.addEventListener("input", () => this.update());
      }
      const button = document.querySelector("[data-read-coordinates]");
      if (button) button.addEventListener("click", () => this.read());
      const paste = field("paste");
      if (paste) {
        paste.addEventListener("keydown", (event) => {
          if (event.key !== "Enter") return;
          event.preventDefault(); // it would save the whole form
          this.read();
        });
      }
      this.root.querySelector("[data-survey]").addEventListener("click", () => {
        document.querySelector("[name=_survey]").click(); // the submit button below the form
      });
      // The form may be on a hidden tab at first.
      new ResizeObserver(() => this.map.invalidateSize()).observe(this.map.getContainer());
    }

    key(event) {
      const ways = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
      const way = ways[event.key];
      const at = this.point();
      if (!way || !at) return;
      event.preventDefault();
      event.stopPropagation();
      const step = STEP_DEG * (event.shiftKey ? 10 : 1);
      this.move(L.latLng(at.lat + way[0] * step, at.lng + way[1] * step));
    }

    /** Has the pasted coordinates converted by the server and moves the pin there. */
    async read() {
      const query = new URLSearchParams({
        text: field("paste").value, datum: field("paste_datum").value,
      });
      try {
        const response = await fetch(`${this.words.readUrl}?${query}`, {
          headers: { Accept: "application/json" },
        });
        const answer = await response.json();
        if (!response.ok) { this.say(answer.message, "warning"); return; }
        this.move(L.latLng(answer.lat, answer.lng), { look: true });
        const tone = answer.swapped ? "warning" : this.note.dataset.tone;
        this.say(`${answer.message} ${this.note.textContent}`, tone);
        this.root.scrollIntoView({ block: "nearest" });
        field("paste").value = ""; // the numbers above now say it
      } catch {
        this.say(this.words.failed, "warning");
      }
    }

    say(text, tone = "") {
      this.note.textContent = text;
      this.note.dataset.tone = tone;
    }
  }

  /** Lines of latitude and longitude with their degrees: the ground under the tiles. */
  function graticule() {
    const layer = L.layerGroup();
    const steps = [30, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005];
    const line = { color: "#94a3b8", weight: 1, opacity: 0.6, interactive: false };
    const redraw = () => {
      const map = layer._map;
      if (!map) return;
      layer.clearLayers();
      const box = map.getBounds();
      const width = box.getEast() - box.getWest();
      const step = steps.find((size) => width / size >= 4) || steps[steps.length - 1];
      const digits = Math.max(0, Math.ceil(-Math.log10(step)));
      const label = (lat, lng, text) => {
        const icon = L.divIcon({ className: "pin-map__degree", html: text, iconSize: null });
        return L.marker([lat, lng], { icon, interactive: false, keyboard: false });
      };
      for (let lng = Math.ceil(box.getWest() / step) * step; lng < box.getEast(); lng += step) {
        layer.addLayer(L.polyline([[box.getSouth(), lng], [box.getNorth(), lng]], line));
        layer.addLayer(label(box.getNorth(), lng, `${lng.toFixed(digits)}°`));
      }
      for (let lat = Math.ceil(box.getSouth() / step) * step; lat < box.getNorth(); lat += step) {
        layer.addLayer(L.polyline([[lat, box.getWest()], [lat, box.getEast()]], line));
        layer.addLayer(label(lat, box.getWest(), `${lat.toFixed(digits)}°`));
      }
    };
    layer.on("add", () => { layer._map.on("moveend", redraw); redraw(); });
    return layer;
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const root of document.querySelectorAll("[data-pin-map]")) new PinMap(root);
  });
})();
