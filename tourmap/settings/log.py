"""The log: plain lines on standard error, without what opens a place or tells where somebody was."""

from typing import Any


def plain(*, level: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "filters": {"secrets": {"()": "tourmap.api.log_filter.SecretsFilter"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "plain",
                "level": level,  # Django's loggers have levels of their own and do not ask the root
                "filters": ["secrets"],
            }
        },
        # A forged Host header is refused with 400; each one is not worth a traceback.
        # Pillow tells what a camera wrote into a photo, its position too, to whoever debugs.
        "loggers": {
            "django.security.DisallowedHost": {"handlers": [], "propagate": False},
            "PIL": {"level": "INFO"},
        },
        "root": {"handlers": ["console"], "level": level},
    }
