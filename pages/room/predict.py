"""Predict first: which function is the bottleneck, and what will come of it?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from pages.room import case
from pages.room.visit import attempt, store, turn_page, visit
from pages.room.words import FUNCTION_NAMES, measure
from pages.ui.controls.amount_field import amount_field
from pages.ui.controls.typed_field import refused_text
from pages.ui.state.session import kept
from pages.ui.state.shown_key import shown_key
from pages.ui.text import markup
from pages.ui.text.entry import money_entry
from pages.ui.text.formats import MoneyFormat, money_format
from pages.ui.text.words import capital
from rooms import participant
from rooms.debrief import today
from rooms.views import RoomView, SeatView
from simulator.facts.plan import FUNCTIONS, Function

EXPECTED = "expected"
MISSING = "Choose a function and type the amount you expect; then it can be kept."
MOST = 1e15
"""No prediction is further from nothing."""
Round = tuple[str, int]
"""A room's code and the round."""


@dataclass(frozen=True)
class Then:
    """What the press that keeps a prediction also does, where nobody else opens the levers."""

    label: str
    note: str
    step: Callable[[], None]


def predict(view: SeatView, seat: str, *, elsewhere: bool = False, then: Then | None = None) -> None:
    """Draw the two questions beside the case; answers that were kept ``elsewhere`` take the place of those here."""
    if elsewhere:
        _guesses().pop(_round(view), None)
        _choices().pop(_round(view), None)
    st.html(markup.answer("Before you touch a lever: what do you expect?", "Nobody sees your answer; the room sees all "
                        "of them, without names, in the debrief."))  # fmt: skip
    left, right = st.columns([560, 604], gap="large")
    with left:
        case.story(view.room)
        case.facts(view.room)
    with right:
        _questions(view, seat, then)


@st.fragment
def _questions(view: SeatView, seat: str, then: Then | None) -> None:
    turn_page()
    room = view.room
    money = money_format(room.business.currency)
    start = today(room.settings, room.round)
    guess = _choices().get(_round(view), view.bottleneck)
    key = shown_key(f"bottleneck.{room.code}.{room.round}", guess)

    def chosen() -> None:
        _choices()[_round(view)] = st.session_state[key]

    question = f"Which function is the bottleneck: where would the next {money.exact(1)} bring most?"
    st.radio(question, FUNCTIONS,
                          index=None if guess is None else FUNCTIONS.index(guess), key=key, on_change=chosen,
                          format_func=lambda name: FUNCTION_NAMES[name])  # fmt: skip
    expected = _expected(view, money, start)
    yours = f"You expect {money.short(expected)}. " if expected is not None else ""
    st.html(markup.small(f"{yours}With the money spread as today it would be {money.short(start)}."))
    # Never greyed out: a number still in the typist's hand arrives together with the press.
    st.button(then.label if then else "Keep my prediction", key="keep", type="primary", on_click=_keep,
              args=(view, seat, then))  # fmt: skip
    if st.session_state.get("prediction_missing") == _round(view):
        st.html(markup.small(MISSING))
    if then:
        st.html(markup.small(then.note))
    elif view.bottleneck or st.session_state.get("kept_prediction") == _round(view):
        st.html(markup.small("Your prediction is kept. You may change it until the levers open."))


def _expected(view: SeatView, money: MoneyFormat, start: float) -> float | None:
    """Draw the field of what one expects, empty at first: a number there would be the answer of most; return it."""
    expected = _guesses().get(_round(view), view.expected)
    entry = money_entry(f"{capital(measure(view.room))} under the split you will choose", money, expected, -MOST, MOST,
                        whole=True, near=start, blank=True)  # fmt: skip

    def take(value: float | None) -> None:
        _guesses()[_round(view)] = value

    amount_field(entry, take, name=EXPECTED, of=_about(view), placeholder="your guess")
    return expected


def _guesses() -> dict[Round, float | None]:
    return kept("room_expected", dict[Round, float | None])


def _choices() -> dict[Round, Function | None]:
    return kept("room_bottleneck", dict[Round, Function | None])


def _about(view: SeatView) -> tuple[object, ...]:
    """Return what the field is about: another amount, where another device has kept one."""
    return *_round(view), visit().adopted


def _round(view: SeatView) -> Round:
    return view.room.code, view.room.round


def _keep(view: SeatView, seat: str, then: Then | None) -> None:
    # What was chosen last may be newer than what this page was drawn with.
    bottleneck = _choices().get(_round(view), view.bottleneck)
    expected = _guesses().get(_round(view), view.expected)
    if refused_text(EXPECTED, _about(view)) is not None or bottleneck is None or expected is None:
        st.session_state["prediction_missing"] = _round(view)
        return
    st.session_state["prediction_missing"] = None
    if attempt(_stored, view.room, seat, bottleneck, expected):
        st.session_state["kept_prediction"] = _round(view)
        if then:
            then.step()
    elif then:
        visit().turned = True  # The reason stands at the top of the page.


def _stored(room: RoomView, seat: str, bottleneck: Function, expected: float) -> bool:
    participant.predict(store(), room.code, seat, bottleneck, expected, visit().device, room.round)
    return True
