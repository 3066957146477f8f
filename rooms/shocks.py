"""Shocks: changes of a company's facts that make a new round worth deciding anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.facts.business import Business
from simulator.facts.channel import Channel

Change = Callable[[Business], Mapping[str, Any]]

_WIN_RATE = ("win_rate", "win_rate_at_zero", "win_rate_at_double", "win_rate_at_half_more", "win_rate_low")
_CHURN = ("churn", "churn_at_zero", "churn_at_double", "churn_high")
_PROSPECTS = (
    "prospects", "prospects_at_zero", "prospects_at_double", "prospects_at_half_more", "prospects_ceiling",
)  # fmt: skip


@dataclass(frozen=True)
class Shock:
    """One shock: a few words, the sentence read to the room, and the facts it changes."""

    title: str
    news: str
    change: Change

    def applied(self, business: Business) -> Business:
        """Return the company after the shock; `InvalidInput` where its facts do not allow it."""
        changed: Business = business.changed(**self.change(business))
        return changed


def _scaled(facts: Business | Channel, names: tuple[str, ...], factor: float, most: float) -> dict[str, float]:
    given = {name: getattr(facts, name) for name in names}
    return {name: min(value * factor, most) for name, value in given.items() if value is not None}


def _largest_dries_up(business: Business) -> dict[str, Any]:
    largest = max(business.channels, key=lambda channel: channel.prospects)
    dry: Channel = largest.changed(**_scaled(largest, _PROSPECTS, 0.2, 1e9))
    return {"channels": tuple(dry if channel is largest else channel for channel in business.channels)}


def _half_as_many_customers(business: Business) -> dict[str, Any]:
    channels = tuple(
        channel if channel.customers is None else channel.changed(customers=channel.customers / 2)
        for channel in business.channels
    )
    return {"customers": business.customers / 2, "channels": channels}


SHOCKS: Mapping[str, Shock] = {
    "none": Shock("Nothing new", "Everything is as the case says.", lambda _: {}),
    "dry_channel": Shock(
        "The largest channel dried up",
        "The channel that brought most prospects now brings a fifth of them, whatever is spent on it.",
        _largest_dries_up,
    ),
    "rival": Shock(
        "A rival undercuts us",
        "A rival sells below our price: the win rate falls by two fifths at any sales effort.",
        lambda business: _scaled(business, _WIN_RATE, 0.6, 1.0),
    ),
    "churn": Shock(
        "Customers leave twice as fast",
        "Each month twice as many customers leave as before.",
        lambda business: _scaled(business, _CHURN, 2.0, 0.99),
    ),
    "wallet": Shock(
        "Customers cut their spending",
        "Customers spend a third less in our category, with us and with others.",
        lambda business: {"wallet": business.wallet * 2 / 3},
    ),
    "slow_deals": Shock(
        "Deals take twice as long",
        "From a prospect's yes to first revenue it now takes twice as long.",
        lambda business: {"sales_cycle_months": min(business.sales_cycle_months * 2, 60.0)},
    ),
    "lost_customers": Shock(
        "Half the customers are gone",
        "A large partner left and took half of the customers along.",
        _half_as_many_customers,
    ),
}
"""By the name under which a room keeps it; names are never reused for another change."""
