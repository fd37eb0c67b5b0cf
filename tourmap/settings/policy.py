"""What the public pages may load and run: django-csp's settings."""

from typing import Any

from csp.constants import NONCE, NONE, SELF


def of_pages(*, images: list[str]) -> dict[str, Any]:
    """`images` are the foreign origins that pictures may come from: those of the map tiles."""
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF, NONCE],
            "style-src": [SELF],
            "img-src": [SELF, "data:", *images],
            "connect-src": [SELF],
            "font-src": [SELF],
            "manifest-src": [SELF],
            "form-action": [SELF],
            "base-uri": [NONE],
            "frame-ancestors": [NONE],
        }
    }
