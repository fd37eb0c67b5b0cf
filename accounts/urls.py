from django.urls import path, register_converter

from accounts import account_views, views
from accounts.converters import DeviceConverter

register_converter(DeviceConverter, "device_id")

urlpatterns = [
    path("auth/guest/", views.GuestView.as_view(), name="guest"),
    path("auth/logout/", views.LogoutView.as_view(), name="logout"),
    path("me/account/", account_views.AccountView.as_view(), name="account"),
    path("me/password/", account_views.PasswordView.as_view(), name="password"),
    path("me/devices/", account_views.DevicesView.as_view(), name="devices"),
    path("me/devices/<device_id:id>/", account_views.DeviceView.as_view(), name="device"),
]
