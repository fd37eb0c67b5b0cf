"""The filters of dramas: OR inside a kind, AND between kinds."""

from typing import Any

from rest_framework import serializers

from dramas.models import Drama, Recognition, Theme
from dramas.models.drama import DramaQuerySet
from tourmap.api.parameters import CommaList, KnownWords, OneOf, Parameters, WholeNumber


class DramaFilters(Parameters):
    """Each takes one value or several, separated by commas."""

    q = serializers.CharField(
        required=False,
        max_length=100,
        help_text="Title in any script, pinyin or initials: 家里家外, 家裡家外, jialijiawai, jljw.",
    )
    theme = KnownWords(known_by=(Theme, "slug"), required=False, help_text="Slugs of themes.")
    programme = KnownWords(
        known_by=(Recognition, "programme"),
        required=False,
        help_text="Programmes that recognised it, such as 跟着微短剧去旅行.",
    )
    batch = KnownWords(
        known_by=(Recognition, "batch"),
        required=False,
        help_text="Batches of a programme, such as 第六批.",
    )
    status = CommaList(
        child=OneOf(Drama.Status.choices), required=False, help_text="Whether it has been released."
    )
    year = CommaList(
        child=WholeNumber(min_value=1900, max_value=2100),
        required=False,
        help_text="Years of release.",
    )


def filtered(dramas: DramaQuerySet, values: dict[str, Any]) -> DramaQuerySet:
    """`dramas` narrowed by checked filter values; names that are no filter are passed by."""
    for name in ("status", "year"):
        if name in values:
            dramas = dramas.filter(**{f"{name}__in": values[name]})
    if "theme" in values:
        dramas = dramas.filter(pk__in=Drama.objects.filter(themes__slug__in=values["theme"]))
    lists = {name: values[name] for name in ("programme", "batch") if name in values}
    if lists:
        on_lists = {f"{name}__in": words for name, words in lists.items()}
        dramas = dramas.filter(pk__in=Recognition.objects.filter(**on_lists).values("drama"))
    if "q" in values:
        dramas = dramas.search(values["q"])
    return dramas
