from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Traveller
from checkins.situation import Fix
from locations.models import Location, Scene
from tourmap.geo import Datum, LatLng


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def counted(self) -> "CheckInQuerySet":
        return self.filter(counted=True)

    def counted_on(self, day: date, *, traveller: Any, location: Any) -> "CheckInQuerySet":
        """The visit that counts for a traveller's day at a place: one or none."""
        return self.counted().filter(traveller=traveller, location=location, local_date=day)

    def waiting_for_a_pin(self) -> "CheckInQuerySet":
        """Not counted, but with a position that can still be judged when the pin is better known.

        What a person has decided stays: rejected ones, and accepted ones whose day was taken.
        """
        kept = self.filter(counted=False, lat__isnull=False)
        return kept.exclude(status=CheckIn.Status.REJECTED).exclude(appeal__state="accepted")

    def for_answers(self) -> "CheckInQuerySet":
        """With place, scene and appeal, the photos that re-create a scene as `photos_of_scenes`,
        and `day_is_taken`: whether this or another visit of its day counts.
        """
        from checkins.models.photo import Photo

        same_day = {name: OuterRef(name) for name in ("traveller", "location", "local_date")}
        counted = CheckIn.objects.counted().filter(**same_day)
        return (
            self.select_related("location", "scene", "appeal")
            .annotate(day_is_taken=Exists(counted))
            .prefetch_related(
                Prefetch("photos", Photo.objects.framed(), to_attr="photos_of_scenes")
            )
        )

    def editable_by(self, user: Any) -> "CheckInQuerySet":
        return self.filter(location__in=Location.objects.editable_by(user))


class CheckIn(models.Model):
    """One attempt to check in: its outcome for ever, its raw position only for a while.

    `id` is made by the app and is the idempotency key. `lat`, `lng` are as the phone declared
    them, in `datum`; they are emptied when they are no longer needed, and `cell` (about 1 km)
    remains. `device` is a keyed hash of the app's installation, emptied with them. `code_kind` and
    `is_about` are what later visitors' codes are held against: which valid code came along, and
    whether the position put the traveller about the place.
    """

    class Status(models.TextChoices):
        VERIFIED = "verified", _("verified")
        PROBABLE = "probable", _("probable")
        UNVERIFIED = "unverified", _("unverified")
        UNDER_REVIEW = "under_review", _("under review")
        REJECTED = "rejected", _("rejected")

    class Visibility(models.TextChoices):
        PRIVATE = "private", _("only the traveller")
        PUBLIC = "public", _("everybody")

    id = models.UUIDField(primary_key=True)
    traveller = models.ForeignKey(Traveller, models.CASCADE, related_name="check_ins")
    location = models.ForeignKey(Location, models.PROTECT, related_name="check_ins")
    scene = models.ForeignKey(Scene, models.SET_NULL, null=True, blank=True, related_name="+")
    request_digest = models.CharField(max_length=64)
    captured_at = models.DateTimeField(_("captured"))
    received_at = models.DateTimeField(_("received"))
    local_date = models.DateField(_("day at the place"))

    lat = models.FloatField(null=True, blank=True)
    lng = models.FloatField(null=True, blank=True)
    datum = models.CharField(max_length=5, blank=True)
    accuracy_m = models.FloatField(null=True, blank=True)
    fix_age_s = models.FloatField(null=True, blank=True)
    is_mock = models.BooleanField(null=True, blank=True)
    cell = models.CharField(max_length=20, blank=True)
    device = models.CharField(max_length=64, blank=True)
    code_kind = models.CharField(max_length=8, blank=True)
    is_about = models.BooleanField(default=False)

    status = models.CharField(_("status"), max_length=12, choices=Status.choices)
    counted = models.BooleanField(_("counted"))
    distance_m = models.FloatField(_("distance (m)"), null=True, blank=True)
    radius_m = models.PositiveIntegerField(_("radius (m)"))
    checks = models.JSONField(default=list)
    hint = models.CharField(max_length=30, blank=True)
    rewards = models.JSONField(default=list)
    judged_at = models.DateTimeField(_("judged"))

    visibility = models.CharField(
        max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE
    )
    note = models.CharField(max_length=500, blank=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ["-captured_at", "id"]
        indexes = [
            models.Index(fields=["traveller", "-captured_at"], name="check_in_of_traveller"),
            models.Index(fields=["location", "-captured_at"], name="check_in_at_location"),
            models.Index(
                fields=["lat", "lng"], condition=Q(lat__isnull=False), name="check_in_at_spot"
            ),
            models.Index(
                fields=["device", "received_at"], condition=~Q(device=""), name="check_in_of_device"
            ),
            models.Index(fields=["location", "is_about", "received_at"], name="check_in_of_lately"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["traveller", "location", "local_date"],
                condition=Q(counted=True),
                name="one_counted_visit_a_day",
            ),
            models.CheckConstraint(
                condition=Q(counted=False) | Q(status__in=["verified", "probable"]),
                name="only_verified_or_probable_visits_count",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lng__isnull=True)
                | Q(lat__isnull=False, lng__isnull=False),
                name="raw_position_is_whole_or_gone",
            ),
        ]

    @property
    def frames(self) -> list[Any]:
        """Photos with the scene each re-creates, if `for_answers` loaded it; a new one has none."""
        return getattr(self, "photos_of_scenes", [])

    def __str__(self) -> str:
        return f"{self.location} · {self.local_date} · {self.get_status_display()}"

    @property
    def fix(self) -> Fix | None:
        """The position as it was declared; None where none was sent, or once it is forgotten."""
        if self.lat is None or self.lng is None:
            return None
        return Fix(
            point=LatLng.of(self.lat, self.lng),
            datum=Datum(self.datum),
            accuracy_m=self.accuracy_m,
            fix_age_s=self.fix_age_s,
            is_mock=self.is_mock,
        )
