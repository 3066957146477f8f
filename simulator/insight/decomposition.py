"""Why two results differ: one difference shared out, without a remainder, among what caused it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

Coalition = frozenset[str]


def lmdi(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    """Return how much each factor of a product changed it, ``before`` to ``after``, by factor name.

    Factors are positive; the parts sum to the change of the product. Raises `ValueError` otherwise.
    Source: the additive logarithmic mean Divisia index I, Ang (2004, 2015).
    """
    if before.keys() != after.keys():
        raise ValueError(f"the factors differ: {', '.join(sorted(before.keys() ^ after.keys()))}")
    for name, value in [*before.items(), *after.items()]:
        if not (value > 0 and math.isfinite(value)):
            raise ValueError(f"{name} is {value:g}: only factors above 0 have a logarithm")
    weight = logarithmic_mean(math.prod(after.values()), math.prod(before.values()))
    return {name: weight * math.log(after[name] / before[name]) for name in before}


def logarithmic_mean(one: float, other: float) -> float:
    """Return (one − other) / ln(one / other) of two positive numbers, their common value where they are equal."""
    relative = (one - other) / other
    if not relative:
        return other
    # Near each other the difference of the two is exact and their quotient is not; far apart it is the other way round.
    return other * (relative / (math.log1p(relative) if abs(relative) < 0.5 else math.log(one / other)))


def coalitions(players: Sequence[str]) -> list[Coalition]:
    """Return every set of players, the empty one first and all of them last."""
    return [frozenset(group) for size in range(len(players) + 1) for group in combinations(players, size)]


def shapley(players: Sequence[str], values: Callable[[Sequence[Coalition]], Sequence[float]]) -> dict[str, float]:
    """Return each player's exact Shapley value; they sum to the value of all less that of none.

    ``values`` gives the values of all coalitions in one call, so that they can be one run of the kernel:
    a coalition is the set of players already changed. n players need 2^n values. Source: Shapley (1953).
    """
    groups = coalitions(players)
    worth = dict(zip(groups, values(groups), strict=True))
    return {player: math.fsum(_joining(player, worth, len(players))) for player in players}


def _joining(player: str, worth: Mapping[Coalition, float], count: int) -> list[float]:
    """Return what the player adds to each coalition without it, weighted by how often it joins that one."""
    return [
        (worth[group | {player}] - value) / (count * math.comb(count - 1, len(group)))
        for group, value in worth.items()
        if player not in group
    ]
