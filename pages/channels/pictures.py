"""From channel economics to what the charts and the table show."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pages.ui.charts.axes import TENTH, Axis, axis, bar_ends, count_label, month_ticks
from pages.ui.charts.label_layout import BAR_STEP, columns, isolated, spread
from pages.ui.live import ChartState, ChartTable
from pages.ui.text.formats import MoneyFormat, count, percent
from pages.ui.text.numbers import number_format
from simulator.insight.channel_economics import ChannelEconomics, Channels

NONE = "–"
HEIGHT = 188
"""Pixels of the plot of customers by origin."""


def returns(found: Channels, money: MoneyFormat) -> ChartState:
    """Return what the next unit of money brings per channel, its average as a tick."""
    each = sorted(found.channels, key=lambda channel: -channel.marginal)
    numbers = [*(c.marginal for c in each), *(c.average for c in each if c.average is not None)]
    scale = bar_ends(min(numbers), max(numbers))
    rows = [
        _bar(c.name, rank, c.marginal, scale, money.short(c.marginal),
             "" if c.average is None else f"average {money.short(c.average)}", c.average)
        for rank, c in enumerate(each)
    ]  # fmt: skip
    one = money.exact(1)
    return ChartState(
        name="channel_returns",
        title=f"What the next {one} brings; the tick is the average of all spent so far",
        alt=", ".join(f"{row['label']} {row['text']}, {row['note']}" for row in rows),
        datasets={"bars": columns(rows)},
        signals={"lo": scale.low, "hi": scale.high},
        table=ChartTable(["Channel", f"Next {one} brings", f"Average {one} brings"],
                         [[c.name, money.short(c.marginal), _money(c.average, money)] for c in each]),
        height=BAR_STEP * len(rows),
    )  # fmt: skip


def value_to_cost(found: Channels, money: MoneyFormat) -> ChartState:
    """Return how many times over a customer of each channel earns its cost."""
    each = sorted(found.channels, key=lambda channel: -(channel.value_to_cost or 0.0))
    numbers = [c.value_to_cost or 0.0 for c in each]
    scale = bar_ends(min(numbers), max(numbers))
    rows = [
        _bar(c.name, rank, c.value_to_cost or 0.0, scale, times(c.value_to_cost),
             f"{money.short(c.customer_value)} for {_money(c.cost_per_customer, money)}")
        for rank, c in enumerate(each)
    ]  # fmt: skip
    return ChartState(
        name="value_to_cost",
        title="What a customer is worth, as a multiple of what it costs",
        alt=", ".join(f"{row['label']} {row['text']}" for row in rows),
        datasets={"bars": columns(rows)},
        signals={"lo": scale.low, "hi": scale.high},
        table=ChartTable(["Channel", "Value ÷ cost", "Customer value", "Cost per customer"],
                         [[c.name, times(c.value_to_cost), money.exact(round(c.customer_value)),
                           _money(c.cost_per_customer, money)] for c in each]),
        height=BAR_STEP * len(rows),
    )  # fmt: skip


def origins(found: Channels, months: int) -> ChartState:
    """Return customers by channel of origin over time."""
    by_channel, names = found.outcome.customers_by_channel, found.outcome.channels
    heads = np.cumsum(by_channel, axis=0)
    feet = heads - by_channel
    scale = axis(0.0, float(heads[-1].max()), least=TENTH)
    middles = ((heads[:, -1] + feet[:, -1]) / 2).tolist()
    places = spread(middles, (scale.high - scale.low) * 17 / HEIGHT)
    bands = [
        {"month": month + 1, "name": name, "foot": float(feet[row, month]), "head": float(heads[row, month]),
         "shade": 0.85 if row % 2 == 0 else 0.55}
        for row, name in enumerate(names) for month in range(months)
    ]  # fmt: skip
    table = [[name, count(by_channel[row, 0]), count(by_channel[row, -1])] for row, name in enumerate(names)]
    return ChartState(
        name="origins",
        title="Customers by the channel they came from",
        alt="; ".join(f"{name}: {first} customers in month 1, {last} in month {months}" for name, first, last in table),
        datasets={
            "bands": columns(bands),
            "ends": {
                "month": [months] * len(names),
                "value": list(places),
                "name": [isolated(name) for name in names],
                "figure": [f" {count(number)}" for number in by_channel[:, -1].tolist()],
            },
        },
        signals={**scale.signals(count_label), "months": month_ticks(months), "last": months},
        table=ChartTable(["Channel", "Month 1", f"Month {months}"], table),
    )  # fmt: skip


def header(money: MoneyFormat) -> list[str]:
    """Return the names of the table's columns."""
    one = money.exact(1)
    return ["Channel", "Spend a month", "Prospects", "Cost per prospect", "Win rate", "Cost per customer",
            "Customer value", "Value ÷ cost", "Payback", f"Average per {one}", f"Next {one} brings"]  # fmt: skip


def table(channels: Sequence[ChannelEconomics], money: MoneyFormat) -> list[list[str]]:
    """Return one row per channel."""
    return [
        [c.name, money.exact(c.spend), count(c.prospects), _per_prospect(c, money),
         percent(c.win_rate, 1) if c.prospects else "–", _money(c.cost_per_customer, money),
         money.short(c.customer_value), times(c.value_to_cost), payback(c),
         _money(c.average, money), money.short(c.marginal)]
        for c in channels
    ]  # fmt: skip


def _per_prospect(channel: ChannelEconomics, money: MoneyFormat) -> str:
    return "free" if channel.prospects and not channel.spend else _money(channel.cost_per_prospect, money)


def times(ratio: float | None) -> str:
    """Return a multiple: 3.1 ×."""
    return NONE if ratio is None else f"{number_format().fixed(ratio, 1)}\u00a0×"


def payback(channel: ChannelEconomics) -> str:
    """Return the month in which a customer has paid back its cost."""
    if channel.cost_per_customer is None:
        return NONE
    return "never" if channel.payback_months is None else f"month {channel.payback_months}"


def _money(amount: float | None, money: MoneyFormat) -> str:
    return NONE if amount is None else money.short(amount)


def _bar(
    label: str, rank: int, value: float, scale: Axis, text: str, note: str, tick: float | None = None
) -> dict[str, object]:
    return {
        "label": label, "rank": rank, "role": "prospecting", "value": value, "zero": 0.0, "start": scale.low,
        "full": scale.high, "text": text, "note": note, "today": tick,
    }  # fmt: skip
