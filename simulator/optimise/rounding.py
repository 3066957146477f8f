"""Whole units of money that still add up to their total."""

from __future__ import annotations

import math
from collections.abc import Sequence


def round_to_total(
    amounts: Sequence[float],
    total: float,
    unit: float,
    fixed: Sequence[bool],
    lower: Sequence[float] | None = None,
    upper: Sequence[float] | None = None,
) -> tuple[float, ...]:
    """Return the amounts in whole units, summing to ``total``, those ``fixed`` unchanged, within the limits.

    The largest remainders are rounded up. What is not a whole unit of the total goes to the largest amount
    with room for it.
    """
    ends = [math.inf] * len(amounts) if upper is None else upper
    least, most = _limits_in_units(unit, [0.0] * len(amounts) if lower is None else lower, ends)
    open_ = [place for place, on in enumerate(fixed) if not on and least[place] <= most[place]]
    result, slack = list(map(float, amounts)), 1e-6 * unit + 1e-12 * total
    rest = total - math.fsum(amount for place, amount in enumerate(result) if place not in open_)
    counts = {place: min(max(math.floor(result[place] / unit + 1e-9), least[place]), most[place]) for place in open_}
    _share_out(counts, [amount / unit for amount in result], math.floor((rest + slack) / unit), least, most)
    for place, count in counts.items():
        result[place] = round(count * unit, 10)
    if abs(left := total - math.fsum(result)) > slack:
        _put_on_largest(result, left, [place for place in open_ if 0 <= result[place] + left <= ends[place]])
    return tuple(result)


def _put_on_largest(result: list[float], left: float, roomy: Sequence[int]) -> None:
    if roomy:
        result[max(roomy, key=lambda place: (result[place], -place))] += left


def _limits_in_units(unit: float, lower: Sequence[float], upper: Sequence[float]) -> tuple[list[float], list[float]]:
    return (
        [math.ceil(low / unit - 1e-9) for low in lower],
        [high if math.isinf(high) else math.floor(high / unit + 1e-9) for high in upper],
    )


def _share_out(
    counts: dict[int, float], wanted: Sequence[float], total: int, least: Sequence[float], most: Sequence[float]
) -> None:
    """Bring the counts to ``total`` one by one, first where they are furthest from what is wanted."""
    while short := total - sum(counts.values()):
        step = 1 if short > 0 else -1
        room = [p for p in counts if least[p] <= counts[p] + step <= most[p]]
        if not room:
            break
        order = sorted(room, key=lambda p: (step * (counts[p] - wanted[p]), p))
        for place in order[: int(abs(short))]:
            counts[place] += step
