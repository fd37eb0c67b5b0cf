"""Cheats. Each function yields what one way of cheating sends; all of them stay at home."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bench.corpus.cast import Cast
from bench.corpus.ground import Site, around, day, scattered
from bench.corpus.honest import morning
from bench.corpus.phones import Phone
from bench.corpus.world import Visit
from checkins.situation import Fix
from tourmap.geo import Datum, LatLng, from_wgs84

HOME = LatLng(31.2, 121.5)


def sent(cast: Cast, kind: str, who: Phone, site: Site, at: datetime, **values: Any) -> Visit:
    return cast.sent(kind, who, site, at, honest=False, **values)


def made_up(cast: Cast, site: Site, jitter_m: float = 20, accuracy_m: float = 10) -> Fix:
    """A pin with some noise, as a script writes it."""
    point = around(cast.rng, site.place.point or site.entrance, jitter_m).rounded(7)
    return Fix(point=point, datum=Datum.WGS84, accuracy_m=accuracy_m, fix_age_s=0)


def far_sites(cast: Cast, number: int) -> list[Site]:
    return [cast.rng.choice(city) for city in cast.rng.sample(cast.ground.cities, number)]


def teleport(cast: Cast) -> Iterator[Visit]:
    """City after city, minutes apart; the one before them is a visit like any other."""
    for _round in cast.many(30):
        who, at = cast.traveller(), morning(cast)
        for site in far_sites(cast, 20):
            yield sent(cast, "teleport", who, site, at, fix=made_up(cast, site))
            at += timedelta(minutes=cast.rng.uniform(0.2, 8))


def teleport_by_code(cast: Cast) -> Iterator[Visit]:
    """Codes of many cities from a chat, posted one after the other without a position."""
    for _round in cast.many(15):
        who, at = cast.traveller(), morning(cast)
        for site in far_sites(cast, 20):
            yield sent(cast, "teleport by codes", who, site, at, printed=True)
            at += timedelta(minutes=cast.rng.uniform(0.2, 8))


def copied_pin(cast: Cast) -> Iterator[Visit]:
    """The coordinates of the place from our own API, in whichever datum."""
    for _visit in cast.many(500):
        who, site = cast.traveller(), cast.ground.any_site()
        datum, accuracy_m = cast.rng.choice(list(Datum)), cast.rng.choice([5, 10, 12.5, 30, None])
        point = from_wgs84(site.place.point or site.entrance, datum).rounded(
            cast.rng.choice([6, 7])
        )
        fix = Fix(point=point, datum=datum, accuracy_m=accuracy_m)
        yield sent(cast, "copied pin", who, site, morning(cast), fix=fix)


def copied_coordinates(cast: Cast) -> Iterator[Visit]:
    """One visitor's true position, passed round a group of 120; one group in six calls it rough."""
    for number in cast.many(6):
        site, at = cast.ground.any_site(), morning(cast)
        rough = number % 6 == 5
        true = made_up(cast, site, accuracy_m=25 if rough else 8)
        for _member in range(120):
            who, when = cast.traveller(), at + timedelta(minutes=cast.rng.uniform(0, 2_000))
            accuracy_m = cast.rng.uniform(20, 40) if rough else cast.rng.uniform(4, 19)
            fix = replace(true, accuracy_m=round(accuracy_m, 1))
            yield sent(cast, "coordinates shared in a group", who, site, when, fix=fix)


def relayed_code(cast: Cast) -> Iterator[Visit]:
    """Somebody at the place sends the code on the screen to a group, every day for a week."""
    for _group in cast.many(2):
        site = cast.ground.any_site()
        for number in range(5):
            at = day(6 + number, 5)
            for _member in range(90):
                who, scan = cast.traveller(), at + timedelta(seconds=cast.rng.uniform(3, 55))
                yield sent(cast, "rotating code relayed", who, site, scan, shown_at=at)


def replayed_code(cast: Cast) -> Iterator[Visit]:
    """A photo of the screen, used minutes to days later, and again."""
    for _round in cast.many(100):
        who, site, at = cast.traveller(), cast.ground.any_site(), morning(cast)
        for number in range(3):
            when = at + timedelta(days=number, minutes=cast.rng.uniform(2, 300))
            yield sent(cast, "rotating code replayed", who, site, when, shown_at=at)


def leaked_poster(cast: Cast) -> Iterator[Visit]:
    """A photo of the poster goes round the country; a few do visit the place as well."""
    for number in cast.many(2):
        site = cast.ground.posters[number]
        for _user in range(1_000):
            who, at = cast.traveller(), day(cast.rng.uniform(3, 10), cast.rng.uniform(0, 12))
            yield sent(cast, "leaked poster code", who, site, at, printed=True)


def code_from_afar(cast: Cast) -> Iterator[Visit]:
    """A code from a friend, and the page asks for the position: it is that of home."""
    for number in cast.many(400):
        who, site, at = cast.traveller(), cast.ground.any_site(), morning(cast)
        fix = who.said(cast.rng, scattered(cast.rng, HOME, 20_000), cast.rng.uniform(5, 60))
        yield sent(
            cast, "code with a far position", who, site, at, fix=fix,
            printed=number % 2 == 0, shown_at=at if number % 2 else None,
        )  # fmt: skip


def mocked(cast: Cast) -> Iterator[Visit]:
    for _visit in cast.many(400):
        who, site = cast.traveller("android"), cast.ground.any_site()
        fix = replace(who.fix(cast.rng, site), is_mock=True)
        yield sent(cast, "mock flag", who, site, morning(cast), fix=fix)


def regular_rounds(cast: Cast) -> Iterator[Visit]:
    """`sleep(1200)` between the places of a day, for five days."""
    for _round in cast.many(10):
        who, start, pause_s = cast.traveller(), morning(cast), cast.rng.uniform(1_500, 2_400)
        city = cast.rng.choice(cast.ground.cities)
        for number in range(5):
            at = start + timedelta(days=number)
            for site in cast.rng.sample(city, len(city)):
                yield sent(cast, "script, regular pause", who, site, at, fix=made_up(cast, site))
                at += timedelta(seconds=pause_s + cast.rng.uniform(0, 1.5))


def hasty_rounds(cast: Cast) -> Iterator[Visit]:
    """Random pauses and noise, but through three cities in an hour."""
    for _round in cast.many(14):
        who, at = cast.traveller(), morning(cast)
        cities = cast.rng.sample(cast.ground.cities, 3)
        for site in (site for city in cities for site in city):
            fix = made_up(cast, site, accuracy_m=cast.rng.uniform(5, 30))
            yield sent(cast, "script, hasty", who, site, at, fix=fix)
            at += timedelta(seconds=cast.rng.uniform(5, 90))


def pinned_rounds(cast: Cast) -> Iterator[Visit]:
    """A metre of noise around each pin, at the speed of a visitor."""
    for _round in cast.many(8):
        who, at = cast.traveller(), morning(cast)
        sites = [site for city in cast.rng.sample(cast.ground.cities, 3) for site in city]
        for number, site in enumerate(sites, 1):
            fix = made_up(cast, site, jitter_m=2.5, accuracy_m=cast.rng.uniform(5, 30))
            yield sent(cast, "script, on the pins", who, site, at, fix=fix)
            at += timedelta(minutes=cast.rng.uniform(50, 90) if number % 20 else 900)


def many_guests(cast: Cast) -> Iterator[Visit]:
    """One phone signs up guest after guest and makes a round with each."""
    for _phone in cast.many(4):
        owner, at = cast.traveller(), morning(cast)
        city = cast.rng.choice(cast.ground.cities)
        for _guest in range(60):
            guest = cast.traveller(owner.kind)
            for site in cast.rng.sample(city, 3):
                fix = owner.fix(cast.rng, site)
                yield sent(
                    cast, "one phone, many guests", guest, site, at, device=owner.number, fix=fix
                )
                at += timedelta(minutes=cast.rng.uniform(4, 20))


def replayed_position(cast: Cast) -> Iterator[Visit]:
    """A true position of long ago, sent again every morning for a month."""
    for _round in cast.many(12):
        who, site = cast.traveller("android"), cast.ground.any_site()
        old = who.said(cast.rng, scattered(cast.rng, site.entrance, 20), cast.rng.uniform(4, 19))
        for number in range(29):
            at = day(number, cast.rng.uniform(0, 6))
            yield sent(cast, "old position again", who, site, at, fix=old)


FAKES = (
    *(teleport, teleport_by_code, copied_pin, copied_coordinates, relayed_code, replayed_code),
    *(leaked_poster, code_from_afar, mocked, regular_rounds, hasty_rounds, pinned_rounds),
    *(many_guests, replayed_position),
)
