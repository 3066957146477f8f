"""Where the company stands against acceptable levels: prospects, win rate and share of wallet.

A level the owner states is the level. Where none is stated, acceptable is what the same money would reach, split best.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.facts.plan import Function
from simulator.model.outcome import Floats, Outcome
from simulator.model.question import Question
from simulator.optimise.recommendation import recommend

Driver = Literal["prospects", "win_rate", "share"]

FUNCTION_OF: dict[Driver, Function] = {"prospects": "prospecting", "win_rate": "conversion", "share": "upsell"}
EXACTLY = 1e-9
"""Share of a level by which a driver may miss it and still be exactly there."""
ENOUGH = 0.05
"""Where no level is stated, a driver is short if the best split of the same money lifts it by more than this share."""


@dataclass(frozen=True)
class Level:
    """One driver with today's plan against what is acceptable: prospects per month, or a share from 0 to 1."""

    driver: Driver
    today: float
    """Now."""
    at_end: float
    """In the last month of the horizon, today's plan kept."""
    best: float
    """In that month with the best split of the same money."""
    owners: float | None
    """What the owner calls acceptable; None where nothing is stated."""
    judged: bool = True
    """Whether there is anybody to judge it by: no win rate without prospects, no share of wallet without customers."""
    better: bool = True
    """Whether the best split brings more, and not by taking money from it: a win rate also rises where fewer prospects
    share the sales team, and a share where fewer customers share account care. Channels may bring more for less."""

    @property
    def stated(self) -> bool:
        """Whether the acceptable level is the owner's; else it is what the best split reaches."""
        return self.owners is not None

    @property
    def acceptable(self) -> float:
        """The owner's level, else what the best split reaches."""
        return self.best if self.owners is None else self.owners

    @property
    def compared(self) -> float:
        """What is held against it, like with like: now against the owner's, the last month against the best split's."""
        return self.at_end if self.owners is None else self.today

    @property
    def lift(self) -> float:
        """What the best split adds to the last month, as a share of what today's plan keeps; infinite from nothing."""
        return float(lift(self.at_end, self.best))

    @property
    def short(self) -> bool:
        """Whether it falls short: below the owner's level, or lifted by more than `ENOUGH` by the best split."""
        return bool(falls_short(self.today, (self.at_end, self.best), self.owners, self.judged, self.better))


def lift(at_end: ArrayLike, best: ArrayLike) -> Floats:
    """Return what the best split adds to a driver, as a share of what today's plan keeps; infinite from nothing."""
    kept, reached = np.broadcast_arrays(np.asarray(at_end, float), np.asarray(best, float))
    return np.asarray(np.divide(reached, kept, out=np.where(reached > 0, math.inf, 1.0), where=kept > 0) - 1)


def falls_short(
    today: ArrayLike, ends: tuple[ArrayLike, ArrayLike], owners: float | None, judged: ArrayLike, better: ArrayLike
) -> NDArray[np.bool_]:
    """Return where a driver falls short, as in `Level.short`: each as there, all of one shape or single.

    ``ends``: what it comes to with today's plan, and with the best split.
    """
    lifted = (lift(*ends) > ENOUGH) & np.asarray(better, bool)
    return np.asarray(judged, bool) & (lifted if owners is None else np.less(today, owners * (1 - EXACTLY)))


@lru_cache(maxsize=256)
def levels(question: Question) -> tuple[Level, Level, Level]:
    """Return prospects, win rate and share of wallet with today's plan against the acceptable levels.

    The best split is that of today's total, over the horizon and in the measure of the question.
    """
    business, asked = question.business, question.today
    advice = recommend(asked)
    today, best = asked.outcome, asked.about(advice.optimum.plan).outcome
    judged = {"win_rate": _any(today.prospects, best.prospects), "share": _any(today.customers, best.customers)}
    then, now_spent = advice.optimum.plan, asked.plan
    kept = {"win_rate": then.conversion >= now_spent.conversion, "share": then.upsell >= now_spent.upsell}

    def level(driver: Driver, now: float, ends: tuple[float, float], owners: float | None) -> Level:
        better = advice.gains and kept.get(driver, True)
        return Level(driver, now, *ends, owners, judged.get(driver, True), better)

    return (
        level("prospects", float(today.prospects[0]), (float(today.prospects[-1]), float(best.prospects[-1])),
              business.acceptable_prospects),
        level("win_rate", win_rate_in(today, 0), (win_rate_at_end(today), win_rate_at_end(best)),
              business.acceptable_win_rate),
        level("share", business.share_of_wallet if business.customers else business.share_new,
              (float(today.share_of_wallet[-1]), float(best.share_of_wallet[-1])), business.acceptable_share),
    )  # fmt: skip


def win_rate_at_end(outcome: Outcome) -> float:
    """Return the share of the last month's prospects who are won; without prospects, what an average one's would be."""
    return win_rate_in(outcome, -1)


def win_rate_in(outcome: Outcome, month: int) -> float:
    """Return the share of one month's prospects who are won; without prospects, what an average one's would be."""
    prospects = float(outcome.prospects[month])
    return float(outcome.wins[month]) / prospects if prospects else float(outcome.run.win_rate[month, 0, 0])


def _any(*counts: Floats) -> bool:
    return any(bool((each > 0).any()) for each in counts)
