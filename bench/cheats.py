"""What the rules make of honest visitors and of cheats: a confusion table over a seeded corpus.

Thousands of attempts of either sort, mixed as they would arrive, are judged by the pure rules over
a world in memory that keeps the facts as the store does. For each kind of trace: how many were
verified, probable and unverified. Below: the share of fakes that brought nothing (goal: 95 %), the
share of honest attempts held back at the first answer (goal: at most 1 %), and honest ones lost
(none: each is kept, with a check that says why and what next).

Shown apart, and in no share: what the answer can only name (an app that declares a wrong datum, a
coarse position by permission, a pin that is not surveyed), and cheats that do all a visitor does
but being there, whom no rule can tell.

The limits were set with seed 1; the others are what counts. Exits with 1 if a goal is missed.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from table import show  # after the root is on the path

from bench.corpus.run import TUNED_ON, Tally, held_back, lost, play, unrewarded

FAKES_UNREWARDED = 0.95
HONEST_HELD_BACK = 0.01


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[2, 3], help="worlds to play (2 3)")
    parser.add_argument("--size", type=float, default=1.0, help="times as many rounds (1)")
    asked = parser.parse_args()
    reached = [report(seed, play(seed, asked.size)) for seed in asked.seeds]
    return 0 if all(reached) else 1


def report(seed: int, tallies: list[Tally]) -> bool:
    """Prints the tables of one world; whether it reaches the goals."""
    note = ", on which the limits were set" if seed == TUNED_ON else ""
    for title, honest, apart in (
        ("honest", True, False),
        ("fakes", False, False),
        ("honest, shown apart: held back for what the answer names", True, True),
        ("fakes, shown apart: no rule can tell them", False, True),
    ):
        rows = [_row(one) for one in tallies if (one.honest, one.apart) == (honest, apart)]
        heads = ["kind", "sent", "verified", "probable", "unverified", "share"]
        show(f"seed {seed}{note}: {title}", heads, rows)
    fakes, honest_held, gone = unrewarded(tallies), held_back(tallies), lost(tallies)
    print(f"\n  fakes unrewarded: {fakes:.1%} (goal: {FAKES_UNREWARDED:.0%} or more)")
    print(f"  honest held back: {honest_held:.2%} (goal: {HONEST_HELD_BACK:.0%} or less)")
    print(f"  honest lost: {gone} (goal: 0)", flush=True)
    return fakes >= FAKES_UNREWARDED and honest_held <= HONEST_HELD_BACK and gone == 0


def _row(one: Tally) -> list[object]:
    share = f"{one.unverified / one.sent:.1%}"
    return [one.kind, one.sent, one.verified, one.probable, one.unverified, share]


if __name__ == "__main__":
    sys.exit(main())
