"""What else a best split depends on, in words: the horizon and the measure, and the shape of the curves."""

from __future__ import annotations

from pages.ui.text.formats import MoneyFormat, in_months
from pages.ui.text.numbers import number_format
from pages.ui.text.words import MEASURES, listed, spoken
from simulator.facts.measures import Metric
from simulator.facts.plan import Plan
from simulator.insight.elsewhere import FURTHEST, Elsewhere, LastUnit
from simulator.insight.reach import Reach


def elsewhere_line(found: Elsewhere | None, money: MoneyFormat) -> str:
    """Return where another horizon or measure would send the money, and what that costs; nothing where none would."""
    if found is None:
        return ""
    there, here = (money.exact(round(each)) for each in (found.there, found.here))
    lost, gain = money.short(found.forgone), money.short(found.gain)
    costs = f"forgoes {lost} of the {gain} to gain there"
    if found.forgone > found.gain:
        costs = f"brings {money.short(found.forgone - found.gain)} less there than today's"
    return (
        f"By {MEASURES[found.metric]} over {in_months(found.months)} the best split of today's budget puts {there} a "
        f"month on {spoken(found.lever)}, not {here}: the best by what is on show {costs}."
    )


def last_unit_line(found: LastUnit | None, metric: Metric, months: int, money: MoneyFormat) -> str:
    """Return up to which budget the last unit pays by each measure; nothing where that is about the same."""
    if found is None:
        return ""
    there = "at no budget" if found.there == 0 else f"up to {_times(found.there)} today's budget"
    here = "at none" if found.here == 0 else f"up to {_times(found.here)}"
    if found.there == 0:
        here = f"{here} today's budget"
    return (
        f"By {MEASURES[found.metric]} over {in_months(months)} the last {money.exact(1)} pays for itself {there}, "
        f"by {MEASURES[metric]} {here}."
    )


def reach_lines(found: Reach, months: int, metric: Metric, money: MoneyFormat) -> list[str]:
    """Return how far the best split leans on the shape of the curves; nothing where it does not."""
    if not found.beyond:
        return []
    levers = listed([f"{spoken(lever)} would get {_times(by)} today's effort" for lever, by in found.beyond.items()])
    lines = [f"Beyond twice today's effort the curve's shape decides, not your facts: {levers}."]
    if found.other:
        measure, then, now = f"{MEASURES[metric]} over {in_months(months)}", found.other.gain, money.short(found.gain)
        beside = (
            f"{money.short(then)} of {measure} beyond today's plan, not {now}"
            if then >= 0
            else f"{money.short(-then)} less {measure} than today's plan, not {now} more"
        )
        lines.append(
            f"With curves of the other usual shape through the same facts this split would bring {beside}, "
            f"and {_differs(found.best, found.other.best, money)}."
        )
    return [" ".join(lines), within_line(found, money)]


def within_line(found: Reach, money: MoneyFormat) -> str:
    """Return what it costs to stay within twice today's effort."""
    if found.within is None:
        return "No split of this total was found that stays within twice today's effort everywhere."
    less = f"{money.short(found.cost)} less" if money.short(found.cost) != money.short(0.0) else "as much"
    return f"The best split within twice today's effort everywhere brings {less}."


def _differs(best: Plan, other: Plan, money: MoneyFormat) -> str:
    lever = max(best.levers, key=lambda each: abs(other[each] - best[each]))
    there, here = (money.exact(round(plan[lever])) for plan in (other, best))
    if there == here:
        return "it would still be the best"
    return f"the best would put {there} a month on {spoken(lever)}, not {here}"


def _times(ratio: float | None) -> str:
    if ratio is None:
        return f"more than {number_format().fixed(FURTHEST, 0)}\u00a0×"
    return f"{number_format().fixed(ratio, 1)}\u00a0×"
