"""Where the company stands against acceptable levels: prospects, win rate and share of wallet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from simulator.facts.business import Business
from simulator.facts.curves import Curve
from simulator.model.outcome import Outcome, simulate
from simulator.model.parameters import Array, funnel_of

Driver = Literal["prospects", "win_rate", "share"]
Function = Literal["prospecting", "conversion", "upsell"]

FUNCTION_OF: dict[Driver, Function] = {"prospects": "prospecting", "win_rate": "conversion", "share": "upsell"}
EXACTLY = 1e-9
"""Share of a level by which a driver may miss it and still be exactly there."""


@dataclass(frozen=True)
class Level:
    """One driver today against what is acceptable: prospects per month, or a share from 0 to 1."""

    driver: Driver
    today: float
    acceptable: float
    reference: float
    """The directional reference of `reference_level`."""
    stated: bool
    """Whether the company states the acceptable level itself; else it is the reference."""

    @property
    def short(self) -> bool:
        """Whether today falls short; exactly at the level is acceptable."""
        return self.today < self.acceptable * (1 - EXACTLY)


@lru_cache(maxsize=256)
def levels(business: Business) -> tuple[Level, Level, Level]:
    """Return prospects, win rate and share of wallet today against the acceptable levels."""
    today = simulate(business, business.plan, 1)
    funnel = funnel_of(business)
    prospects = sum(float(np.sum(reference_level(curve))) for _, curve in funnel.prospects.families)
    win_rate, share = float(reference_level(funnel.win_rate)), float(reference_level(funnel.share))
    return (
        _level("prospects", float(today.prospects[-1]), business.acceptable_prospects, prospects),
        _level("win_rate", win_rate_at_end(today), business.acceptable_win_rate, win_rate),
        _level("share", business.share_of_wallet, business.acceptable_share, share),
    )


def reference_level(curve: Curve) -> Array:
    """Return the result from which doubling the effort adds no more than half of what all the effort so far adds.

    A directional reference made of the company's own facts, not a benchmark: below it the curve is still
    steep. Half of the way to the ceiling on an exponential curve, a third on Michaelis–Menten's.
    """
    reached = {"exponential": 1 / 2, "michaelis-menten": 1 / 3, "flat": 0.0}.get(curve.family)
    if reached is None:
        odds = np.maximum(2 * (1 - 1.5 / 2**curve.power), 0.0)
        reached = odds / (1 + odds)
    return np.asarray(curve.floor + (curve.ceiling - curve.floor) * reached)


def win_rate_at_end(outcome: Outcome) -> float:
    """Return the share of the last month's prospects who are won; without prospects, what an average one's would be."""
    prospects = float(outcome.prospects[-1])
    return float(outcome.wins[-1]) / prospects if prospects else float(outcome.run.win_rate[-1, 0, 0])


def _level(driver: Driver, today: float, stated: float | None, reference: float) -> Level:
    return Level(driver, today, reference if stated is None else stated, reference, stated is not None)
