"""`/c/<code>/`: what the QR code of a poster opens; a visitor without the app checks in here."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from checkins import site_codes
from maps.views.page import Page, secretive


@method_decorator([never_cache, secretive], name="dispatch")
class CheckInPage(Page):
    template_name = "maps/check_in.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data(**kwargs)
        status = HTTPStatus.GONE if context["is_replaced"] else HTTPStatus.OK
        return self.render_to_response(context, status=status)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        printed = site_codes.printed_code(self.kwargs["code"])
        if printed is None:
            raise Http404
        place = printed.location
        return super().get_context_data(**context) | {
            "place": place,
            "is_replaced": printed.replaced_at is not None,
            "has_screen": "rotating_code" in site_codes.kinds_at(place),
            "kept_days": settings.POSITION_KEPT_DAYS,
            "config": {
                "location": place.slug,
                "code": printed.value,
                "policy_version": settings.PRIVACY_POLICY_VERSION,
                "api": {
                    "guest": reverse("guest"),
                    "consents": reverse("consents"),
                    "check_ins": reverse("check-ins"),
                    "my_check_ins": reverse("my-check-ins"),
                    "me": reverse("me"),
                    "account": reverse("account"),
                    "login": reverse("login"),
                },
                "words": _words(),
            },
        }


def _words() -> dict[str, str]:
    """What the page's script says by itself; everything about the visit comes from the API."""
    return {
        "looking": _("Looking for your position…"),
        "sending": _("Checking in…"),
        "denied": _(
            "The browser may not use your position. Allow it in the settings and try again, or "
            "check in with the code alone."
        ),
        "unavailable": _(
            "No position was found. Try again under the open sky, or check in with the code alone."
        ),
        "offline": _("The site cannot be reached. Your visit is not lost: send it again."),
        "again": _("Send it again"),
        "verified": _("Checked in"),
        "probable": _("Checked in"),
        "unverified": _("Not counted yet"),
        "under_review": _("Under review"),
        "rejected": _("Not accepted"),
        "refused": _("This did not work"),
        "already_today": _("You have checked in here today already."),
        "grade_verified": _("Your visit is certain and counts."),
        "grade_probable": _("Your visit is probable and counts."),
        "grade_unverified": _("Your visit is kept, but does not count so far. See why below."),
        "asking": _("Sending to the bureau…"),
        "visit_of": _("Your visit of {day}"),
        "withdraw": _("Withdraw the appeal"),
        "keeping": _("One moment…"),
        "kept_as": _("Your stamps are kept as {name}. Sign in with it on any device."),
        "passed": _("passed"),
        "failed": _("not passed"),
    }
