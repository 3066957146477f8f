"""Homework as a participant sees it: round after round at one's own pace, and after each what came of one's split."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.room import decide, predict
from pages.room.debrief import best_told, reasons
from pages.room.homework_words import LEAVE, done_said, levers_note, submitted_said, until
from pages.room.visit import attempt, note_when, rested, store, visit
from pages.room.words import BRIEFLY, measure
from pages.ui.text import markup
from pages.ui.text.formats import money_format
from pages.ui.text.words import MEASURES
from rooms import homework
from rooms.debrief import Debrief, best_split, debrief, today
from rooms.views import Entry, RoomView, SeatView
from simulator.model.question import Question

THROUGH = "You have been through all rounds. Everyone's splits are shown in the debrief, after the end."


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
    else:
        _after(view, seat)
    with st.container(key="revisions", horizontal=True, gap="small"):
        _revisions(view, seat)
    st.html(markup.small(f"Open {until(room)}. {LEAVE}"))


def over(view: SeatView) -> None:
    """Draw what a participant sees once the homework is over, until the debrief begins."""
    said = "Next the room sees all splits, round by round, and what each brings."
    done = sum(entry.plan is not None for entry in view.own)
    taken = [entry for entry in view.own if entry.taken_at(view.room.closes_at)]
    stood = "".join(f"{submitted_said(_named(view.room, each.round), split=True, by_time=True)} " for each in taken)
    st.html(markup.answer("The homework is over.", f"{stood}{done_said(done, view.room.rounds)}{said}"))
    _own_rounds(view)
    visit().submitted = None


def _after(view: SeatView, seat: str) -> None:
    """Draw what came of the round that is over for this seat, and the way on."""
    room = view.room
    entry = next(each for each in view.own if each.round == room.round)
    played = debrief(room.settings, room.round, [entry]) if _tells_best(view, entry) else None
    said = submitted_said(_named(room, room.round), split=view.submitted is not None, by_time=view.taken_as_it_stood)
    st.html(markup.answer(said, _brought(view, entry, played)))
    if room.round < room.rounds:
        st.button(f"Go on to round {room.round + 1}", key=f"go_on_{room.round}", type="primary",
                  on_click=_went_on, args=(view, seat))  # fmt: skip
    else:
        st.html(markup.small(THROUGH))
    if entry.plan is not None:
        _bars(view, entry, played)
    if played is not None:
        reasons(played)
    if len(view.own) > 1:
        _own_rounds(view)


def _revisions(view: SeatView, seat: str) -> None:
    """Draw the way back to the levers of rounds that may be changed, and the way on from there."""
    revised = view.room.round if view.room.phase == "decide" and view.submitted is not None else None
    if revised is not None:
        st.button("Leave my split as it is", key="unrevise", type="tertiary", on_click=_revise, args=(None,))
    for number in sorted(view.revisable - {revised}):
        st.button(f"Change my split of round {number}" if view.room.rounds > 1 else "Change my split",
                  key=f"revise_{number}", type="tertiary", on_click=_revise, args=((seat, number),))  # fmt: skip


def _named(room: RoomView, number: int) -> str:
    return f"round {number}" if room.rounds > 1 else "this homework"


def _tells_best(view: SeatView, entry: Entry) -> bool:
    """Return whether its owner may see the best split of a round before the debrief."""
    settings = view.room.settings
    return settings.best_at_once and entry.plan is not None and not settings.rounds[entry.round - 1].revise


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
    st.html(markup.splits(rows) + markup.small(decide.in_order(entry.plan) + decide.left_out(rows)))


def _own_rounds(view: SeatView) -> None:
    """Draw what one's own splits brought, round by round."""
    if not view.own:
        return
    settings = view.room.settings
    money = money_format(view.room.business.currency)
    rows = []
    for entry in view.own:
        brings = "none" if entry.plan is None else money.short(_value(view, entry))
        expected = "" if entry.expected is None else money.short(entry.expected)
        named = BRIEFLY[entry.bottleneck] if entry.bottleneck else ""
        row = [f"Round {entry.round}", brings, money.short(today(settings, entry.round)), expected, named]
        if settings.best_at_once:
            best = _tells_best(view, entry)
            row.append(money.short(best_split(settings, entry.round).value) if best else "in the debrief")
        rows.append(row)
    header = ["", "Your split brings", "Today's split", "You expected", "Your bottleneck"]
    header += ["Best possible"] if settings.best_at_once else []
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
