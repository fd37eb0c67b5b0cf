"""What a visit brings, and what goes to the bureau: photos, appeals, badges, leaderboards, figures."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from accounts.models import User
from checkins.models import Photo
from checkins.services import make_derived_badges, review_photos
from tests.checkins.photos import jpeg
from tests.docs.journey import Journey
from tests.docs.values import CONSENT, here, visit

VISIT = "0190f5f2-7c1e-7a54-9a6b-0242ac120008"  # with the code, at qinglong-laojie
FAR = "0190f5f2-7c1e-7a54-9a6b-0242ac120010"
PHOTO = "0190f5f2-8d2f-7b65-8b7c-0242ac120001"
OTHER = "0190f5f2-8d2f-7b65-8b7c-0242ac120002"
SCENE = "jia-li-jia-wai--qinglong-laojie"


def photos(journey: Journey) -> None:
    journey.tell("""
        ## Photos

        The app makes the id of a photo, and sends the bytes as they are; the same bytes again are the same
        photo. What is kept is made anew from its pixels: no position, no time, no camera. A photo is
        private. Offered to everybody (with the consent `publish_photos`) it is shown once the bureau has
        approved it. WeChat mini programs, whose `wx.uploadFile` knows no PUT, POST a form to the same
        address.
        """)
    photos_of = f"check-ins/{VISIT}/photos/"
    one = f"{photos_of}{PHOTO}/"
    journey.show("PUT", one, jpeg(), content_type="image/jpeg", expect=201, scene=SCENE)
    journey.ask("PUT", one, jpeg(), content_type="image/jpeg", scene=SCENE)
    form = {"photo": SimpleUploadedFile("a.jpg", jpeg()), "visibility": "private"}
    body = encode_multipart(BOUNDARY, form)
    second = f"{photos_of}{OTHER}/"
    journey.ask("POST", second, body, content_type=MULTIPART_CONTENT, expect=201)
    journey.ask("GET", photos_of)
    journey.ask("GET", one)
    journey.show("GET", f"{one}thumbnail.webp")
    journey.ask("GET", f"{one}image.webp")
    journey.show("POST", "me/consents/", CONSENT | {"purpose": "publish_photos"}, expect=201)
    journey.show("PATCH", one, {"visibility": "public"}, keep=["id", "visibility", "review"])
    review_photos(
        photos=[Photo.objects.get(pk=PHOTO).pk],
        by=User.objects.get(username="desk"),
        review=Photo.Review.APPROVED,
        now=journey.now,
    )
    journey.ask("GET", "locations/qinglong-laojie/photos/", as_nobody=True)
    journey.ask("GET", f"photos/{PHOTO}/image.webp", as_nobody=True)
    journey.ask("GET", f"photos/{PHOTO}/thumbnail.webp", as_nobody=True)
    journey.ask("DELETE", second, expect=204)


def appeals(journey: Journey) -> None:
    journey.tell("""
        ## Appeals

        A visit that lacks proof is kept, and `appeal.allowed` says whether the bureau can be asked to look.
        A photo of the visit helps; a code from the place lifts it at once. The answer to every read of the
        visit tells how the appeal stands, and with which reason it was refused.
        """)
    far = visit(10, "jinli", "23T16:20:00", position=here("jinli", metres=4_000))
    journey.later(minutes=30)
    journey.show("POST", "check-ins/", far, expect=201, keep=["status", "counted", "appeal"])
    address = f"check-ins/{FAR}/appeal/"
    words = {"text": "I stood at the old gate; the phone showed a street far away."}
    kept = {"status": None, "message": None, "check_in": {"id": None, "status": None}}
    journey.show("POST", address, words, expect=201, keep=kept)
    journey.ask("POST", address, words)
    journey.ask("GET", address)
    journey.ask("DELETE", address, expect=204)


def badges(journey: Journey) -> None:
    make_derived_badges()
    journey.tell("""
        ## Badges

        Rules over stamps: all places of a drama, a trail, three provinces. The answer to a check-in says in
        `rewards` which badge is new and how far the dramas and trails of the place have come; the passport
        has the badges earned and those that are nearest, with the places that are missing.
        """)
    found = journey.show("GET", "badges/", as_nobody=True, limit=2)["results"]
    journey.ask("GET", f"badges/{found[0]['slug']}/", as_nobody=True)


def leaderboards(journey: Journey) -> None:
    journey.tell("""
        ## Leaderboards

        Who agreed (`leaderboard`) and took a nickname appears, with nickname, rank and the number of places;
        nobody else does. By drama, region, and period: `all`, `2026`, `2026-11`.
        """)
    journey.show("PATCH", "me/", {"nickname": "青龙小林"}, keep=["kind", "nickname"])
    journey.ask("POST", "me/consents/", CONSENT | {"purpose": "leaderboard"}, expect=201)
    journey.show("GET", "leaderboards/", region="510000", period="2026-11")


def figures(journey: Journey) -> None:
    journey.tell("""
        ## How many came

        By months that are over, rounded, and only from ten different travellers on.
        """)
    journey.show("GET", "locations/jinli/figures/", as_nobody=True)
