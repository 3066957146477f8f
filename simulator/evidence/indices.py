"""What a channel's customers are worth beside the average, small channels drawn towards it.

Source: empirical Bayes by moments, C. Morris, "Parametric empirical Bayes inference" (1983).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from simulator.evidence.deals import Deal


def win_rate_indices(deals: Iterable[Deal]) -> dict[str, float]:
    """Return each channel's share won of those decided, 1 being that of all; empty where no rate can be said."""
    decided: dict[str, list[float]] = {}
    for deal in deals:
        if deal.outcome in ("won", "lost"):
            decided.setdefault(deal.channel, []).append(float(deal.outcome == "won"))
    return _indices(decided)


def value_indices(deals: Iterable[Deal]) -> dict[str, float]:
    """Return each channel's mean order won, 1 being that of all; blank amounts count nowhere."""
    won: dict[str, list[float]] = {}
    for deal in deals:
        if deal.outcome == "won" and deal.amount is not None:
            won.setdefault(deal.channel, []).append(deal.amount)
    return _indices(won)


def _indices(found: Mapping[str, Sequence[float]]) -> dict[str, float]:
    every = [value for values in found.values() for value in values]
    mean = fmean(every) if every else 0.0
    if not mean:
        return {}
    return {channel: value / mean for channel, value in shrunk(found).items()}


def shrunk(found: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """Return the mean of each group drawn towards that of all: as far as the groups' spread is no more than chance."""
    every = [value for values in found.values() for value in values]
    mean, degrees = fmean(every), len(every) - len(found)
    within = math.fsum((value - fmean(values)) ** 2 for values in found.values() for value in values)
    noise = within / degrees if degrees > 0 else 0.0
    between = _between({channel: (len(values), fmean(values)) for channel, values in found.items()}, mean, noise)
    shares = {
        channel: between / (between + noise / len(values)) if between + noise else 1.0
        for channel, values in found.items()
    }
    return {channel: mean + shares[channel] * (fmean(values) - mean) for channel, values in found.items()}


def _between(groups: Mapping[str, tuple[int, float]], mean: float, noise: float) -> float:
    """Return the variance of the groups' true means, by moments (DerSimonian and Laird 1986); 0 at the least."""
    numbers = [number for number, _ in groups.values()]
    total = sum(numbers)
    spread = math.fsum(number * (each - mean) ** 2 for number, each in groups.values())
    weight = total - math.fsum(number**2 for number in numbers) / total
    return max((spread - (len(groups) - 1) * noise) / weight, 0.0) if weight else 0.0
