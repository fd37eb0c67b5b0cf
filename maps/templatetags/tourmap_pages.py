"""Small words of the page templates: texts with their language, icons, posters, lengths, sources."""

from typing import Any

from django import template
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dramas.models import Drama
from locations.models import Location, Scene
from locations.models.location import Access, Lifecycle
from maps import dates, lengths, words
from maps.frame import Frame, frame_of
from maps.links import Source, safe_url, sources_of
from maps.posters import ink_of, look_of
from maps.queries import dramas_at
from tourmap.lang.languages import Lang, Text, active_lang, pick

register = template.Library()


@register.simple_tag(takes_context=True)
def frame(context: dict[str, Any]) -> Frame:
    return frame_of(context["request"])


@register.simple_tag
def say(text: Text) -> str | SafeString:
    """A text; marked with its own language where it is not the page's."""
    if not isinstance(text, Text):
        return ""
    if text.lang is None or text.lang == active_lang():
        return format_html("{}", text.text)
    return format_html('<span lang="{}">{}</span>', text.lang.value, text.text)


@register.filter
def named(record: Any) -> Text:
    """The name of a kind, theme or region in the reader's language."""
    return pick(record, "name")


@register.filter
def texts(record: Any, field: str) -> Text:
    """`{{ place|texts:"etiquette" }}`: a field that has up to three languages."""
    return pick(record, field)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawn sign; decoration only, the words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("maps/icons.svg"),
        name,
    )


@register.inclusion_tag("maps/parts/poster.html")
def poster(drama: Drama, *, places: int | None = None) -> dict[str, Any]:
    look = look_of(drama.slug, drama.title.text)
    return {
        "drama": drama,
        "look": look,
        "places": places,
        "picture": f"{static('maps/posters.svg')}#picture-{look.picture}",
    }


@register.filter
def ink(drama: Drama) -> int:
    return ink_of(drama.slug)


@register.filter
def access_words(place: Location) -> str:
    return str(words.ACCESS[Access(place.access)])


@register.filter
def lifecycle_words(place: Location) -> str:
    return str(words.LIFECYCLE[Lifecycle(place.lifecycle)])


@register.filter
def link_words(scene: Scene) -> str:
    return str(words.LINK[Scene.LinkType(scene.link_type)])


@register.filter
def distance(value_m: float | None) -> str:
    return lengths.metres(value_m)


@register.filter
def how_far(away: lengths.Away) -> str:
    return lengths.how_far(away)


@register.filter
def day(date: Any) -> str:
    return dates.day(date)


@register.filter
def sources(record: Any) -> list[Source]:
    return sources_of(record.sources)


@register.filter
def http(url: str) -> str:
    return safe_url(url)


@register.filter
def dramas_here(place: Location) -> list[Drama]:
    return dramas_at(place)


@register.filter
def whereabouts(place: Location) -> list[Text]:
    """From the province down; as printed where the region is not known."""
    region, line = place.region, []
    while region is not None:
        line.append(pick(region, "name"))
        region = region.parent
    if line:
        return line[::-1]
    printed = (place.province_printed, place.city_printed, place.district_printed)
    return [_printed(name) for name in dict.fromkeys(printed) if name]


def _printed(name: str) -> Text:
    return Text(name, Lang.EN if name.isascii() else Lang.HANS)


@register.simple_tag(takes_context=True)
def address_with(context: dict[str, Any], **changes: Any) -> str:
    """This page's address with some parameters changed; None takes one away."""
    query: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else context["request"].path
