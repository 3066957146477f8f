"""What the Allocate page says about a plan."""

from __future__ import annotations

from pages.ui.figures import Figures, effort
from pages.ui.text.formats import in_months
from pages.ui.text.returns import Returns
from pages.ui.text.words import MEASURES, capital, differences, effect, moved, spoken
from simulator.facts.plan import CONVERSION, UPSELL


def answer(figures: Figures) -> str:
    """Return the one sentence: what was moved, and what that brings."""
    today, money = figures.business.plan, figures.money
    if not differences(today, figures.plan):
        total = money.short(figures.total)
        return f"Today's split brings about {total} {MEASURES[figures.metric]} over {in_months(figures.months)}."
    change = effect(figures.total, figures.total_today, figures.metric, figures.months, money)
    return f"{moved(today, figures.plan, money)} {change}."


def why(figures: Figures) -> str:
    """Return the quiet line: whose facts these are where they are tried, the bottleneck, how long revenue is behind."""
    return " ".join(filter(None, (_facts(figures), _bottleneck(figures), _dip(figures))))


def _facts(figures: Figures) -> str:
    return f"All this under the facts of “{figures.other_facts}”." if figures.other_facts else ""


def _bottleneck(figures: Figures) -> str:
    lever = figures.bottleneck
    if lever is None:
        return _no_bottleneck(figures)
    money = figures.money
    now = effort(figures.business, lever, figures.outcome, figures.plan)
    then = effort(figures.business, lever, figures.today, figures.business.plan)
    said = {
        CONVERSION: f"each prospect gets {money.short(now)} of sales effort",
        UPSELL: f"each customer gets {money.short(now)} of account care a month",
    }.get(lever, f"one more prospect there costs {money.short(now)}")
    compared = (
        "" if money.short(now) == money.short(then) else f", {'up' if now > then else 'down'} from {money.short(then)}"
    )
    since = " today" if compared else ""
    return f"{capital(spoken(lever))} is the bottleneck: {said}{compared}{since}."


def _no_bottleneck(figures: Figures) -> str:
    money, each = figures.money, Returns(figures.metric, figures.months, figures.money)
    returns = sorted(figures.marginal.values(), reverse=True)
    if figures.balanced:
        return (
            f"The next {each.one} spent brings back about {each.in_full(returns[0])} on every lever that gets money: "
            "the mark of a best split."
        )
    first, second = sorted(figures.marginal, key=lambda lever: -figures.marginal[lever])[:2]
    return (
        f"The next {each.one} spent brings back most, and about the same, on {spoken(first)} and {spoken(second)}: "
        f"{money.short(returns[0])} and {each.in_full(returns[1])}."
    )


def _dip(figures: Figures) -> str:
    ahead = figures.outcome.revenue - figures.today.revenue
    slack = 1e-6 * float(figures.today.revenue.max(initial=0.0))
    behind = [month for month, by in enumerate(ahead, 1) if by < -slack]
    if not behind or ahead[-1] <= slack or ahead.sum() <= 0:
        return ""
    cycle = in_months(figures.business.sales_cycle_months)
    return f"Revenue stays below today's until month {behind[-1] + 1}: a sale takes about {cycle}."
