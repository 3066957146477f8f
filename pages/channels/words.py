"""The words of the Channels page: pure functions from channel economics to sentences."""

from __future__ import annotations

from pages.ui.text.formats import MoneyFormat
from pages.ui.text.words import spoken
from simulator.insight.channel_economics import Advised, ChannelEconomics, Channels


def answer(found: Channels, money: MoneyFormat) -> str:
    """Return which channel to lean on and which to ease off, as one sentence."""
    focus, ease, one = found.focus, found.ease_off, money.exact(1)
    if focus and ease:
        return (
            f"Focus on {focus.channel}, ease off {ease.channel}: the next {one} brings {money.short(focus.marginal)} "
            f"on the first, {money.short(ease.marginal)} on the second."
        )
    if focus:
        return f"Focus on {focus.channel}: the next {one} there brings {money.short(focus.marginal)}."
    if ease:
        return (
            f"Ease off {ease.channel}: the next {one} there brings {money.short(ease.marginal)}, "
            f"on {spoken(ease.other)} {money.short(ease.elsewhere)}."
        )
    return "No channel stands out: what you spend on each is close to the best split."


def why(found: Channels, money: MoneyFormat) -> str:
    """Return where the best customers come from, as one quiet line."""
    rated = [channel for channel in found.channels if channel.value_to_cost is not None and channel.spend]
    if not rated:
        return "No paid channel brings customers yet."
    best = max(rated, key=lambda channel: channel.value_to_cost or 0.0)
    return (
        f"Your best customers for their cost come from {best.name}: each is worth {money.short(best.customer_value)} "
        f"and costs {money.short(best.cost_per_customer or 0.0)} to win."
    )


def advice(found: Channels, money: MoneyFormat) -> list[tuple[str, str]]:
    """Return what to do with which channels, each with its reason."""
    said = []
    if focus := found.focus:
        reason = f"Its next {money.exact(1)} brings {money.short(focus.marginal)}. {_step(focus, money)}"
        said.append((f"Focus here: {focus.channel}.", reason))
    if ease := found.ease_off:
        reason = (
            f"Its next {money.exact(1)} brings {money.short(ease.marginal)}, on {spoken(ease.other)} it would bring "
            f"{money.short(ease.elsewhere)}. {_step(ease, money)}"
        )
        said.append((f"Ease off here: {ease.channel}.", reason))
    return said + [_flattered(channel, money) for channel in found.channels if channel.flatters]


def _flattered(channel: ChannelEconomics, money: MoneyFormat) -> tuple[str, str]:
    """Return how the average misleads about one channel."""
    one = money.exact(1)
    average, marginal = money.short(channel.average or 0.0), money.short(channel.marginal)
    return f"The average flatters {channel.name}.", f"Each {one} so far brought {average}, the next brings {marginal}."


def _step(advised: Advised, money: MoneyFormat) -> str:
    return f"The best split gives it {money.exact(advised.best)} a month, now it has {money.exact(advised.spend)}."
