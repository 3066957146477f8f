"""Whether a history can tell what a channel's spend does at all: where it cannot, the judgement stands.

What a fit finds is only as good as the spend it was found in. Spend that hardly moves, moves with the season, or was
set by the very enquiries it is to explain, shows no effect of its own, however narrow a fit may come out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from scipy.special import stdtr

from simulator.evidence.history.background import explained, rest_of, usual_terms
from simulator.evidence.history.model import Draws
from simulator.evidence.history.series import STEPS_A_YEAR, Floats, Flow, History

Silence = Literal[
    "curve", "few", "stock", "steady", "season", "spread", "follows", "together", "in step", "none", "wide"
]  # fmt: skip
"""Why a history tells nothing of a channel: a curve that is not asked about; too few steps or prospects; customers and
those won that contradict each other; spend that hardly varies, varies with season and trend, was spread evenly over the
weeks of a month, follows enquiries, or moves with other channels'; results that move with spend more than spend can
move them; an effect that may as well be none; and what is found is about as unsure as the judgement."""

LEAST_YEARS = 1.5
LEAST_RESULTS = 3.0
"""Prospects in a mean month below which chance outweighs all else."""
MOST_NEGATIVE = 0.1
"""Share of the steps in which fewer than no customers may have left: counts are sometimes put into the next month."""
LEAST_MOVE = 0.08
"""How far spend must move beside season and trend, as a share of its mean."""
MOST_EXPLAINED = 0.75
"""Share of the variance of spend that season, trend and the enquiries before may explain."""
TOO_LIKELY = 0.01
"""Chance below which it is no accident that spend follows enquiries."""
MOSTLY = 0.9
"""Share of the weeks that must be like the one before, within a month, for spend to be one of months."""
TOGETHER = 0.9
"""Correlation of a channel's spend with the others', beside season and trend, from which it cannot be told apart."""
NARROWER = 0.8
"""The curve's fact that is told best must be this much narrower than the judgement, as a share of it."""
LEAST_GAINED = 2.0
"""By how much an effect must fit better than none, in logarithms of the likelihood: a 95 % likelihood ratio."""
ALL_REMAINS = 0.93
"""Share that may remain at zero spend, at the upper end of 90 %, from which on there may be no effect at all."""


def silence_of_spend(history: History, flow: Flow, channel: str) -> Silence | None:
    """Return why spend as it was can tell nothing, whatever a fit says; None where it may."""
    spend, known = flow.spends[channel], flow.known
    if few(history, flow):
        return "few"
    mean = spend[known].mean()
    if mean <= 0 or spend[known].std() < LEAST_MOVE * mean:
        return "steady"
    if history.step == "week" and _spread(history, spend):
        return "spread"
    terms = usual_terms(history)[known]
    own = rest_of(spend[known], terms)
    if own.std() < LEAST_MOVE * mean or explained(spend, _calendar(history), known) > MOST_EXPLAINED:
        return "season"
    logs = np.log(flow.results + 0.5)
    before = np.concatenate([[np.nan], logs[:-1]])
    with_enquiries = explained(spend, np.column_stack([usual_terms(history), before]), known)
    if with_enquiries > MOST_EXPLAINED:
        return "season" if 1 - (own**2).sum() / ((spend[known] - mean) ** 2).sum() > MOST_EXPLAINED else "follows"
    if _follows(history, spend, logs, known):
        return "follows"
    others = [rest_of(theirs[known], terms) for other, theirs in flow.spends.items() if other != channel]
    if others and explained(own, np.stack(others, axis=1), np.ones(len(own), bool)) > TOGETHER**2:
        return "together"
    return None


def few(history: History, flow: Flow) -> bool:
    """Return whether there are too few steps, or too few people in them, for anything to be told from chance."""
    a_year, known = STEPS_A_YEAR[history.step], flow.known
    if known.sum() < LEAST_YEARS * a_year:
        return True
    return flow.new is None and float(np.mean(flow.results[known])) * a_year / 12 < LEAST_RESULTS


def contradicts(flow: Flow) -> bool:
    """Return whether, in more than a few steps, fewer customers left than none: columns that do not go together."""
    return bool(np.mean(flow.results[flow.known] < 0) > MOST_NEGATIVE)


def by_head(flow: Flow, effort: Floats) -> Flow:
    """Return a flow whose spend is that of one head, and whose results are those of as many heads in every step.

    ``effort``: spend per head, (steps,). Spend that people share is told by what each gets and brings.
    """
    assert flow.heads is not None
    (channel,) = flow.spends
    effort = np.where(np.isnan(flow.spends[channel]) | np.isnan(flow.heads), np.nan, effort)
    beside_mean = np.nanmean(flow.heads) / np.maximum(flow.heads, 1e-9)
    return Flow({channel: effort}, np.maximum(flow.results, 0.0) * beside_mean, None, flow.new)


def _spread(history: History, spend: Floats) -> bool:
    """Return whether the weeks within a month all have the same spend: what a month cost, divided by its weeks."""
    months = np.array([12 * day.year + day.month for day in history.starts])
    within = (np.diff(months) == 0) & ~np.isnan(np.diff(spend))
    same = np.isclose(spend[1:], spend[:-1], rtol=0.01)[within]
    return bool(len(same) and same.mean() > MOSTLY)


def silence_of_fit(before: Draws, after: Draws, gained: float) -> Silence | None:
    """Return why what was found tells no more than was held before; None where it does. ``gained``: as in `Fit`."""
    if gained < LEAST_GAINED:
        return "none"
    all_remains = np.quantile(np.minimum(after.remains, 1 / np.maximum(after.remains, 1e-9)), 0.95) > ALL_REMAINS
    if all_remains:
        return "none"
    facts = (before.remains, after.remains), (before.bend, after.bend), (before.carryover, after.carryover)
    return "wide" if min(narrowed(*pair) for pair in facts) > NARROWER else None


def silence_of_rate(before: Floats, after: Floats) -> Silence | None:
    """Return why a level that was found, (draws,), tells no more than was held before; None where it does."""
    return "wide" if narrowed(before, after) > NARROWER else None


def narrowed(before: Floats, after: Floats) -> float:
    """Return how wide the middle 90 % of draws is beside what it was."""
    widths = [float(np.ptp(np.quantile(each, (0.05, 0.95)))) for each in (after, before)]
    return widths[0] / widths[1] if widths[1] > 0 else 1.0


def _calendar(history: History) -> Floats:
    """Return a level for each month of the year, and the trend: (steps, terms).

    What is done every December has no smooth wave, and is a season all the same.
    """
    months = np.array([day.month for day in history.starts])
    return np.column_stack([*(months == month for month in sorted(set(months))), history.years]).astype(float)


def _follows(history: History, spend: Floats, logs: Floats, known: np.ndarray) -> bool:
    """Return whether spend rises after enquiries did, beside season, trend and what was spent then (Granger 1969)."""
    was = np.concatenate([[np.nan], spend[:-1]])
    before = np.concatenate([[np.nan], logs[:-1]])
    terms = np.column_stack([usual_terms(history), was, before])
    rows = known & ~np.isnan(terms).any(axis=1)
    t = _last_t(spend[rows], terms[rows])
    return bool(t > 0 and 2 * (1 - stdtr(rows.sum() - terms.shape[1], t)) < TOO_LIKELY)


def _last_t(values: Floats, terms: Floats) -> float:
    """Return the t statistic of the last term."""
    inverse = np.linalg.pinv(terms.T @ terms)
    rest = rest_of(values, terms)
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
    terms = usual_terms(history)[known]
    own = rest_of(np.log(spend[known]), terms)
    moved = rest_of(np.log(flow.results[known] + 0.5), terms)
    return bool((own * moved).sum() > 0.9 * (own**2).sum() > 0)
