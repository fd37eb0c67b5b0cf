from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.revision import PublicQuerySet, PublicRecord
from tourmap.lang.languages import Text, pick
from tourmap.lang.search import normalise, searchable

PARTIAL_DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"


class Confidence(models.TextChoices):
    """How well a source supports a fact: stated by a page, stated loosely, or only inferred."""

    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium")
    LOW = "low", _("low")


class Theme(PublicRecord):
    """A tag such as 非遗 or 乡村振兴."""

    slug = models.SlugField(_("slug"), unique=True)
    name_hans = models.CharField(_("name (simplified)"), max_length=40)
    name_hant = models.CharField(_("name (traditional)"), max_length=40, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=60, blank=True)

    objects = PublicQuerySet["Theme"].as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["slug"]

    def __str__(self) -> str:
        return pick(self, "name").text


# What `dramas.serializers.DramaCard` reads.
CARD_COLUMNS = ("slug", "title_hans", "title_hant", "title_en", "status", "year")


class DramaQuerySet(PublicQuerySet["Drama"]):
    def with_lists(self) -> "DramaQuerySet":
        """With its themes and recognitions in the lists `its_themes` and `its_recognitions`."""
        return self.prefetch_related(
            Prefetch("themes", to_attr="its_themes"),
            Prefetch("recognitions", to_attr="its_recognitions"),
        )

    def for_cards(self) -> "DramaQuerySet":
        return self.only(*CARD_COLUMNS)

    def for_rows(self) -> "DramaQuerySet":
        columns = ("rank", "release_date", "episodes")
        return self.only(*CARD_COLUMNS, *columns).with_lists()

    def for_detail(self) -> "DramaQuerySet":
        return self.with_lists().prefetch_related("platforms")

    def search(self, words: str) -> "DramaQuerySet":
        """By title in any script, pinyin, or initials: 家里家外, 家裡家外, jialijiawai, jljw."""
        wanted = normalise(words)
        return self.filter(search_text__contains=wanted) if wanted else self.none()


class Drama(PublicRecord):
    """A micro-short drama (微短剧): episodes of some tens of seconds to about 15 minutes."""

    class Status(models.TextChoices):
        RELEASED = "released", _("released")
        ANNOUNCED = "announced", _("announced")
        UNKNOWN = "unknown", _("unknown")

    class Orientation(models.TextChoices):
        VERTICAL = "vertical", _("vertical")
        HORIZONTAL = "horizontal", _("horizontal")

    class Tier(models.TextChoices):
        KEY = "key", _("key (重点)")
        ORDINARY = "ordinary", _("ordinary (普通)")
        OTHER = "other", _("other (其他)")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    title_hans = models.CharField(_("title (simplified)"), max_length=120, blank=True)
    title_hant = models.CharField(_("title (traditional)"), max_length=120, blank=True)
    title_en = models.CharField(_("title (English)"), max_length=160, blank=True)
    title_pinyin = models.CharField(
        _("pinyin"),
        max_length=200,
        blank=True,
        help_text=_("Only where the usual reading is wrong; syllables separated by spaces."),
    )
    rank = models.PositiveIntegerField(
        _("rank"), default=1000, help_text=_("Small numbers come first in lists.")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.UNKNOWN
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    release_date = models.CharField(
        _("release date"),
        max_length=10,
        blank=True,
        help_text=_("YYYY, YYYY-MM or YYYY-MM-DD, as exactly as it is known."),
    )
    episodes = models.PositiveSmallIntegerField(_("episodes"), null=True, blank=True)
    episode_minutes_min = models.PositiveSmallIntegerField(
        _("minutes per episode, from"), null=True, blank=True
    )
    episode_minutes_max = models.PositiveSmallIntegerField(
        _("minutes per episode, to"), null=True, blank=True
    )
    orientation = models.CharField(
        _("orientation"), max_length=10, choices=Orientation.choices, blank=True
    )
    is_ai_generated = models.BooleanField(_("AI-generated"), null=True, blank=True)
    producers = models.JSONField(_("producers"), default=list, blank=True)
    director = models.CharField(_("director"), max_length=100, blank=True)
    cast = models.JSONField(_("cast"), default=list, blank=True)
    licence_no = models.CharField(_("licence number"), max_length=60, blank=True)
    filing_no = models.CharField(_("filing number"), max_length=60, blank=True)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices, blank=True)
    tier_judged_on = models.DateField(
        _("tier judged on"),
        null=True,
        blank=True,
        help_text=_("The thresholds changed in 2026: a tier is true only with its date."),
    )
    synopsis_hans = models.TextField(_("synopsis (simplified)"), blank=True)
    synopsis_hant = models.TextField(_("synopsis (traditional)"), blank=True)
    synopsis_en = models.TextField(_("synopsis (English)"), blank=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=6, choices=Confidence.choices, default=Confidence.LOW
    )
    sources = models.JSONField(_("sources"), default=list, blank=True)
    note_hans = models.TextField(_("note (Chinese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    open_question_hans = models.TextField(_("open question (Chinese)"), blank=True)
    open_question_en = models.TextField(_("open question (English)"), blank=True)
    search_text = models.TextField(editable=False, default="")

    objects = DramaQuerySet.as_manager()

    class Meta:
        verbose_name = _("drama")
        verbose_name_plural = _("dramas")
        ordering = ["rank", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_hans="", title_hant="", title_en=""),
                name="drama_has_a_title",
            ),
            models.CheckConstraint(
                condition=Q(release_date="") | Q(release_date__regex=PARTIAL_DATE),
                name="release_date_is_a_date_or_part_of_one",
            ),
            models.CheckConstraint(
                condition=Q(tier="") | Q(tier_judged_on__isnull=False),
                name="tier_names_the_day_of_its_rule",
            ),
            models.CheckConstraint(
                condition=Q(licence_no="") | Q(filing_no=""),
                name="licence_or_filing_number_not_both",
            ),
        ]

    def __str__(self) -> str:
        return self.title.text

    def save(self, *args, **options) -> None:  # type: ignore[no-untyped-def]  # Django's signature
        self.search_text = searchable(
            [self.title_hans, self.title_hant, self.title_en], pinyin=self.title_pinyin
        )
        if (fields := options.get("update_fields")) is not None:
            options["update_fields"] = {*fields, "search_text"}
        super().save(*args, **options)

    @property
    def title(self) -> Text:
        """In the reader's language, or the nearest one there is."""
        return pick(self, "title")

    @property
    def synopsis(self) -> Text:
        return pick(self, "synopsis")


class PlatformLink(PublicRecord):
    """Where a drama can be watched; the address may be unknown."""

    drama = models.ForeignKey(Drama, models.CASCADE, related_name="platforms")
    name = models.CharField(_("platform"), max_length=60)
    url = models.URLField(_("address"), blank=True)
    is_planned = models.BooleanField(_("planned"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = PublicQuerySet["PlatformLink"].as_manager()

    class Meta:
        verbose_name = _("platform link")
        verbose_name_plural = _("platform links")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["drama", "name"], name="a_platform_once_per_drama"),
        ]

    def __str__(self) -> str:
        return self.name


class Recognition(PublicRecord):
    """A drama on somebody's list, such as batch 6 of 跟着微短剧去旅行; may precede its release."""

    drama = models.ForeignKey(Drama, models.CASCADE, related_name="recognitions")
    body = models.CharField(_("body"), max_length=80, blank=True)
    programme = models.CharField(_("programme"), max_length=80)
    batch = models.CharField(_("batch"), max_length=60, blank=True)
    date = models.CharField(_("date"), max_length=10, blank=True)

    objects = PublicQuerySet["Recognition"].as_manager()

    class Meta:
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        ordering = ["date", "programme"]
        constraints = [
            models.UniqueConstraint(
                fields=["drama", "programme", "batch"], name="a_list_names_a_drama_once"
            ),
            models.CheckConstraint(
                condition=Q(date="") | Q(date__regex=PARTIAL_DATE),
                name="recognition_date_is_a_date_or_part_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.batch}".strip()
