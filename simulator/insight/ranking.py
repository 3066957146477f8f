"""Which function's next unit of money brings most, and whether that stands out against what is not known exactly."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulator.facts.business import Business
from simulator.facts.curve_facts import CHANNEL_CURVE, CHURN_CURVE, SHARE_CURVE, WIN_RATE_CURVE, CurveFacts
from simulator.facts.declaration import Declared
from simulator.facts.plan import FUNCTIONS, Function, Plan, function_of
from simulator.model.funnel import Run, run, spend_array
from simulator.model.next_return import next_returns
from simulator.model.parameters import funnel_with
from simulator.model.question import Question

ASSUMED_RANGE = 0.25
"""How far a fact may be off where the company states no range: an assumption, not a measurement."""

Facts = Mapping[str, float]


@dataclass(frozen=True)
class Return:
    """A function's best lever and what its next unit of money brings back over the horizon, money per money."""

    function: Function
    lever: str
    marginal: float


@dataclass(frozen=True)
class MarginalRanking:
    """The functions by marginal return, the highest first, and how far the first is ahead."""

    returns: tuple[Return, Return, Return]
    ahead: float
    """First less second, money per money."""
    uncertainty: float
    """How much that moves when facts move within their ranges: root of the sum of squares."""

    @property
    def first(self) -> Return:
        """The function whose next unit of money brings most."""
        return self.returns[0]

    @property
    def clear(self) -> bool:
        """Whether the lead is more than the uncertainty."""
        return self.ahead > self.uncertainty


@lru_cache(maxsize=256)
def marginal_ranking(question: Question) -> MarginalRanking:
    """Return whose next unit of money brings most under the plan."""
    cases = [("", {}), *_one_at_a_time(question.business)]
    slopes = next_returns(_run_of(question.business, question.plan, question.months), question.metric)[:, 0]
    slopes = np.broadcast_to(slopes, (len(question.levers), len(cases)))
    order = sorted(_best_places(question.levers, slopes[:, 0]), key=lambda place: -slopes[place, 0])
    levers = [question.levers[place] for place in order]
    found = [
        Return(function_of(lever), lever, float(slopes[place, 0])) for place, lever in zip(order, levers, strict=True)
    ]
    ahead = slopes[order[0]] - slopes[order[1]]
    swings = {cases[place][0]: abs(ahead[place] - ahead[place + 1]) / 2 for place in range(1, len(cases), 2)}
    return MarginalRanking(
        returns=(found[0], found[1], found[2]),
        ahead=float(ahead[0]),
        uncertainty=math.sqrt(math.fsum(swing**2 for swing in swings.values())),
    )


def _best_places(levers: Sequence[str], slopes: NDArray[np.float64]) -> list[int]:
    """Return the place of each function's best lever."""
    places = [[place for place, lever in enumerate(levers) if function_of(lever) == each] for each in FUNCTIONS]
    return [max(mine, key=lambda place: float(slopes[place])) for mine in places]


@lru_cache(maxsize=16)
def _run_of(business: Business, plan: Plan, months: int) -> Run:
    """Return one run of all cases, each with some facts replaced; one for every measure."""
    cases = [{}, *(facts for _, facts in _one_at_a_time(business))]
    names = {name for facts in cases for name in facts}
    draws = {name: np.array([facts.get(name, _fact(business, name)) for facts in cases]) for name in names}
    return run(funnel_with(business, draws), spend_array(plan.levers, plan.amounts), months)


def _one_at_a_time(business: Business) -> Iterator[tuple[str, Facts]]:
    """Yield, for each uncertain fact, the low and then the high end of its range."""
    stated = {
        "win_rate": (WIN_RATE_CURVE, _off(business.win_rate_low, business.win_rate)),
        "share_of_wallet": (SHARE_CURVE, _off(business.share_low, business.share_of_wallet)),
        "churn": (CHURN_CURVE, _off(business.churn_high, business.churn)),
    }
    for name, (curve, off) in stated.items():
        for factor in (1 - off, 1 + off):
            yield name, {field: value * factor for field, value in _facts(business, curve).items()}
    for owner, prefix, curve in (
        (business, "", WIN_RATE_CURVE), (business, "", SHARE_CURVE),
        *((channel, f"{channel.name}.", CHANNEL_CURVE) for channel in business.channels),
    ):  # fmt: skip
        yield from _doubling(owner, prefix, curve)


def _doubling(owner: Declared, prefix: str, curve: CurveFacts) -> Iterator[tuple[str, Facts]]:
    """Yield what double the effort would bring, a quarter less and a quarter more beyond today's."""
    facts = _facts(owner, curve)
    double, today, zero = (curve.fields[fact] for fact in ("double", "today", "zero"))
    if double not in facts or facts[today] <= facts[zero] or curve.fields.get("ceiling") in facts:
        return
    gain = (facts[double] - facts[today]) / (facts[today] - facts[zero])
    for more in (gain * (1 - ASSUMED_RANGE), min(gain * (1 + ASSUMED_RANGE), (1 + gain) / 2)):
        yield f"{prefix}{double}", {f"{prefix}{double}": facts[today] + more * (facts[today] - facts[zero])}


def _facts(owner: Declared, curve: CurveFacts) -> dict[str, float]:
    return {field: value for field in curve.fields.values() if (value := getattr(owner, field)) is not None}


def _fact(business: Business, name: str) -> float:
    channel, _, fact = name.rpartition(".")
    value: float = getattr(business.channel(channel), fact) if channel else getattr(business, name)
    return value


def _off(end: float | None, today: float) -> float:
    """Return how far a fact may be off, as a share of it."""
    return ASSUMED_RANGE if end is None or not today else min(abs(end / today - 1), 0.99)
