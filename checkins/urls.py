from django.urls import path, register_converter

from accounts.converters import PurposeConverter
from checkins import (
    appeal_views,
    badge_views,
    board_views,
    figure_views,
    identity_views,
    photo_views,
    privacy_views,
    views,
)
from checkins.converters import IdConverter

register_converter(IdConverter, "check_in_id")
register_converter(PurposeConverter, "consent_purpose")

PHOTO = "check-ins/<check_in_id:id>/photos/<check_in_id:photo>"
PUBLIC_PHOTO = "photos/<check_in_id:photo>"

urlpatterns = [
    path("auth/login/", identity_views.LoginView.as_view(), name="login"),
    path("auth/wechat/", identity_views.WechatView.as_view(), name="wechat"),
    path("me/", privacy_views.MeView.as_view(), name="me"),
    path("me/consents/", privacy_views.ConsentsView.as_view(), name="consents"),
    path(
        "me/consents/<consent_purpose:purpose>/",
        privacy_views.ConsentView.as_view(),
        name="consent",
    ),
    path("me/export/", privacy_views.ExportView.as_view(), name="export"),
    path("check-ins/", views.CheckInsView.as_view(), name="check-ins"),
    path("check-ins/batch/", views.BatchView.as_view(), name="check-ins-batch"),
    path("check-ins/<check_in_id:id>/photos/", photo_views.PhotosView.as_view(), name="photos"),
    path(f"{PHOTO}/", photo_views.PhotoView.as_view(), name="photo"),
    # The name of a file ends without a slash.
    path(f"{PHOTO}/image.webp", photo_views.OwnFileView.as_view(), name="photo-image"),
    path(f"{PHOTO}/thumbnail.webp", photo_views.OwnThumbnailView.as_view(), name="photo-thumbnail"),
    path(
        f"{PUBLIC_PHOTO}/image.webp",
        photo_views.PublicFileView.as_view(),
        name="public-photo-image",
    ),
    path(
        f"{PUBLIC_PHOTO}/thumbnail.webp",
        photo_views.PublicThumbnailView.as_view(),
        name="public-photo-thumbnail",
    ),
    path(
        "locations/<slug:slug>/photos/",
        photo_views.PlacePhotosView.as_view(),
        name="location-photos",
    ),
    path(
        "check-ins/<check_in_id:id>/appeal/",
        appeal_views.AppealView.as_view(),
        name="appeal",
    ),
    path(
        "locations/<slug:slug>/check-in-options/",
        views.OptionsView.as_view(),
        name="check-in-options",
    ),
    path("locations/<slug:slug>/figures/", figure_views.FiguresView.as_view(), name="figures"),
    path("badges/", badge_views.BadgeList.as_view(), name="badges"),
    path("badges/<slug:slug>/", badge_views.BadgeOne.as_view(), name="badge"),
    path("leaderboards/", board_views.LeaderboardsView.as_view(), name="leaderboards"),
    path("me/passport/", views.PassportView.as_view(), name="passport"),
    path("me/check-ins/", views.MyCheckInsView.as_view(), name="my-check-ins"),
    path("me/check-ins/<check_in_id:id>/", views.MyCheckInView.as_view(), name="my-check-in"),
]
