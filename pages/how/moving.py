"""Each step of a month as a picture that follows a slider: what more or less money for one function does to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import streamlit as st

from pages.how.charts import MOST, name_of
from pages.how.tables import StepValue, step_values
from pages.how.words import STEPS
from pages.ui import live
from pages.ui.charts.label_layout import columns
from pages.ui.charts.rows import folded
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.formats import percent
from simulator.facts.names import lever_title
from simulator.facts.plan import FUNCTIONS, Function, Plan, function_of
from simulator.model.question import Question

POINTS = 24
"""Stretches of each curve."""
FEET = ((0.0, "none", "left"), (1.0, "as planned", "center"), (MOST, "double", "right"))
TOP = 0.62
"""From which part of its height on a figure stands below its point rather than above it."""


def moving(visit: Session) -> None:
    """Draw the slider and, below it, the pictures."""
    st.html(markup.phrase("Move money, and see each step follow"))
    _drawn(visit)


@st.fragment
def _drawn(visit: Session) -> None:
    with st.container(key="on_screen_moving"):
        of = st.radio("Whose money?", FUNCTIONS, format_func=spender, key="moved_function",
                      horizontal=True)  # fmt: skip
        share = st.slider("So much of what it gets in this plan", 0, round(100 * MOST), 100, 5, key="moved_share",
                          format="%d %%")  # fmt: skip
    states = charts(visit.question, of or FUNCTIONS[0], share / 100)
    with st.container(key=folded(len(states))):
        for column, state in zip(st.columns(len(states), gap="large"), states, strict=True):
            with column:
                live.picture([state], key=f"moving_{state.name}")


def spender(of: Function) -> str:
    """Return who spends the money for a function."""
    return "All channels" if of == "prospecting" else lever_title(of)


def charts(question: Question, of: Function, share: float) -> list[live.ChartState]:
    """Return the picture of each step in the last month, with ``share`` times the plan's money for one function."""
    shares = [MOST * point / POINTS for point in range(POINTS + 1)]
    curves = list(zip(*(_values(question, of, each) for each in shares), strict=True))
    now = _values(question, of, share)
    said = f"{spender(of)} at {percent(share, 0)} of this plan"
    return [
        _chart(place, shares, [each.value for each in curve], share, here, said)
        for place, (curve, here) in enumerate(zip(curves, now, strict=True))
    ]


def _chart(
    place: int, shares: Sequence[float], curve: Sequence[float], share: float, here: StepValue, said: str
) -> live.ChartState:
    step = STEPS[place]
    low, high = min(0.0, *curve), max(curve)
    high = high if high > low else low + 1.0
    align = "left" if share < 0.3 * MOST else "right" if share > 0.7 * MOST else "center"
    side = 1 if (here.value - low) / (high - low) > TOP else -1
    return live.ChartState(
        name=name_of(place),
        title=f"{step.name}: {step.equation}",
        alt=f"{step.name} in the last month, {said}: {here.text}. {step.words}",
        datasets={
            "curve": {"x": list(shares), "y": list(curve)},
            "marks": columns([{"x": share, "y": here.value, "text": here.text, "align": align, "side": side}]),
            "feet": columns([{"x": x, "text": text, "align": align} for x, text, align in FEET]),
        },
        signals={"lo": low, "hi": high},
        unit=here.unit,
    )


@lru_cache(maxsize=512)
def _values(question: Question, of: Function, share: float) -> tuple[StepValue, ...]:
    plan = question.plan
    amounts = [plan[lever] * (share if function_of(lever) == of else 1.0) for lever in plan.levers]
    return step_values(question.about(Plan.of(plan.levers, amounts)), question.months - 1)
