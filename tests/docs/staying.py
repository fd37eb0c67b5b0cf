"""What comes after the visits: the passport, one's own check-ins, accounts, devices, the end."""

from tests.docs.journey import Journey
from tests.docs.values import CONSENT, here, visit

NAME = {"username": "xiaolin", "password": "qing-long-1998"}
NEW_PASSWORD = {"password": NAME["password"], "new_password": "lao-jie-2026"}
WECHAT_CODE = "user-0a3Xyz00kLm1nO2pQr3s4tUvWx"


def passport(journey: Journey) -> None:
    journey.tell("""
        ## The passport

        Stamps (the first counted visit of each place), and how far each drama and trail is.
        """)
    stamp = {"location": ["slug", "name"], "check_in": None, "earned_at": None}
    kept = {"totals": None, "stamps": stamp, "dramas": None}
    journey.show("GET", "me/passport/", keep=kept)


def own_check_ins(journey: Journey) -> None:
    journey.tell("""
        ## Her own check-ins

        Newest first, those that do not count as well. The note and who may see the visit can be changed;
        what was measured stays. A removed one takes along what it brought, and its id stays used, so that
        an offline queue cannot bring it back.
        """)
    visits = journey.ask("GET", "me/check-ins/")["results"]
    one = f"me/check-ins/{visits[0]['id']}/"
    journey.ask("GET", one)
    kept = ["id", "location", "status", "visibility", "note"]
    journey.show("PATCH", one, {"note": "和妈妈一起", "visibility": "public"}, keep=kept)
    journey.show("DELETE", f"me/check-ins/{visits[-1]['id']}/", expect=204)
    journey.ask("GET", f"me/check-ins/{visits[-1]['id']}/", expect=404)


def consents(journey: Journey) -> None:
    journey.tell("""
        ## Consent

        A position is sensitive: it is taken only with the consent, kept exactly for 30 days, then as a
        distance and a square of about 1 km. Consent can be given later, and withdrawn at any time.
        """)
    journey.ask("GET", "me/consents/")
    journey.show("DELETE", "me/consents/precise_position/", expect=204)
    body = visit(9, "jinli", "23T15:55:00", position=here("jinli"))
    journey.show("POST", "check-ins/", body, expect=403)
    journey.show("POST", "me/consents/", CONSENT, expect=201)
    journey.ask("POST", "me/consents/", CONSENT)


def account(journey: Journey) -> None:
    journey.tell("""
        ## From a guest to an account

        The traveller stays the same: stamps, consents and tokens go along. Under 14s need a guardian and
        stay guests, so your app asks and says `age_14_or_over`.
        """)
    wishes = NAME | {"age_14_or_over": True}
    journey.show("POST", "me/account/", wishes, expect=201)
    journey.ask("GET", "me/")
    journey.tell("""
        **On a further device** she signs in by name and password. Send the guest's token along if that
        device has been used as a guest: those visits are folded in, and none is doubled.
        """)
    entered = journey.show("POST", "auth/login/", NAME, as_nobody=True)
    journey.stand_in(entered["token"], "c27e40…")
    journey.ask("POST", "auth/login/", NAME | {"password": "guess"}, as_nobody=True, expect=401)


def devices(journey: Journey) -> None:
    journey.tell("""
        ## Devices

        Each token is a device. A lost phone is signed out alone; a new password signs out all others.
        """)
    found = journey.show("GET", "me/devices/")["devices"]
    other = next(each["id"] for each in found if not each["is_this_one"])
    this = next(each["id"] for each in found if each["is_this_one"])
    journey.stand_in(this, "7a1f0a52-6d0e-4b43-9a35-5b8f6a1c2e10")
    journey.stand_in(other, "c40de2a8-94a1-4a0b-8a5e-0d1b7b8d2f33")
    journey.show("DELETE", f"me/devices/{other}/", expect=204)
    journey.show("POST", "me/password/", NEW_PASSWORD, expect=204)


def wechat(journey: Journey) -> None:
    journey.tell("""
        ## WeChat

        A mini program sends what `wx.login()` gave, with the guest's token if it has one. `404`
        `not_offered` says that this site takes no WeChat.
        """)
    welcome = journey.show("POST", "auth/wechat/", {"code": WECHAT_CODE})
    assert welcome["token"] == journey.token, (
        "an account gets a further way in, and keeps its token"
    )


def data(journey: Journey) -> None:
    journey.tell("""
        ## Everything, and nothing any more

        The export is all that is kept about her. Erasing reaches visits, stamps, consents, the account
        and every token, and cannot be taken back: ask twice. Signing out only ends this token.
        """)
    kept = ["exported_at", "traveller", "consents", "stamps", "deleted_check_ins"]
    told = journey.show("GET", "me/export/", keep=kept)
    # Django binds the clock of this column when it loads: it does not stand still with the others.
    journey.stand_in(told["user"]["date_joined"], told["traveller"]["created_at"])
    spare = journey.ask("POST", "auth/guest/", {}, expect=201, as_nobody=True)["token"]
    journey.stand_in(spare, "1b7a95…")
    mine, journey.token = journey.token, spare
    journey.ask("POST", "auth/logout/", expect=204)
    journey.token = mine
    journey.show("DELETE", "me/", expect=204)
    journey.show("GET", "me/passport/", expect=401)
