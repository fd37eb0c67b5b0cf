"""`/display/<token>/`: the screen at a place, with the code that changes every half minute.

The token is the key: who has it reads the codes from anywhere. It ends when the bureau replaces
the key, and no address or log ever holds a code of the screen.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from checkins import qr, site_codes
from checkins.models import PrintedCode, RotatingKey
from checkins.site_code import grouped
from maps.frame import site_url
from maps.views.page import Page, secretive


def _key_of(token: str) -> RotatingKey:
    key = site_codes.key_of_display(token)
    if key is None:
        raise Http404
    return key


@method_decorator([never_cache, secretive], name="dispatch")
class DisplayPage(Page):
    template_name = "maps/display.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        key = _key_of(self.kwargs["token"])
        poster = PrintedCode.objects.in_use().filter(location=key.location_id).first()
        page = reverse("maps:code", args=[poster.value]) if poster else ""
        return super().get_context_data(**context) | {
            "place": key.location,
            "shown": _shown(key),
            "page_picture": qr.picture(site_url(self.request) + page) if page else "",
        }


@require_safe
@never_cache
@secretive
def display_code(request: HttpRequest, token: str) -> HttpResponse:
    return JsonResponse(_shown(_key_of(token)))


def _shown(key: RotatingKey) -> dict[str, Any]:
    shown = site_codes.shown_at(key, timezone.now())
    code = grouped(shown.code)
    left = round(shown.seconds_left, 1)
    return {"code": code, "picture": qr.picture(code), "seconds_left": left}
