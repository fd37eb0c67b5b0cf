"""Check-ins on the desk: read only, of the bureau's own places, and never the person.

The traveller, the note and the raw position are not shown to anybody here: a bureau needs to
know how good the visits are, not who made them or where exactly somebody stood.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display

from accounts.admin_site import Card
from accounts.admin_tenancy import TenantAdmin
from checkins import services
from checkins.admin_appeals import AppealAdmin
from checkins.admin_badges import BadgeAdmin
from checkins.admin_codes import CodesOfPlace
from checkins.admin_nicknames import NicknameAdmin
from checkins.admin_photos import PhotoAdmin
from checkins.admin_settling import SceneAdmin, SettlesPlaces
from checkins.figure_queries import bureau_visits
from checkins.models import Badge, BoardName, CheckIn
from locations.admin import LocationAdmin as PlainLocationAdmin
from locations.models import Location, Scene

admin.site.register(Badge, BadgeAdmin)
admin.site.register(BoardName, NicknameAdmin)
admin.site.unregister(Scene)  # with what a scene's going or coming does to badges
admin.site.register(Scene, SceneAdmin)

__all__ = ["AppealAdmin", "CheckInAdmin", "LocationAdmin", "PhotoAdmin"]

JUDGED_BY = {"lat", "lng", "pin_quality", "pin_accuracy_m", "radius_m", "paste"}


@admin.register(Location)
class LocationAdmin(SettlesPlaces, CodesOfPlace, PlainLocationAdmin):
    """A place, with its codes and with what a better pin does to the visits that were kept."""

    readonly_fields = [*PlainLocationAdmin.readonly_fields, "codes"]
    fieldsets = [*PlainLocationAdmin.fieldsets, (_("On-site codes"), {"fields": ["codes"]})]

    def save_model(self, request: HttpRequest, obj: Location, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        now = timezone.now()
        editor: Any = request.user
        if pin := form.surveyed_pin:
            counted = services.survey_location(
                location=obj,
                by=editor,
                point_wgs84=pin.point,
                accuracy_m=pin.accuracy_m,
                radius_m=pin.radius_m,
                now=now,
            )
            messages.success(request, _("The pin is surveyed."))
        elif change and JUDGED_BY & set(form.changed_data):
            counted = services.judge_kept_visits(location=obj, now=now)
        else:
            return
        messages.info(request, _told(obj, counted, now))


def _told(location: Location, counted: int, now: datetime) -> str:
    """What became of the visits that were judged at `now`."""
    judged = CheckIn.objects.filter(location=location, judged_at=now).count()
    if not judged:
        return str(_("No kept visits were waiting."))
    told = ngettext(
        "%(judged)s kept visit was judged again; %(counted)s count now.",
        "%(judged)s kept visits were judged again; %(counted)s count now.",
        judged,
    )
    return told % {"judged": judged, "counted": counted}


@admin.register(CheckIn)
class CheckInAdmin(TenantAdmin):
    list_display = ["place", "local_date", "grade", "counted", "metres", "sharpness"]
    list_display_links = ["place"]
    list_filter = ["status", "counted"]
    list_select_related = ["location"]
    list_per_page = 50
    search_fields = ["location__search_text"]
    search_help_text = _("Place, in Chinese or English, pinyin or initials")
    date_hierarchy = "local_date"
    actions = None
    fields = ["place", "local_date", "grade", "counted", "metres", "radius_m", "sharpness"]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("lat", "lng", "cell", "note", "request_digest")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[CheckIn], search_term: str
    ) -> tuple[QuerySet[CheckIn], bool]:
        if term := search_term.strip():
            queryset = queryset.filter(location__in=Location.objects.search(term).values("pk"))
        return queryset, False

    @display(description=_("place"), ordering="location__name_hans")
    def place(self, check_in: CheckIn) -> str:
        return str(check_in.location)

    @display(
        description=_("status"),
        ordering="status",
        label={
            "verified": "success",
            "probable": "info",
            "unverified": "warning",
            "under_review": "warning",
            "rejected": "danger",
        },
    )
    def grade(self, check_in: CheckIn) -> tuple[str, str]:
        return check_in.status, check_in.get_status_display()

    @display(description=_("distance"), ordering="distance_m")
    def metres(self, check_in: CheckIn) -> str:
        """In steps of 10 m: enough to judge a radius, too little to find a spot again."""
        if check_in.distance_m is None:
            return "–"
        return _("%(m)s m") % {"m": f"{round(check_in.distance_m, -1):,.0f}"}

    @display(description=_("accuracy"), ordering="accuracy_m")
    def sharpness(self, check_in: CheckIn) -> str:
        if not check_in.accuracy_m:
            return str(_("not told"))
        if check_in.accuracy_m <= 20:
            return str(_("good (to 20 m)"))
        return str(_("fair (to 100 m)") if check_in.accuracy_m <= 100 else _("weak (over 100 m)"))

    def desk_cards(self, request: HttpRequest) -> Iterator[Card]:
        mine = CheckIn.objects.editable_by(request.user)
        url = reverse("admin:checkins_checkin_changelist")
        month, visits = bureau_visits(request.user)
        if month:
            title = _("Visits in %(month)s") % {"month": date_format(month, "YEAR_MONTH_FORMAT")}
            told = _("at your places with at least five visitors each")
            yield Card(title, visits or 0, url, told)
        kept = mine.waiting_for_a_pin().count()
        told = _("not counted yet; judged again when a pin is surveyed")
        yield Card(_("Kept visits"), kept, f"{url}?counted__exact=0", told, is_waiting=True)
