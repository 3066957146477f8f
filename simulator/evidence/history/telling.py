"""Whether a history can tell what a channel's spend does at all: where it cannot, the judgement stands.

What a fit finds is only as good as the spend it was found in. Spend that hardly moves, moves with the season, or was
set by the very enquiries it is to explain, shows no effect of its own, however narrow a fit may come out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from scipy.special import stdtr

from simulator.evidence.history.background import waves
from simulator.evidence.history.fit import Draws
from simulator.evidence.history.series import STEPS_A_YEAR, Floats, Flow, History

Silence = Literal["curve", "few", "steady", "season", "spread", "follows", "together", "in step", "none", "wide"]
"""Why a history tells nothing of a channel: a curve that is not asked about; too few steps or prospects; spend that
hardly varies, varies with season and trend, was spread evenly over the weeks of a month, follows enquiries, or moves
with another channel's; results that move with spend more than spend can move them; an effect that may as well be none;
and what is found is about as unsure as the judgement."""

LEAST_YEARS = 1.5
LEAST_RESULTS = 3.0
"""Prospects in a mean month below which chance outweighs all else."""
LEAST_MOVE = 0.08
"""How far spend must move beside season and trend, as a share of its mean."""
MOST_EXPLAINED = 0.75
"""Share of the variance of spend that season, trend and the enquiries before may explain."""
TOO_LIKELY = 0.01
"""Chance below which it is no accident that spend follows enquiries."""
MOSTLY = 0.9
"""Share of the weeks that must be like the one before, within a month, for spend to be one of months."""
TOGETHER = 0.9
"""Correlation of two channels' spend beside season and trend, from which they cannot be told apart."""
NARROWER = 0.8
"""The curve's fact that is told best must be this much narrower than the judgement, as a share of it."""
ALL_REMAINS = 0.93
"""Share that may remain at zero spend, at the upper end of 90 %, from which on there may be no effect at all."""
SLOW_WAVES = 4
"""Terms of the season that spend is held against: those of the year and half-year."""


def silence_of_spend(history: History, flow: Flow, channel: str) -> Silence | None:
    """Return why spend as it was can tell nothing, whatever a fit says; None where it may."""
    spend, known = flow.spends[channel], flow.known
    a_year = STEPS_A_YEAR[history.step]
    if known.sum() < LEAST_YEARS * a_year or np.mean(flow.results[known]) * a_year / 12 < LEAST_RESULTS:
        return "few"
    mean = spend[known].mean()
    if mean <= 0 or spend[known].std() < LEAST_MOVE * mean:
        return "steady"
    if history.step == "week" and _spread(history, spend):
        return "spread"
    terms = _usual_terms(history)[known]
    own = _rest(spend[known], terms)
    if own.std() < LEAST_MOVE * mean:
        return "season"
    logs = np.log(flow.results + 0.5)
    before = np.concatenate([[np.nan], logs[:-1]])
    explained = _explained(spend, np.column_stack([_usual_terms(history), before]), known)
    if explained > MOST_EXPLAINED:
        return "season" if 1 - (own**2).sum() / ((spend[known] - mean) ** 2).sum() > MOST_EXPLAINED else "follows"
    if _follows(history, spend, logs, known):
        return "follows"
    for other, theirs in flow.spends.items():
        if other != channel and abs(np.corrcoef(own, _rest(theirs[known], terms))[0, 1]) > TOGETHER:
            return "together"
    return None


def _spread(history: History, spend: Floats) -> bool:
    """Return whether the weeks within a month all have the same spend: what a month cost, divided by its weeks."""
    months = np.array([12 * day.year + day.month for day in history.starts])
    within = (np.diff(months) == 0) & ~np.isnan(np.diff(spend))
    same = np.isclose(spend[1:], spend[:-1], rtol=0.01)[within]
    return bool(len(same) and same.mean() > MOSTLY)


def silence_of_fit(before: Draws, after: Draws) -> Silence | None:
    """Return why what was found tells no more than was held before; None where it does."""
    if np.quantile(after.remains, 0.95) > ALL_REMAINS:
        return "none"
    facts = (before.remains, after.remains), (before.bend, after.bend), (before.carryover, after.carryover)
    return "wide" if min(narrowed(*pair) for pair in facts) > NARROWER else None


def narrowed(before: Floats, after: Floats) -> float:
    """Return how wide the middle 90 % of draws is beside what it was."""
    widths = [float(np.ptp(np.quantile(each, (0.05, 0.95)))) for each in (after, before)]
    return widths[0] / widths[1] if widths[1] > 0 else 1.0


def _usual_terms(history: History) -> Floats:
    """Return level, trend, its bend and the slow season: (steps, terms)."""
    years = history.years
    return np.column_stack([np.ones_like(years), years, years**2, *waves(history.phase)[0][:SLOW_WAVES]])


def _rest(values: Floats, terms: Floats) -> Floats:
    """Return what the terms do not explain of values."""
    found, *_ = np.linalg.lstsq(terms, values, rcond=None)
    return np.asarray(values - terms @ found)


def _explained(values: Floats, terms: Floats, known: np.ndarray) -> float:
    """Return the share of the variance that the terms explain, less what as many terms explain by chance."""
    rows = known & ~np.isnan(terms).any(axis=1)
    rest, free = _rest(values[rows], terms[rows]), rows.sum() - terms.shape[1]
    return float(1 - (rest**2).sum() / free / values[rows].var(ddof=1)) if free > 0 else 1.0


def _follows(history: History, spend: Floats, logs: Floats, known: np.ndarray) -> bool:
    """Return whether spend rises after enquiries did, beside season, trend and what was spent then (Granger 1969)."""
    was = np.concatenate([[np.nan], spend[:-1]])
    before = np.concatenate([[np.nan], logs[:-1]])
    terms = np.column_stack([_usual_terms(history), was, before])
    rows = known & ~np.isnan(terms).any(axis=1)
    t = _last_t(spend[rows], terms[rows])
    return bool(t > 0 and 2 * (1 - stdtr(rows.sum() - terms.shape[1], t)) < TOO_LIKELY)


def _last_t(values: Floats, terms: Floats) -> float:
    """Return the t statistic of the last term."""
    inverse = np.linalg.pinv(terms.T @ terms)
    rest = _rest(values, terms)
    variance = (rest**2).sum() / max(len(values) - terms.shape[1], 1)
    found = inverse @ (terms.T @ values)
    return float(found[-1] / np.sqrt(max(variance * inverse[-1, -1], 1e-30)))


def in_step(history: History, flow: Flow, channels: Sequence[str]) -> bool:
    """Return whether results move with spend more than in proportion, which no response that bends can do."""
    known = ~np.isnan(flow.results)
    spend = np.sum([flow.spends[each] for each in channels], axis=0)
    known = known & ~np.isnan(spend) & (spend > 0)
    if known.sum() < len(history) * 0.8:
        return False
    terms = _usual_terms(history)[known]
    own = _rest(np.log(spend[known]), terms)
    moved = _rest(np.log(flow.results[known] + 0.5), terms)
    return bool((own * moved).sum() > 0.9 * (own**2).sum() > 0)
