"""Facts that change from now on, the rest as it is: the company a danger or an opportunity would make.

A fact of a curve changes with the whole curve: a win rate a quarter lower is a quarter lower at any effort.
Deals already under way stay.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.consistency import today_weights
from simulator.facts.curve_facts import CHANNEL_CURVE, CHURN_CURVE, SHARE_CURVE, WIN_RATE_CURVE, CurveFacts
from simulator.facts.curves import Curve
from simulator.facts.declaration import Declared, InvalidInput
from simulator.model.outcome import Outcome
from simulator.model.parameters import funnel_of

DIGITS = 12
"""Significant digits of a computed fact: it may travel in a link."""
MOST_CHURN = 0.99
LONGEST_CYCLE = 60.0


def with_win_rate(business: Business, factor: float) -> Business:
    """Return the company with its win rate times ``factor`` at any effort."""
    return from_now_on(business, **_times(business, WIN_RATE_CURVE, factor))


def with_share(business: Business, factor: float) -> Business:
    """Return the company with its share of wallet times ``factor`` at any effort, new customers' too.

    What has been won so far moves there at the pace of the share adjustment.
    """
    new = tidy(min(business.share_new * factor, 1.0))
    return from_now_on(business, **_times(business, SHARE_CURVE, factor), share_new=new, share_won=share_won(business))


def share_won(business: Business) -> float:
    """Return the share of wallet won so far."""
    return business.share_of_wallet if business.share_won is None else business.share_won


def with_churn(business: Business, factor: float) -> Business:
    """Return the company with its churn times ``factor`` at any effort, at most 99 % a month."""
    worst = max(business.churn, business.churn_at_zero or 0.0)
    held = min(factor, MOST_CHURN / worst) if worst else factor
    return from_now_on(business, **_times(business, CHURN_CURVE, held))


def with_sales_cycle(business: Business, months: float) -> Business:
    """Return the company with that sales cycle from now on."""
    return from_now_on(business, sales_cycle_months=months)


def longer_sales_cycle(business: Business) -> float:
    """Return the months of a sales cycle twice as long as today's, as far as one may be."""
    return min(2 * business.sales_cycle_months, LONGEST_CYCLE)


def with_prospects(business: Business, factors: Mapping[str, float]) -> Business:
    """Return the company with some channels' prospects times their factor at any spend; 0: the channel dries up."""
    channels = [
        channel if (factor := factors.get(channel.name, 1.0)) == 1 else _scaled(channel, factor)
        for channel in known_origins(business)
    ]
    return with_channels(business, channels)


def with_channels(business: Business, channels: Sequence[Channel]) -> Business:
    """Return the company with these channels in place of its own, each unit of sales effort working as before.

    Win rates are stated for today's prospects as a whole, so they are stated anew for the new whole:
    other prospects get more or less of the same sales effort. Raises `InvalidInput` for channels that
    do not fit the company's other facts.
    """
    changed = from_now_on(business, channels=tuple(channels))
    if not any(_now(channel) for channel in channels):
        return changed
    kappa = float(np.asarray(funnel_of(business).win_rate_index).ravel()[0]) / business.channels[0].win_rate_index
    weights = today_weights(changed.channels)
    ready = sum(kappa * c.win_rate_index * weight for c, weight in zip(channels, weights, strict=True))
    spend = business.conversion_spend or business.conversion_reference_spend or 1.0
    return _restated(changed, WIN_RATE_CURVE, funnel_of(business).win_rate, spend / ready, ready / sum(weights))


def with_customers(business: Business, factor: float, name: str | None = None) -> Business:
    """Return the company with its customers of every origin times ``factor``, account care working on each as before.

    Shares of wallet, and a churn that care lowers, are stated for today's customers, so they are stated anew for the
    new number: other customers get more or less of the same care. ``name``: of that channel alone.
    """
    channels = tuple(
        channel.restated(customers=tidy((channel.customers or 0.0) * (factor if name in (None, channel.name) else 1)))
        for channel in known_origins(business)
    )
    all_told = business.customers * factor if name is None else math.fsum(each.customers or 0.0 for each in channels)
    customers = tidy(all_told)
    changed = from_now_on(business, customers=customers, channels=channels, share_won=share_won(business))
    if not business.customers or not customers:
        return changed
    care = (business.upsell_spend or business.upsell_reference_spend or 1.0) / customers
    funnel = funnel_of(business)
    restated = _restated(changed, SHARE_CURVE, funnel.share, care)
    return restated if funnel.churn_curve is None else _restated(restated, CHURN_CURVE, funnel.churn_curve, care)


def largest_channel(business: Business, outcome: Outcome) -> int:
    """Return the place of the channel whose wins are worth most."""
    worth = [channel.value_index for channel in business.channels]
    return int(np.argmax(outcome.wins_by_channel.sum(axis=1) * worth))


def known_origins(business: Business) -> tuple[Channel, ...]:
    """Return the channels with today's customers and deals of each stated, so that other prospects do not move them."""
    funnel = funnel_of(business)
    return tuple(
        channel.restated(customers=float(customers), pipeline=float(pipeline))
        for channel, customers, pipeline in zip(
            business.channels, funnel.customers.ravel(), funnel.pipeline.ravel(), strict=True
        )
    )


def from_now_on(business: Business, **facts: Any) -> Business:
    """Return the company with other facts, the deals already under way staying."""
    pipeline = float(np.asarray(funnel_of(business).pipeline).sum())
    changed: Business = business.restated(**{"pipeline": tidy(pipeline), **facts})
    return changed


def _now(channel: Channel) -> float:
    return channel.prospects if channel.spend or channel.curve == "flat" else channel.prospects_at_zero


def _restated(business: Business, stated: CurveFacts, curve: Curve, effort: float, mean: float = 1.0) -> Business:
    """State the facts of a curve at that effort per head, times the heads' mean readiness.

    Where so much effort reaches each head that its facts can no longer be told apart, at less of it.
    """
    shares: dict[str, float] = {"zero": 0.0, "today": 1.0, "half_more": 1.5, "double": 2.0}
    fields = {fact: field for fact, field in stated.fields.items() if getattr(business, field) is not None}
    for shrink in 0.5 ** np.arange(40):
        facts = {
            field: float(mean * (curve.ceiling if fact == "ceiling" else curve.at(effort * shrink * shares[fact])))
            for fact, field in fields.items()
        }
        try:
            return _changed(business, {field: tidy(value) for field, value in facts.items()})
        except InvalidInput as error:
            refusal = error
    raise refusal


def _changed(business: Business, facts: Mapping[str, float]) -> Business:
    changed: Business = business.restated(**facts)
    return changed


def _scaled(channel: Channel, factor: float) -> Channel:
    nothing = {"curve": "flat", "prospects": 0, "prospects_at_zero": 0}
    absent = dict.fromkeys(("prospects_at_double", "prospects_at_half_more", "prospects_ceiling"))
    facts = _times(channel, CHANNEL_CURVE, factor) if factor else {**nothing, **absent}
    changed: Channel = channel.restated(**facts)
    return changed


def _times(owner: Declared, facts: CurveFacts, factor: float) -> dict[str, float]:
    return {
        field: tidy(value * factor) for field in facts.fields.values() if (value := getattr(owner, field)) is not None
    }


def tidy(number: float) -> float:
    """Return a computed fact with the digits that are kept."""
    return float(f"{number:.{DIGITS}g}")
