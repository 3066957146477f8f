"""Shocks: changes of a company's facts that make a new round worth deciding anew.

Each is a what-if like those of Diagnose's dangers, so that both say the same of the same news: deals under way are
closed as before, and what has been won slips at its own pace.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from simulator.facts.business import Business
from simulator.model.outcome import simulate
from simulator.whatif.what_if import (
    from_now_on,
    largest_channel,
    longer_sales_cycle,
    with_churn,
    with_customers,
    with_prospects,
    with_sales_cycle,
    with_win_rate,
)


@dataclass(frozen=True)
class Shock:
    """One shock: a few words, the sentence read to the room, and what becomes of the company."""

    title: str
    news: str
    applied: Callable[[Business], Business]
    """Returns the company after the shock; `InvalidInput` where its facts do not allow it."""


def _largest_dries_up(business: Business) -> Business:
    largest = largest_channel(business, simulate(business, business.plan))
    return with_prospects(business, {business.channels[largest].name: 0.0})


SHOCKS: Mapping[str, Shock] = {
    "none": Shock("Nothing new", "Everything is as the case says.", lambda business: business),
    "dry_channel": Shock(
        "The largest channel dried up",
        "The channel whose customers are worth most brings no more prospects, whatever is spent on it.",
        _largest_dries_up,
    ),
    "rival": Shock(
        "A rival undercuts us",
        "A rival sells below our price: the win rate falls by two fifths at any sales effort.",
        lambda business: with_win_rate(business, 0.6),
    ),
    "churn": Shock(
        "Customers leave twice as fast",
        "Each month twice as many customers leave as before.",
        lambda business: with_churn(business, 2.0),
    ),
    "wallet": Shock(
        "Customers cut their spending",
        "Customers spend a third less in our category, with us and with others.",
        lambda business: from_now_on(business, wallet=business.wallet * 2 / 3),
    ),
    "slow_deals": Shock(
        "Deals take twice as long",
        "From a prospect's yes to first revenue it now takes twice as long.",
        lambda business: with_sales_cycle(business, longer_sales_cycle(business)),
    ),
    "lost_customers": Shock(
        "Half the customers are gone",
        "A large partner left and took half of the customers along.",
        lambda business: with_customers(business, 0.5),
    ),
}
"""By the name under which a room keeps it; names are never reused for another piece of news."""
