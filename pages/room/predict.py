"""Predict first: which function is the bottleneck, and what will come of it?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from pages.room import case
from pages.room.decide import begins_said
from pages.room.line import forget_line, line_field
from pages.room.visit import attempt, store, turn_page, visit
from pages.room.words import FUNCTION_NAMES, measure
from pages.ui import live
from pages.ui.controls.amount_field import amount_field
from pages.ui.controls.typed_field import refused_text
from pages.ui.state.session import kept
from pages.ui.state.shown_key import shown_key
from pages.ui.text import markup
from pages.ui.text.entry import money_entry
from pages.ui.text.formats import MoneyFormat, money_format
from pages.ui.text.labels import label
from pages.ui.text.words import capital
from rooms import participant
from rooms.debrief import today
from rooms.views import RoomView, SeatView
from simulator.facts.plan import FUNCTIONS, Function
from simulator.model.question import Question

EXPECTED = "expected"
MISSING = "Choose a function and type the amount you expect; then it can be kept."
MISSING_ANSWER = "Answer what is asked and type the amount you expect; then it can be kept."
MOST = 1e15
"""No prediction is further from nothing."""
Round = tuple[str, int, int]
"""A room's code, the round, and whose answers they are."""


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
        _answers().pop(_round(view), None)
        forget_line(view)
    st.html(markup.answer("Before you touch a lever: what do you expect?", "Nobody sees your answer; the room sees all "
                        f"of them, without names, in the debrief.{begins_said(view)}"))  # fmt: skip
    left, right = st.columns([560, 604], gap="large")
    with left:
        case.beside_questions(view.room)
    with right:
        _questions(view, seat, then)


@st.fragment
def _questions(view: SeatView, seat: str, then: Then | None) -> None:
    turn_page()
    room = view.room
    money = money_format(room.business.currency)
    if room.settings.bottleneck:
        _bottleneck(view, money)
    if room.settings.choices:
        _own_question(view)
    expected = _expected(view, money, today(room.settings, room.round))
    yours = f"You expect {money.short(expected)}. " if expected is not None else ""
    st.html(markup.small(f"{yours}{_unchanged(view, money)}"))
    line_field(view, seat, "prediction")
    with st.container(key="keep_bar", horizontal=True, vertical_alignment="center"):
        # Never greyed out: a number still in the typist's hand arrives together with the press.
        st.button(then.label if then else "Keep my prediction", key="keep", type="primary", on_click=_keep,
                  args=(view, seat, then))  # fmt: skip
        live.Markup(markup.small(_state(view)), polite=True).show("prediction_state")
    if then:
        st.html(markup.small(then.note))


def _state(view: SeatView) -> str:
    """Return what became of the prediction so far."""
    asked = view.room.settings
    if st.session_state.get("prediction_missing") == _round(view):
        return MISSING_ANSWER if asked.choices or not asked.bottleneck else MISSING
    if view.expected is not None or st.session_state.get("kept_prediction") == _round(view):
        return "Your prediction is kept. You may change it until the levers open."
    return "Nothing is kept yet."


def _unchanged(view: SeatView, money: MoneyFormat) -> str:
    """Return what would come of it without a decision: from today's split and, where it goes on, from one's own."""
    room, now = view.room, today(view.room.settings, view.room.round)
    if not view.began_at:
        return f"With the money spread as today it would be {money.short(now)}."
    own = Question(room.business, view.start, room.settings.months, room.settings.metric).value
    return (
        f"Left where your split of round {view.began_at} stood it would be {money.short(own)}, with the money spread "
        f"as today {money.short(now)}."
    )


def _bottleneck(view: SeatView, money: MoneyFormat) -> None:
    room = view.room
    guess = _choices().get(_round(view), view.bottleneck)
    key = shown_key(f"bottleneck.{room.code}.{room.round}", guess)

    def chosen() -> None:
        _choices()[_round(view)] = st.session_state[key]

    spread = "with the money spread as today, " if room.settings.carry and room.round > 1 else ""
    question = f"Which function is the bottleneck: {spread}where would the next {money.exact(1)} bring most?"
    st.radio(question, FUNCTIONS,
                          index=None if guess is None else FUNCTIONS.index(guess), key=key, on_change=chosen,
                          format_func=lambda name: FUNCTION_NAMES[name])  # fmt: skip


def _own_question(view: SeatView) -> None:
    room, choices = view.room, view.room.settings.choices
    answer = _answers().get(_round(view), view.answer)
    key = shown_key(f"answer.{room.code}.{room.round}", answer or None, choices)

    def chosen() -> None:
        _answers()[_round(view)] = st.session_state[key] or ""

    st.radio(label(room.settings.question), choices, index=choices.index(answer) if answer in choices else None,
             key=key, on_change=chosen, format_func=label)  # fmt: skip


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


def _answers() -> dict[Round, str]:
    return kept("room_answers", dict[Round, str])


def _about(view: SeatView) -> tuple[object, ...]:
    """Return what the field is about: another amount, where another device has kept one."""
    return *_round(view), visit().adopted


def _round(view: SeatView) -> Round:
    return view.room.code, view.room.round, view.participant


def _keep(view: SeatView, seat: str, then: Then | None) -> None:
    # What was chosen last may be newer than what this page was drawn with.
    bottleneck = _choices().get(_round(view), view.bottleneck)
    expected = _guesses().get(_round(view), view.expected)
    answer = _answers().get(_round(view), view.answer)
    asked = view.room.settings
    answered = (bottleneck or not asked.bottleneck) and (answer or not asked.choices)
    if refused_text(EXPECTED, _about(view)) is not None or not answered or expected is None:
        st.session_state["prediction_missing"] = _round(view)
        return
    st.session_state["prediction_missing"] = None
    if attempt(_stored, view.room, seat, bottleneck, expected, answer):
        st.session_state["kept_prediction"] = _round(view)
        if then:
            then.step()
    elif then:
        visit().turned = True  # The reason stands at the top of the page.


def _stored(room: RoomView, seat: str, bottleneck: Function | None, expected: float, answer: str) -> bool:
    participant.predict(store(), room.code, seat, bottleneck, expected, visit().device, answer, room.round)
    return True
