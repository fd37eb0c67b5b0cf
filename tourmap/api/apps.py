from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "tourmap.api"
    label = "api"

    def ready(self) -> None:
        from tourmap.api import checks  # noqa: F401  # registers them
