"""Every address of tourmap, by the app that answers it."""

from django.contrib import admin
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from tourmap.api import health, problems

api_v1 = [
    path("", include("accounts.urls")),
    path("", include("checkins.urls")),
    path("", include("locations.urls")),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="schema"), name="docs"),
    re_path(r"^", problems.not_found),
]

urlpatterns = [
    path("api/v1/", include(api_v1)),
    re_path(r"^api/", problems.not_found),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("maps.urls")),
]
