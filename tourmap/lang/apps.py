from django.apps import AppConfig


class LangConfig(AppConfig):
    name = "tourmap.lang"
