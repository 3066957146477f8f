"""How many deals are won, and when: open deals are not lost, and a lost one can no longer be won.

Sources: E. B. Wilson, "Probable inference" (1927), for the interval of a share; O. Aalen and S. Johansen (1978) for the
share won where lost is a competing end and open deals are censored at the day of the export.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from simulator.evidence.deals import Deal

Z95 = 1.959963984540054


@dataclass(frozen=True)
class Share:
    """A share of deals with its 95 % interval; ``of`` is how many deals it rests on."""

    value: float
    low: float
    high: float
    of: int


@dataclass(frozen=True)
class Incidence:
    """The share of deals won by each day after they began (days,), as far as the export shows."""

    days: tuple[int, ...]
    won: tuple[float, ...]
    undated: int
    """Decided deals without dates. Left out they would be missing among the lost or the won, so one is too many."""

    @property
    def final(self) -> float | None:
        """The share won in the end, as far as the export shows; None where undated deals forbid to say."""
        return None if self.undated or not self.days else self.won[-1]

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
    days, won = _aalen_johansen(spans)
    return Incidence(tuple(days), tuple(won), undated)


def _aalen_johansen(spans: list[tuple[int, str]]) -> tuple[list[int], list[float]]:
    at_risk, undecided, incidence = len(spans), 1.0, 0.0
    days, won = [], []
    ends: dict[int, list[str]] = {}
    for span, outcome in spans:
        ends.setdefault(span, []).append(outcome)
    for day in sorted(ends):
        wins, losses = ends[day].count("won"), ends[day].count("lost")
        if wins or losses:
            incidence += undecided * wins / at_risk
            undecided *= 1 - (wins + losses) / at_risk
            days.append(day)
            won.append(incidence)
        at_risk -= len(ends[day])
    return days, won
