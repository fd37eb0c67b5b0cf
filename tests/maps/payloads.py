"""Typed texts that would run if a template, folium or a browser took them for code."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Region
from dramas.models import Theme
from locations.models import Kind, Trail, TrailStop
from tests import make

PAYLOADS = {
    "script": "</script><script>window.ran=1</script>",
    "handler": '"><img src=x onerror=window.ran=1>',
    "literal": "${window.ran=1}",
    "backtick": "`+(window.ran=1)+`",
    "escaped backtick": "\\`+(window.ran=1)+\\`",
    "expression": "{{7*7}}",
    "statement": "{% if 1 %}ran{% endif %}",
    "address": "javascript:window.ran=1",
}
PATHS = [
    "/",
    "/dramas/",
    "/map/",
    "/dramas/d/",
    "/locations/here/",
    "/trails/t/",
]


@dataclass
class Typed:
    payload: str

    def rows(self) -> None:
        """One of everything, each text being the payload."""
        text = self.payload
        names = {"name_hans": text, "name_hant": text, "name_en": text}
        kind = Kind.objects.create(slug="street", **names)
        region = Region.objects.create(code="510000", level="province", **names)
        drama = make.drama(
            "d",
            title_hans=text,
            synopsis_hans=text,
            director=text,
            cast=[text],
            producers=[text],
            licence_no=text[:60],
            note_hans=text,
            open_question_hans=text,
            sources=[{"title": text, "url": text}],
        )
        drama.themes.add(Theme.objects.create(slug="theme", **names))
        drama.platforms.create(name=text, url=text)
        drama.recognitions.create(programme=text, batch=text)
        shared: dict[str, Any] = {"kind": kind, "region": region, "note_hans": text}
        place = make.location(
            "here",
            name_hans=text,
            aliases=[text],
            address_hans=text,
            etiquette_hans=text,
            hours_hans=text,
            tickets_hans=text,
            transport_hans=text,
            pin_basis_hans=text,
            open_question_hans=text,
            sources=[{"title": text, "url": text}],
            **shared,
        )
        other = make.location("there", name_hans=text, lat=30.35, **shared)
        for each in (place, other):
            make.scene(drama, each, what_hans=text, note_hans=text)
        trail = Trail.objects.create(slug="t", drama=drama, summary_hans=text, **names)
        for position, each in enumerate((place, other), start=1):
            TrailStop.objects.create(trail=trail, position=position, location=each, note_hans=text)
