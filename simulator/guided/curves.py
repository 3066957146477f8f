"""The response curves of a guided company: published elasticities through its own figures, or its owner's own word."""

from __future__ import annotations

import math

from simulator.facts.channel import Channel
from simulator.facts.guesses import ADVERTISING_ELASTICITY, SELLING_ELASTICITY
from simulator.guided.answers import MONEY, Answer, Answers, Judged
from simulator.guided.channels import Filled
from simulator.guided.draft import Draft
from simulator.guided.elasticity import guessed_points, points_from, rounded
from simulator.guided.units import monthly

NEARLY_ALL = 1 - 1e-6
"""A share above which more effort can change nothing that counts."""


def won_share(wins: Answer, value: float, prospects: float) -> float:
    """Return a number of wins, in the unit of ``wins``, as a share of the prospects."""
    return value / 100 if wins.unit == "per cent" else min(monthly(value, wins.unit) / prospects, 1.0)


def put_curves(draft: Draft, answers: Answers, channels: tuple[Filled, ...]) -> None:
    """Put the curves of the win rate and of the share of wallet, and what a new customer's share is."""
    wins, share, new = answers.wins, answers.share, draft.facts["share_of_wallet"]
    prospects = math.fsum(each.prospects for each in channels)
    found = math.fsum(each.spend for each in channels)
    judged = Judged()
    if wins is not None and (wins.unit == "per cent" or prospects > 0):
        judged = Judged(
            *(None if each is None else won_share(wins, each, prospects) for each in _both(answers.sales_judged))
        )
    _put_curve(draft, ("conversion", "win_rate", "win_rate"), judged, found)
    kept = Judged(*(None if each is None or share is None else each / 100 for each in _both(answers.care_judged)))
    _put_curve(draft, ("upsell", "share_of_wallet", "share"), kept, found)
    draft.put("share_new", new, "alike")


def _both(judged: Judged) -> tuple[float | None, float | None]:
    return judged.stopped, judged.doubled


def _put_curve(draft: Draft, names: tuple[str, str, str], judged: Judged, found: float) -> None:
    """Put the facts of a share's curve; flat where it is nothing or all there is, or stopping would change nothing."""
    lever, fact, stem = names
    today = draft.facts[fact]
    if not 0 < today < NEARLY_ALL or (judged.stopped is not None and judged.stopped >= today):
        draft.put(f"{stem}_at_zero", today)
        draft.put(f"{stem}_curve", "flat")
        return
    if not draft.facts[f"{lever}_spend"]:
        _put_reference(draft, names, found)
        return
    if judged == Judged():
        zero, double = guessed_points(today, SELLING_ELASTICITY, top=1.0)
    else:
        zero, double = points_from(today, SELLING_ELASTICITY, top=1.0, zero=judged.stopped, double=judged.doubled)
    draft.put(f"{stem}_at_zero", zero, "" if judged.stopped is not None else "selling")
    draft.put(f"{stem}_at_double", double, "" if judged.doubled is not None else "selling")


def _put_reference(draft: Draft, names: tuple[str, str, str], found: float) -> None:
    """Put the curve of a function on which nothing is spent: today's result is what stands at zero.

    As much as on the other functions would bring it to where the published elasticity holds, its odds then as many
    times those at zero as they are where a small share is won.
    """
    lever, fact, stem = names
    zero = draft.facts[fact]
    rare = 1e-6
    times = rare / points_from(rare, SELLING_ELASTICITY, top=1.0)[0]
    reached = times * zero / (1 - zero + times * zero)
    reached = rounded(reached, reached - zero)
    draft.put(f"{stem}_at_zero", zero, draft.guesses.get(fact, ""))
    draft.between(f"{stem}_at_zero", draft.ends.pop(fact, (None, None)), float)
    draft.put(fact, reached, "selling")
    draft.put(f"{stem}_at_double", points_from(reached, SELLING_ELASTICITY, top=1.0, zero=zero)[1], "selling")
    draft.put(f"{lever}_reference_spend", _elsewhere(draft, found), "answers")


def _elsewhere(draft: Draft, found: float) -> float:
    """Return what is spent on the other functions; a tenth of gross profit where nothing is."""
    spent = found + math.fsum(draft.facts[f"{each}_spend"] for each in ("conversion", "upsell"))
    earned = draft.facts["customers"] * draft.facts["wallet"] * draft.facts["gross_margin"]
    return min(spent or earned / 10, MONEY[1]) or 100.0


def channel_from(filled: Filled) -> Channel:
    """Return a channel with its curve; flat where it is free or brings nothing."""
    row, draft = filled.row, Draft({"name": filled.row.name})
    draft.put("spend", filled.spend, filled.spend_source)
    draft.put("prospects", filled.prospects, filled.prospects_source)
    stopped, doubled = (_in_proportion(each, filled) for each in (row.stopped, row.doubled))
    low, high = (_in_proportion(each, filled) for each in (row.prospects_low, row.prospects_high))
    draft.between("prospects", (low, high), float)
    if not filled.spend or not filled.prospects or (stopped is not None and stopped >= filled.prospects):
        draft.put("prospects_at_zero", filled.prospects)
        draft.put("curve", "flat")
    else:
        today = filled.prospects
        if stopped is None and doubled is None:
            zero, double = guessed_points(today, ADVERTISING_ELASTICITY)
        else:
            zero, double = points_from(today, ADVERTISING_ELASTICITY, zero=stopped, double=doubled)
        draft.put("prospects_at_zero", zero, "" if stopped is not None else "advertising")
        draft.put("prospects_at_double", double, "" if doubled is not None else "advertising")
    return Channel(**draft.facts, origins=draft.origins())


def _in_proportion(judged: float | None, filled: Filled) -> float | None:
    """Return the owner's word on a point per month; None where what it is beside was not said."""
    today = filled.row.prospects
    return None if judged is None or not today else judged / today * filled.prospects
