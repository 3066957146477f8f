"""How sure an answer is, in words: in how many of equally likely futures it holds."""

from __future__ import annotations

from simulator.ranges.chances import Chance


def in_futures(share: float) -> str:
    """Return a share of all futures as one counts them: 9 of 10 futures, 19 of 20, 49 of 50, every future."""
    if share == 1:
        return "every future"
    if share == 0:
        return "no future"
    for of, least in ((10, 0.925), (20, 0.965), (50, 1.0)):
        if 1 - least <= share <= least:
            number = min(max(round(share * of), 1), of - 1)
            return f"{number} of {of} futures"
    raise AssertionError(share)


def beats_today_line(found: Chance) -> str:
    """Return how sure the best split is to beat today's plan; nothing where both are level in every future."""
    if found.level == 1:
        return ""
    better, worse = in_futures(found.better), in_futures(found.worse)
    if not found.decided:
        return f"By the ranges of your facts it is level with today's plan: better in {better}, worse in {worse}."
    return f"By the ranges of your facts it is better than today's plan in {better}."
