"""The Marginal returns page: where the next unit of money goes furthest, and how that changes with more of it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from pages.marginal import sentences
from pages.marginal.curve_chart import Mark
from pages.marginal.goal import goal_seek
from pages.marginal.pictures import frontier_charts, ranking, response
from pages.ui import live
from pages.ui.charts.rows import folded
from pages.ui.frame.about import about
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.formats import MoneyFormat, money_format
from pages.ui.text.limits import set_aside
from pages.ui.text.outlook import last_unit_line
from pages.ui.text.returns import Returns
from pages.ui.text.words import spoken
from simulator.facts.plan import Plan
from simulator.facts.round_step import nice_step
from simulator.insight.elsewhere import last_unit
from simulator.insight.least_spend import least_spends
from simulator.insight.response import leaning, responses
from simulator.insight.sensitivity import sensitivity
from simulator.model.question import Question
from simulator.optimise.frontier import Frontier, frontier
from simulator.optimise.optimizer import Optimum
from simulator.optimise.recommendation import recommend


def marginal(visit: Session) -> None:
    """Draw the page."""
    workspace = visit.workspace
    asked, months, metric = visit.question, workspace.months, workspace.metric
    money = money_format(asked.business.currency)
    advice = recommend(asked)
    optimum = advice.optimum
    now, best = asked.marginal, asked.about(optimum.plan).marginal
    why = sentences.equal_marginals(now, visit.plan, advice, money)
    if aside := set_aside(visit.plan, workspace.locked, workspace.limits):
        why = f"{why} {aside} for what is best on this page."
    st.html(markup.answer(sentences.answer(now, visit.plan, metric, months, money), why))
    about(visit)
    level = sentences.level(now, visit.plan)
    left, right = st.columns(2, gap="large")
    with left:
        live.picture(
            [ranking(now, best, Returns(metric, months, money, asked.business.gross_margin))], key="ranking_picture"
        )
        if not level:
            goal_seek(visit)
    with right:
        # Where no lever is first there is no order that a fact could turn.
        goal_seek(visit) if level else _delicate(visit, now, money)
    _levers(visit, optimum, money)
    _frontier(visit, optimum, money)


def _levers(visit: Session, optimum: Optimum, money: MoneyFormat) -> None:
    """Draw each lever's response and marginal return, today, plan and best marked."""
    asked = visit.question
    view = (asked.metric, asked.months)
    marked = {"today": asked.today.plan, "best": optimum.plan, "this plan": asked.plan}
    found = responses(asked, tuple(marked.values()))
    found = tuple(each for each in found if np.ptp(each.values) > 1e-9 * abs(each.values[0]))
    st.html(markup.phrase("Each lever alone, the others as they are in this plan"))
    with st.container(key=folded(len(found))):
        for column, each in zip(st.columns(max(len(found), 1), gap="large"), found, strict=False):
            with column:
                live.picture(response(each, found, marked, view, money), key=f"response_{each.lever}")
    returns = Returns(asked.metric, asked.months, money)
    lines = [sentences.least_spend(each, asked.plan[each.lever], returns) for each in least_spends(asked)]
    if lines:
        st.html(markup.small(*lines))


def _frontier(visit: Session, optimum: Optimum, money: MoneyFormat) -> None:
    """Draw the best of every budget, what its last unit brings, and what that says."""
    asked = visit.question
    edge, view = frontier(asked, _top(visit)), (asked.metric, asked.months)
    marks = [
        Mark("today", "today", asked.today.plan.total, asked.today.value),
        Mark("best", "best", optimum.plan.total, optimum.value),
        Mark("this plan", "plan", asked.plan.total, asked.value),
    ]
    beyond, always = _beyond(asked, edge)
    charts = frontier_charts(edge, marks, beyond, view, money)
    with st.container(key="in_pairs_of_totals"):
        for column, chart in zip(st.columns(2, gap="large"), charts, strict=True):
            with column:
                live.picture([chart], key=f"{chart.name}_picture")
    gap = max(optimum.value - marks[-1].y, 0.0)
    lines = sentences.last_dollar(edge, visit.plan.total, gap, view, money)
    if beyond is not None:
        levers = leaning(asked.about(Plan.of(asked.levers, edge.plans[list(edge.budgets).index(beyond)])))
        lines.append(sentences.leans_beyond(beyond, levers, money, always=always))
    lines.append(last_unit_line(last_unit(asked.today), asked.metric, asked.months, money))
    st.html(markup.small(*lines))


def _top(visit: Session) -> float:
    """Return the greatest budget shown, which stays put while the total moves a little."""
    total = max(visit.plan.total, visit.workspace.scenario.business.plan.total) or 1000.0
    step = 100 * nice_step(total, visit.unit)
    return float(np.ceil(2.4 * total / step) * step)


def _beyond(asked: Question, edge: Frontier) -> tuple[float | None, bool]:
    """Return the first budget whose best split gives some lever more than twice today's effort, and whether each budget
    beyond does: with S-shaped curves the money may go elsewhere again."""
    leans = [bool(leaning(asked.about(Plan.of(asked.levers, amounts)))) for amounts in edge.plans]
    if True not in leans:
        return None, True
    first = leans.index(True)
    return float(edge.budgets[first]), all(leans[first:])


def _delicate(visit: Session, now: Mapping[str, float], money: MoneyFormat) -> None:
    """Draw how far each fact can move before another lever comes first."""
    advice = sensitivity(visit.question)
    st.html(markup.phrase(f"How far a fact can move before {spoken(advice.lever)} is no longer first"))
    rows = sentences.tolerance_rows(advice, money)
    if rows:
        st.html(markup.table("How far facts can move", ["Fact", "Now", "Who is first then"], rows))
    if lines := sentences.delicate(advice, now):
        st.html(markup.small(*lines))
