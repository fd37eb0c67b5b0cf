"""A badge's rule in words, in the reader's language."""

from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from checkins.badge_rules import RuleKind
from checkins.models import Badge
from tourmap.lang.languages import Lang, active_lang

_RULES = {
    RuleKind.PLACES_OF_DRAMA: gettext_noop(
        "Collect stamps at the places of “%(drama)s”: %(needed)s of %(of)s."
    ),
    RuleKind.STOPS_OF_TRAIL: gettext_noop(
        "Collect stamps at the stops of the trail “%(trail)s”: %(needed)s of %(of)s."
    ),
    RuleKind.PLACES: gettext_noop("Collect stamps at different places: %(needed)s."),
    RuleKind.PLACES_OF_KIND: gettext_noop(
        "Collect stamps at places of the kind “%(place_kind)s”: %(needed)s."
    ),
    RuleKind.PROVINCES: gettext_noop("Collect stamps in different provinces: %(needed)s."),
    RuleKind.CITIES: gettext_noop("Collect stamps in different cities: %(needed)s."),
}

_WHOLE = {
    RuleKind.PLACES_OF_DRAMA: gettext_noop(
        "Collect the stamps of every place of “%(drama)s”: %(of)s."
    ),
    RuleKind.STOPS_OF_TRAIL: gettext_noop(
        "Collect the stamps of every stop of the trail “%(trail)s”: %(of)s."
    ),
}


def rule_in_words(badge: Badge, *, needed: int, of: int) -> str:
    """What is to be done, where, and when; `of` are the places there are for it."""
    kind = RuleKind(badge.rule)
    words = _WHOLE[kind] if kind in _WHOLE and needed == of else _RULES[kind]
    told = _(words) % {
        "drama": badge.drama and badge.drama.title.text,
        "trail": badge.trail and badge.trail.name.text,
        "place_kind": badge.place_kind,
        "needed": needed,
        "of": of,
    }
    where = _("Only places in %(region)s count.") % {"region": badge.region} if badge.region else ""
    sentences = filter(None, (told, where, _window(badge)))
    return ("" if active_lang() is not Lang.EN else " ").join(sentences)


def _window(badge: Badge) -> str:
    days = {"first": _day(badge.valid_from), "last": _day(badge.valid_until)}
    if badge.valid_from and badge.valid_until:
        return _("Only stamps from %(first)s to %(last)s count.") % days
    if badge.valid_from:
        return _("Only stamps from %(first)s on count.") % days
    if badge.valid_until:
        return _("Only stamps until %(last)s count.") % days
    return ""


def _day(day: Any) -> str:
    return formats.date_format(day, "DATE_FORMAT") if day else ""


def rule_in_all_languages(badge: Badge, *, needed: int, of: int) -> dict[str, str]:
    told = {}
    for lang in Lang:
        with override(lang.django_code):
            told[lang.value] = rule_in_words(badge, needed=needed, of=of)
    return told
