"""What phones say of where they are: each kind with its habits of accuracy, age and datum."""

import random
from dataclasses import dataclass

from bench.corpus.ground import Site, around, scattered
from checkins.situation import Fix
from tourmap.geo import Datum, LatLng, from_wgs84

# Of a phone's accuracy, which holds 68 % of its fixes, to the error along one axis.
SIGMA_PER_ACCURACY = 1 / 1.515
IPHONE_STEPS = (3.5, 4.7, 5.0, 5.0, 6.4, 8.0, 10.0, 14.2, 16.1)
STAND_M = 20  # visitors stand about so far from the entrance


@dataclass(frozen=True)
class Phone:
    """`kind`: iphone, android, browser, wechat or mute, which says nothing of its accuracy."""

    kind: str
    datum: Datum
    number: int

    def fix(self, rng: random.Random, site: Site) -> Fix:
        """Under the open sky; one in ten places itself by the Wi-Fi of the site."""
        if rng.random() < 0.1:
            return self.said(rng, rng.choice(site.wifi), rng.choice([20.0, 25.0, 30.0, 40.0]))
        accuracy_m = self._accuracy(rng)
        stood = scattered(rng, site.entrance, STAND_M)
        return self.said(rng, scattered(rng, stood, accuracy_m * SIGMA_PER_ACCURACY), accuracy_m)

    def canyon(self, rng: random.Random, site: Site) -> Fix:
        """Between towers: echoes push the fix to one side, and the phone knows half of it."""
        stood = scattered(rng, site.entrance, STAND_M)
        pushed = around(rng, stood, 120)
        error_m = rng.uniform(12, 45)
        return self.said(rng, scattered(rng, pushed, error_m), rng.uniform(0.8, 2) * error_m)

    def said(
        self,
        rng: random.Random,
        point: LatLng,
        accuracy_m: float,
        *,
        age_s: float | None = None,
        datum: Datum | None = None,
    ) -> Fix:
        """As it goes over the wire; `datum` is what the app declares, if that is not the truth."""
        ages = {"iphone": rng.uniform(0, 8), "android": rng.uniform(0, 15), "browser": 0.0}
        whole = self.kind in {"browser", "wechat"}
        return Fix(
            point=from_wgs84(point, self.datum).rounded(7),
            datum=datum or self.datum,
            accuracy_m=None if self.kind == "mute" else round(accuracy_m, 0 if whole else 1),
            fix_age_s=ages.get(self.kind) if age_s is None else age_s,
            is_mock=False if self.kind == "android" else None,
        )

    def _accuracy(self, rng: random.Random) -> float:
        if self.kind == "iphone":
            return rng.choice(IPHONE_STEPS)
        if self.kind == "wechat":
            return rng.choice([15.0, 30.0, 30.0, 40.0, 65.0])
        return rng.uniform(3, 25)


KINDS = {
    "iphone": (Datum.WGS84, 25),
    "android": (Datum.GCJ02, 35),
    "browser": (Datum.WGS84, 15),
    "wechat": (Datum.GCJ02, 24),
    "mute": (Datum.BD09, 1),
}


def phone(rng: random.Random, number: int, kind: str = "") -> Phone:
    kind = kind or rng.choices(list(KINDS), [share for _datum, share in KINDS.values()])[0]
    return Phone(kind, KINDS[kind][0], number)
