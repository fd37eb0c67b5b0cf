"""The steps of the journey that docs/api.md tells, in their order.

A new part of the API becomes a function here and a line in `STEPS`. What it shows goes into the
document (`show`), what it asks beside that (`ask`) becomes an example of the OpenAPI document.
"""

from collections.abc import Callable

from checkins.services import replace_printed_code
from locations.models import Location
from tests import make
from tests.docs import reads, sharing, staying
from tests.docs.journey import Journey
from tests.docs.values import CONSENT, JUDGED, SHOWN_CODE, here, visit
from tourmap.geo import Datum


def guest(journey: Journey) -> None:
    journey.tell("""
        ## A guest, in one request

        No name, no number. The token is told once: keep it where the system keeps secrets. Show your
        privacy policy first, then name its version; without the consent to `precise_position` a
        check-in by a code at the place still works.
        """)
    signed_up = journey.show("POST", "auth/guest/", {"consents": [CONSENT]}, expect=201)
    journey.token = signed_up["token"]
    journey.stand_in(signed_up["token"], "9f3c1b…")
    journey.stand_in(signed_up["traveller"], "5e0d6c1a-3c1f-4c56-8a3e-6a8f7f0a1d21")


def find(journey: Journey) -> None:
    journey.tell("""
        ## Find the drama and its places

        `q` takes characters of either script, pinyin, initials, English. `jljw` is 家里家外.
        """)
    dramas = {"results": ["slug", "title", "title_lang", "location_count"]}
    journey.show("GET", "dramas/", as_nobody=True, q="jljw", keep=dramas)
    journey.tell("""
        Ask for the datum your map speaks: `gcj02` for Amap, Tencent and WeChat, `bd09` for Baidu,
        `wgs84` for GPS and OpenStreetMap. In Chengdu the first is 370 m off the last; that is why every
        position in a request and in an answer names its datum. `quality` says how well a pin is known:
        draw an `area` as a circle, not as a point.
        """)
    places = {"results": ["slug", "name", "name_lang", "position", "radius_m", "access"]}
    journey.show(
        "GET",
        "dramas/jia-li-jia-wai/locations/",
        as_nobody=True,
        datum="gcj02",
        limit=2,
        keep=places,
    )
    journey.tell("""
        Lists come in pages: follow `next` until it is null. Reads carry an `ETag`; send it back as
        `If-None-Match` and an unchanged answer is `304`. `format=geojson` on places gives a
        FeatureCollection. `near=30.66,104.04&radius_m=5000` gives the nearest, with `distance_m`.
        """)


def options(journey: Journey) -> None:
    journey.tell("""
        ## What a check-in would get

        The same rules as the check-in itself, and nothing is stored. Works without a token; with one it
        knows what counted today. Show `checks[].message`: each says the number, the limit, the next step.
        """)
    spot = here("jinli")
    told = {name: spot[name] for name in ("lat", "lng", "datum", "accuracy_m")}
    kept = ["open", "status", "would_count", "already_today", "distance_m", "radius_m"]
    kept += ["consents_needed", "proofs"]
    journey.show("GET", "locations/jinli/check-in-options/", keep=kept, **told)


def check_in(journey: Journey) -> None:
    journey.tell("""
        ## Check in

        Your app makes `id`, once per check-in, and stores the request **before** it sends it. The id is
        the key that makes retries safe: whatever breaks, send the same body again. `captured_at` is when
        the visitor stood there, with its offset; a late one is taken for 30 days, so nothing has to be
        sent on the spot.
        """)
    first = visit(1, "jinli", "23T10:15:00", position=here("jinli"))
    journey.later(seconds=2)
    journey.show("POST", "check-ins/", first, expect=201, keep=JUDGED)
    journey.tell("""
        `status` is the grade, `counted` whether it is the visit of this day (of the place's calendar).
        `verified` and `probable` count. An `unverified` one is kept and never silently worthless: `checks`
        says what was missing, `hint` names a likely mistake of the app, and where the pin itself is the
        trouble the visit is judged again once a bureau has surveyed it.

        **Sent again**, it is a replay with the same answer:
        """)
    journey.show("POST", "check-ins/", first, keep=["id", "result", "status", "counted"])
    journey.tell("**The same id with other content** is a mistake of the app:")
    journey.show("POST", "check-ins/", first | {"location": "wuhouci"}, expect=422)
    journey.tell("**A second good visit on the same day** answers with the first, and counts once:")
    again = visit(2, "jinli", "23T10:40:00", position=here("jinli", metres=10))
    journey.later(minutes=25)
    journey.show("POST", "check-ins/", again, keep=["id", "result", "counted", "next_countable_at"])


def refused(journey: Journey) -> None:
    journey.tell("""
        ## When something is wrong

        **The wrong datum.** The position comes from Baidu's map kit, the app calls it WGS-84. It is not
        passed under another datum than declared (that would be a kilometre of slack for everybody), but
        you are told, and the visit is kept:
        """)
    wrong = here("wuhouci", metres=300, datum=Datum.BD09) | {"datum": "wgs84"}
    journey.later(hours=2)
    body = visit(3, "wuhouci", "23T12:40:00", position=wrong)
    journey.show("POST", "check-ins/", body, expect=201, keep=["status", "counted", "hint"])
    journey.tell("**A place that takes no check-ins** says why, and how to behave there:")
    closed = visit(4, "yidelong", "23T12:50:00", position=here("yidelong"))
    journey.later(minutes=10)
    journey.show("POST", "check-ins/", closed, expect=409)
    journey.tell("**A value that cannot be used** is named by its path, in the reader's language:")
    swapped = visit(
        5, "jinli", "23T12:50:00", position=here("jinli") | {"lat": 104.05, "lng": 30.6}
    )
    journey.show("POST", "check-ins/", swapped, expect=400)


def offline(journey: Journey) -> None:
    journey.tell("""
        ## Offline: a queue, and batches of up to 100

        Keep every check-in in a file or a table until it has been answered for good; send what waits
        whenever there is a line, in any order, again after a crash. Each item gets what it would have got
        alone, and one that is refused holds up no other.

        - `200` or `201`: done, remove it.
        - `429` or `503`, of the whole request or of one item: keep it, wait `Retry-After` (for an item
          `retry_after_s` in its body), send it again.
        - no answer, or one that is cut off: keep everything, send it again.
        - `403` with `consent_required`, of one item: keep it, ask her under the policy of now, send the
          consent, send it again.
        - any other status of an item: it will not change. Remove it from the queue and show `detail`.
        - `401` for the whole request: keep everything, and get a new token first.

        [clients/](../clients/README.md) has such a queue in TypeScript and in Python.
        """)
    items = [
        visit(6, "dufu-caotang", "22T15:00:00", position=here("dufu-caotang")),
        visit(7, "nowhere-at-all", "22T16:00:00", position=here("jinli")),
    ]
    body = ["result?", "status", "counted?", "code?", "errors?"]
    kept = {"id": None, "http_status": None, "body": dict.fromkeys(body)}
    journey.show("POST", "check-ins/batch/", {"items": items}, keep={"results": kept})


def code(journey: Journey) -> None:
    journey.tell("""
        ## A code at the place

        Where a pin is only an `area`, a position proves nothing; a code does. A poster carries a printed
        one (alone it is `probable`), a screen shows one that changes every 30 seconds (alone it is
        `verified`). Either lifts what a position proves by one grade. `proofs` of the options says which a
        place has. What is typed is read leniently: small letters, `O` for `0`, no hyphens.
        """)
    place = Location.objects.get(slug="qinglong-laojie")
    desk = make.editor("desk", make.bureau("meishan", make.meishan()))
    printed = replace_printed_code(location=place, by=desk, now=journey.now)
    journey.stand_in(printed.grouped, SHOWN_CODE)
    journey.later(hours=3)
    proof = [{"type": "code", "value": printed.grouped}]
    body = visit(8, "qinglong-laojie", "23T15:50:00", proof=proof)
    journey.show("POST", "check-ins/", body, expect=201, keep=JUDGED)


STEPS: list[Callable[[Journey], None]] = [
    guest,
    find,
    reads.everything_else,
    options,
    check_in,
    refused,
    offline,
    code,
    sharing.photos,
    sharing.appeals,
    sharing.badges,
    staying.passport,
    sharing.leaderboards,
    sharing.figures,
    staying.own_check_ins,
    staying.consents,
    staying.account,
    staying.devices,
    staying.wechat,
    staying.data,
]
