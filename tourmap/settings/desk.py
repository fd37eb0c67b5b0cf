"""How the desk of bureau staff looks: django-unfold's settings."""

from typing import Any


def unfold(*, site_name: str) -> dict[str, Any]:
    return {
        "SITE_TITLE": site_name,
        "SITE_HEADER": site_name,
        "SITE_SYMBOL": "location_on",
        "SITE_FAVICONS": [
            {"rel": "icon", "type": "image/svg+xml", "href": "accounts.admin_site.favicon"}
        ],
        "SHOW_HISTORY": True,
        "SHOW_VIEW_ON_SITE": True,
        "SHOW_BACK_BUTTON": True,
        "BORDER_RADIUS": "6px",
        "ACCOUNT": {"navigation": "accounts.admin_site.account_links"},
        "SIDEBAR": {"show_search": False, "show_all_applications": False},
        "COLORS": {
            # A quiet blue-green; each pair that unfold sets text in has a contrast above 4.5.
            "primary": {
                "50": "oklch(97.5% .014 200)",
                "100": "oklch(94.5% .03 200)",
                "200": "oklch(89% .055 200)",
                "300": "oklch(81% .085 200)",
                "400": "oklch(71% .1 200)",
                "500": "oklch(60% .098 203)",
                "600": "oklch(49% .083 206)",
                "700": "oklch(43% .072 208)",
                "800": "oklch(37% .06 210)",
                "900": "oklch(32% .05 212)",
                "950": "oklch(23% .038 214)",
            }
        },
    }
