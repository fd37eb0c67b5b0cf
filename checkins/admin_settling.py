"""Edits of the catalogue at the desk after which somebody may have earned a badge."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from checkins.services import settle_places
from locations.admin import SceneAdmin as PlainSceneAdmin
from locations.models import Location, Scene

COUNTED_BY = {"is_published", "lifecycle", "region", "kind"}


def settle_after(places: Iterable[int], dramas: Iterable[int] = ()) -> None:
    """Once the edit is committed, with locks of its own; what fails, the daily run catches up on."""
    deed = partial(settle_places, locations=list(places), dramas=list(dramas))
    transaction.on_commit(deed, robust=True)


class SettlesPlaces:
    """For the admin of places: hidden, published, moved to another region, of another kind."""

    def save_model(self, request: HttpRequest, obj: Location, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)  # type: ignore[misc]  # mixed in before it
        if COUNTED_BY & set(form.changed_data):
            settle_after([obj.pk])

    def _set_published(self, request: HttpRequest, places: Any, *, to: bool) -> None:
        keys = list(places.values_list("pk", flat=True))
        super()._set_published(request, places, to=to)  # type: ignore[misc]  # as above
        settle_after(keys)


class SceneAdmin(PlainSceneAdmin):
    """A drama that loses a place may be complete for somebody."""

    def save_model(self, request: HttpRequest, obj: Scene, form: Any, change: bool) -> None:
        before = Scene.objects.filter(pk=obj.pk).values_list("location", "drama").first()
        super().save_model(request, obj, form, change)
        rows = [before or (obj.location_id, obj.drama_id), (obj.location_id, obj.drama_id)]
        settle_after({place for place, _drama in rows}, {drama for _place, drama in rows})

    def delete_model(self, request: HttpRequest, obj: Scene) -> None:
        place, drama = obj.location_id, obj.drama_id
        super().delete_model(request, obj)
        settle_after([place], [drama])

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        rows = list(queryset.values_list("location", "drama"))
        super().delete_queryset(request, queryset)
        settle_after({place for place, _drama in rows}, {drama for _place, drama in rows})
