"""Folium draws the shell of a map and nothing else.

branca compiles what its elements render a second time as a template, and folium puts texts into
template literals of JavaScript: a name such as `{{7*7}}` or `${…}` would run. So no typed text and
no database row enters an element of this package; the places arrive later, as JSON, and the static
scripts put them into the page with `textContent`.

`import folium` takes about a second: `maps.shells` imports this package when the first map is shown.
"""
