"""Honest visitors. Each function yields the attempts of one kind of day out."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from bench.corpus.cast import Cast
from bench.corpus.ground import Site, day, scattered
from bench.corpus.phones import Phone
from bench.corpus.world import Visit
from tourmap.geo import distance_m

STREET_M_PER_S = 6.0
OUTAGE_DAYS = 20


def sent(cast: Cast, kind: str, who: Phone, site: Site, at: datetime, **values: Any) -> Visit:
    return cast.sent(kind, who, site, at, honest=True, **values)


def walk(
    cast: Cast, sites: list[Site], start: datetime, stay_min: tuple[float, float] = (12, 80)
) -> Iterator[tuple[Site, datetime]]:
    """From site to site at the speed of streets, with a stay at each."""
    at, before = start, None
    for site in sites:
        if before:
            way_m = distance_m(before.entrance, site.entrance)
            at += timedelta(seconds=way_m / STREET_M_PER_S * cast.rng.uniform(1, 1.8))
        yield site, at
        at += timedelta(minutes=cast.rng.uniform(*stay_min))
        before = site


def morning(cast: Cast) -> datetime:
    return day(cast.rng.uniform(0, 20), cast.rng.uniform(0, 3))


def open_sky(cast: Cast) -> Iterator[Visit]:
    for _round in cast.many(500):
        who, city = cast.traveller(), cast.rng.choice(cast.ground.cities)
        sites = cast.rng.sample(city, cast.rng.randrange(1, 6))
        for site, at in walk(cast, sites, morning(cast)):
            yield sent(cast, "open sky", who, site, at, fix=who.fix(cast.rng, site))


def urban_canyon(cast: Cast) -> Iterator[Visit]:
    for _round in cast.many(200):
        who, city = cast.traveller(), cast.rng.choice(cast.ground.cities)
        for site, at in walk(cast, cast.rng.sample(city, 3), morning(cast)):
            yield sent(cast, "urban canyon", who, site, at, fix=who.canyon(cast.rng, site))


def last_known(cast: Cast) -> Iterator[Visit]:
    """Indoors or in a tunnel: the fix of the door, minutes old."""
    for _round in cast.many(250):
        who, site = cast.traveller(), cast.ground.any_site()
        door = scattered(cast.rng, site.entrance, 30)
        fix = who.said(cast.rng, door, cast.rng.uniform(10, 65), age_s=cast.rng.uniform(60, 1_500))
        yield sent(cast, "indoors, last known fix", who, site, morning(cast), fix=fix)


def mountains(cast: Cast) -> Iterator[Visit]:
    """No signal for days: rough fixes, posters where there is no fix, all sent at once."""
    sites = [
        cast.ground.new_site("approximate" if number % 3 else "surveyed") for number in range(12)
    ]
    for _round in cast.many(150):
        who, start = cast.traveller(), day(cast.rng.uniform(0, 8))
        back = start + timedelta(days=cast.rng.uniform(0.5, OUTAGE_DAYS))
        tour = list(walk(cast, cast.rng.sample(sites, 3), start, (60, 300)))
        cast.rng.shuffle(tour)
        for site, at in tour:
            lost = cast.rng.random() < 0.2
            rough = who.said(
                cast.rng, scattered(cast.rng, site.entrance, 25), cast.rng.uniform(10, 60)
            )
            yield sent(
                cast, "mountains, synced late", who, site, at,
                fix=None if lost else rough, printed=lost, received_at=max(back, at),
            )  # fmt: skip


def mute_phones(cast: Cast) -> Iterator[Visit]:
    """Phones that say neither how accurate nor how old a fix is."""
    for _round in cast.many(100):
        who, city = cast.traveller("mute"), cast.rng.choice(cast.ground.cities)
        for site, at in walk(cast, cast.rng.sample(city, 2), morning(cast)):
            yield sent(cast, "phone without accuracy", who, site, at, fix=who.fix(cast.rng, site))


def families(cast: Cast) -> Iterator[Visit]:
    """Two to four on one phone, one after the other, often with the fix that is still warm."""
    for _round in cast.many(90):
        owner, city = cast.traveller(), cast.rng.choice(cast.ground.cities)
        members = [owner, *(cast.traveller(owner.kind) for _one in range(cast.rng.randrange(1, 4)))]
        for site, at in walk(cast, cast.rng.sample(city, 2), morning(cast)):
            warm = owner.fix(cast.rng, site)
            for turn, member in enumerate(members):
                cached = cast.rng.random() < 0.5
                yield sent(
                    cast, "family on one phone", member, site, at + timedelta(seconds=40 * turn),
                    device=owner.number, fix=warm if cached else owner.fix(cast.rng, site),
                )  # fmt: skip


def buses(cast: Cast) -> Iterator[Visit]:
    """Forty get off and check in within minutes: by the screen in the hall, or where they stand."""
    for number in cast.many(16):
        site, at = cast.ground.any_site(), morning(cast)
        for _seat in range(40):
            who, scan = cast.traveller(), at + timedelta(seconds=cast.rng.uniform(0, 240))
            coded = number % 2 == 0
            alone = coded and cast.rng.random() < 0.5
            yield sent(
                cast, "tour bus of 40", who, site, scan,
                fix=None if alone else who.fix(cast.rng, site),
                shown_at=scan - timedelta(seconds=cast.rng.uniform(0, 25)) if coded else None,
            )  # fmt: skip


def halls(cast: Cast) -> Iterator[Visit]:
    """A coach in a hall under the rock: no phone knows where it is, the screen is all there is."""
    for _bus in cast.many(6):
        site, at = cast.ground.new_site(), morning(cast)
        for _seat in range(38):
            who, scan = cast.traveller(), at + timedelta(seconds=cast.rng.uniform(0, 240))
            shown_at = scan - timedelta(seconds=cast.rng.uniform(0, 25))
            yield sent(cast, "coach in a hall, no fix", who, site, scan, shown_at=shown_at)


def commuters(cast: Cast) -> Iterator[Visit]:
    """The same place on twenty days; some work there, where the Wi-Fi never moves."""
    for _round in cast.many(24):
        who, site = cast.traveller(), cast.ground.any_site()
        desk = cast.rng.choice(site.wifi) if cast.rng.random() < 0.3 else None
        for number in range(20):
            at = day(number, cast.rng.uniform(-0.2, 0.2))
            fix = who.said(cast.rng, desk, 30) if desk else who.fix(cast.rng, site)
            yield sent(cast, "commuter, every day", who, site, at, fix=fix)


def festival(cast: Cast) -> Iterator[Visit]:
    """A crowd at one place in one day; a tenth by Wi-Fi, a fifth by the poster alone."""
    site = cast.ground.new_site()
    for _visitor in cast.many(700):
        who, at = cast.traveller(), day(9, cast.rng.uniform(0, 10))
        alone = cast.rng.random() < 0.2
        fix = None if alone else who.fix(cast.rng, site)
        yield sent(cast, "festival crowd", who, site, at, fix=fix, printed=alone)


def rough_pins(cast: Cast) -> Iterator[Visit]:
    sites = [cast.ground.new_site("approximate") for _site in range(15)]
    for number in cast.many(300):
        who, site = cast.traveller(), cast.rng.choice(sites)
        yield sent(
            cast, "approximate pin", who, site, morning(cast),
            fix=who.fix(cast.rng, site), printed=number % 4 == 0,
        )  # fmt: skip


def area_pins_with_codes(cast: Cast) -> Iterator[Visit]:
    sites = [cast.ground.new_site("area") for _site in range(6)]
    for _visit in cast.many(300):
        who, site = cast.traveller(), cast.rng.choice(sites)
        fix = who.fix(cast.rng, site) if cast.rng.random() < 0.5 else None
        yield sent(cast, "area pin, with a code", who, site, morning(cast), fix=fix, printed=True)


def flights(cast: Cast) -> Iterator[Visit]:
    """A place in one city, and three to five hours later one in another."""
    for _round in cast.many(120):
        who, at = cast.traveller(), morning(cast)
        one, other = (cast.rng.choice(city) for city in cast.rng.sample(cast.ground.cities, 2))
        way_m = distance_m(one.entrance, other.entrance)
        air_s = way_m / cast.rng.uniform(200, 240) + cast.rng.uniform(3_600, 9_000)
        for site, when in ((one, at), (other, at + timedelta(seconds=air_s))):
            yield sent(cast, "flight between cities", who, site, when, fix=who.fix(cast.rng, site))


def film_town(cast: Cast) -> Iterator[Visit]:
    """Sets wall to wall, a minute or ten at each."""
    for _round in cast.many(60):
        who, start = cast.traveller(), morning(cast)
        first = cast.rng.randrange(5)
        sites = cast.ground.film_town[first : first + 7]
        for site, at in walk(cast, sites, start, (1, 10)):
            yield sent(cast, "film town, set after set", who, site, at, fix=who.fix(cast.rng, site))


def poster_alone(cast: Cast) -> Iterator[Visit]:
    """A poster on the web page: half refuse their position."""
    for _visit in cast.many(400):
        who, site = cast.traveller("browser"), cast.rng.choice(cast.ground.posters)
        fix = who.fix(cast.rng, site) if cast.rng.random() < 0.5 else None
        yield sent(cast, "poster in the browser", who, site, morning(cast), fix=fix, printed=True)


def bus_router(cast: Cast) -> Iterator[Visit]:
    """The router of the coach is known to be at its depot, so that is where the phones are."""
    for _visit in cast.many(6):
        who, site = cast.traveller(), cast.ground.any_site()
        depot = scattered(cast.rng, site.entrance, 40_000)
        yield sent(
            cast, "router of the coach", who, site, morning(cast),
            fix=who.said(cast.rng, depot, 40), printed=True,
        )  # fmt: skip


HONEST = (
    *(open_sky, urban_canyon, last_known, mountains, mute_phones, families, buses, halls),
    *(
        commuters,
        festival,
        rough_pins,
        area_pins_with_codes,
        flights,
        film_town,
        poster_alone,
        bus_router,
    ),
)
