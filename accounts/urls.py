from django.urls import path, register_converter

from accounts import views
from accounts.converters import PurposeConverter

register_converter(PurposeConverter, "consent_purpose")

urlpatterns = [
    path("auth/guest/", views.GuestView.as_view(), name="guest"),
    path("auth/logout/", views.LogoutView.as_view(), name="logout"),
    path("me/", views.MeView.as_view(), name="me"),
    path("me/consents/", views.ConsentsView.as_view(), name="consents"),
    path("me/consents/<consent_purpose:purpose>/", views.ConsentView.as_view(), name="consent"),
]
