"""What the OpenAPI document says of itself: drf-spectacular's settings."""

from typing import Any

TAGS = {
    "auth": "Tokens: a guest's, an account's, WeChat's.",
    "badges": "Rules over stamps, and what to do for each.",
    "check-ins": "Visits, one by one or in batches, with their photos and appeals.",
    "dramas": "Micro-short dramas, and what was shot where.",
    "kinds": "Words for `kind=`.",
    "leaderboards": "Travellers who agreed to appear, by places visited.",
    "locations": "Places, and what a check-in there would get.",
    "me": "The traveller's own: passport, visits, consents, devices, data.",
    "photos": "Photos that everybody may see.",
    "programmes": "Words for `programme=` and `batch=`.",
    "regions": "Words for `region=`.",
    "scenes": "Which drama was shot at which place.",
    "themes": "Words for `theme=`.",
    "trails": "Walks and day trips.",
}


def spectacular(*, version: str, server: str) -> dict[str, Any]:
    """`server` is the public address, empty for the address of the request."""
    return {
        "TITLE": "tourmap",
        "VERSION": version,
        "DESCRIPTION": (
            "Micro-short dramas (微短剧), the places where they were shot, and check-ins there.\n\n"
            "Reads need no token. Positions are objects that name their datum; ask for another with "
            "`datum=`: `gcj02` for Amap, Tencent and WeChat, `bd09` for Baidu, `wgs84` for GPS and "
            "OpenStreetMap. Names and texts come in the language of `lang=` or Accept-Language "
            "(`zh-Hans`, `zh-Hant`, `en`), and the field with `_lang` says which one was really given. "
            "Lists come in pages: follow `next` until it is null. Every refusal is a problem document "
            "(RFC 9457) with a stable `code`. Send the `ETag` back as `If-None-Match` and an unchanged "
            "answer is 304."
        ),
        "SERVERS": [{"url": server or "/", "description": "This installation"}],
        "TAGS": [{"name": name, "description": told} for name, told in TAGS.items()],
        "SCHEMA_PATH_PREFIX": r"/api/v1/",
        "OAS_VERSION": "3.1.0",
        "SERVE_INCLUDE_SCHEMA": False,
        "PATH_CONVERTER_OVERRIDES": {"check_in_id": {"type": "string", "format": "uuid"}},
        "COMPONENT_SPLIT_REQUEST": True,
        "ENUM_NAME_OVERRIDES": {
            "DatumEnum": ["wgs84", "gcj02", "bd09"],
            "LangEnum": ["zh-Hans", "zh-Hant", "en"],
            "AccessEnum": "locations.models.location.Access.choices",
            "LifecycleEnum": "locations.models.location.Lifecycle.choices",
            "PinQualityEnum": "locations.models.location.PinQuality.choices",
            "ConfidenceEnum": "dramas.models.drama.Confidence.choices",
            "DramaStatusEnum": "dramas.models.drama.Drama.Status",
            "BadgeRuleEnum": [
                *("places_of_drama", "stops_of_trail", "places", "places_of_kind"),
                *("provinces", "cities"),
            ],
            "KindEnum": "accounts.models.traveller.Traveller.Kind",
            "CheckInStatusEnum": "checkins.models.check_in.CheckIn.Status",
            "AppealStatusEnum": "checkins.models.appeal.Appeal.State",
        },
        "SWAGGER_UI_DIST": "SIDECAR",
        "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
        "SWAGGER_UI_SETTINGS": {"validatorUrl": None, "deepLinking": True},
    }
