"""`/about/`, and the small files that browsers and search engines ask for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dramas.models import Drama
from locations.models import Location, Trail
from maps.frame import site_url
from maps.views.page import Page


class AboutPage(Page):
    section = "about"
    template_name = "maps/about.html"
    extra_context = {"position_kept_days": settings.POSITION_KEPT_DAYS}


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {site_url(request)}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Slugs are letters, digits and hyphens, so nothing here needs escaping but our own address."""
    dramas = Drama.objects.values_list("slug", flat=True)
    places = Location.objects.published().values_list("slug", flat=True)
    trails = Trail.objects.published().values_list("slug", flat=True)
    paths = ["/", "/map/", "/dramas/", "/about/"]
    paths += [f"/dramas/{slug}/" for slug in dramas]
    paths += [f"/locations/{slug}/" for slug in places]
    paths += [f"/trails/{slug}/" for slug in trails]
    entries = "".join(f"<url><loc>{site_url(request)}{path}</loc></url>" for path in paths)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    )
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    return JsonResponse(
        {
            "name": settings.SITE_NAME,
            "description": str(_("Places where micro-short dramas were shot, on a map.")),
            "start_url": "/",
            "display": "standalone",
            "background_color": "#f7f3ea",
            "theme_color": "#b3301d",
            "icons": [{"src": static("maps/seal.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )
