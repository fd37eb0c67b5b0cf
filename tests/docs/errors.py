"""What an app should do with each refusal, for docs/api.md."""

from tourmap.api.problems import KINDS, Code

WHAT_TO_DO: dict[Code, str] = {
    Code.INVALID: "Mend what `errors` names. Not to be sent again as it is.",
    Code.MALFORMED: "Send JSON (RFC 8259, UTF-8) with a `Content-Length`.",
    Code.CLOCK_SKEW: "Tell the visitor that her clock is `difference_s` ahead; the id stays unused.",
    Code.TOO_LATE: "Drop it: a visit is taken for 30 days.",
    Code.WECHAT_CODE: "Call `wx.login()` again and send the new code.",
    Code.NOT_AUTHENTICATED: "Send the token. Without one, sign up a guest.",
    Code.INVALID_TOKEN: "Keep the queue; sign in again, or sign up a guest.",
    Code.WRONG_CREDENTIALS: "Ask for name and password again.",
    Code.CONSENT_REQUIRED: "Ask her, send the consent, then send the same check-in again.",
    Code.GUARDIAN_REQUIRED: "She says she is under 14: ask for no consent, and make no account.",
    Code.FORBIDDEN: "The token is not a traveller's, or WeChat forbids it. Show `detail`.",
    Code.NOT_FOUND: "It is gone, or was never hers. Forget the address.",
    Code.NOT_OFFERED: "Hide this way to sign in.",
    Code.METHOD_NOT_ALLOWED: "A mistake of the app.",
    Code.NOT_ACCEPTABLE: "Accept `application/json`.",
    Code.LOCATION_CLOSED: "Show `detail` and `etiquette`. Drop the check-in.",
    Code.NOT_APPEALABLE: "Show `detail`; `reason` says why. Read the check-in again.",
    Code.PHOTO_LIMIT: "Delete a photo of this check-in first.",
    Code.ALREADY_ACCOUNT: "Read `/api/v1/me/` again.",
    Code.NO_ACCOUNT: "Offer to make an account.",
    Code.WECHAT_TAKEN: "Sign out first, then sign in with WeChat.",
    Code.TOO_LARGE: "Send less at once: `limit` says how much.",
    Code.UNSUPPORTED_MEDIA_TYPE: "Send what the operation takes: JSON, or a picture in JPEG, PNG or WebP.",
    Code.ID_REUSED: "A mistake of the app: make a new id for each check-in.",
    Code.INVALID_IMAGE: "Do not send this picture again; `reason` says what is wrong with it.",
    Code.THROTTLED: "Keep it; send it again after `Retry-After` seconds.",
    Code.SERVER_ERROR: "Keep it; try again later, more slowly each time.",
    Code.WECHAT_FAILED: "Try again later, or stay a guest.",
    Code.WECHAT_BUSY: "Try again after `Retry-After` seconds.",
    Code.STORE_UNAVAILABLE: "Keep it; send it again after `Retry-After` seconds.",
}


def table() -> str:
    """Every code there is, by status; one without advice is a KeyError."""
    rows = [
        f"| {kind.status} | `{code}` | {kind.title} | {WHAT_TO_DO[code]} |"
        for code, kind in sorted(KINDS.items(), key=lambda each: (each[1].status, each[0]))
    ]
    return "\n".join(["| status | code | says | do |", "| --- | --- | --- | --- |", *rows])
