"""The public reads: dramas, places, scenes, trails, and the words their filters take."""

from django.urls import path

from locations.views import dramas, locations, scenes, trails, vocabularies

urlpatterns = [
    path("dramas/", dramas.DramaList.as_view(), name="drama-list"),
    path("dramas/<slug:slug>/", dramas.DramaOne.as_view(), name="drama-detail"),
    path("dramas/<slug:slug>/locations/", dramas.DramaLocations.as_view(), name="drama-locations"),
    path("dramas/<slug:slug>/scenes/", dramas.DramaScenes.as_view(), name="drama-scenes"),
    path("locations/", locations.LocationList.as_view(), name="location-list"),
    path("locations/<slug:slug>/", locations.LocationOne.as_view(), name="location-detail"),
    path("scenes/", scenes.SceneList.as_view(), name="scene-list"),
    path("scenes/<slug:slug>/", scenes.SceneOne.as_view(), name="scene-detail"),
    path("trails/", trails.TrailList.as_view(), name="trail-list"),
    path("trails/<slug:slug>/", trails.TrailOne.as_view(), name="trail-detail"),
    path("regions/", vocabularies.RegionList.as_view(), name="region-list"),
    path("kinds/", vocabularies.KindList.as_view(), name="kind-list"),
    path("themes/", vocabularies.ThemeList.as_view(), name="theme-list"),
    path("programmes/", vocabularies.ProgrammeList.as_view(), name="programme-list"),
]
