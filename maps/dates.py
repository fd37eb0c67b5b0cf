"""Dates as a traveller reads them, whole or in part."""

import datetime
from typing import Any

from django.utils import dateformat

from tourmap.lang.languages import Lang, active_lang

_CHINESE = ("Y年", "Y年n月", "Y年n月j日")
_FORMATS = {Lang.HANS: _CHINESE, Lang.HANT: _CHINESE, Lang.EN: ("Y", "F Y", "j F Y")}


def day(date: Any) -> str:
    """A date, a year, or the text of either in ISO 8601; a text of another shape stays as it is."""
    if not date:
        return ""
    parts = str(date).split("-")
    try:
        whole = datetime.date(*([int(part) for part in parts] + [1, 1])[:3])
        pattern = _FORMATS[active_lang()][len(parts) - 1]
    except (ValueError, IndexError):
        return str(date)
    return dateformat.format(whole, pattern)
