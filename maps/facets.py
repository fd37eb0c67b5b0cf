"""The filters of `/map/` as a visitor chooses them: what can be chosen, and what is."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import Region
from dramas.models import Drama, Recognition, Theme
from locations.models import Kind, Location, Scene
from maps import words
from tourmap.lang.languages import Lang, Text, active_lang, pick


class Option(NamedTuple):
    value: str
    label: Text
    is_chosen: bool


class Facet(NamedTuple):
    name: str
    label: str
    options: list[Option]

    @property
    def chosen(self) -> int:
        return sum(option.is_chosen for option in self.options)


NAMES = ("drama", "theme", "batch", "programme", "kind", "access", "region")


def chosen(values: dict[str, Any]) -> dict[str, list[str]]:
    return {name: values[name] for name in NAMES if values.get(name)}


def facets(chosen: dict[str, list[str]]) -> list[Facet]:
    """Every filter with the values that some published place has, and those already chosen."""
    here = Scene.objects.published()
    dramas = Drama.objects.filter(pk__in=here.values("drama")).order_by("rank", "slug")
    lists = Recognition.objects.filter(drama__in=here.values("drama"))
    labelled = {
        "drama": (_("Drama"), [(d.slug, d.title) for d in dramas]),
        "kind": (_("Kind of place"), _named(Kind.objects.filter(pk__in=_used("kind")), "slug")),
        "region": (_("Region"), _named(_provinces(), "code")),
        "access": (
            _("Can I go in?"),
            _accesses(chosen.get("access", ())),
        ),
        "theme": (
            _("Theme"),
            _named(Theme.objects.filter(drama__in=here.values("drama")).distinct(), "slug"),
        ),
        "programme": (_("Programme"), _words(lists, "programme")),
        "batch": (_("Programme batch"), _words(lists, "batch")),
    }
    return [
        Facet(name, label, [Option(v, text, v in chosen.get(name, ())) for v, text in options])
        for name, (label, options) in labelled.items()
        if options
    ]


class Chip(NamedTuple):
    """A chosen value, and the address of the same page without it."""

    label: Text
    url: str


def chips(offered: list[Facet], query: QueryDict) -> list[Chip]:
    return [
        Chip(option.label, _without(query, facet, option))
        for facet in offered
        for option in facet.options
        if option.is_chosen
    ]


def _without(query: QueryDict, facet: Facet, gone: Option) -> str:
    rest = [other.value for other in facet.options if other.is_chosen and other is not gone]
    changed = query.copy()
    changed.pop("page", None)
    changed.pop(facet.name, None)
    if rest:
        changed[facet.name] = ",".join(rest)
    return f"?{changed.urlencode(safe=',')}"


def _used(column: str) -> Any:
    return Location.objects.published().order_by().values(column)


def _provinces() -> Any:
    """Provinces that hold a published place, however deep."""
    regions = Region.objects.filter(pk__in=_used("region"))
    tops = regions.values_list("code", "parent", "parent__parent")
    return Region.objects.filter(pk__in={top or middle or code for code, middle, top in tops})


def _accesses(chosen: Collection[str]) -> list[tuple[str, Text]]:
    """None while all places are alike in it: a choice that changes nothing is no choice."""
    known = {*_used("access").values_list("access", flat=True), *chosen}
    offered = [(a.value, _ours(label)) for a, label in words.ACCESS.items() if a.value in known]
    return offered if len(offered) > 1 or chosen else []


def _named(records: Any, column: str) -> list[tuple[str, Text]]:
    return [(getattr(record, column), pick(record, "name")) for record in records]


def _words(lists: Any, column: str) -> list[tuple[str, Text]]:
    """As printed on the lists, in Chinese."""
    found = lists.exclude(**{column: ""}).order_by("date", column).values_list(column, flat=True)
    return [(word, Text(word, Lang.HANS)) for word in dict.fromkeys(found)]


def _ours(label: Any) -> Text:
    return Text(str(label), active_lang())
