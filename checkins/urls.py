from django.urls import path

from checkins import views

urlpatterns = [
    path("check-ins/", views.CheckInsView.as_view(), name="check-ins"),
    path(
        "locations/<slug:slug>/check-in-options/",
        views.OptionsView.as_view(),
        name="check-in-options",
    ),
    path("me/passport/", views.PassportView.as_view(), name="passport"),
    path("me/check-ins/", views.MyCheckInsView.as_view(), name="my-check-ins"),
    path("me/check-ins/<uuid:id>/", views.MyCheckInView.as_view(), name="my-check-in"),
]
