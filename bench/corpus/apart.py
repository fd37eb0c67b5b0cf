"""Traces that no rule can judge better, shown apart: the fault of an app, a setting, a pin; and
cheats who do all that a visitor does except being there.
"""

from collections.abc import Iterator

from bench.corpus.cast import Cast
from bench.corpus.ground import scattered
from bench.corpus.honest import morning, sent, walk
from bench.corpus.world import Visit
from tourmap.geo import Datum, LatLng

GRID_PER_DEGREE = 50  # about 2 km, as phones blur a position by permission


def wrong_datum(cast: Cast) -> Iterator[Visit]:
    """The app reads GCJ-02 from its map and calls it WGS-84, or the other way round."""
    for _visit in cast.many(300):
        who, site = cast.traveller(), cast.ground.any_site()
        told = cast.rng.choice([datum for datum in Datum if datum is not who.datum])
        point = scattered(cast.rng, site.entrance, 15)
        fix = who.said(cast.rng, point, cast.rng.uniform(5, 25), datum=told)
        yield sent(cast, "app declares a wrong datum", who, site, morning(cast), fix=fix)


def coarse_permission(cast: Cast) -> Iterator[Visit]:
    for _visit in cast.many(150):
        who, site = cast.traveller(), cast.ground.any_site()
        blurred = LatLng(
            *(
                round(degrees * GRID_PER_DEGREE) / GRID_PER_DEGREE
                for degrees in (site.entrance.lat, site.entrance.lng)
            )
        )
        fix = who.said(cast.rng, blurred, 2_000)
        yield sent(cast, "coarse position by permission", who, site, morning(cast), fix=fix)


def area_pins(cast: Cast) -> Iterator[Visit]:
    sites = [cast.ground.new_site("area") for _site in range(10)]
    for _visit in cast.many(200):
        who, site = cast.traveller(), cast.rng.choice(sites)
        fix = who.fix(cast.rng, site)
        yield sent(cast, "area pin, position alone", who, site, morning(cast), fix=fix)


def patient(cast: Cast) -> Iterator[Visit]:
    """At home, with the noise of a phone, the speed of streets and the stays of a visitor."""
    for _round in cast.many(60):
        who, city = cast.traveller(), cast.rng.choice(cast.ground.cities)
        for site, at in walk(cast, cast.rng.sample(city, 5), morning(cast)):
            yield cast.sent(
                "patient cheat", who, site, at, honest=False, fix=who.fix(cast.rng, site)
            )


def fresh_guests(cast: Cast) -> Iterator[Visit]:
    """A guest for every stamp, each with an installation of its own making."""
    for _round in cast.many(10):
        site, at = cast.ground.any_site(), morning(cast)
        for _guest in range(20):
            who = cast.traveller()
            yield cast.sent(
                "guests, each a new installation", who, site, at, honest=False,
                fix=who.fix(cast.rng, site),
            )  # fmt: skip


APART = (wrong_datum, coarse_permission, area_pins, patient, fresh_guests)
