from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "tourmap.api"
    label = "api"
