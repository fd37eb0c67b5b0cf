"""Reading places in the words of the domain; each verb can follow any other."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from accounts.models import Membership, Region
from dramas.models import PublicQuerySet
from tourmap.geo import Box
from tourmap.lang.search import normalise

if TYPE_CHECKING:
    from locations.models import Location, Scene, Trail  # noqa: F401  # names of type arguments


class LocationQuerySet(PublicQuerySet["Location"]):
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


class SceneQuerySet(PublicQuerySet["Scene"]):
    def published(self) -> "SceneQuerySet":
        """Those at a published place."""
        return self.filter(location__is_published=True)

    def editable_by(self, user: Any) -> "SceneQuerySet":
        from locations.models import Location

        return self.filter(location__in=Location.objects.editable_by(user))

    def deletable_by(self, user: Any) -> "SceneQuerySet":
        """Whoever keeps a place keeps its scenes: no manager is needed to take one away."""
        return self.editable_by(user)


class TrailQuerySet(PublicQuerySet["Trail"]):
    def published(self) -> "TrailQuerySet":
        return self.filter(is_published=True)
