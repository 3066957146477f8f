"""What the Marginal returns page says in words; pure functions from figures to sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pages.ui.text.facts import fact_text
from pages.ui.text.formats import MoneyFormat, count, counted, in_months, plain
from pages.ui.text.returns import Returns
from pages.ui.text.words import MEASURES, capital, listed, spoken, title
from simulator.facts.measures import Metric
from simulator.facts.plan import Plan
from simulator.insight.least_spend import LeastSpend
from simulator.insight.sensitivity import Sensitivity, Tolerance, Turn
from simulator.optimise.frontier import Frontier
from simulator.optimise.recommendation import Recommendation

SHOWN = 8
LEVEL = 0.01
"""Returns closer than this share of the highest are the same: amounts are whole units of money."""


def level(now: Mapping[str, float], plan: Plan) -> bool:
    """Return whether no lever comes first: all that get money bring about the same, and the others no more."""
    funded = [now[lever] for lever in plan.levers if plan[lever] > 0]
    return len(funded) > 1 and max(now.values()) - min(funded) <= LEVEL * abs(max(funded))


def answer(now: Mapping[str, float], plan: Plan, metric: Metric, months: int, money: MoneyFormat) -> str:
    """Return the page's one sentence: where the next unit of money goes furthest."""
    most = max(now.values())
    each = Returns(metric, months, money)
    if level(now, plan):
        levers = "every lever" if all(plan.amounts) else "every lever that gets money"
        return f"The next {each.one} spent brings back the same on {levers}: {each.in_full(most)}."
    first = [spoken(lever) for lever in now if now[lever] == most or money.short(now[lever]) == money.short(most)]
    if len(first) == len(now):
        return f"The next {each.one} spent brings back the same on every lever: {each.in_full(most)}."
    return f"The next {each.one} spent goes furthest on {listed(first)}: it brings back {each.in_full(most)}."


def equal_marginals(now: Mapping[str, float], plan: Plan, advice: Recommendation, money: MoneyFormat) -> str:
    """Return the idea of equal marginal returns, with live figures; only funded levers can give.

    Equal returns alone are no proof: with S-shaped curves they can be those of a split that is far from the best.
    """
    most = max(now, key=lambda lever: now[lever])
    funded = [lever for lever in now if plan[lever] > 0]
    least = min(funded, key=lambda lever: now[lever], default=most)
    one, price = money.exact(1), money.short(advice.optimum.shadow_price)
    if level(now, plan):
        nothing = f"moving {one} from one lever to another gains nothing"
        if advice.gains:
            return f"So {nothing}, yet the best split of this total brings {money.short(advice.gain)} more."
        return f"That is the mark of the best split of a total: {nothing}."
    if max(now.values()) == min(now.values()):
        return f"No lever is ahead of another: moving {one} gains nothing."
    if len(funded) < 2 and least == most:
        if advice.gains:
            return f"Yet the best split of this total brings {money.short(advice.gain)} more."
        return "It gets all there is, and no other split of it brings more." if funded else "Nothing is spent yet."
    return (
        f"On {spoken(least)} it brings back {money.short(now[least])}. At the best split it would bring back the same "
        f"{price} on every lever in use: as long as it does not, moving {one} from the least to the most gains."
    )


def least_spend(found: LeastSpend, spend: float, each: Returns) -> str:
    """Return from which spend on a lever with an S-shaped curve works, and where this plan is on it."""
    least = each.money.short(found.useful_from)
    name = capital(spoken(found.lever))
    works = (
        f"{name} works only from a certain spend on: at {least} a month each {each.one} of it brings back most, "
        f"{each.in_full(found.average)}."
    )
    if found.step_pays_from is None:
        return f"{works} At no spend does its next {each.one} pay for itself."
    # Further on it stops paying again, so where it begins is all that is said.
    begins = f"begins to pay for itself at {each.money.short(found.step_pays_from)} a month"
    pays = f"Its next {each.one} {begins if found.step_pays_from else 'pays for itself from the first on'}"
    if 0 < spend < found.useful_from:
        return f"{works} {pays}; this plan's {each.money.short(spend)} is better raised to {least} or spent elsewhere."
    return f"{works} {pays}."


def last_dollar(edge: Frontier, total: float, gap: float, view: tuple[Metric, int], money: MoneyFormat) -> list[str]:
    """Return what the frontier says about this total, and how sure it is."""
    one = money.exact(1)
    measure = f"{MEASURES[view[0]]} over {in_months(view[1])}"
    short = (
        f"This plan is {money.short(gap)} below the line: split best, its total would bring that much more {measure}."
    )
    none = "no split brings more" if edge.gaps is not None else "no split was found to bring more"
    lines = [short] if money.short(gap) != money.short(0.0) else [f"This plan is on the line: {none}."]
    if edge.pays_until is None:
        lines.append(f"Even the last {one} of {money.short(float(edge.budgets[-1]))} a month pays for itself.")
    elif not edge.pays_until:
        lines.append(f"At no budget up to {money.short(float(edge.budgets[-1]))} a month does its last {one} pay.")
    else:
        lines.append(_pays_until(edge, edge.pays_until, total, view[0], money))
    if edge.gaps is None:
        lines.append("Best found by a wide search; these curves allow no proof that nothing is better.")
    return lines


def _pays_until(edge: Frontier, until: float, total: float, metric: Metric, money: MoneyFormat) -> str:
    one, by = money.exact(1), money.short(abs(until - total))
    than = (
        f"{by} a month {'more' if until > total else 'less'} than now" if by != money.short(0.0) else "as much as now"
    )
    paid = "customer equity" if metric == "customer_equity" else "gross margin"
    # With S-shaped curves little money may bring less than it costs, where more of it brings more.
    all_along = (edge.prices[edge.budgets < until] > edge.threshold).all()
    smaller = "" if all_along else ", though not of every smaller budget"
    return f"Up to {money.short(until)} a month, {than}, the last {one} pays for itself in {paid}{smaller}."


def leaning_line(levers: Sequence[str]) -> str:
    """Return the caution for a plan that goes beyond twice today's effort; nothing where none does."""
    if not levers:
        return ""
    names = listed([spoken(lever) for lever in levers])
    return f"This leans on the curve's shape: {names} would get more than twice today's effort."


def leans_beyond(budget: float, levers: Sequence[str], money: MoneyFormat, *, always: bool) -> str:
    """Return from which budget on the best split leans on the curve's shape, and on which levers it does there."""
    where = "Beyond" if always else "At some budgets beyond"
    names = listed([spoken(lever) for lever in levers])
    shape = "it leans on the curve's shape: more than twice today's effort"
    return f"{where} {money.short(budget)} a month {shape}, first on {names}."


def delicate(advice: Sensitivity, now: Mapping[str, float]) -> list[str]:
    """Return how robust the advice is."""
    ranked = sorted(now.values(), reverse=True)
    turning = [tolerance for tolerance in advice.tolerances if tolerance.below or tolerance.above]
    lines = []
    if len(ranked) > 1 and ranked[0] - ranked[1] < 0.02 * abs(ranked[0]):
        lines.append("The two best levers bring nearly the same, so little turns their order: either will do.")
    if not turning:
        lines.append("No fact moved alone, down to an eighth or up to eight times, puts another lever first.")
    elif len(turning) > SHOWN:
        more = len(turning) - SHOWN
        lines.append(f"{counted(more, 'more fact')} can turn it, but only by moving further.")
    if turning and (rest := len(advice.tolerances) - len(turning)):
        never, are = ("never turns", "it is") if rest == 1 else ("never turn", "they are")
        known = f"The other {counted(rest, 'fact')} {never} it"
        lines.append(f"{known}, anywhere from an eighth to eight times what {are}.")
    return lines


def tolerance_rows(advice: Sensitivity, money: MoneyFormat) -> list[list[str]]:
    """Return the most delicate facts: name, value now, and where which other lever comes first."""
    turning = [tolerance for tolerance in advice.tolerances if tolerance.below or tolerance.above]
    rows = []
    for tolerance in turning[:SHOWN]:
        ends = [
            _turn(side, tolerance, turn, money)
            for side, turn in (("below", tolerance.below), ("above", tolerance.above))
            if turn
        ]
        rows.append([tolerance.title, fact_text(tolerance.now, tolerance.unit, money), "; ".join(ends)])
    return rows


def _turn(side: str, tolerance: Tolerance, turn: Turn, money: MoneyFormat) -> str:
    value, now = (
        fact_text(float(f"{turn.value:.3g}"), tolerance.unit, money),
        fact_text(tolerance.now, tolerance.unit, money),
    )
    if value == now and tolerance.unit.startswith(("people", "customers")):  # So near that whole people do not tell.
        value = value.replace(count(turn.value), plain(turn.value, 4))
    return f"{title(turn.lever)} {side} {value}"


def sought(target: str, months: int) -> str:
    """Return what a goal is called."""
    names = {"revenue": "revenue", "gross_profit": "gross profit"}
    return f"{capital(names[target])} over {in_months(months)}" if target in names else "Customers at the end"
