"""In how many futures of a company's facts each function falls short, and so how sure the verdict is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulator.facts.frozen_map import FrozenMap
from simulator.facts.measures import DEFAULT_SEED
from simulator.facts.plan import FUNCTIONS, Function
from simulator.insight.levels import falls_short
from simulator.model.cohorts import add_up
from simulator.model.funnel import Run, run
from simulator.model.outcome import Floats, value_of
from simulator.model.parameters import Funnel, funnel_with
from simulator.model.question import Question
from simulator.optimise.recommendation import WORTH_SAYING, recommend
from simulator.ranges.best_of_each import best_of_each
from simulator.ranges.candidates import limits_of
from simulator.ranges.futures import Futures

COUNT = 256
"""Futures that are diagnosed, each with the best split of its own: a share of them has a standard error of .03."""


Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class VerdictChance:
    """How often each function falls short where the facts lie within their ranges."""

    short: Mapping[Function, float]
    """Share of the futures in which it does, 0 to 1."""
    nothing: float
    """Share of those in which none does."""


@lru_cache(maxsize=64)
def verdict_chance(question: Question, seed: int = DEFAULT_SEED, count: int = COUNT) -> VerdictChance | None:
    """Return in how many futures each function falls short today, by the rule of `levels`; None with exact facts.

    In each future today's plan stands against the best split of the same money in that future.
    """
    asked = question.today
    futures = Futures(asked.business, count, seed)
    if not futures.wide:
        return None
    facts = futures.facts(slice(0, count)).draws
    result = _today_and_best(asked, funnel_with(asked.business, facts))
    short = _short(asked, result, _share_today(asked, facts))
    nothing = ~np.logical_or.reduce(list(short.values()))
    return VerdictChance(FrozenMap({each: float(short[each].mean()) for each in FUNCTIONS}), float(nothing.mean()))


def _today_and_best(asked: Question, funnel: Funnel) -> Run:
    """Return one run of two plans in each future: today's, and the best split there."""
    today = np.array(asked.plan.amounts)
    starts = np.array([today, recommend(asked).optimum.plan.amounts])
    splits = best_of_each(funnel, asked.months, asked.metric, limits_of(asked, ()), starts)
    best = np.array([each.plan for each in splits])
    spend = np.stack([np.broadcast_to(today, best.shape), best]).transpose(2, 0, 1)[None]
    return run(funnel, spend, asked.months)


def _share_today(asked: Question, facts: Mapping[str, Floats]) -> Floats | float:
    business = asked.business
    name = "share_of_wallet" if business.customers else "share_new"
    stated: float = getattr(business, name)
    return facts.get(name, stated)


def _short(asked: Question, result: Run, share: Floats | float) -> dict[Function, Bools]:
    business, levels = asked.business, result.wallet_won[:-1]
    prospects = result.prospects.sum(axis=1)
    customers = add_up(result.cohorts.heads, result.customers[:-1])
    wins = result.win_rate * result.qualified_prospects
    win_rate = _ratio(wins, prospects, result.win_rate)
    of_wallet = _ratio(add_up(result.cohorts.heads, levels), customers, 0.0)

    brought, brings = value_of(result, asked.metric)
    gains = brings - brought > WORTH_SAYING * np.abs(brings)
    kept = result.spend[-1, :, 1] >= result.spend[-1, :, 0]

    def short(
        now: Floats | float,
        ends: Floats,
        owners: float | None,
        judged: Floats | bool = True,
        funded: Bools | bool = True,
    ) -> Bools:
        at_end, best = ends
        return np.broadcast_to(falls_short(now, (at_end, best), owners, judged, gains & funded), result.funnel.count)

    return {
        "prospecting": short(prospects[0, 0], prospects[-1], business.acceptable_prospects),
        "conversion": short(win_rate[0, 0], win_rate[-1], business.acceptable_win_rate, _any(prospects), kept[-2]),
        "upsell": short(share, of_wallet[-1], business.acceptable_share, _any(customers), kept[-1]),
    }


def _ratio(part: Floats, whole: Floats, without: Floats | float) -> Floats:
    out = np.broadcast_to(without, np.broadcast_shapes(np.shape(part), np.shape(whole))).copy()
    return np.asarray(np.divide(part, whole, out=out, where=whole > 0))


def _any(levels: Floats) -> Floats:
    return np.asarray((levels > 0).any(axis=(0, 1)))
