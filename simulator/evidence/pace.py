"""How many prospects come in a month, by channel: whole months alone, each channel's own."""

from __future__ import annotations

import math
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import fmean, stdev

from scipy.special import stdtrit

from simulator.evidence.deals import Deal

Month = tuple[int, int]
"""Year and month."""
FIRST_DAYS = 5
"""A file whose first deal began later in its month than this is taken to begin within it."""


@dataclass(frozen=True)
class Pace:
    """Prospects a month of one channel with a 95 % interval of the mean, over so many whole months."""

    channel: str
    value: float
    low: float
    high: float
    months: int


@dataclass(frozen=True)
class Paces:
    """The pace of each channel, most first, and the months at the file's ends that are not whole."""

    channels: tuple[Pace, ...]
    left_out: tuple[Month, ...]


def paces(deals: Iterable[Deal], as_of: date) -> Paces:
    """Return prospects a month by channel, up to the month of the last; those without a beginning count nowhere.

    That month is whole where the file knows of a later day (``as_of``). No whole month: no paces.
    """
    begun = [(deal.channel, deal.created) for deal in deals if deal.created]
    if not begun:
        return Paces((), ())
    first, last = (pick(day for _, day in begun) for pick in (min, max))
    months = _months(first, last)
    left_out = [months[0]] if first.day > FIRST_DAYS else []
    if as_of < last.replace(day=monthrange(last.year, last.month)[1]) and months[-1] not in left_out:
        left_out.append(months[-1])
    whole = [month for month in months if month not in left_out]
    counts: dict[str, Counter[Month]] = {}
    for channel, day in begun:
        counts.setdefault(channel, Counter())[day.year, day.month] += 1
    found = [_pace(channel, [count[month] for month in whole]) for channel, count in counts.items()] if whole else []
    return Paces(tuple(sorted(found, key=lambda pace: -pace.value)), tuple(left_out))


def _months(first: date, last: date) -> list[Month]:
    start, end = 12 * first.year + first.month - 1, 12 * last.year + last.month - 1
    return [(number // 12, number % 12 + 1) for number in range(start, end + 1)]


def _pace(channel: str, counts: list[int]) -> Pace:
    """Return the mean with its interval: from the spread of months where there are some, else as counts spread."""
    number, mean = len(counts), fmean(counts)
    spread = max(stdev(counts), math.sqrt(mean)) if number > 1 else math.sqrt(mean)
    half = float(stdtrit(max(number - 1, 1), 0.975)) if number > 2 else 1.96
    return Pace(
        channel,
        mean,
        max(mean - half * spread / math.sqrt(number), 0.0),
        mean + half * spread / math.sqrt(number),
        number,
    )
