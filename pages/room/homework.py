"""Homework as a participant sees it: round after round at one's own pace, and after each what came of one's split."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.room import decide, predict
from pages.room.debrief import best_told, reasons
from pages.room.homework_words import LEAVE, levers_note, submitted_said, until
from pages.room.visit import attempt, note_when, rested, store, visit
from pages.room.words import FUNCTION_NAMES, measure
from pages.ui.text import markup
from pages.ui.text.formats import money_format
from pages.ui.text.words import MEASURES
from rooms import homework
from rooms.debrief import Debrief, debrief, today
from rooms.views import Entry, SeatView
from simulator.model.question import Question


def go_through(view: SeatView, seat: str, *, elsewhere: bool) -> None:
    """Draw where this participant is in the rounds."""
    room = view.room
    note_when(room)
    if room.phase == "predict":
        step = partial(_opened, view, seat)
        then = predict.Then("Keep it and open the levers", levers_note(room), step)
        predict.predict(view, seat, elsewhere=elsewhere, then=then)
    elif room.phase == "decide":
        decide.decide(view, seat, elsewhere=elsewhere)
        if visit().revised is not None:
            st.button("Leave my split as it is", key="unrevise", type="tertiary", on_click=_revise, args=(None,))
    else:
        _after(view, seat)
    st.html(markup.small(f"Open {until(room)}. {LEAVE}"))


def over(view: SeatView) -> None:
    """Draw what a participant sees once the homework is over, until the debrief begins."""
    said = "Next the room sees all splits, round by round, and what each brings."
    if not any(entry.plan for entry in view.own):
        said = f"You submitted no split. {said}"
    st.html(markup.answer("The homework is over.", said))
    _own_rounds(view)
    visit().submitted = None


def _after(view: SeatView, seat: str) -> None:
    """Draw what came of the round that is over for this seat, and the way on."""
    room = view.room
    entry = next(each for each in view.own if each.round == room.round)
    told = room.settings.best_at_once and entry.plan is not None and room.round not in view.revisable
    played = debrief(room.settings, room.round, [entry]) if told else None
    last = room.round == room.rounds
    name = f"round {room.round}" if room.rounds > 1 else "this homework"
    said = submitted_said(name, split=view.submitted is not None, by_time=view.taken_as_it_stood)
    st.html(markup.answer(said, _brought(view, entry, played)))
    with st.container(key="own_steps", horizontal=True, vertical_alignment="center", gap="small"):
        if not last:
            st.button(f"Go on to round {room.round + 1}", key=f"go_on_{room.round}", type="primary",
                      on_click=_went_on, args=(view, seat))  # fmt: skip
        for number in sorted(view.revisable):
            st.button(f"Change my split of round {number}" if room.rounds > 1 else "Change my split",
                      key=f"revise_{number}", on_click=_revise, args=((seat, number),))  # fmt: skip
    if last:
        st.html(
            markup.small("You have been through all rounds. Everyone's splits are shown in the debrief, after the end.")
        )
    if entry.plan is not None:
        _bars(view, entry, played)
    if played is not None:
        reasons(played)
    if len(view.own) > 1:
        _own_rounds(view)


def _brought(view: SeatView, entry: Entry, played: Debrief | None) -> str:
    if entry.plan is None:
        return "Nothing had been moved when it ended."
    room, money = view.room, money_format(view.room.business.currency)
    value = _value(view, entry)
    before = today(room.settings, room.round)
    parts = [
        f"It brings {money.short(value)} of {measure(room)}; today's split would bring {money.short(before)}.",
    ]
    if entry.expected is not None:
        parts.append(f"You expected {money.short(entry.expected)}.")
    if played is not None:
        parts.append(best_told(played, entry))
    return " ".join(parts)


def _value(view: SeatView, entry: Entry) -> float:
    settings = view.room.settings
    assert entry.plan is not None
    return Question(settings.business(entry.round), entry.plan, settings.months, settings.metric).value


def _bars(view: SeatView, entry: Entry, played: Debrief | None) -> None:
    assert entry.plan is not None
    rows = [("today", markup.parts_of(view.room.start)), ("yours", markup.parts_of(entry.plan))]
    if played is not None:
        rows.append(("best possible", markup.parts_of(played.optimum.plan)))
    st.html(markup.splits(rows) + markup.small(decide.in_order(entry.plan)))


def _own_rounds(view: SeatView) -> None:
    """Draw what one's own splits brought, round by round."""
    if not view.own:
        return
    settings = view.room.settings
    money = money_format(view.room.business.currency)
    rows = []
    for entry in view.own:
        brings = "none submitted" if entry.plan is None else money.short(_value(view, entry))
        expected = "" if entry.expected is None else money.short(entry.expected)
        named = FUNCTION_NAMES[entry.bottleneck] if entry.bottleneck else ""
        rows.append([f"Round {entry.round}", brings, money.short(today(settings, entry.round)), expected, named])
    header = ["", "Your split brings", "Today's split", "You expected", "Your bottleneck"]
    st.html(markup.phrase(f"Your rounds, in {measure(view.room)}"))
    st.html(markup.table(f"Your rounds, {MEASURES[settings.metric]}", header, rows))


def _opened(view: SeatView, seat: str) -> None:
    mine = visit()
    attempt(homework.open_levers, store(), view.room.code, seat, view.room.round, mine.device)
    mine.turned = True


def _went_on(view: SeatView, seat: str) -> None:
    if rested():
        attempt(homework.go_on, store(), view.room.code, seat, view.room.round, visit().device)


def _revise(which: tuple[str, int] | None) -> None:
    visit().revised = which
