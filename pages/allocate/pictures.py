"""From the figures of a plan to what the charts show."""

from __future__ import annotations

from pages.ui.charts.axes import bar_ends, steady
from pages.ui.charts.bar_chart import Bar, bar_chart
from pages.ui.figures import Figures
from pages.ui.live import ChartState, ChartTable
from pages.ui.state.session import Session
from pages.ui.text.formats import MoneyFormat, in_months
from pages.ui.text.words import MEASURES, title
from simulator.facts.plan import function_of


def board(visit: Session, figures: Figures) -> ChartState:
    """Return what the next step on each lever would bring, the most first."""
    money, brings = figures.money, figures.next_step
    scale = steady(visit, "board", list(brings.values()), bar_ends)
    bars = [
        Bar(title(lever), function_of(lever), brings[lever], money.short(brings[lever]),
            "← the bottleneck" if lever == figures.bottleneck else "")
        for lever in figures.ranking
    ]  # fmt: skip
    step, measure = money.exact(figures.step), MEASURES[figures.metric]
    phrase = f"What the next {step} a month would add to {measure} over {in_months(figures.months)}{_pays(figures)}"
    table = ChartTable(
        ["Lever", f"Next {step} a month adds", f"Next {money.exact(1)} spent brings back"],
        [
            [title(lever), money.exact(round(brings[lever])), money.short(figures.marginal[lever])]
            for lever in figures.ranking
        ],
    )
    said = f"{measure} from the next {step} a month: "
    return bar_chart("board", phrase, bars, (scale.low, scale.high), table, said=said)


def _pays(figures: Figures) -> str:
    """Return what the step must add to pay for itself; nothing where the measure has paid for it, or nothing does."""
    margin = figures.business.gross_margin
    if figures.metric != "revenue" or not margin:
        return ""
    return f" ({figures.money.short(figures.step * figures.months / margin)} pays for itself)"


def sources(visit: Session, figures: Figures) -> ChartState:
    """Return where the revenue of the horizon comes from, today's as a tick."""
    money, parts = figures.money, _sources(figures)
    scale = steady(visit, "sources", [end for *_, now, then in parts for end in (now, then)], bar_ends)
    bars = [
        Bar(name, role, now, money.short(now), _change(now - then, money), tick=then)
        for name, role, now, then in parts
    ]  # fmt: skip
    table = ChartTable(
        ["Source", "Today", "This plan"],
        [[name, money.exact(round(then)), money.exact(round(now))] for name, _, now, then in parts],
    )
    phrase = f"Where the revenue of {in_months(figures.months)} comes from"
    return bar_chart("sources", phrase, bars, (scale.low, scale.high), table, said="Revenue by source: ")


def _sources(figures: Figures) -> list[tuple[str, str, float, float]]:
    """Return each source's name, whose colour it has, and its revenue over the horizon with this plan and today's."""
    now, then = figures.outcome, figures.today
    new = zip(now.channels, now.revenue_of_new.sum(axis=1), then.revenue_of_new.sum(axis=1), strict=True)
    return [
        ("Today's customers", "today", float(now.revenue_of_today.sum()), float(then.revenue_of_today.sum())),
        ("Their share of wallet", "upsell", float(now.revenue_of_share.sum()), float(then.revenue_of_share.sum())),
        *((f"New from {name}", "prospecting", float(one), float(other)) for name, one, other in new),
    ]


def _change(by: float, money: MoneyFormat) -> str:
    return money.signed(by) if money.short(by) != money.short(0.0) else ""
