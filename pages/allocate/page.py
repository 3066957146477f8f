"""The Allocate page: levers at the left, what they bring at the right."""

from __future__ import annotations

import streamlit as st

from pages.allocate import outlook
from pages.allocate.best import best_split
from pages.allocate.pictures import board, sources
from pages.allocate.sentences import answer, why
from pages.ui import live
from pages.ui.charts.revenue import revenue
from pages.ui.controls.editor import TOTAL, edit_plan, heading, levers_of
from pages.ui.controls.limits import edit_limits
from pages.ui.figures import Figures, figures_of
from pages.ui.frame.about import about
from pages.ui.frame.frame import Later, rested
from pages.ui.quantities import CUSTOMERS_AT_END, GROSS_PROFIT, REVENUE, SHARE_AT_END
from pages.ui.state.session import Session
from pages.ui.text.glossary import terms_in
from pages.ui.text.units import note
from simulator.optimise.recommendation import Recommendation, recommend


def allocate(visit: Session) -> Later | None:
    """Draw the page."""
    drawn = scene(visit)
    if "answer" in drawn.parts:
        drawn.parts["answer"].show("answer")
    if visit.framing.levers_only:
        _levers_only(visit, drawn)
        return None
    about(visit)
    left, right = st.columns([500, 664], gap="large")
    with left:
        drawn.parts[TOTAL].show(TOTAL)
        edit_plan(visit, drawn, lambda: scene(visit), lambda: _rested(visit))
        edit_limits(visit)
    with right:
        for key in ("figures", "pictures"):
            drawn.parts[key].show(key)
        if not visit.framing.answer:
            return None
        with st.container(key="best"):
            drawn.parts["best_split"].show("best_split")
            return outlook.draw(visit)


def _levers_only(visit: Session, drawn: live.Scene) -> None:
    """Draw the levers, and beside them the one chart that the address asks for."""
    charted = "pictures" in drawn.parts
    left, right = st.columns([500, 664], gap="large") if charted else (st.container(key="levers_alone"), None)
    with left:
        drawn.parts[TOTAL].show(TOTAL)
        edit_plan(visit, drawn, lambda: scene(visit), lambda: rested(visit))
    if right is not None:
        with right:
            drawn.parts["pictures"].show("pictures")


def scene(visit: Session) -> live.Scene:
    """Return all that changes with the levers, as it is now."""
    figures, advice = figures_of(visit.workspace), _advice(visit)
    said, reason = answer(figures), why(figures)
    framing = visit.framing
    charts = [revenue(visit, figures), board(visit, figures), sources(visit, figures)]
    shown = [chart for chart in charts if not framing.levers_only or chart.name == framing.part]
    parts: dict[str, live.Part] = {
        TOTAL: heading(visit, figures),
    }
    if framing.answer:
        parts["answer"] = live.Words([live.Line(said, "headline"), live.Line(reason, "quiet", terms_in(reason))], said)
    if shown:
        parts["pictures"] = live.Picture(shown)
    if not framing.levers_only:
        parts["figures"] = live.Words([_figures(figures), *_unit()])
        if framing.answer:
            parts["best_split"] = live.Markup(best_split(figures, advice, visit.workspace))
            parts[outlook.KEY] = outlook.as_it_is(visit)
    return live.Scene(levers_of(visit, figures, advice), parts)


def _rested(visit: Session) -> None:
    """Once the hand has let go and its answer is out, draw what takes longer for the new total or limits."""
    rested(visit)
    if visit.framing.answer and not visit.dragging and not outlook.ready(visit):
        st.rerun()


def _unit() -> list[live.Line]:
    return [live.Line(said, "quiet")] if (said := note("both")) else []


def _advice(visit: Session) -> Recommendation:
    return recommend(visit.question, visit.workspace.locked, visit.workspace.limits)


def _figures(figures: Figures) -> list[live.Figure]:
    return [
        _figure(
            quantity.label(figures.months),
            quantity.text(figures.outcome, figures.money),
            quantity.change(figures.outcome, figures.today, figures.money),
        )
        for quantity in (REVENUE, GROSS_PROFIT, CUSTOMERS_AT_END, SHARE_AT_END)
    ]


def _figure(label: str, value: str, change: str) -> live.Figure:
    if not any(digit in "123456789" for digit in change):
        return live.Figure(label, value, terms=terms_in(label))
    return live.Figure(label, value, change, "good" if change.startswith("+") else "bad", terms_in(label))
