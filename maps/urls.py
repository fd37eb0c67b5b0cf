"""The pages a visitor reads, and the JSON behind their maps."""

from django.urls import path

from maps.views.about import AboutPage, manifest, robots, sitemap
from maps.views.check_in import CheckInPage
from maps.views.display import DisplayPage, display_code
from maps.views.drama import DramaPage
from maps.views.home import DramasPage, HomePage
from maps.views.location import LocationPage
from maps.views.map import MapPage
from maps.views.places import Places
from maps.views.trail import TrailPage

app_name = "maps"

urlpatterns = [
    path("", HomePage.as_view(), name="home"),
    path("map/", MapPage.as_view(), name="map"),
    path("map/places.json", Places.as_view(), name="places"),
    path("dramas/", DramasPage.as_view(), name="dramas"),
    path("dramas/<slug:slug>/", DramaPage.as_view(), name="drama"),
    path("locations/<slug:slug>/", LocationPage.as_view(), name="location"),
    path("trails/<slug:slug>/", TrailPage.as_view(), name="trail"),
    path("c/<str:code>/", CheckInPage.as_view(), name="code"),
    path("display/<str:token>/", DisplayPage.as_view(), name="display"),
    path("display/<str:token>/code.json", display_code, name="display-code"),
    path("about/", AboutPage.as_view(), name="about"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("manifest.webmanifest", manifest, name="manifest"),
]
