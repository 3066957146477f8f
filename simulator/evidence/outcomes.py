"""How many deals are won, and when: open deals are not lost, and a lost one can no longer be won.

Sources: E. B. Wilson, "Probable inference" (1927), for the interval of a share; O. Aalen and S. Johansen (1978) for the
share won where lost is a competing end and open deals are censored at the day of the export.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from simulator.evidence.deals import Deal

Z95 = 1.959963984540054


@dataclass(frozen=True)
class Share:
    """A share of deals, or another mean of them, with its 95 % interval; ``of`` is how many deals it rests on."""

    value: float
    low: float
    high: float
    of: int


@dataclass(frozen=True)
class Incidence:
    """The share of deals won by each day after they began (days,), as far as the export shows."""

    days: tuple[int, ...]
    won: tuple[float, ...]
    error: float
    """Standard error of the last of them."""
    of: int
    """How many deals it rests on."""
    wins: tuple[int, ...]
    """How many were won on each of the days."""
    undated: int
    """Decided deals without dates. Left out they would be missing among the lost or the won, so one is too many."""

    @property
    def final(self) -> float | None:
        """The share won in the end, as far as the export shows; None where undated deals forbid to say."""
        return None if self.undated or not self.days else self.won[-1]

    @property
    def share(self) -> Share | None:
        """The share won in the end with its 95 % interval, on the scale of log odds; None where it cannot be said."""
        value = self.final
        if value is None or not 0 < value < 1:
            return None
        odds, width = math.log(value / (1 - value)), Z95 * self.error / (value * (1 - value))
        low, high = (1 / (1 + math.exp(-end)) for end in (odds - width, odds + width))
        return Share(value, low, high, self.of)

    @property
    def mean_time(self) -> Share | None:
        """The mean days to win with its 95 % interval; None where `mean_days` is, or where only one was won."""
        mean = self.mean_days
        if mean is None or sum(self.wins) < 2:
            return None
        steps = zip(self.days, self.won, (0.0, *self.won[:-1]), self.wins, strict=True)
        # Each day weighs as much as of the share won was won on it; its wins are independent of each other.
        variance = math.fsum(((now - before) * (day - mean)) ** 2 / many for day, now, before, many in steps if many)
        half = Z95 * math.sqrt(variance) / (self.final or 1.0)
        return Share(mean, max(mean - half, 0.0), mean + half, sum(self.wins))

    @property
    def mean_days(self) -> float | None:
        """The mean time to win of those won; None where undated deals forbid to say, or none was won."""
        if not self.final:
            return None
        steps = zip(self.won, (0.0, *self.won[:-1]), strict=True)
        return math.fsum(day * (now - before) for day, (now, before) in zip(self.days, steps, strict=True)) / self.final


def decided_share(deals: Iterable[Deal]) -> Share | None:
    """Return won ÷ (won + lost) with its Wilson interval; None where only one of both is there, which tells no rate."""
    outcomes = [deal.outcome for deal in deals]
    won, lost = outcomes.count("won"), outcomes.count("lost")
    return wilson(won, won + lost) if won and lost else None


def wilson(successes: int, trials: int) -> Share:
    """Return a share with its 95 % Wilson interval; ``trials`` is 1 or more."""
    share, ratio = successes / trials, Z95**2 / trials
    middle = (share + ratio / 2) / (1 + ratio)
    half = Z95 / (1 + ratio) * math.sqrt(share * (1 - share) / trials + ratio / (4 * trials))
    return Share(share, max(middle - half, 0.0), min(middle + half, 1.0), trials)


def incidence_of(deals: Iterable[Deal], as_of: date) -> Incidence:
    """Return the share won by time since the beginning: Aalen–Johansen, open deals watched until ``as_of``."""
    spans: list[tuple[int, str]] = []
    undated = 0
    for deal in deals:
        if deal.outcome is None:
            continue
        end = deal.closed if deal.outcome in ("won", "lost") else as_of
        if deal.created is None or end is None:
            undated += deal.outcome in ("won", "lost")
        elif end >= deal.created:
            spans.append(((end - deal.created).days, deal.outcome))
    steps = _aalen_johansen(spans)
    return Incidence(
        tuple(step.day for step in steps), tuple(step.incidence for step in steps), _error(steps), len(spans),
        tuple(step.won for step in steps), undated,
    )  # fmt: skip


@dataclass(frozen=True)
class _Step:
    """One day on which deals were decided."""

    day: int
    at_risk: int
    decided: int
    won: int
    before: float
    """The share undecided until then."""
    incidence: float
    """The share won by then."""


def _aalen_johansen(spans: list[tuple[int, str]]) -> list[_Step]:
    at_risk, undecided, incidence = len(spans), 1.0, 0.0
    ends: dict[int, Counter[str]] = {}
    for span, outcome in spans:
        ends.setdefault(span, Counter())[outcome] += 1
    steps = []
    for day in sorted(ends):
        won, decided = ends[day]["won"], ends[day]["won"] + ends[day]["lost"]
        if decided:
            before, incidence = undecided, incidence + undecided * won / at_risk
            undecided *= 1 - decided / at_risk
            steps.append(_Step(day, at_risk, decided, won, before, incidence))
        at_risk -= ends[day].total()
    return steps


def _error(steps: list[_Step]) -> float:
    """Return the standard error of the last share won, by the delta method (Marubini and Valsecchi 1995, 10.12)."""
    final = steps[-1].incidence if steps else 0.0
    variance = 0.0
    for step in steps:
        ahead, wins = final - step.incidence, step.before * step.won / step.at_risk
        if step.at_risk > step.decided:
            variance += ahead**2 * step.decided / (step.at_risk * (step.at_risk - step.decided))
        variance += wins * step.before * (step.at_risk - step.won) / step.at_risk**2
        variance -= 2 * ahead * wins / step.at_risk
    return math.sqrt(max(variance, 0.0))
