from functools import cache
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from dramas.models import PublicQuerySet, PublicRecord
from dramas.models.drama import Confidence
from locations.querysets import LocationQuerySet
from tourmap.geo import LatLng
from tourmap.lang.languages import Text, pick
from tourmap.lang.search import searchable


class Kind(PublicRecord):
    """A kind of place, such as a street, a museum or a village."""

    slug = models.SlugField(_("slug"), primary_key=True)
    name_hans = models.CharField(_("name (simplified)"), max_length=40)
    name_hant = models.CharField(_("name (traditional)"), max_length=40, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=60, blank=True)
    default_radius_m = models.PositiveIntegerField(_("usual radius (m)"), default=150)

    objects = PublicQuerySet["Kind"].as_manager()

    class Meta:
        verbose_name = _("kind of place")
        verbose_name_plural = _("kinds of place")
        ordering = ["slug"]

    def __str__(self) -> str:
        return pick(self, "name").text


class PinQuality(models.TextChoices):
    SURVEYED = "surveyed", _("surveyed: a bureau confirmed the spot")
    APPROXIMATE = "approximate", _("approximate: known to a few hundred metres")
    AREA = "area", _("area: the centre of a town or district; the spot is not known")
    NONE = "none", _("none: no point is known")


class Lifecycle(models.TextChoices):
    UNKNOWN = "unknown", _("unknown")
    OPEN = "open", _("open")
    SEASONAL = "seasonal", _("seasonal")
    TEMPORARY = "temporary", _("temporary")
    PRIVATE = "private", _("private")
    DEMOLISHED = "demolished", _("demolished")
    CLOSED = "closed", _("closed by the bureau")


class Access(models.TextChoices):
    UNKNOWN = "unknown", _("unknown")
    OPEN = "open", _("open to visitors")
    TICKET = "ticket", _("with a ticket")
    NOT_OPEN = "not_open", _("not open to visitors")


known_time_zones = cache(available_timezones)  # reads some hundred files


def is_time_zone(name: str) -> None:
    """Refuses what nobody can count days by: every reading of such a place would fail."""
    if name not in known_time_zones():
        message = models.Field.default_error_messages["invalid_choice"]  # Django has it translated
        raise ValidationError(message, code="invalid_choice", params={"value": name})


class Location(PublicRecord):
    """A place that can be visited. Its point is WGS-84 in degrees, at the visitors' entrance."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name_hans = models.CharField(_("name (simplified)"), max_length=120)
    name_hant = models.CharField(_("name (traditional)"), max_length=120, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=160, blank=True)
    name_pinyin = models.CharField(
        _("pinyin"),
        max_length=200,
        blank=True,
        help_text=_("Only where the usual reading is wrong; syllables separated by spaces."),
    )
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    kind = models.ForeignKey(Kind, models.PROTECT, verbose_name=_("kind"))
    kind_printed = models.CharField(_("kind as printed"), max_length=40, blank=True)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("region"),
        related_name="locations",
    )
    country = models.CharField(_("country"), max_length=2, default="CN")
    address_hans = models.CharField(_("address as printed"), max_length=200, blank=True)
    district_printed = models.CharField(_("district as printed"), max_length=60, blank=True)
    city_printed = models.CharField(_("city as printed"), max_length=60, blank=True)
    province_printed = models.CharField(_("province as printed"), max_length=60, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="Asia/Shanghai", validators=[is_time_zone]
    )

    lat = models.FloatField(_("latitude (WGS-84)"), null=True, blank=True)
    lng = models.FloatField(_("longitude (WGS-84)"), null=True, blank=True)
    pin_quality = models.CharField(
        _("pin quality"), max_length=12, choices=PinQuality.choices, default=PinQuality.NONE
    )
    pin_accuracy_m = models.PositiveIntegerField(_("pin accuracy (m)"), null=True, blank=True)
    pin_basis_hans = models.CharField(
        _("how the point is known (Chinese)"), max_length=300, blank=True
    )
    pin_basis_en = models.CharField(
        _("how the point is known (English)"), max_length=400, blank=True
    )
    surveyed_at = models.DateTimeField(_("surveyed"), null=True, blank=True)
    surveyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("surveyed by"),
        related_name="+",
    )
    radius_m = models.PositiveIntegerField(_("check-in radius (m)"), default=150)

    lifecycle = models.CharField(
        _("lifecycle"), max_length=10, choices=Lifecycle.choices, default=Lifecycle.UNKNOWN
    )
    lifecycle_from = models.DateField(_("from"), null=True, blank=True)
    lifecycle_until = models.DateField(_("until"), null=True, blank=True)
    check_ins_stopped = models.BooleanField(_("check-ins stopped"), default=False)
    access = models.CharField(
        _("visitor access"), max_length=8, choices=Access.choices, default=Access.UNKNOWN
    )
    etiquette_hans = models.TextField(_("etiquette (simplified)"), blank=True)
    etiquette_hant = models.TextField(_("etiquette (traditional)"), blank=True)
    etiquette_en = models.TextField(_("etiquette (English)"), blank=True)
    hours_hans = models.CharField(_("opening hours (simplified)"), max_length=200, blank=True)
    hours_hant = models.CharField(_("opening hours (traditional)"), max_length=200, blank=True)
    hours_en = models.CharField(_("opening hours (English)"), max_length=200, blank=True)
    tickets_hans = models.CharField(_("tickets (simplified)"), max_length=200, blank=True)
    tickets_hant = models.CharField(_("tickets (traditional)"), max_length=200, blank=True)
    tickets_en = models.CharField(_("tickets (English)"), max_length=200, blank=True)
    transport_hans = models.TextField(_("transport (simplified)"), blank=True)
    transport_hant = models.TextField(_("transport (traditional)"), blank=True)
    transport_en = models.TextField(_("transport (English)"), blank=True)

    is_published = models.BooleanField(_("published"), default=True)
    possibly_same_as = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("possibly the same as"),
        related_name="+",
    )
    confidence = models.CharField(
        _("confidence"), max_length=6, choices=Confidence.choices, default=Confidence.LOW
    )
    sources = models.JSONField(_("sources"), default=list, blank=True)
    note_hans = models.TextField(_("note (Chinese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    open_question_hans = models.TextField(_("open question (Chinese)"), blank=True)
    open_question_en = models.TextField(_("open question (English)"), blank=True)
    search_text = models.TextField(editable=False, default="")

    objects = LocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering = ["slug"]
        indexes = [models.Index(fields=["lat", "lng"], name="location_lat_lng")]
        constraints = [
            models.CheckConstraint(
                condition=Q(pin_quality="none", lat__isnull=True, lng__isnull=True)
                | (~Q(pin_quality="none") & Q(lat__isnull=False, lng__isnull=False)),
                name="pin_is_whole_or_absent",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True)
                | Q(lat__gte=-90, lat__lte=90, lng__gte=-180, lng__lte=180),
                name="pin_is_on_earth",
            ),
            models.CheckConstraint(
                condition=~Q(pin_quality="surveyed") | Q(surveyed_at__isnull=False),
                name="surveyed_pin_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(pin_quality__in=["approximate", "area"])
                | Q(pin_accuracy_m__isnull=False),
                name="inferred_pin_says_how_far_off",
            ),
            models.CheckConstraint(
                condition=Q(radius_m__gte=10, radius_m__lte=50_000), name="radius_is_sensible"
            ),
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$"), name="country_is_two_letters"
            ),
        ]

    def __str__(self) -> str:
        return self.name.text

    def save(self, *args, **options) -> None:  # type: ignore[no-untyped-def]  # Django's signature
        names = [self.name_hans, self.name_hant, self.name_en, *self.aliases]
        self.search_text = searchable(names, pinyin=self.name_pinyin)
        if (fields := options.get("update_fields")) is not None:
            options["update_fields"] = {*fields, "search_text"}
        super().save(*args, **options)

    @property
    def name(self) -> Text:
        """In the reader's language, or the nearest one there is."""
        return pick(self, "name")

    @property
    def published_twin(self) -> "Location | None":
        """The place that may be this one entered twice, where visitors may see it."""
        twin = self.possibly_same_as
        return twin if twin is not None and twin.is_published else None

    @property
    def point(self) -> LatLng | None:
        """The stored pin in WGS-84, None where no point is known."""
        if self.lat is None or self.lng is None:
            return None
        return LatLng.of(self.lat, self.lng)
