"""The codes of one place on the desk: the poster's, the screen's, and the act that replaces them."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from unfold.decorators import display

from checkins import qr, services, site_codes
from checkins.models import PrintedCode, RotatingKey
from locations.models import Location

REPLACE = {
    "printed": (services.replace_printed_code, _("The new poster code is in use.")),
    "rotating": (services.replace_rotating_key, _("The new screen is ready; open it.")),
}
HISTORY = 20


class CodesOfPlace:
    """Adds `<place>/codes/` to the admin of places; whose place it is, that admin decides."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(never_cache(self.codes_view))
        own = [path("<int:pk>/codes/", view, name="locations_location_codes")]
        return own + super().get_urls()  # type: ignore[misc]  # mixed in before the admin

    @display(description=_("poster and screen"))
    def codes(self, place: Location | None) -> str:
        if place is None or place.pk is None:
            return "–"
        url = reverse("admin:locations_location_codes", args=[place.pk])
        return format_html('<a class="underline" href="{}">{}</a>', url, _("Show the codes"))

    def codes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        admin: Any = self
        place = admin.get_object(request, str(pk))
        if place is None or not admin.has_change_permission(request, place):
            gone: HttpResponse = admin._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
            return gone
        if request.method == "POST":
            return self._replace(request, place)
        context = {
            **self.admin_site.each_context(request),
            "title": _("On-site codes"),
            "opts": self.opts,
            "place": place,
            **_codes_of(request, place),
        }
        return TemplateResponse(request, "checkins/admin/codes.html", context)

    def _replace(self, request: HttpRequest, place: Location) -> HttpResponse:
        if request.POST.get("replace") not in REPLACE:
            return HttpResponseBadRequest()
        deed, told = REPLACE[request.POST["replace"]]
        deed(location=place, by=request.user, now=timezone.now())
        admin: Any = self
        admin.log_change(request, place, str(told))
        messages.success(request, told)
        return redirect("admin:locations_location_codes", pk=place.pk)


def _codes_of(request: HttpRequest, place: Location) -> dict[str, Any]:
    printed = PrintedCode.objects.filter(location=place).select_related("made_by", "replaced_by")
    keys = RotatingKey.objects.filter(location=place).select_related("made_by", "replaced_by")
    in_use, key = printed.in_use().first(), keys.in_use().first()
    address = _absolute(request, reverse("maps:code", args=[in_use.value])) if in_use else ""
    screen = reverse("maps:display", args=[site_codes.display_token(key)]) if key else ""
    return {
        "printed": in_use,
        "address": address,
        "picture": qr.picture(address) if in_use else "",
        "screen": screen if place.is_published else "",
        "key": key,
        "old_printed": printed.exclude(replaced_at=None)[:HISTORY],
        "old_keys": keys.exclude(replaced_at=None)[:HISTORY],
    }


def _absolute(request: HttpRequest, address: str) -> str:
    site = settings.PUBLIC_URL or request.build_absolute_uri("/")
    return site.rstrip("/") + address
