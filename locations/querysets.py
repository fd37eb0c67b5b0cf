"""Reading places in the words of the domain; each verb can follow any other."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Prefetch, Q

from accounts.models import Membership, Region
from dramas.models import PublicQuerySet
from dramas.models.drama import CARD_COLUMNS as DRAMA_COLUMNS
from tourmap.geo import Box
from tourmap.lang.search import normalise

if TYPE_CHECKING:
    from locations.models import Location, Scene, Trail  # noqa: F401  # names of type arguments


_DRAMA_CARD = tuple(f"drama__{column}" for column in DRAMA_COLUMNS)

# What `locations.serializers.LocationCard` reads.
REGION_COLUMNS = ("code", "level", "name_hans", "name_hant", "name_en")
KIND_COLUMNS = ("slug", "name_hans", "name_hant", "name_en")
PLACE_COLUMNS = (
    *("slug", "name_hans", "name_hant", "name_en", "country", "lat", "lng", "pin_quality"),
    *("pin_accuracy_m", "radius_m", "lifecycle", "access"),
)
CARD_COLUMNS = (
    *PLACE_COLUMNS,
    *(f"kind__{column}" for column in KIND_COLUMNS),
    *(f"region__{column}" for column in REGION_COLUMNS),
)


class LocationQuerySet(PublicQuerySet["Location"]):
    def for_cards(self) -> "LocationQuerySet":
        """With all that a card shows, and nothing more."""
        return self.select_related("kind", "region").only(*CARD_COLUMNS)

    def for_detail(self) -> "LocationQuerySet":
        """All columns, with regions up to the province and scenes with their dramas."""
        from locations.models import Scene

        scenes = Scene.objects.select_related("drama")
        return self.select_related(
            "kind", "region__parent__parent", "possibly_same_as__kind", "possibly_same_as__region"
        ).prefetch_related(Prefetch("scenes", scenes.best_known_first()))

    def published(self) -> "LocationQuerySet":
        return self.filter(is_published=True)

    def mappable(self) -> "LocationQuerySet":
        """Those with a known point."""
        return self.filter(lat__isnull=False)

    def search(self, words: str) -> "LocationQuerySet":
        """By name or other name in any script, pinyin, or initials."""
        wanted = normalise(words)
        return self.filter(search_text__contains=wanted) if wanted else self.none()

    def within(self, box: Box) -> "LocationQuerySet":
        """Those whose pin lies in a WGS-84 box."""
        lng = Q()
        for west, east in box.lng_ranges():
            lng |= Q(lng__gte=west, lng__lte=east)
        return self.filter(lng, lat__gte=box.south, lat__lte=box.north)

    def of_dramas(self, slugs: Iterable[str]) -> "LocationQuerySet":
        return self.filter(scenes__drama__slug__in=list(slugs)).distinct()

    def in_regions(self, codes: Iterable[str]) -> "LocationQuerySet":
        """In the regions named or anything below them."""
        return self.filter(region__in=Region.objects.within(codes))

    def editable_by(self, user: Any) -> "LocationQuerySet":
        """What a member of bureau staff looks after; everything for a superuser, else nothing."""
        if user.is_superuser and user.is_active:
            return self.all()  # also those in no region of China
        return self.filter(region__in=Region.objects.looked_after_by(user))

    def deletable_by(self, user: Any) -> "LocationQuerySet":
        """Deleting takes a manager of the bureau that looks after the place."""
        if user.is_superuser and user.is_active:
            return self.all()
        managed = Region.objects.looked_after_by(user, roles=[Membership.Role.MANAGER])
        return self.filter(region__in=managed)


SCENE_COLUMNS = (
    *("slug", "position", "link_type", "episode", "second", "what_hans", "what_hant", "what_en"),
    *("still", "camera_lat", "camera_lng", "heading_deg", "confidence"),
)


class SceneQuerySet(PublicQuerySet["Scene"]):
    def published(self) -> "SceneQuerySet":
        """Those at a published place."""
        return self.filter(location__is_published=True)

    def for_rows(self) -> "SceneQuerySet":
        """With the drama and the place as cards."""
        place = (f"location__{column}" for column in CARD_COLUMNS)
        return self.select_related("drama", "location__kind", "location__region").only(
            *SCENE_COLUMNS, *_DRAMA_CARD, *place
        )

    def best_known_first(self) -> "SceneQuerySet":
        """Of several dramas: by their rank, then in story order."""
        return self.order_by("drama__rank", "drama__slug", "position")

    def in_story_order(self) -> "SceneQuerySet":
        return self.order_by("position", "slug")

    def editable_by(self, user: Any) -> "SceneQuerySet":
        from locations.models import Location

        return self.filter(location__in=Location.objects.editable_by(user))

    def deletable_by(self, user: Any) -> "SceneQuerySet":
        """Whoever keeps a place keeps its scenes: no manager is needed to take one away."""
        return self.editable_by(user)


class TrailQuerySet(PublicQuerySet["Trail"]):
    def published(self) -> "TrailQuerySet":
        return self.filter(is_published=True)

    def for_cards(self) -> "TrailQuerySet":
        """With drama, theme and the number of published stops."""
        stops = Count("stops", filter=Q(stops__location__is_published=True))
        return self.select_related("drama", "theme").annotate(stop_count=stops)
