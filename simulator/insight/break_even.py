"""How far each driver may fall, or churn rise, before monthly gross profit reaches zero."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Literal

import numpy as np

from simulator.facts.business import Business
from simulator.facts.curves import Curve
from simulator.facts.roots import root
from simulator.insight.levels import win_rate_at_end
from simulator.model.funnel import run, spend_array
from simulator.model.outcome import Outcome
from simulator.model.parameters import Array, ChannelCurves, Funnel, funnel_of
from simulator.model.question import Question
from simulator.whatif.what_if import MOST_CHURN

STEPS = 64
"""Factors tried at once."""

Slipping = Literal["prospects", "win rate", "share", "churn"]
Slipped = Callable[[Funnel, Array], Funnel]
"""The funnel with a driver of so many times, or of so much; as many values as draws."""
DRIVERS: tuple[Slipping, ...] = ("prospects", "win rate", "share", "churn")


@dataclass(frozen=True)
class BreakEven:
    """The change of one driver, at any effort and from now on, at which some month's gross profit is zero."""

    driver: Slipping
    factor: float | None
    """What the driver may be multiplied by; None where no fall to nothing (rise of churn to 99 %) reaches zero."""
    risen_to: float | None = None
    """Of a churn that is none today, and so has no factor: what it may rise to; None where no rise reaches zero."""


@lru_cache(maxsize=128)
def break_even(question: Question) -> tuple[BreakEven, ...] | None:
    """Return each driver's limit under the plan; None where gross profit is zero or less in some month already."""
    business, funnel = question.business, funnel_of(question.business)
    spend = spend_array(question.levers, question.plan.amounts)

    def worst(slipped: Slipped, tried: Array) -> Array:
        profit: Array = run(slipped(funnel, tried), spend, question.months).gross_profit.min(axis=0)[0]
        return np.broadcast_to(profit, tried.shape)

    def limit(driver: Slipping) -> BreakEven:
        if driver == "churn" and not (business.churn or business.churn_at_zero):
            return BreakEven(driver, None, _limit(partial(worst, _risen_churn), (0.0, MOST_CHURN)))
        return BreakEven(driver, _limit(partial(worst, SLIPPED[driver]), (1.0, _end(business, driver))))

    if worst(_prospects, np.ones(1))[0] <= 0:
        return None
    return tuple(limit(driver) for driver in DRIVERS)


def drivers_at_end(outcome: Outcome) -> dict[Slipping, float]:
    """Return the drivers a plan ends with: those of the last month, share of wallet after it."""
    retention = outcome.run.retention
    return {
        "prospects": float(outcome.prospects[-1]),
        "win rate": win_rate_at_end(outcome),
        "share": outcome.share_of_wallet_at_end,
        "churn": 1 - float(np.ravel(retention[-1] if retention.ndim == 3 else retention)[-1]),
    }


def _end(business: Business, driver: Slipping) -> float:
    if driver != "churn":
        return 0.0
    return MOST_CHURN / max(business.churn, business.churn_at_zero or 0.0)


def _limit(profit: Callable[[Array], Array], ends: tuple[float, float]) -> float | None:
    """Return what is tried between today's and the last at which profit is 0; None where it stays above."""
    values = np.linspace(*ends, STEPS + 1)
    below = profit(values) <= 0
    if not below.any():
        return None
    first = max(int(np.argmax(below)), 1)
    return root(lambda tried: -profit(tried), float(values[first - 1]), float(values[first]), at_once=STEPS)


def _times(curve: Curve, factor: Array) -> Curve:
    same = np.ones_like(factor)
    return Curve(curve.family, curve.floor * factor, curve.ceiling * factor, curve.scale * same, curve.power * same)


def _prospects(funnel: Funnel, factor: Array) -> Funnel:
    prospects, equivalent = (
        ChannelCurves(tuple((rows, _times(curve, factor)) for rows, curve in curves.families))
        for curves in (funnel.prospects, funnel.equivalent_prospects)
    )
    return replace(funnel, prospects=prospects, equivalent_prospects=equivalent)


def _win_rate(funnel: Funnel, factor: Array) -> Funnel:
    return replace(funnel, win_rate=_times(funnel.win_rate, factor))


def _share(funnel: Funnel, factor: Array) -> Funnel:
    return replace(
        funnel,
        share=_times(funnel.share, factor),
        share_new=funnel.share_new * factor,
    )


def _churn(funnel: Funnel, factor: Array) -> Funnel:
    curve = funnel.churn_curve
    each = funnel.customers * np.ones_like(factor)
    churn_curve = None if curve is None else _times(curve, factor)
    return replace(funnel, churn=funnel.churn * factor, churn_curve=churn_curve, customers=each)


def _risen_churn(funnel: Funnel, churn: Array) -> Funnel:
    """Return the funnel of a company that loses nobody today, with that churn at any effort."""
    return _churn(replace(funnel, churn=np.ones_like(funnel.churn), churn_curve=None), churn)


SLIPPED: dict[Slipping, Slipped] = {
    "prospects": _prospects,
    "win rate": _win_rate,
    "share": _share,
    "churn": _churn,
}
"""How each driver is multiplied in the funnel: the same as the what-if facts, for many factors at once."""
