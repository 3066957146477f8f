"""What the Compare page says in words; pure functions from figures to sentences."""

from __future__ import annotations

from collections.abc import Mapping

from pages.compare.candidates import Candidate
from pages.ui.text.facts import fact_text
from pages.ui.text.formats import MoneyFormat, in_months, percent, signed_percent
from pages.ui.text.words import MEASURES, capital, listed, spoken, title
from simulator.insight.attribution import Attribution, Cause
from simulator.insight.comparison import CumulativeProfit, per_extra_unit
from simulator.workspace.differences import JUDGED_BY, FactChange, SpendChange

GROUPS = {
    "conversion": "Win rate, cycle",
    "upsell": "Share of wallet",
    "churn": "Churn",
    "customers": "Customers and wallet",
    "costs": "Margin and costs",
    "channels": "The channels",
    "facts": "All facts",
}
"""What groups of facts are called."""


def name_of(cause: Cause) -> str:
    """Return what a cause is called beside its bar."""
    if cause.kind == "facts":
        return GROUPS.get(cause.name) or cause.name.removeprefix("channels.")
    return "Prospecting" if cause.name == "prospecting" else title(cause.name)


def answer(
    one: Candidate, other: Candidate, why: Attribution, changes: tuple[SpendChange, ...], money: MoneyFormat
) -> str:
    """Return the page's one sentence: which of the two brings more, by how much, at what budget or because of what."""
    if one == other:
        return f"{called(one)} stands alone: there is nothing to compare it with yet."
    gain, spends = why.after - why.before, budgets(one, other, why, money)
    measure, months = MEASURES[other.question.metric], other.question.months
    if _alike(why, money):
        said = f"{called(other)} brings as much {measure} as {called(one)} over {in_months(months)}"
        return f"{said}{spends}."
    share = f" ({signed_percent(gain / abs(why.before))})" if why.before else ""
    size, than = money.short(abs(gain)), "more" if gain > 0 else "less"
    said = f"{called(other)} brings {size} {than} {measure} than {called(one)} over {in_months(months)}{share}"
    return f"{said}{spends}." if spends else f"{said}, {_because(why, gain)} {_reason(why, changes, gain, money)}."


def called(candidate: Candidate) -> str:
    """Return a candidate's name inside a sentence, which a name that is itself half a sentence must not break."""
    return f"“{candidate.name}”" if candidate.name.startswith("If ") else candidate.name


def quiet(
    one: Candidate, other: Candidate, why: Attribution, changes: tuple[SpendChange, ...], money: MoneyFormat
) -> str:
    """Return the line under the sentence: decision or assumption, and the main reason where budgets took its place."""
    decided = decision_or_assumption(why, money)
    if one.question.plan.total == other.question.plan.total or _alike(why, money):
        return decided
    gain = why.after - why.before
    return f"{decided} {capital(_because(why, gain))} {_reason(why, changes, gain, money)}."


def budgets(one: Candidate, other: Candidate, why: Attribution, money: MoneyFormat) -> str:
    """Return how the totals differ and what the extra money brings, to end the sentence; nothing where they do not."""
    total, before = other.question.plan.total, one.question.plan.total
    by, plans = total - before, why.of("plan")
    per = per_extra_unit(one.question, other.question, plans)
    if per is None:
        return ""
    spends = f"spends {money.told(abs(by))} a month {'more' if by > 0 else 'less'}"
    ends = f"({money.told(total)} against {money.told(before)})"
    if per <= 0:
        return f", {'although' if by > 0 else 'and'} it {spends} {ends}"
    one_unit = money.exact(1)
    each = (
        f"each {one_unit} more brings {money.short(per)}"
        if by > 0
        else f"each {one_unit} saved costs {money.short(per)}"
    )
    return f"; it {spends} {ends}: {each}"


def _alike(why: Attribution, money: MoneyFormat) -> bool:
    gain = why.after - why.before
    return money.short(gain) == money.short(0.0) or abs(gain) < 1e-6 * abs(why.before)


def _because(why: Attribution, gain: float) -> str:
    """Return how far the main reason goes: it is only the largest where others together make up for more."""
    towards = [part.amount for part in why.parts if part.amount * gain > 0]
    return "mostly because" if 2 * max(towards, key=abs) / sum(towards) >= 1 else "above all because"


def _reason(why: Attribution, changes: tuple[SpendChange, ...], gain: float, money: MoneyFormat) -> str:
    part = max(why.parts, key=lambda cause: cause.amount if gain > 0 else -cause.amount)
    if part.kind == "facts":
        group = name_of(part)
        return f"the facts differ: {group[0].lower()}{group[1:]}" if part.name in GROUPS else f"{group} is not the same"
    moved = next((change for change in changes if change.lever == part.name), None)
    if moved is None or moved.before is None or moved.after is None:
        return "another amount goes to prospecting"
    by = moved.after - moved.before
    return f"{money.short(abs(by))} a month {'more' if by > 0 else 'less'} goes to {spoken(part.name)}"


def decision_or_assumption(why: Attribution, money: MoneyFormat) -> str:
    """Return whether the result moved because of what was decided or of what was assumed."""
    kinds = {part.kind for part in why.parts}
    if not kinds:
        return "Neither the plan nor the facts differ."
    if kinds == {"plan"}:
        return "Your decision, not an assumption: only the plan differs, the facts are the same."
    if kinds == {"facts"}:
        return "An assumption, not your decision: only facts differ, the plan is the same."
    plan, facts = money.signed(why.of("plan")), money.signed(why.of("facts"))
    return f"Your decision (the plan) accounts for {plan}, your assumptions (the facts) for {facts}."


def cash_lines(
    flows: Mapping[str, CumulativeProfit], months: int, money: MoneyFormat, own: Mapping[str, str] | None = None
) -> list[str]:
    """Return when each plan has paid for itself beside today's, and how deep the shortfall is before.

    ``own``: of those with facts of their own, which; each is beside today's plan under these.
    """
    under = {name: f"under its own facts ({(own or {})[name]}) " if name in (own or {}) else "" for name in flows}
    never = [name for name, flow in flows.items() if flow.payback == 0]
    alike = [name for name in never if not under[name]]
    said = [f"{listed(alike)} {'is' if len(alike) == 1 else 'are'} never behind today's plan."] if alike else []
    said += [f"{name} {under[name]}is never behind today's plan." for name in never if under[name]]
    for name, flow in flows.items():
        short = money.short(-flow.deepest_shortfall)
        deepest = f"at worst, after month {flow.deepest_month}, {short} of gross profit behind today's plan"
        if flow.payback is None:
            said.append(f"{name} {under[name]}does not catch up within {in_months(months)}: {deepest}.")
        elif flow.payback:
            said.append(f"{name} {under[name]}pays for itself by month {flow.payback}: {deepest}.")
    return said


def own_facts(changes: tuple[FactChange, ...]) -> str:
    """Return which facts a scenario has of its own, by name where they are few; nothing where it has none."""
    moving = [change.title for change in changes if not change.field.startswith(JUDGED_BY)]
    if len(moving) > 2:
        return f"{moving[0]} and {len(moving) - 1} more"
    return listed(moving)


def spend_rows(changes: tuple[SpendChange, ...], money: MoneyFormat) -> list[list[str]]:
    """Return what was decided differently, money per month: lever, before, after, change."""
    rows = []
    for change in changes:
        ends = [money.exact(end) if end is not None else "–" for end in (change.before, change.after)]
        by = (change.after or 0.0) - (change.before or 0.0)
        rows.append([title(change.lever), *ends, ("+" if by > 0 else "") + money.exact(by)])
    return rows


def total_row(one: Candidate, other: Candidate, money: MoneyFormat) -> list[str]:
    """Return the totals of two plans, money per month: name, before, after, change."""
    before, after = one.question.plan.total, other.question.plan.total
    return [
        "Budget",
        money.exact(before),
        money.exact(after),
        ("+" if after > before else "") + money.exact(after - before),
    ]


def fact_rows(changes: tuple[FactChange, ...], money: MoneyFormat) -> list[list[str]]:
    """Return what was assumed differently: fact, before, after."""
    return [
        [change.title, *(fact_text(end, change.unit, money) for end in (change.before, change.after))]
        for change in changes
    ]


def restated(changes: tuple[FactChange, ...]) -> list[str]:
    """Return why a win rate may differ where only the channels were meant to; nothing where that is not so."""
    fields = {change.field for change in changes}
    if "win_rate" not in fields or not any(field.startswith("channels.") for field in fields):
        return []
    return [
        "The win rate is that of all prospects together: where a channel brings more or fewer of them, the same sales "
        "effort is shared among others, and the rate is another one."
    ]


def part_of_all(part: float) -> str:
    """Return how large a part is; a small one is not nothing, nor is nearly all of it all."""
    if 0 < part < 0.005:
        return f"less than {percent(0.01)}"
    return f"more than {percent(0.99)}" if 0.995 <= part < 1 else percent(part)


def zone(ranges: tuple[tuple[float, float], ...], part: float) -> str:
    """Return how wide the zone near the best is, in words."""
    names = ("prospecting", "the sales team", "account care")
    spans = [
        f"{percent(low)} to {percent(high)} on {name}" if percent(low) != percent(high) else f"{percent(low)} on {name}"
        for name, (low, high) in zip(names, ranges, strict=True)
    ]
    return capital(f"{listed(spans)}: inside the outlined zone every split comes within {percent(part)} of the best.")
