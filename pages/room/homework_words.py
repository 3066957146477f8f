"""The words of a homework; pure functions from its state to sentences."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.room.words import moment
from pages.ui.state.visitor import visitor_locale
from pages.ui.text.formats import counted, plain
from rooms.settings import Pace, RoomSettings
from rooms.views import Phase, RoomView
from simulator.facts.plan import Plan

PACE_NAMES: Mapping[Pace, str] = {"class": "In class", "homework": "Homework"}
PHASES: Mapping[Phase, str] = {
    "lobby": "Gather",
    "homework": "Each at their own pace",
    "frozen": "Over",
    "spread": "Everyone's splits",
    "revealed": "Best split",
}
LEAVE = "You can leave at any time and come back, here or on another device: your own link is under your nickname."


def said_at(seconds: float) -> str:
    """Return a moment as it is said where the reader is."""
    return moment(seconds, st.context.timezone, visitor_locale())


def until(room: RoomView) -> str:
    """Return until when the homework is open; blank where no end is set."""
    return _until(room.settings.ends if room.closes_at is None else room.closes_at)


def until_chosen(settings: RoomSettings) -> str:
    """Return until when a homework with these settings is to be open; blank where no end is set."""
    return _until(settings.ends)


def _until(ends: float | None) -> str:
    return "" if ends is None else f"until {said_at(ends)}"


def invitation(room: RoomView) -> str:
    """Return what whoever is about to join is told of the homework."""
    return f"Homework {until(room)}: {counted(room.rounds, 'round')}, at your own pace."


def levers_note(room: RoomView) -> str:
    """Return what opening the levers means: the prediction stays, and the time runs."""
    seconds = room.settings.rounds[room.round - 1].seconds
    if seconds is None:
        return "From then on your prediction stays as it is. Take the time you like."
    return f"From then on your prediction stays as it is, and you have {plain(seconds / 60)} min to decide."


def submit_note(room: RoomView, submitted: Plan | None, levers: Plan) -> str:
    """Return how what stands on the levers relates to what was submitted."""
    if submitted is not None:
        if submitted == levers:
            return "This is the split you submitted."
        return "Not the split you submitted. That one counts unless you submit this."
    final = "You may change it later." if room.settings.rounds[room.round - 1].revise else "What you submit is final."
    end = "When the homework ends" if room.deadline is None else "At zero"
    return f"Nothing submitted yet. {final} {end} a split that you have begun is submitted as it stands."


def done_said(done: int, rounds: int) -> str:
    """Return in how many rounds of a homework that is over one submitted a split, to go before a sentence.

    Nothing where it was in all.
    """
    if done == rounds:
        return ""
    return f"You submitted a split in {done} of {counted(rounds, 'round')}. " if done else "You submitted no split. "


def submitted_said(view_round: str, *, split: bool, by_time: bool) -> str:
    """Return what became of a round that is over for a seat."""
    if not split:
        return f"The time was up: no split of yours counts in {view_round}."
    return (
        f"The time was up: your split of {view_round} is in, as it stood."
        if by_time
        else f"Your split of {view_round} is in."
    )
