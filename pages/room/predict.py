"""Predict first: which function is the bottleneck, and what will come of it?"""

from __future__ import annotations

import streamlit as st

from pages.room import case
from pages.room.visit import attempt, store
from pages.room.words import FUNCTIONS, measure
from pages.ui.text import markup
from pages.ui.text.formats import money_format, nice_step
from pages.ui.text.words import capital
from rooms import participant
from rooms.debrief import today
from rooms.views import BOTTLENECKS, Bottleneck, SeatView


def predict(view: SeatView, seat: str) -> None:
    """Draw the two questions beside the case."""
    st.html(markup.answer("Before you touch a lever: what do you expect?", "Nobody sees your answer; the room sees all "
                        "of them, without names, in the debrief."))  # fmt: skip
    left, right = st.columns([560, 604], gap="large")
    with left:
        case.story(view.room)
        case.facts(view.room)
    with right:
        _questions(view, seat)


@st.fragment
def _questions(view: SeatView, seat: str) -> None:
    room = view.room
    money = money_format(room.business.currency)
    start = today(room.settings, room.round)
    guess = st.session_state.get("bottleneck", view.bottleneck)
    question = f"Which function is the bottleneck: where would the next {money.exact(1)} bring most?"
    bottleneck = st.radio(question, BOTTLENECKS,
                          index=None if guess is None else BOTTLENECKS.index(guess), key="bottleneck",
                          format_func=lambda name: FUNCTIONS[name])  # fmt: skip
    at = view.expected if view.expected is not None else round(start, -max(0, len(str(int(abs(start)))) - 3))
    step = nice_step(abs(start)) * 2
    expected = st.number_input(f"{capital(measure(room))} under the split you will choose, in {room.business.currency}",
                               -1e15, 1e15, float(at), step=step, format="%.0f", key="expected")  # fmt: skip
    today_brings = f"With the money spread as today it would be {money.short(start)}."
    st.html(markup.small(f"You expect {money.short(expected)}. {today_brings}"))
    st.button("Keep my prediction", key="keep", type="primary", disabled=bottleneck is None,
              on_click=_keep, args=(view, seat))  # fmt: skip
    if view.bottleneck or st.session_state.get("kept_prediction") == (room.code, room.round):
        st.html(markup.small("Your prediction is kept. You may change it until the levers open."))


def _keep(view: SeatView, seat: str) -> None:
    # What was chosen last may be newer than what this page was drawn with.
    given = st.session_state["bottleneck"], float(st.session_state["expected"])
    kept = attempt(_stored, view.room.code, seat, *given)
    if kept:
        st.session_state["kept_prediction"] = (view.room.code, view.room.round)


def _stored(code: str, seat: str, bottleneck: Bottleneck, expected: float) -> bool:
    participant.predict(store(), code, seat, bottleneck, expected)
    return True
