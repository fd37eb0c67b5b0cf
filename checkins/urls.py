from django.urls import path, register_converter

from accounts.converters import PurposeConverter
from checkins import figure_views, identity_views, privacy_views, views
from checkins.converters import IdConverter

register_converter(IdConverter, "check_in_id")
register_converter(PurposeConverter, "consent_purpose")

urlpatterns = [
    path("auth/login/", identity_views.LoginView.as_view(), name="login"),
    path("auth/wechat/", identity_views.WechatView.as_view(), name="wechat"),
    path("me/", privacy_views.MeView.as_view(), name="me"),
    path("me/export/", privacy_views.ExportView.as_view(), name="export"),
    path(
        "me/consents/<consent_purpose:purpose>/",
        privacy_views.ConsentView.as_view(),
        name="consent",
    ),
    path("check-ins/", views.CheckInsView.as_view(), name="check-ins"),
    path("check-ins/batch/", views.BatchView.as_view(), name="check-ins-batch"),
    path(
        "locations/<slug:slug>/check-in-options/",
        views.OptionsView.as_view(),
        name="check-in-options",
    ),
    path("locations/<slug:slug>/figures/", figure_views.FiguresView.as_view(), name="figures"),
    path("me/passport/", views.PassportView.as_view(), name="passport"),
    path("me/check-ins/", views.MyCheckInsView.as_view(), name="my-check-ins"),
    path("me/check-ins/<check_in_id:id>/", views.MyCheckInView.as_view(), name="my-check-in"),
]
