"""The desk of a tourism bureau: the admin site, its page policy and its front page."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, NamedTuple

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from tourmap.lang.languages import Lang

# What unfold needs beyond the policy of the public pages: Alpine evaluates its attributes, and
# widgets carry style attributes. No inline script is ever allowed. Leaflet's tiles are in the
# general policy already.
RELAXED = {"script-src": [UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE], "img-src": ["blob:"]}

# In the order of the front page, with the symbol in the sidebar.
SHOWN = {
    "locations.location": "location_on",
    "locations.scene": "movie",
    "locations.kind": "category",
    "dramas.drama": "theaters",
    "dramas.theme": "sell",
    "checkins.appeal": "gavel",
    "checkins.checkin": "how_to_reg",
    "checkins.photo": "photo_library",
    "checkins.badge": "military_tech",
    "checkins.boardname": "leaderboard",
    "accounts.bureau": "account_balance",
    "accounts.region": "map",
    "accounts.user": "badge",
}


class Card(NamedTuple):
    """A number on the front page and the list it leads to."""

    title: Any
    number: int
    url: str
    explanation: Any = ""
    is_waiting: bool = False  # something a member of staff should do


def without_lang(view: Callable[..., Any]) -> Callable[..., Any]:
    """Takes `?lang=` out of the address once it is heard: a list would read it as a filter."""

    @wraps(view)
    def cleaned(request: HttpRequest, *args: Any, **options: Any) -> Any:
        if request.method != "GET" or "lang" not in request.GET:
            return view(request, *args, **options)
        query = request.GET.copy()
        del query["lang"]
        return redirect(f"{request.path}?{query.urlencode()}" if query else request.path)

    return cleaned


def with_desk_policy(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def relaxed(*args: Any, **options: Any) -> HttpResponse:
        response: Any = view(*args, **options)
        response._csp_update = RELAXED  # read by django-csp's middleware
        return response

    return relaxed


class DeskSite(UnfoldAdminSite):
    site_title = settings.SITE_NAME
    index_title = _("Desk")
    index_template = "admin/desk_index.html"
    login_template = "admin/desk_login.html"
    enable_nav_sidebar = True

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        return with_desk_policy(without_lang(super().admin_view(view, cacheable)))

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        context = {"languages": languages(request), **(extra_context or {})}
        return with_desk_policy(super().login)(request, context)

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        cards = list(self.cards(request))
        return super().index(request, {"cards": cards, **(extra_context or {})})

    def cards(self, request: HttpRequest) -> Iterator[Card]:
        """What each part of the desk wants seen on its front page."""
        labels = {model._meta.label_lower: admin for model, admin in self._registry.items()}
        for model_admin in (labels[label] for label in SHOWN if label in labels):
            make = getattr(model_admin, "desk_cards", None)
            if make and model_admin.has_view_permission(request):
                yield from make(request)

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        order = list(dict.fromkeys(label.partition(".")[0] for label in SHOWN))
        apps = {app["app_label"]: app for app in self.get_app_list(request)}
        shown = [label for label in order if label in apps]
        shown += [label for label in apps if label not in order]
        return [
            {"title": apps[label]["name"], "separator": True, "items": _links(apps[label], request)}
            for label in shown
        ]


def _links(app: dict[str, Any], request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "title": model["name"],
            "icon": SHOWN.get(model["model"]._meta.label_lower, "list"),
            "link": model["admin_url"],
            "active": request.path.startswith(str(model["admin_url"])),
            "has_permission": True,
        }
        for model in app["models"]
    ]


def languages(request: HttpRequest) -> list[dict[str, Any]]:
    """The three languages as links to this very page."""
    links = []
    for lang in Lang:
        query = request.GET.copy()
        query["lang"] = lang.value
        name = dict(settings.LANGUAGES)[lang.django_code]
        links.append({"title": name, "link": f"?{query.urlencode()}", "lang": lang.value})
    return links


def favicon(request: HttpRequest) -> str:
    """Made late (UNFOLD["SITE_FAVICONS"]): hashed names are known only after collectstatic."""
    return static("accounts/desk.svg")


def account_links(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu under the name of the member of staff (UNFOLD["ACCOUNT"])."""
    password = {"title": _("Change password"), "link": reverse("admin:password_change")}
    return [*languages(request), password] if request.user.is_authenticated else []
