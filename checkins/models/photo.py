"""Photos of a check-in: private, offered to everybody by the traveller, shown by the bureau."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Consent, User
from checkins.models.check_in import CheckIn
from locations.models import Location, Scene


class PhotoQuerySet(models.QuerySet["Photo"]):
    def framed(self) -> "PhotoQuerySet":
        """Those that re-create a scene, with it and its drama."""
        return self.filter(scene__isnull=False).select_related("scene__drama")

    def offered(self) -> "PhotoQuerySet":
        """Made public by their travellers, who agree to it still."""
        agreed = Consent.objects.filter(
            traveller=OuterRef("check_in__traveller"),
            purpose=Consent.Purpose.PUBLISH_PHOTOS,
            withdrawn_at=None,
        )
        return self.filter(Exists(agreed), visibility=Photo.Visibility.PUBLIC)

    def waiting(self) -> "PhotoQuerySet":
        """Offered, and not decided by the bureau."""
        return self.offered().filter(review=Photo.Review.WAITING)

    def seen_by_all(self) -> "PhotoQuerySet":
        """Offered by the traveller, approved by the bureau, of a place that is published."""
        return self.offered().filter(
            review=Photo.Review.APPROVED, check_in__location__is_published=True
        )

    def seen_at_desk_by(self, user: Any) -> "PhotoQuerySet":
        """What a bureau may look at: of its own places, and offered. A private photo is not."""
        return self.offered().editable_by(user)

    def editable_by(self, user: Any) -> "PhotoQuerySet":
        return self.filter(check_in__location__in=Location.objects.editable_by(user))


class Photo(models.Model):
    """One photo of a check-in, made anew from what was uploaded: its picture and nothing else.

    `id` is made by the app and is the idempotency key; `upload_digest` tells the same upload from
    another one. `image` and `thumbnail` are names in the storage; a row has both files from its
    first moment to its last.
    """

    class Visibility(models.TextChoices):
        PRIVATE = "private", _("only the traveller")
        PUBLIC = "public", _("everybody")

    class Review(models.TextChoices):
        WAITING = "waiting", _("waiting")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    id = models.UUIDField(primary_key=True)
    check_in = models.ForeignKey(
        CheckIn, models.CASCADE, related_name="photos", verbose_name=_("check-in")
    )
    scene = models.ForeignKey(
        Scene,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("scene"),
    )
    upload_digest = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded"))
    image = models.FileField(_("photo"), max_length=100)
    thumbnail = models.FileField(_("thumbnail"), max_length=100)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    visibility = models.CharField(
        _("seen by"), max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE
    )
    review = models.CharField(
        _("decision"), max_length=8, choices=Review.choices, default=Review.WAITING
    )
    reviewed_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["uploaded_at", "id"]
        indexes = [models.Index(fields=["check_in", "uploaded_at"], name="photo_of_check_in")]
        constraints = [
            models.CheckConstraint(
                condition=Q(review="waiting", reviewed_at__isnull=True)
                | (~Q(review="waiting") & Q(reviewed_at__isnull=False)),
                name="a_decided_photo_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(image="") & ~Q(thumbnail=""), name="a_photo_has_its_files"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_in.location} · {timezone.localtime(self.uploaded_at):%Y-%m-%d}"


class DeletedPhoto(models.Model):
    """The id of a photo its traveller deleted, so that a late retry does not bring it back."""

    id = models.UUIDField(primary_key=True)
    check_in = models.ForeignKey(CheckIn, models.CASCADE, related_name="+")
    deleted_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)
