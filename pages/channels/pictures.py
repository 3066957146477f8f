"""From channel economics to what the charts and the table show."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pages.ui.charts.axes import TENTH, Axis, axis, bar_ends, count_label, month_ticks
from pages.ui.charts.bar_chart import Bar, bar_chart
from pages.ui.charts.label_layout import columns, isolated, spread
from pages.ui.live import ChartState, ChartTable
from pages.ui.quantities import CUSTOMERS_AT_END, share_text
from pages.ui.text.formats import MoneyFormat, count, in_months
from pages.ui.text.numbers import number_format
from pages.ui.text.returns import Returns
from simulator.facts.plural import plural
from simulator.insight.channel_economics import LONGEST_PAYBACK, ChannelEconomics, Channels
from simulator.insight.levels import win_rate_at_end
from simulator.model.outcome import Floats

NONE = "–"
HEIGHT, LABEL = 230, 19
"""Pixels of the plot of customers by origin: at least, and for each name beside it."""


def returns(found: Channels, per: Returns) -> ChartState:
    """Return what the next unit of money brings back per channel, its average as a tick."""
    money = per.money
    each = sorted(found.channels, key=lambda channel: -channel.marginal)
    numbers = [*(c.marginal for c in each), *(c.average for c in each if c.average is not None)]
    scale = bar_ends(min(numbers), max(numbers))
    bars = [
        Bar(c.name, "prospecting", c.marginal, money.short(c.marginal),
            "" if c.average is None else f"average {money.short(c.average)}", tick=c.average)
        for c in each
    ]  # fmt: skip
    table = ChartTable(
        ["Channel", f"Next {per.one} spent brings back", f"Average {per.one} spent brings back"],
        [[c.name, money.short(c.marginal), _money(c.average, money)] for c in each],
    )
    phrase = f"{per.phrase()}; tick: average"
    ends = (scale.low, scale.high)
    return bar_chart("channel_returns", phrase, bars, ends, table, with_notes=True, unit="ratio")


def value_to_cost(found: Channels, months: int, money: MoneyFormat) -> ChartState:
    """Return how many times over a customer of each channel earns its cost."""
    each = [*found.by_worth, *(channel for channel in found.channels if channel.value_to_cost is None)]
    numbers = [c.value_to_cost or 0.0 for c in each]
    scale = bar_ends(min(numbers), max(numbers))
    bars = [
        Bar(c.name, "prospecting", c.value_to_cost or 0.0, times(c.value_to_cost),
            f"{money.short(c.customer_value)} for {_money(c.cost_per_customer, money)}")
        for c in each
    ]  # fmt: skip
    table = ChartTable(
        ["Channel", "Value ÷ cost", "Customer value", "Cost per customer"],
        [
            [c.name, times(c.value_to_cost), money.short(c.customer_value), _money(c.cost_per_customer, money)]
            for c in each
        ],
    )
    phrase = f"Best customers: what one is worth, as a multiple of what it costs, in month {months}"
    return bar_chart("value_to_cost", phrase, bars, (scale.low, scale.high), table)


def origins(found: Channels, months: int, money: MoneyFormat) -> ChartState:
    """Return customers by channel of origin after each month."""
    outcome = found.outcome
    today, end = outcome.customers_by_channel[:, 0], outcome.customers_at_end_by_channel
    by_channel = np.column_stack([outcome.customers_by_channel[:, 1:], end])
    heads = np.cumsum(by_channel, axis=0)
    scale = axis(0.0, float(heads[-1].max()), least=TENTH)
    table = [[name, count(now), count(then)] for name, now, then in zip(outcome.channels, today, end, strict=True)]
    table.append(["All channels", count(float(today.sum())), CUSTOMERS_AT_END.text(outcome, money)])
    return ChartState(
        name="origins",
        unit="people",
        title="Customers after each month, by the channel they came from",
        alt="; ".join(f"{name}: {plural(first, 'customer')} today, {last} at the end" for name, first, last in table),
        datasets={
            "bands": columns(_bands(outcome.channels, heads - by_channel, heads)),
            "ends": columns(_band_names(outcome.channels, by_channel[:, -1], heads[:, -1], scale, months)),
        },
        signals={**scale.signals(count_label), "months": month_ticks(months), "last": months},
        table=ChartTable(["Channel", "Customers today", CUSTOMERS_AT_END.title], table),
        height=_height(len(outcome.channels)),
    )


def _height(channels: int) -> int:
    """Return the pixels of the plot in which so many bands can be named beside each other."""
    return max(HEIGHT, LABEL * channels)


def _bands(names: Sequence[str], feet: Floats, heads: Floats) -> list[dict[str, object]]:
    """Return each channel's band, (channels, months) from its foot to its head, every other one paler."""
    return [
        {"month": month, "name": name, "foot": float(foot), "head": float(head), "shade": 0.55 if row % 2 else 0.85}
        for row, name in enumerate(names)
        for month, (foot, head) in enumerate(zip(feet[row], heads[row], strict=True), 1)
    ]


def _band_names(
    names: Sequence[str], customers: Floats, heads: Floats, scale: Axis, month: int
) -> list[dict[str, object]]:
    """Return the bands' names with their figures, at the middle of where each ends, apart from each other."""
    one = (scale.high - scale.low) / _height(len(names))
    # Their letters stand half above and half below their place, and below the plot are the months.
    places = spread((heads - customers / 2).tolist(), 17 * one, (scale.low + 5 * one, scale.high - 5 * one))
    return [
        {"month": month, "value": place, "name": isolated(name), "figure": f" {count(number)}"}
        for name, number, place in zip(names, customers.tolist(), places, strict=True)
    ]


def header(one: str) -> list[str]:
    """Return the names of the table's columns; ``one``: one unit of money."""
    return ["Channel", "Spend a month", "Prospects a month", "Cost per prospect", "Win rate", "Cost per customer",
            "Customer value", "Value ÷ cost", "Payback", f"Average {one} brings",
            f"Next {one} brings"]  # fmt: skip


def table(found: Channels, money: MoneyFormat) -> list[list[str]]:
    """Return one row per channel, and their prospects and win rate together."""
    rows = [
        [c.name, money.exact(c.spend), count(c.prospects), _per_prospect(c, money),
         share_text(c.win_rate) if c.prospects else NONE, _money(c.cost_per_customer, money),
         money.short(c.customer_value), times(c.value_to_cost), payback(c),
         _money(c.average, money), money.short(c.marginal)]
        for c in found.channels
    ]  # fmt: skip
    return [*rows, _together(found, money)] if len(rows) > 1 else rows


def _together(found: Channels, money: MoneyFormat) -> list[str]:
    spend = sum(channel.spend for channel in found.channels)
    prospects, win_rate = float(found.outcome.prospects[-1]), win_rate_at_end(found.outcome)
    per_prospect = spend / prospects if prospects else None
    known = [money.exact(spend), count(prospects), _money(per_prospect, money), share_text(win_rate)]
    return ["All channels", *known, *[NONE] * 6]


def _per_prospect(channel: ChannelEconomics, money: MoneyFormat) -> str:
    return "free" if channel.prospects and not channel.spend else _money(channel.cost_per_prospect, money)


def times(ratio: float | None) -> str:
    """Return a multiple: 3.1 ×."""
    return NONE if ratio is None else f"{number_format().fixed(ratio, 1)}\u00a0×"


def payback(channel: ChannelEconomics) -> str:
    """Return the month in which a customer has paid back its cost."""
    if channel.cost_per_customer is None:
        return NONE
    later = f"not in {in_months(LONGEST_PAYBACK)}"
    return later if channel.payback_months is None else f"month\u00a0{channel.payback_months}"


def _money(amount: float | None, money: MoneyFormat) -> str:
    return NONE if amount is None else money.short(amount)
