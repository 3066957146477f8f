"""The Diagnose page: the verdict, why, what there is to win and to lose, and what to ask oneself."""

from __future__ import annotations

import streamlit as st

from pages.diagnose import verdict, words
from pages.diagnose.pictures import PlanPoint, level_gap, plan_point, quadrant, returns, today_point
from pages.diagnose.questions import questions
from pages.diagnose.ranked import danger_rows, opportunity_rows, ranked
from pages.diagnose.stated import acceptable, how_bad
from pages.ui import live
from pages.ui.frame.about import about
from pages.ui.frame.frame import Later, charts_are_out
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.formats import in_months, money_format
from pages.ui.text.outlook import elsewhere_line
from pages.ui.text.returns import Returns
from pages.ui.text.words import MEASURES
from simulator.insight.break_even import break_even, drivers_at_end
from simulator.insight.dangers import dangers
from simulator.insight.diagnosis import Diagnosis, diagnose, other_measures
from simulator.insight.elsewhere import elsewhere
from simulator.insight.guesses import leaning
from simulator.insight.levels import levels
from simulator.insight.opportunities import by_profit, opportunities
from simulator.optimise.recommendation import recommend


def diagnose_page(visit: Session) -> Later | None:
    """Draw the page."""
    workspace = visit.workspace
    business, money = workspace.scenario.business, money_format(workspace.scenario.business.currency)
    found = diagnose(visit.question)
    each = Returns(workspace.metric, workspace.months, money, business.gross_margin)
    st.html(markup.answer(verdict.answer(business.name, found, each), verdict.why(found, workspace.months)))
    later = _figures_behind(visit, found, each)
    about(visit)
    left, right = st.columns(2, gap="large")
    with left:
        live.picture([quadrant(found, _plan_points(visit, found), workspace.months)], key="quadrant_picture")
        acceptable(visit, found)
    with right:
        live.picture([returns(found, each)], key="returns_picture")
        st.html(markup.small(verdict.agreement(found, each)))
        live.picture([level_gap(found, money)], key="gap_picture")
        st.html(markup.small(_gap_line(found, visit)))
    _lists(visit)
    left, right = st.columns(2, gap="large")
    with left:
        _break_even(visit)
        how_bad(visit)
    with right:
        st.html(markup.phrase("Questions to ask yourself"))
        questions(visit, found)
    return later


def _figures_behind(visit: Session, found: Diagnosis, each: Returns) -> Later | None:
    """Draw what opens the figures the verdict came from; how sure it is may be left for later."""
    workspace = visit.workspace
    months, metric = workspace.months, workspace.metric
    others = verdict.other_measures(other_measures(visit.question), months)
    elsewhere_ = elsewhere_line(elsewhere(visit.question.today), each.money)
    guesses = verdict.leaning_on(leaning(visit.question))
    lines = (guesses, others, elsewhere_)
    with st.container(key="why", gap="small"):
        later = _how_sure(visit, found, lines)
        opened = st.popover("Why: the figures behind it", key="why_figures", type="tertiary", on_change="rerun")
    if not opened.open:
        return later
    with opened:
        end = f"month {months}"
        header = ["", "Today", f"Today's plan, {end}", f"Best split, {end}", "Acceptable", ""]
        st.html(markup.table("Levels", header, verdict.level_rows(found)))
        header = ["", f"Next {each.one} brings back", "Best split, a month"]
        st.html(markup.table("Functions", header, verdict.function_rows(found, each.money)))
        st.html(markup.small(verdict.worth(found, each), verdict.rule(months, metric)))
    return later


def _how_sure(visit: Session, found: Diagnosis, lines: tuple[str, ...]) -> Later | None:
    """Say in how many futures the verdict holds, above the other lines; return what does where charts would wait.

    Until then its line is taken, so that nothing below moves when it comes.
    """
    place = st.empty()

    def draw() -> None:
        # The draws take long to import, and all else of the page is out before this.
        from simulator.insight.verdict_chance import verdict_chance

        chance = verdict_chance(visit.question.today, visit.workspace.seed)
        said = verdict.how_sure(found, chance), *lines
        place.html(markup.small(*said)) if any(said) else place.empty()

    if charts_are_out("Diagnose"):
        draw()
        return None
    place.html(markup.small(verdict.SURE_LATER, *lines))
    return draw


def _plan_points(visit: Session, found: Diagnosis) -> list[PlanPoint]:
    asked = visit.question
    best = asked.about(recommend(asked).optimum.plan)
    here = [] if asked == asked.today else [plan_point("plan", "this plan", asked.outcome)]
    there = [] if best in (asked, asked.today) else [plan_point("best", "best split", best.outcome)]
    return [today_point("today" if here else "plan", found), *here, *there]


def _gap_line(found: Diagnosis, visit: Session) -> str:
    money = money_format(visit.workspace.scenario.business.currency)
    now, then = money.short(found.level_gap.today), money.short(found.level_gap.acceptable)
    return (
        f"Prospects × win rate × share of wallet × wallet: {now} a month with today's plan, {then} a month at "
        "the acceptable levels. The parts sum to the difference."
    )


def _lists(visit: Session) -> None:
    workspace, scenario = visit.workspace, visit.workspace.scenario
    money = money_format(scenario.business.currency)
    plan = "today's plan" if scenario.plan == scenario.business.plan else "this plan"
    over = f"{MEASURES[workspace.metric]} over {in_months(workspace.months)}"
    left, right = st.columns(2, gap="large")
    with left:
        found = opportunities(visit.question)
        st.html(markup.heading("Opportunities", markup.noted(f"{over}, against {plan}", "money")))
        rows = opportunity_rows(found, workspace.months, money)
        ranked(visit, rows, "opportunities")
        if not rows:
            short = any(level.short for level in levels(visit.question))
            st.html(
                markup.small(
                    f"Nothing found: {'' if short else 'nothing falls short, and '}no other split brings more."
                )
            )
        elif order := words.order_by_profit(by_profit(found), workspace.months, money):
            st.html(markup.small(order))
    with right:
        st.html(markup.heading("Dangers", markup.noted(f"{over}; pale: what a new split would save", "money")))
        rows = danger_rows(dangers(visit.question), workspace.months, money)
        ranked(visit, rows, "dangers")
        said = words.SAVED if rows else words.no_danger(visit.question.outcome.total_revenue, workspace.months, money)
        st.html(markup.small(said))


def _break_even(visit: Session) -> None:
    asked = visit.question
    st.html(markup.phrase("How far each may go before monthly gross profit reaches zero"))
    limits = break_even(asked)
    if limits is None:
        st.html(markup.small(f"Gross profit is already zero or less in a month of the next {in_months(asked.months)}."))
        return
    now = drivers_at_end(asked.outcome)
    plan = "Today's plan" if asked == asked.today else "This plan"
    rows = [words.break_even(limit, now[limit.driver]) for limit in limits]
    st.html(markup.table("Break-even", ["", f"{plan}, month {asked.months}", "Zero at"], rows, kind="people"))
    st.html(markup.small("One at a time, from now on, in the worst month of the horizon, with the plan as it is."))
