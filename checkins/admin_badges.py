"""Badges on the desk: a bureau makes those of its regions; national ones are a superuser's."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display

from accounts.admin_site import Card
from accounts.admin_tenancy import TenantAdmin
from accounts.models import Region
from checkins.badge_facts import rules_of
from checkins.badge_rules import RuleKind
from checkins.badge_words import rule_in_all_languages
from checkins.models import Badge, BadgeAward
from checkins.serializers.badges import numbers_of
from checkins.services import save_badge
from dramas.models import Drama
from locations.admin.location_form import whole_name
from locations.admin.lost_edits import UnchangedSince
from locations.models import Location, Scene, Trail, TrailStop
from tourmap.lang.traditional import propose_traditional

# What each rule is about; the other fields are emptied.
ABOUT = {
    RuleKind.PLACES_OF_DRAMA: "drama",
    RuleKind.STOPS_OF_TRAIL: "trail",
    RuleKind.PLACES_OF_KIND: "place_kind",
}
HAS_LIST = {RuleKind.PLACES_OF_DRAMA, RuleKind.STOPS_OF_TRAIL}


class BadgeForm(UnchangedSince):
    """`user` is set on the class for each request, as Django makes admin forms."""

    user: Any

    class Meta:
        model = Badge
        fields: list[str] = []  # BadgeAdmin names them in its groups

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for lang in ("hans", "hant", "en"):
            self.fields[f"description_{lang}"].widget.attrs["rows"] = 2
        if "region" in self.fields:
            self._offer_own()

    def _offer_own(self) -> None:
        """Regions of the bureau, and the dramas and trails that have a place there."""
        region: Any = self.fields["region"]
        regions = Region.objects.looked_after_by(self.user).select_related("parent__parent")
        region.queryset, region.label_from_instance = regions, whole_name
        region.required = not self.user.is_superuser
        mine = Location.objects.editable_by(self.user).published()
        scenes = Scene.objects.filter(location__in=mine).values("drama")
        stops = TrailStop.objects.filter(location__in=mine).values("trail")
        chosen: dict[str, Any] = {
            "drama": Drama.objects.filter(pk__in=scenes),
            "trail": Trail.objects.published().filter(pk__in=stops),
        }
        for name, offered in chosen.items():
            field: Any = self.fields[name]
            field.queryset = offered

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("name", "description"):
            if cleaned.get(f"{name}_hans") and not cleaned.get(f"{name}_hant"):
                cleaned[f"{name}_hant"] = propose_traditional(cleaned[f"{name}_hans"])
        if rule := cleaned.get("rule"):
            self._clean_rule(RuleKind(rule), cleaned)
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and first > last:
            self.add_error("valid_until", _("The last day lies before the first."))
        return cleaned

    def _clean_rule(self, rule: RuleKind, cleaned: dict[str, Any]) -> None:
        about = ABOUT.get(rule)
        for name in set(ABOUT.values()) - {about}:
            cleaned[name] = None
        if about and not cleaned.get(about) and about not in self.errors:
            self.add_error(about, _("This rule needs it."))
        if rule not in HAS_LIST and cleaned.get("needed") is None and "needed" not in self.errors:
            self.add_error("needed", _("This rule needs a number."))
        if rule is RuleKind.PROVINCES and cleaned.get("region"):
            self.add_error("region", _("Provinces are counted all over the country."))
        if not self.errors and rule in HAS_LIST:
            self._refuse_too_many(cleaned)

    def _refuse_too_many(self, cleaned: dict[str, Any]) -> None:
        asked = {name: cleaned[name] for name in ("rule", "needed", "drama", "trail", "region")}
        [rule] = rules_of([Badge(pk=0, **asked)]).values()
        there = len(rule.places or ())
        if not there or rule.goal > there:
            told = _("Only %(there)s of its places can count.") % {"there": there}
            self.add_error("needed" if there else ABOUT[RuleKind(cleaned["rule"])], told)


class BadgeAdmin(TenantAdmin):
    form = BadgeForm
    list_display = ["named", "rule", "subject", "region", "is_on", "holders"]
    list_display_links = ["named"]
    list_filter = ["is_active", "rule"]
    list_select_related = ["drama", "trail", "place_kind", "region"]
    list_per_page = 50
    search_fields = ["name_hans", "name_hant", "name_en", "slug"]
    readonly_fields = ["preview", "holders"]
    prepopulated_fields = {"slug": ["name_en"]}
    warn_unsaved_form = True
    change_form_show_cancel_button = True
    fieldsets = [
        (
            _("Badge"),
            {
                "fields": [
                    "seen_revision",
                    ("name_hans", "name_hant"),
                    ("name_en", "slug"),
                    ("description_hans", "description_hant"),
                    "description_en",
                    ("icon", "is_active"),
                ]
            },
        ),
        (
            _("Rule"),
            {
                "fields": [
                    ("rule", "needed"),
                    "drama",
                    ("trail", "place_kind"),
                    "region",
                    ("valid_from", "valid_until"),
                ],
                "description": _(
                    "A stamp is the first counted visit of a place. Who has a badge keeps it "
                    "when the rule becomes another one."
                ),
            },
        ),
        (_("What travellers read"), {"fields": ["preview", "holders"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(holder_count=Count("awards"))

    def get_form(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        form = super().get_form(request, obj, **options)
        return type(form.__name__, (form,), {"user": request.user})

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Answers to check-ins name a badge by its slug, so it stays."""
        return [*self.readonly_fields, "slug"] if obj else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: Badge, form: Any, change: bool) -> None:
        holders = save_badge(badge=obj)
        told = ngettext(
            "%(n)s traveller has this badge now.", "%(n)s travellers have this badge now.", holders
        )
        messages.info(request, told % {"n": holders})

    @display(description=_("badge"), ordering="name_hans")
    def named(self, badge: Badge) -> str:
        return badge.name.text

    @display(description=_("about"))
    def subject(self, badge: Badge) -> str:
        number = str(badge.needed or _("all"))
        about = badge.drama or badge.trail or badge.place_kind
        return f"{about} · {number}" if about else number

    @display(description=_("active"), boolean=True, ordering="is_active")
    def is_on(self, badge: Badge) -> bool:
        return badge.is_active

    @display(description=_("travellers who have it"), ordering="holder_count")
    def holders(self, badge: Badge) -> str:
        return str(getattr(badge, "holder_count", 0))

    @display(description=_("rule in words"))
    def preview(self, badge: Badge) -> str:
        if badge is None or badge.pk is None:
            return str(_("Shown once the badge is saved."))
        numbers = numbers_of(rules_of([badge])[badge.pk])
        told = rule_in_all_languages(badge, **numbers).items()
        return format_html_join("", '<p lang="{}">{}</p>', told)

    def desk_cards(self, request: HttpRequest) -> Iterator[Card]:
        mine = Badge.objects.editable_by(request.user).active()
        if not (number := mine.count()):
            return
        earned = BadgeAward.objects.filter(badge__in=mine.values("pk")).count()
        told = _("earned %(n)s times") % {"n": earned}
        yield Card(_("Badges"), number, reverse("admin:checkins_badge_changelist"), told)
