"""The refusals of a photo: what was expected, what came, and what to do next."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins.picture_header import BadPicture, Fault
from checkins.pictures import MAX_PIXELS
from tourmap.api.problems import Code, Refusal

TYPES = ["image/jpeg", "image/png", "image/webp"]

DAMAGED: dict[Fault, Any] = {
    Fault.EMPTY: gettext_lazy("Expected a picture; the body is empty."),
    Fault.SECOND_FORMAT: gettext_lazy(
        "The file is a picture and something else besides (%(found)s). Save the picture anew, "
        "then send it."
    ),
    Fault.COMPLEX: gettext_lazy(
        "The file is built of too many parts. Save the picture anew, then send it."
    ),
    Fault.ANIMATED: gettext_lazy("Expected a picture that stands still; this one moves."),
    Fault.DAMAGED: gettext_lazy(
        "The picture cannot be read to its end. Send it again, or take it anew."
    ),
}


def bad_picture(bad: BadPicture) -> Refusal:
    if bad.fault is Fault.FORMAT:
        return not_a_picture(str(bad.found))
    if bad.fault is Fault.PIXELS:
        megapixels = {"limit": MAX_PIXELS // 1_000_000, "pixels": f"{int(bad.found) / 1e6:,.1f}"}
        detail = _(
            "Expected at most %(limit)s megapixels; got %(pixels)s. Make the picture smaller, "
            "then send it."
        )
        numbers = {"measured": bad.found, "limit": MAX_PIXELS, "unit": "pixel"}
        return Refusal(Code.INVALID_IMAGE, detail % megapixels, reason=bad.fault.value, **numbers)
    detail = str(DAMAGED[bad.fault]) % {"found": bad.found}
    return Refusal(Code.INVALID_IMAGE, detail, reason=bad.fault.value)


def not_a_picture(got: str) -> Refusal:
    """`got` is a format or a media type; empty where nobody knows what came."""
    detail = (
        _("Expected a picture in JPEG, PNG or WebP; got %(got)s.") % {"got": got}
        if got
        else _("Expected a picture in JPEG, PNG or WebP; got something else.")
    )
    return Refusal(Code.UNSUPPORTED_MEDIA_TYPE, detail, expected=TYPES, got=got)


def too_large(limit: int) -> Refusal:
    detail = _("Expected a photo of at most %(limit)s MB. Make it smaller, then send it.") % {
        "limit": f"{limit / 1_048_576:.3g}"
    }
    return Refusal(Code.TOO_LARGE, detail, limit=limit, unit="byte")


def too_many(limit: int) -> Refusal:
    detail = _("A check-in takes %(limit)s photos. Delete one to send another.") % {"limit": limit}
    return Refusal(Code.PHOTO_LIMIT, detail, limit=limit, unit="photo")


def no_consent(purpose: str, policy_version: str) -> Refusal:
    detail = _(
        "Ask the traveller whether this photo may be shown to everybody, send the consent to "
        "/api/v1/me/consents/, then this request again. A private photo needs no consent."
    )
    return Refusal(
        Code.CONSENT_REQUIRED, detail, purpose=str(purpose), policy_version=policy_version
    )
