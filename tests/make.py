"""Makes the rows that tests need, each valid by itself; name only what the test is about."""

from itertools import count
from typing import Any

from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from accounts.models import Bureau, Consent, Membership, Region, Traveller, User
from accounts.services import Agreement
from checkins.models import Badge
from checkins.services import give_consent, set_nickname
from dramas.models import Drama, Theme
from locations.models import Kind, Location, Scene, Trail, TrailStop
from tests.log_watch import secret

PASSWORD = "qing-long-1998"
_number = count(1)


def region(code: str, name: str, parent: Region | None = None, name_en: str = "") -> Region:
    levels = {True: "province", False: "city" if code.endswith("00") else "county"}
    return Region.objects.get_or_create(
        code=code,
        defaults={
            "level": levels[parent is None],
            "parent": parent,
            "name_hans": name,
            "name_hant": name,
            "name_en": name_en,
        },
    )[0]


def sichuan() -> Region:
    return region("510000", "四川省", name_en="Sichuan")


def meishan() -> Region:
    city = region("511400", "眉山市", sichuan(), "Meishan")
    region("511403", "彭山区", city, "Pengshan District")
    return city


def chengdu() -> Region:
    city = region("510100", "成都市", sichuan(), "Chengdu")
    region("510116", "双流区", city, "Shuangliu District")
    return city


def bureau(slug: str, *regions: Region) -> Bureau:
    made = Bureau.objects.get_or_create(slug=slug, defaults={"name_hans": f"{slug}文旅局"})[0]
    made.regions.add(*regions)
    return made


def editor(username: str, of: Bureau, role: str = "editor") -> User:
    user = User.objects.create_user(username, password=secret(f"{username}-pass"), is_staff=True)
    Membership.objects.create(user=user, bureau=of, role=role)
    return user


def traveller(*, consent: bool = True) -> Traveller:
    user = User.objects.create_user(f"guest-{next(_number)}")
    made = Traveller.objects.create(user=user)
    if consent:
        Consent.objects.create(
            traveller=made,
            purpose=Consent.Purpose.PRECISE_POSITION,
            policy_version="2026-11",
            given_at=timezone.now(),
        )
    return made


def app_of(person: Traveller) -> APIClient:
    """An API client that carries a real token of this traveller."""
    client = APIClient()
    _token, secret = AuthToken.objects.create(person.user)
    client.credentials(HTTP_AUTHORIZATION=f"Token {secret}")
    return client


def kind(slug: str = "street") -> Kind:
    return Kind.objects.get_or_create(
        slug=slug, defaults={"name_hans": "街区", "name_hant": "街區", "name_en": "Street"}
    )[0]


def location(slug: str = "", **values: Any) -> Location:
    """A surveyed place in 彭山区 with a radius of 120 m unless told otherwise."""
    slug = slug or f"place-{next(_number)}"
    surveyed = values.get("pin_quality", "surveyed") == "surveyed"
    defaults: dict[str, Any] = {
        "name_hans": f"地点{slug}",
        "name_en": f"Place {slug}",
        "lat": 30.315,
        "lng": 103.86,
        "pin_quality": "surveyed",
        "pin_accuracy_m": 10,
        "surveyed_at": timezone.now() if surveyed else None,
        "radius_m": 120,
    }
    if "region" not in values:
        meishan()
        values["region"] = Region.objects.get(code="511403")
    if values.get("pin_quality") == "none":
        defaults |= {"lat": None, "lng": None, "pin_accuracy_m": None}
    values.setdefault("kind", kind())
    return Location.objects.create(slug=slug, **(defaults | values))


def drama(slug: str = "", **values: Any) -> Drama:
    slug = slug or f"drama-{next(_number)}"
    return Drama.objects.create(slug=slug, **({"title_hans": f"剧{slug}"} | values))


def scene(drama: Drama, location: Location, **values: Any) -> Scene:
    return Scene.objects.create(drama=drama, location=location, **values)


def theme(slug: str = "food", **values: Any) -> Theme:
    names = {"name_hans": "美食", "name_hant": "美食", "name_en": "Food"}
    return Theme.objects.get_or_create(slug=slug, defaults=names | values)[0]


def trail(slug: str, *places: Location, **values: Any) -> Trail:
    """A trail through `places` in that order."""
    made = Trail.objects.create(slug=slug, **({"name_hans": f"线路{slug}"} | values))
    for number, place in enumerate(places, start=1):
        TrailStop.objects.create(trail=made, location=place, position=number)
    return made


def badge(slug: str = "", **values: Any) -> Badge:
    """One place anywhere, unless told otherwise; a drama, trail or kind names its rule."""
    slug = slug or f"badge-{next(_number)}"
    rules = {"drama": "places_of_drama", "trail": "stops_of_trail", "place_kind": "places_of_kind"}
    rule = next((rules[name] for name in rules if name in values), "places")
    given = {
        "rule": rule,
        "needed": 1 if rule.startswith("places") and rule != rules["drama"] else None,
    }
    names = {"name_hans": f"徽章{slug}", "name_en": f"Badge {slug}"}
    return Badge.objects.create(slug=slug, **(names | given | values))


def appear(person: Traveller, nickname: str) -> Traveller:
    """Agrees to leaderboards and takes a nickname, through the services."""
    agreement = Agreement("leaderboard", "2026-11")
    give_consent(traveller=person, agreement=agreement, now=timezone.now())
    return set_nickname(traveller=person, nickname=nickname)


def account(username: str, password: str = PASSWORD) -> Traveller:
    """A traveller who signs in by name and password."""
    made = traveller()
    made.user.username = username
    made.user.set_password(secret(password))
    made.user.save()
    made.kind = Traveller.Kind.ACCOUNT
    made.save()
    return made
