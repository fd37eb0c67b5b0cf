"""Badges as data: a rule over stamps, and who has met it."""

from collections.abc import Iterable
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import PublicQuerySet, PublicRecord, Region, Traveller
from checkins.badge_rules import RuleKind
from checkins.models.check_in import CheckIn
from dramas.models import Drama
from locations.models import Kind, Location, Scene, Trail, TrailStop
from tourmap.lang.languages import Text, pick


class BadgeQuerySet(PublicQuerySet["Badge"]):
    def active(self) -> "BadgeQuerySet":
        return self.filter(is_active=True)

    def with_subjects(self) -> "BadgeQuerySet":
        """With the drama, trail, kind and region that the rule is about."""
        return self.select_related("drama", "trail", "place_kind", "region")

    def counting(self, places: Iterable[int]) -> "BadgeQuerySet":
        """Those whose rule may count one of these places: by drama, trail, kind and region."""
        places = list(places)
        regions = Region.objects.filter(
            Q(locations__in=places)
            | Q(children__locations__in=places)
            | Q(children__children__locations__in=places)
        )
        scenes = Scene.objects.published().filter(location__in=places)
        stops = TrailStop.objects.filter(location__in=places, location__is_published=True)
        kinds = Location.objects.filter(pk__in=places)
        about = (
            Q(drama__in=scenes.values("drama"))
            | Q(trail__in=stops.values("trail"))
            | Q(place_kind__in=kinds.values("kind"))
            | Q(rule__in=[RuleKind.PLACES, RuleKind.PROVINCES, RuleKind.CITIES])
        )
        here = Q(region=None) | Q(region__in=regions.order_by().values("code"))
        return self.filter(about, here)

    def editable_by(self, user: Any) -> "BadgeQuerySet":
        """The badges of the regions a member looks after; national ones are a superuser's."""
        if user.is_superuser and user.is_active:
            return self.all()
        return self.filter(region__in=Region.objects.looked_after_by(user))

    def deletable_by(self, user: Any) -> "BadgeQuerySet":
        """Nobody's but a superuser's: a badge that is over is switched off."""
        return self.all() if user.is_superuser and user.is_active else self.none()


class Badge(PublicRecord):
    """What a traveller earns by stamps. With a `region`, only places in it count.

    `needed` empty means all the places of the drama or all the stops of the trail.
    """

    class Icon(models.TextChoices):
        """Symbols of `maps/static/maps/icons.svg`; a test compares."""

        MEDAL = "medal", _("medal")
        EPISODE = "episode", _("drama")
        MAP = "map", _("map")
        NEAR = "near", _("place")
        BUS = "bus", _("journey")
        CALENDAR = "calendar", _("calendar")
        TICKET = "ticket", _("ticket")

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name_hans = models.CharField(_("name (simplified)"), max_length=140)
    name_hant = models.CharField(_("name (traditional)"), max_length=140, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    description_hans = models.TextField(_("description (simplified)"), max_length=500, blank=True)
    description_hant = models.TextField(_("description (traditional)"), max_length=500, blank=True)
    description_en = models.TextField(_("description (English)"), max_length=800, blank=True)
    icon = models.CharField(_("icon"), max_length=10, choices=Icon.choices, default=Icon.MEDAL)
    rule = models.CharField(
        _("rule"),
        max_length=16,
        choices=[
            (RuleKind.PLACES_OF_DRAMA.value, _("places of a drama")),
            (RuleKind.STOPS_OF_TRAIL.value, _("stops of a trail")),
            (RuleKind.PLACES.value, _("any places")),
            (RuleKind.PLACES_OF_KIND.value, _("places of a kind")),
            (RuleKind.PROVINCES.value, _("different provinces")),
            (RuleKind.CITIES.value, _("different cities")),
        ],
    )
    needed = models.PositiveSmallIntegerField(
        _("how many"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: all the places of the drama, all the stops of the trail."),
    )
    drama = models.ForeignKey(
        Drama, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("drama")
    )
    trail = models.ForeignKey(
        Trail, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("trail")
    )
    place_kind = models.ForeignKey(
        Kind,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kind of place"),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region"),
        help_text=_("Only places in it count, and its bureau looks after the badge."),
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Switched off, nobody gets it any more; who has it keeps it."),
    )

    objects = BadgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    rule="places_of_drama",
                    drama__isnull=False,
                    trail__isnull=True,
                    place_kind__isnull=True,
                )
                | Q(
                    rule="stops_of_trail",
                    drama__isnull=True,
                    trail__isnull=False,
                    place_kind__isnull=True,
                )
                | Q(
                    rule="places_of_kind",
                    drama__isnull=True,
                    trail__isnull=True,
                    place_kind__isnull=False,
                )
                | Q(
                    rule__in=["places", "provinces", "cities"],
                    drama__isnull=True,
                    trail__isnull=True,
                    place_kind__isnull=True,
                ),
                name="badge_names_what_its_rule_is_about",
            ),
            models.CheckConstraint(
                condition=Q(rule__in=["places_of_drama", "stops_of_trail"])
                | Q(needed__isnull=False),
                name="badge_without_a_list_says_how_many",
            ),
            models.CheckConstraint(
                condition=Q(needed__isnull=True) | Q(needed__gte=1),
                name="badge_needs_something",
            ),
            models.CheckConstraint(
                condition=~Q(rule="provinces") | Q(region__isnull=True),
                name="a_badge_of_provinces_is_national",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lte=F("valid_until")),
                name="badge_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name.text

    @property
    def name(self) -> Text:
        return pick(self, "name")


class BadgeAward(models.Model):
    """A badge somebody has, and the stamped places it rests on.

    It stays while those places are stamped, whatever becomes of the rule. `earned_at` and
    `check_in` are those of the last of the stamps.
    """

    traveller = models.ForeignKey(Traveller, models.CASCADE, related_name="awards")
    badge = models.ForeignKey(Badge, models.PROTECT, related_name="awards")
    check_in = models.ForeignKey(CheckIn, models.SET_NULL, null=True, related_name="+")
    earned_at = models.DateTimeField(_("earned"))
    places = models.JSONField(default=list)  # keys, sorted

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["-earned_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["traveller", "badge"], name="a_badge_is_earned_once"),
        ]

    def __str__(self) -> str:
        return f"{self.badge} · {self.earned_at:%Y-%m-%d}"
