"""Every address of tourmap, by the app that answers it."""

from django.contrib import admin
from django.urls import include, path, re_path

from tourmap.api import docs, health, problems

handler400 = problems.bad_request
handler500 = problems.server_error

api_v1 = [
    path("", include("accounts.urls")),
    path("", include("checkins.urls")),
    path("", include("locations.urls")),
    path("schema/", docs.SchemaView.as_view(), name="schema"),
    path("docs/", docs.DocsView.as_view(), name="docs"),
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
