"""The Diagnose page: the verdict, why, what there is to win and to lose, and what to ask oneself."""

from __future__ import annotations

import streamlit as st

from pages.diagnose import words
from pages.diagnose.pictures import Place, gap, place, quadrant, returns, today_place
from pages.diagnose.questions import questions
from pages.diagnose.ranked import danger_rows, opportunity_rows, ranked
from pages.diagnose.stated import acceptable, how_bad
from pages.ui import live
from pages.ui.frame.about import about
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.formats import money_format
from pages.ui.text.returns import Returns
from pages.ui.text.words import MEASURES
from simulator.insight.break_even import drivers_at_end, headroom
from simulator.insight.dangers import dangers
from simulator.insight.diagnosis import Diagnosis, diagnose
from simulator.insight.opportunities import opportunities
from simulator.optimise.recommendation import advise


def diagnose_page(visit: Session) -> None:
    """Draw the page."""
    workspace = visit.workspace
    business, money = workspace.scenario.business, money_format(workspace.scenario.business.currency)
    found = diagnose(visit.question)
    each = Returns(workspace.metric, workspace.months, money)
    st.html(markup.answer(words.answer(business.name, found), words.why(found)))
    about(visit)
    left, right = st.columns(2, gap="large")
    with left:
        live.picture([quadrant(found, _places(visit, found), workspace.months)], key="quadrant_picture")
        acceptable(visit, found)
    with right:
        live.picture([returns(found, each)], key="returns_picture")
        st.html(markup.small(words.agreement(found, each)))
        live.picture([gap(found, money)], key="gap_picture")
        st.html(markup.small(_gap_line(found, visit)))
    _lists(visit)
    left, right = st.columns(2, gap="large")
    with left:
        _headroom(visit)
        how_bad(visit)
    with right:
        st.html(markup.phrase("Questions to ask yourself"))
        questions(visit, found)


def _places(visit: Session, found: Diagnosis) -> list[Place]:
    asked = visit.question
    best = asked.about(advise(asked).optimum.plan)
    here = [] if asked == asked.today else [place("plan", "this plan", asked.outcome)]
    there = [] if best in (asked, asked.today) else [place("best", "best split", best.outcome)]
    return [today_place("today" if here else "plan", found), *here, *there]


def _gap_line(found: Diagnosis, visit: Session) -> str:
    money = money_format(visit.workspace.scenario.business.currency)
    now, then = money.short(found.gap.today), money.short(found.gap.acceptable)
    return (
        f"Prospects × win rate × share of wallet × wallet: {now} a month today, {then} a month at the acceptable "
        "levels. The parts sum to the difference."
    )


def _lists(visit: Session) -> None:
    workspace, scenario = visit.workspace, visit.workspace.scenario
    money = money_format(scenario.business.currency)
    plan = "today's plan" if scenario.plan == scenario.business.plan else "this plan"
    over = f"{MEASURES[workspace.metric]} over {workspace.months} months"
    left, right = st.columns(2, gap="large")
    with left:
        st.html(markup.heading("Opportunities", markup.noted(f"{over}, against {plan}", "money")))
        rows = opportunity_rows(opportunities(visit.question), workspace.months, money)
        ranked(visit, rows, "opportunities")
        if not rows:
            st.html(markup.small("Nothing found: nothing falls short, and no other split brings more."))
    with right:
        told = f"{over}; pale: nothing done, solid: after the best answer"
        st.html(markup.heading("Dangers", markup.noted(told, "money")))
        rows = danger_rows(dangers(visit.question), workspace.months, money)
        ranked(visit, rows, "dangers")
        if not rows:
            st.html(markup.small("Nothing found: there is no revenue yet that could be lost."))


def _headroom(visit: Session) -> None:
    asked = visit.question
    st.html(markup.phrase("How far each may go before monthly gross profit reaches zero"))
    limits = headroom(asked)
    if limits is None:
        st.html(markup.small(f"Gross profit is already zero or less in some month of the next {asked.months}."))
        return
    now = drivers_at_end(asked.outcome)
    plan = "Today's plan" if asked == asked.today else "This plan"
    rows = [words.headroom(limit, now[limit.driver]) for limit in limits]
    st.html(markup.table("Headroom", ["", f"{plan}, month {asked.months}", "Zero at"], rows, kind="people"))
    st.html(markup.small("One at a time, from now on, in the worst month of the horizon, with the plan as it is."))
