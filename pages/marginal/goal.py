"""Goal-seek on the page: state a goal, see the least budget that reaches it, adopt its split."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.marginal.sentences import leaning_line, sought
from pages.ui.controls.amount_field import amount_field
from pages.ui.state.session import Session, kept
from pages.ui.text import markup
from pages.ui.text.entry import count_entry, money_entry
from pages.ui.text.formats import MoneyFormat, counted, in_months, money_format
from pages.ui.text.words import MEASURES
from simulator.facts.business import Business
from simulator.facts.channel import COUNT_LIMIT
from simulator.insight.response import leaning
from simulator.optimise.goal_seek import TARGETS, GoalSeekResult, Target, least_budget

SOUGHT = "goal_target"
MOST = 1e30
"""No goal in money is higher."""


def goal_seek(visit: Session) -> None:
    """Draw the goal's fields and what it takes."""
    workspace = visit.workspace
    business, months = workspace.scenario.business, workspace.months
    money = money_format(business.currency)
    st.html(markup.phrase("What is the least budget that reaches a goal?"))
    with st.container(key="on_screen_goal", horizontal=True, vertical_alignment="top", gap="small"):
        # A field shows the words its choice had when it was made, so each horizon has its own.
        before = TARGETS.index(st.session_state.get(SOUGHT, TARGETS[0]))
        target = st.selectbox("Goal", TARGETS, index=before, key=f"{SOUGHT}_{months}", width=230,
                              format_func=lambda name: sought(name, months))  # fmt: skip
        st.session_state[SOUGHT] = target
        at_first = first_goal(business, target, _now(visit, target), months)
        goal = _goal(target, business, months, at_first)
    reached = least_budget(business, target, goal, months)
    st.html(markup.phrase(_said(reached, target, goal, visit.plan.total, months, money)))
    if reached.plan is None:
        return
    st.html(markup.splits([("this plan", markup.parts_of(visit.plan)), ("the goal", markup.parts_of(reached.plan))]))
    if caution := leaning_line(leaning(visit.question.about(reached.plan))):
        st.html(markup.small(caution))

    def use() -> None:
        # A press may come before the page has been drawn with what was typed last; it is about that all the same.
        plan = least_budget(business, target, _stated(target, business, months, at_first), months).plan
        if plan is not None:
            visit.put_plan(plan)

    st.button("Use the goal's plan", key="use_goal", on_click=use)


def _goal(target: Target, business: Business, months: int, at_first: float) -> float:
    """Draw the field of the goal; return what stands in it, which outlasts a visit to another page."""
    goals, name = kept("goals", dict[str, float]), _name(target, business, months)
    goal = _stated(target, business, months, at_first)
    entry = (
        count_entry("At least", goal, 0.0, COUNT_LIMIT)
        if target == "customers"
        else money_entry("At least", money_format(business.currency), goal, 0.0, MOST, whole=True)
    )
    amount_field(entry, partial(goals.__setitem__, name), name=name, of=name, width=190)
    return goal


def _stated(target: Target, business: Business, months: int, at_first: float) -> float:
    return kept("goals", dict[str, float]).get(_name(target, business, months), at_first)


def _name(target: Target, business: Business, months: int) -> str:
    return f"goal_{target}_{business.name}_{months}"


def first_goal(business: Business, target: Target, now: float, months: int) -> float:
    """Return the goal to begin with: a tenth more than now, or where that is too much half way to the ceiling."""
    more = float(f"{max(now, 0.0) * 1.1:.3g}")
    reached = least_budget(business, target, more, months)
    if reached.plan is not None or not reached.ceiling > now:
        return more
    return float(f"{(now + reached.ceiling) / 2:.3g}")


def _now(visit: Session, target: Target) -> float:
    outcome = visit.question.outcome
    return outcome.customers_at_end if target == "customers" else outcome.total(target)


def _said(reached: GoalSeekResult, target: Target, goal: float, total: float, months: int, money: MoneyFormat) -> str:
    def amount(value: float) -> str:
        if target == "customers":
            return f"{counted(value, 'customer')} at the end"
        return f"{money.short(value)} of {MEASURES[target]} over {in_months(months)}"

    if reached.plan is None:
        where = f", at {money.short(reached.ceiling_budget)} a month" if reached.ceiling_budget is not None else ""
        return f"{amount(goal)} is out of reach: the ceiling is {amount(reached.ceiling)}{where}."
    by = reached.plan.total - total
    than = (
        f"{money.told(abs(by))} a month {'more' if by > 0 else 'less'} than this plan" if by else "as much as this plan"
    )
    return f"{money.told(reached.plan.total)} a month reaches {amount(goal)}: {than}."
