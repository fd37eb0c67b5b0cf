"""Places as a county's tourism office keeps them."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import TabularInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelect2Widget

from accounts.admin_site import Card
from accounts.admin_tenancy import TenantAdmin, TenantRows
from locations.admin.filters import OwnRegionFilter
from locations.admin.location_form import SURVEY, LocationForm
from locations.admin.reading import read_coordinates
from locations.models import Location, Scene
from locations.models.location import PinQuality
from locations.querysets import LocationQuerySet

PIN_BADGES = {
    PinQuality.SURVEYED: _("surveyed"),
    PinQuality.APPROXIMATE: _("approximate"),
    PinQuality.AREA: _("area only"),
    PinQuality.NONE: _("no point"),
}
BADGE_COLOURS = {
    PinQuality.SURVEYED: "success",
    PinQuality.APPROXIMATE: "info",
    PinQuality.AREA: "warning",
    PinQuality.NONE: "danger",
}


class SceneInline(TenantRows, TabularInline):
    model = Scene
    fields = ["drama", "link_type", "episode", "what_hans"]
    autocomplete_fields = ["drama"]
    extra = 0
    show_change_link = True
    verbose_name_plural = _("scenes shot or set here")


class LocationAdmin(TenantAdmin):
    form = LocationForm
    list_display = ["named", "where", "pin", "is_published", "changed"]
    list_display_links = ["named"]
    list_filter = [OwnRegionFilter, "pin_quality", "kind", "lifecycle", "access", "is_published"]
    list_filter_submit = False
    list_select_related = ["region__parent", "kind"]
    list_per_page = 50
    search_fields = ["search_text"]
    search_help_text = _("Name in Chinese or English, pinyin or initials")
    ordering = ["-updated_at", "slug"]
    actions = ["publish", "hide"]
    autocomplete_fields = ["possibly_same_as"]
    prepopulated_fields = {"slug": ["name_en"]}
    readonly_fields = ["surveyed"]
    inlines = [SceneInline]
    warn_unsaved_form = True
    change_form_show_cancel_button = True
    fieldsets = [
        (
            _("Names"),
            {
                "fields": [
                    "seen_revision",
                    ("name_hans", "name_hant"),
                    ("name_en", "name_pinyin"),
                    ("kind", "is_published"),
                    ("aliases", "slug"),
                ],
                "description": _("A traditional text left empty is proposed from the simplified."),
            },
        ),
        (
            _("Pin"),
            {
                "fields": [
                    "surveyed",
                    "pin_map",
                    ("paste", "paste_datum"),
                    ("lat", "lng"),
                    ("pin_quality", "pin_accuracy_m"),
                    "radius_m",
                    ("pin_basis_hans", "pin_basis_en"),
                ]
            },
        ),
        (
            _("Where"),
            {"fields": [("region", "address_hans"), ("country", "time_zone"), "possibly_same_as"]},
        ),
        (
            _("Visiting"),
            {
                "fields": [
                    ("lifecycle", "access"),
                    ("lifecycle_from", "lifecycle_until"),
                    "check_ins_stopped",
                    ("hours_hans", "hours_hant"),
                    "hours_en",
                    ("tickets_hans", "tickets_hant"),
                    "tickets_en",
                ]
            },
        ),
        (
            _("Texts"),
            {
                "fields": [
                    ("etiquette_hans", "etiquette_hant"),
                    "etiquette_en",
                    ("transport_hans", "transport_hant"),
                    "transport_en",
                ],
                "classes": ["collapse"],
            },
        ),
        (
            _("Sources and questions"),
            {
                "fields": [
                    "sources",
                    "confidence",
                    ("note_hans", "note_en"),
                    ("open_question_hans", "open_question_en"),
                ],
                "classes": ["collapse"],
            },
        ),
    ]

    def get_urls(self) -> list[URLPattern]:
        reading = self.admin_site.admin_view(read_coordinates)
        own = [path("read-coordinates/", reading, name="locations_location_read_coordinates")]
        return own + super().get_urls()

    def get_form(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        form = super().get_form(request, obj, **options)
        return type(form.__name__, (form,), {"user": request.user})

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        if request.method == "POST" and transaction.get_connection().in_atomic_block:
            # Two saves of one place wait for each other.
            list(Location.objects.select_for_update().filter(pk__in=_as_key(object_id)))
        return super().get_object(request, object_id, from_field)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "region":
            options["widget"] = UnfoldAdminSelect2Widget()
        return super().formfield_for_foreignkey(db_field, request, **options)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_search_results(
        self, request: HttpRequest, queryset: LocationQuerySet, search_term: str
    ) -> tuple[LocationQuerySet, bool]:
        if term := search_term.strip():
            named = Location.objects.search(term).values("pk")
            queryset = queryset.filter(Q(pk__in=named) | Q(slug__icontains=term))
        return queryset, False

    def get_view_on_site_url(self, obj: Location | None = None) -> str | None:
        return f"/locations/{obj.slug}/" if obj and obj.is_published else None

    def save_model(self, request: HttpRequest, obj: Location, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.reading:
            messages.info(request, form.reading)

    def response_change(self, request: HttpRequest, obj: Location) -> HttpResponse:
        _stay_after_survey(request)
        return super().response_change(request, obj)

    def response_add(
        self, request: HttpRequest, obj: Location, post_url_continue: str | None = None
    ) -> HttpResponse:
        _stay_after_survey(request)
        return super().response_add(request, obj, post_url_continue)

    @display(description=_("place"), ordering="name_hans", header=True)
    def named(self, place: Location) -> list[str]:
        """The name, and below it the kind."""
        return [place.name.text, str(place.kind)]

    @display(description=_("region"), ordering="region")
    def where(self, place: Location) -> str:
        if place.region is None:
            return place.country
        county = place.region
        return f"{county.parent} {county}" if county.level == "county" else str(county)

    @display(
        description=_("pin quality"),
        ordering="pin_quality",
        label={quality.value: colour for quality, colour in BADGE_COLOURS.items()},
    )
    def pin(self, place: Location) -> tuple[str, str]:
        return place.pin_quality, str(PIN_BADGES[PinQuality(place.pin_quality)])

    @display(description=_("changed"), ordering="updated_at")
    def changed(self, place: Location) -> str:
        return formats.date_format(timezone.localtime(place.updated_at), "Y-m-d")

    @display(description=_("survey"))
    def surveyed(self, place: Location) -> str:
        if not place or not place.surveyed_at:
            return str(_("Not surveyed yet: position check-ins do not fully count here."))
        when = formats.date_format(timezone.localtime(place.surveyed_at), "DATETIME_FORMAT")
        by = place.surveyed_by
        return f"{when} · {by.get_full_name() or by.get_username()}" if by else when

    @admin.action(description=_("Publish the selected places"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: LocationQuerySet) -> None:
        self._set_published(request, queryset, to=True)

    @admin.action(description=_("Hide the selected places from visitors"), permissions=["change"])
    def hide(self, request: HttpRequest, queryset: LocationQuerySet) -> None:
        self._set_published(request, queryset, to=False)

    def _set_published(self, request: HttpRequest, places: LocationQuerySet, *, to: bool) -> None:
        changing = list(places.exclude(is_published=to))
        Location.objects.filter(pk__in=[place.pk for place in changing]).update(is_published=to)
        for place in changing:
            self.log_change(request, place, [{"changed": {"fields": ["is_published"]}}])
        told = ngettext("%(n)s place was changed.", "%(n)s places were changed.", len(changing))
        self.message_user(request, told % {"n": len(changing)}, messages.SUCCESS)

    def desk_cards(self, request: HttpRequest) -> Iterator[Card]:
        mine = Location.objects.editable_by(request.user)
        url = reverse("admin:locations_location_changelist")
        yield Card(_("Places"), mine.count(), url, _("all places of your regions"))
        waiting = mine.filter(pin_quality__in=[PinQuality.APPROXIMATE, PinQuality.AREA])
        unsurveyed = f"{url}?pin_quality__in=approximate,area"
        told = _("approximate or area only: check-ins wait for them")
        yield Card(_("Pins to survey"), waiting.count(), unsurveyed, told, is_waiting=True)
        none = mine.filter(pin_quality=PinQuality.NONE).count()
        told = _("in lists, but not on the map")
        yield Card(_("Places without a point"), none, f"{url}?pin_quality__exact=none", told, True)


def _as_key(object_id: str) -> list[int]:
    """The key in an address of the admin, nothing where it is no number."""
    return [int(object_id)] if object_id.isascii() and object_id.isdigit() else []


def _stay_after_survey(request: HttpRequest) -> None:
    """The editor sees what the survey did at the place itself, not in the list."""
    if SURVEY in request.POST:
        values: Any = request.POST.copy()
        values["_continue"] = "1"
        request.POST = values  # type: ignore[assignment]  # Django's response_* read it from here
