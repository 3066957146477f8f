"""The words of the Channels page: pure functions from channel economics to sentences."""

from __future__ import annotations

from pages.ui.text.formats import MoneyFormat
from pages.ui.text.returns import Returns
from pages.ui.text.words import listed, spoken
from simulator.insight.channel_economics import Advised, ChannelEconomics, Channels


def answer(found: Channels, each: Returns) -> str:
    """Return which channel to lean on and which to ease off, as one sentence."""
    focus, ease, money = found.focus, found.ease_off, each.money
    if focus and ease:
        if focus.marginal <= ease.marginal:
            ends = f"{_to(focus, money)} on the first, and {_to(ease, money)} on the second"
            return f"Focus on {focus.channel}, ease off {ease.channel}: the best split puts {ends}."
        return (
            f"Focus on {focus.channel}, ease off {ease.channel}: the next {each.one} spent brings back "
            f"{each.in_full(focus.marginal)} on the first, {money.short(ease.marginal)} on the second."
        )
    if focus:
        if focus.marginal <= focus.elsewhere:
            return f"Focus on {focus.channel}: the best split puts {_to(focus, money)} there."
        return f"Focus on {focus.channel}: the next {each.one} spent there brings back {each.in_full(focus.marginal)}."
    if ease:
        if ease.elsewhere <= ease.marginal:
            return f"Ease off {ease.channel}: the best split puts {_to(ease, money)} there."
        return (
            f"Ease off {ease.channel}: the next {each.one} spent there brings back {each.in_full(ease.marginal)}, "
            f"on {spoken(ease.other)} {money.short(ease.elsewhere)}."
        )
    return "No channel stands out: what you spend on each is close to the best split."


def why(found: Channels, money: MoneyFormat) -> str:
    """Return where the best customers come from, as one quiet line; also among the channels that are paid for."""
    order = found.by_worth
    if free := [channel.name for channel in found.channels if channel.wins and not channel.cost_per_customer]:
        said = f"Customers from {listed(free)} cost nothing"
        return f"{said}; the best of those that cost come from {_worth(order[0], money)}." if order else f"{said}."
    if not order:
        return "No channel that costs anything brings customers yet."
    first, paid = order[0], next((channel for channel in order if channel.spend), None)
    if paid is None or first == paid:
        return f"Your best customers, by what they are worth for what they cost, come from {_worth(first, money)}."
    return (
        f"Your best customers, by what they are worth for what they cost, come from {_worth(first, money)}; "
        f"among the channels you pay for, from {_worth(paid, money)}."
    )


def _worth(channel: ChannelEconomics, money: MoneyFormat) -> str:
    worth, cost = money.short(channel.customer_value), money.short(channel.cost_per_customer or 0.0)
    return f"{channel.name}: {worth} each for {cost}"


def advice(found: Channels, each: Returns) -> list[tuple[str, str]]:
    """Return what to do with which channels, each with its reason."""
    said, money = [], each.money
    if focus := found.focus:
        reason = f"The next {each.one} spent there brings back {each.in_full(focus.marginal)}. {_step(focus, money)}"
        said.append((f"Focus here: {focus.channel}.", reason))
    if ease := found.ease_off:
        reason = f"The next {each.one} spent there brings back {each.in_full(ease.marginal)}"
        if ease.elsewhere > ease.marginal:
            reason += f", on {spoken(ease.other)} it would bring back {money.short(ease.elsewhere)}"
        reason += f". {_step(ease, money)}"
        said.append((f"Ease off here: {ease.channel}.", reason))
    return said + [_flattered(channel, each) for channel in found.channels if channel.flatters]


def _flattered(channel: ChannelEconomics, each: Returns) -> tuple[str, str]:
    """Return how the average misleads about one channel."""
    average, marginal = each.money.short(channel.average or 0.0), each.in_full(channel.marginal)
    return (
        f"The average flatters {channel.name}.",
        f"On average each {each.one} spent there brings back {average}, the next one {marginal}.",
    )


def _to(advised: Advised, money: MoneyFormat) -> str:
    """Return where the best split takes a channel: what its next unit brings tells nothing where its curve is an S."""
    return f"{money.exact(advised.best)} a month and not {money.exact(advised.spend)}"


def _step(advised: Advised, money: MoneyFormat) -> str:
    best, spend = money.exact(advised.best), money.exact(advised.spend)
    return f"The best split gives it {best} a month, this plan {spend}."
