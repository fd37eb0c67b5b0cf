"use strict";
// /map/ without reloads: the form narrows list and map, the address keeps the whole state.

tourmap.explore = (map) => {
  const form = document.querySelector("[data-filters]");
  const VIEW = ["c", "z", "base"];
  const NOT_FILTERS = new Set([...VIEW, "page", "lang", "near"]);

  const chosen = () => {
    const query = new URLSearchParams();
    const values = new Map();
    for (const [name, value] of new FormData(form)) {
      if (value) values.set(name, [...(values.get(name) ?? []), value]);
    }
    for (const [name, list] of values) query.set(name, list.join());
    return query;
  };

  map.filters = () => {
    const query = new URLSearchParams(location.search);
    for (const name of [...query.keys()]) {
      if (NOT_FILTERS.has(name) || !form.elements.namedItem(name)) query.delete(name);
    }
    return query;
  };

  map.remember = () => {
    const address = new URL(location.href);
    const { lat, lng } = map.getCenter().wrap();
    address.searchParams.set("c", `${lat.toFixed(5)},${lng.toFixed(5)}`);
    address.searchParams.set("z", map.getZoom());
    address.searchParams.set("base", map.base < 0 ? "blank" : map.base);
    if (map.base === 0) address.searchParams.delete("base");
    history.replaceState(null, "", address);
  };

  const matchForm = (query) => {
    for (const box of form.querySelectorAll("input[type=checkbox]")) {
      box.checked = (query.get(box.name) ?? "").split(",").includes(box.value);
    }
    form.elements.namedItem("q").value = query.get("q") ?? "";
    for (const facet of form.querySelectorAll("[data-facet]")) {
      const count = facet.querySelectorAll("input:checked").length;
      const summary = facet.querySelector("summary");
      summary.querySelector("b")?.remove();
      if (count) summary.append(tourmap.element("b", "", String(count)));
    }
  };

  // The page itself, asked for again: what the server writes without scripts is what is shown with them.
  let asking = null;
  const showList = async (address) => {
    asking?.abort();
    asking = new AbortController();
    const results = document.querySelector("[data-swap=results]");
    results.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: asking.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const config = JSON.parse(page.getElementById("map-config").textContent);
      map.config.near = config.near;
      results.replaceWith(document.adoptNode(page.querySelector("[data-swap=results]")));
    } catch (error) {
      if (error.name !== "AbortError") location.assign(address);
    }
  };

  const go = async (query, { fit = true, push = true } = {}) => {
    const address = new URL(location.pathname, location.href);
    address.search = query;
    if (push) history.pushState(null, "", address);
    matchForm(query);
    await showList(address);
    map.closePopup();
    if (fit) await map.firstView(query);
    else await map.load();
  };

  map.explore = (changes) => {
    const query = chosen();
    for (const [name, value] of Object.entries(changes)) query.set(name, value);
    return go(query);
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); go(chosen()); });
  form.addEventListener("change", () => go(chosen()));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-swap=results] .chips a, [data-swap=results] .pages a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const isPage = Boolean(link.closest(".pages"));
    const query = new URLSearchParams(new URL(link.href).search);
    if (!isPage) for (const name of VIEW) query.delete(name);
    go(query, { fit: !isPage }).then(() => { if (isPage) document.querySelector("[data-explore]").scrollIntoView(); });
  });
  window.addEventListener("popstate", () => go(new URLSearchParams(location.search), { push: false }));
};
