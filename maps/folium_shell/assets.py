"""Every script and style that a shell may name, as a static file of this site."""

ASSETS = {
    "leaflet_css": "js_lib_leaflet/leaflet.css",
    "map_css": "maps/map.css",
    "leaflet": "js_lib_leaflet/leaflet.js",
    "page": "maps/page.js",
    "shell": "maps/shell.js",
    "bases": "maps/bases.js",
    "graticule": "maps/graticule.js",
    "pins": "maps/pins.js",
    "places": "maps/places.js",
    "explore": "maps/explore.js",
    "controls": "maps/controls.js",
}
