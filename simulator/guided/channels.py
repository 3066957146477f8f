"""The table of channels with what was left blank in it guessed, in proportion to the rest."""

from __future__ import annotations

import math
from dataclasses import dataclass

from simulator.guided.answers import MONEY, PEOPLE, Answers, Row
from simulator.guided.units import monthly

HOUR_COST = 30.0
"""What an hour of work costs where that was not said."""
WIN_RATE = 0.015
"""Lead to customer, as software vendors report it; a direction only (quartiles 0.5 and 2.5 %)."""
PROSPECTS = 20.0
"""Prospects a month where nothing at all is known of them."""


@dataclass(frozen=True)
class Filled:
    """One channel per month; ``spend_source`` and ``prospects_source`` are the reasons of guesses, blank where said."""

    row: Row
    spend: float
    prospects: float
    spend_source: str
    prospects_source: str


def channels_of(answers: Answers) -> tuple[Filled, ...]:
    """Return the channels, one at least, with spend and prospects per month: guessed ones are enough for the wins."""
    rows = answers.channels or (Row("Enquiries"),)
    hour_cost = HOUR_COST if answers.hour_cost is None else answers.hour_cost
    spends = [None if row.spend is None else monthly(row.spend, answers.spend_unit, hour_cost) for row in rows]
    brought = [None if row.prospects is None else monthly(row.prospects, answers.prospects_unit) for row in rows]
    cost = _cost_per_prospect(spends, brought)
    found = []
    for row, spend, prospects in zip(rows, spends, brought, strict=True):
        guess = min(spend / cost, PEOPLE[1]) if spend and cost else PROSPECTS
        people, why = (guess, "answers" if spend and cost else "start") if prospects is None else (prospects, "")
        if spend is None:
            found.append(Filled(row, min(cost * people, MONEY[1]), people, "answers" if cost else "start", why))
        else:
            unsaid = "start" if spend and answers.spend_unit == "hours a week" and answers.hour_cost is None else ""
            found.append(Filled(row, spend, people, unsaid, why))
    return _enough(answers, found)


def _cost_per_prospect(spends: list[float | None], brought: list[float | None]) -> float:
    """Return what the channels of which both is known spend on a prospect; 0 where there is none."""
    whole = [(spend, people) for spend, people in zip(spends, brought, strict=True) if spend and people]
    people = math.fsum(each for _, each in whole)
    return math.fsum(spend for spend, _ in whole) / people if people else 0.0


def _enough(answers: Answers, found: list[Filled]) -> tuple[Filled, ...]:
    """Return the channels with more guessed prospects where those would be too few for the customers won."""
    wins = answers.wins
    blank = [each for each in found if each.prospects_source]
    if not blank or wins is None or wins.unit == "per cent":
        return tuple(found)
    won = monthly(wins.value, wins.unit)
    if math.fsum(each.prospects for each in found) >= 2 * won:
        return tuple(found)
    each_more = won / WIN_RATE / len(blank)
    return tuple(
        Filled(each.row, each.spend, each_more, each.spend_source, "vendors") if each in blank else each
        for each in found
    )
