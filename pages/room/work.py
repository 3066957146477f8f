"""The moment of work that a seat or a room costs: asked of the visitor's browser after the press that wants it.

What is asked stands in the visit alone, so that an answer counts once, for whom and for what it was asked, and no
replica needs to know of another's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from next_dollar.settings import read_settings
from pages.room.visit import attempt, visit
from pages.ui.live import joined
from pages.ui.state.session import kept
from rooms.costs import Puzzle, enough, solved

LIFE_SECONDS = 300
"""How long an answer is taken: several times as long as the slowest device works."""
WAITING = "One moment…"
LATE = "That took too long. Please try again."

_KEY = "work"
_WORK = st.components.v2.component("next_dollar_work", js=joined(Path(__file__).with_name("work.js")))

Price = Callable[[], Puzzle]
Then = Callable[[], None]


@dataclass(frozen=True)
class Work:
    """What the browser is at: a puzzle, what for, and since when by this process's clock."""

    what: str
    puzzle: Puzzle
    since: float


@dataclass
class Desk:
    """What this visitor's browser is at, if anything."""

    work: Work | None = None


def ask(what: str, price: Price, then: Then) -> None:
    """Have the browser work for ``what``; where nothing costs anything, do at once what it wants."""
    if read_settings().costs == "off":
        then()
        return
    puzzle = attempt(price)
    _desk().work = None if puzzle is None else Work(what, puzzle, time.monotonic())


def at_work(what: str) -> bool:
    """Return whether the browser is at work for ``what``."""
    work = _desk().work
    return work is not None and work.what == what


def work_for(what: str, price: Price, then: Then) -> None:
    """Where the browser is at work for ``what``, say so, and do ``then`` once it is done."""
    work = _desk().work
    if work is None or work.what != what:
        return
    st.html(f'<p class="small" role="status">{WAITING}</p>')
    _WORK(data=[vars(work.puzzle)], key=_KEY, on_answer_change=lambda: _answered(what, price, then), height=1)


def _answered(what: str, price: Price, then: Then) -> None:
    desk = _desk()
    work, desk.work = desk.work, None
    if work is None or work.what != what:
        return
    if time.monotonic() - work.since > LIFE_SECONDS or not solved(work.puzzle, _numbers(work.puzzle)):
        visit().notice = LATE
        return
    now = attempt(price)
    if now is None:
        return
    if enough(work.puzzle, now):
        then()
    else:  # A rush began meanwhile, or somebody had kept cheap puzzles for it.
        desk.work = Work(what, now, time.monotonic())


def _desk() -> Desk:
    return kept("next_dollar_work", Desk)


def _numbers(puzzle: Puzzle) -> list[object]:
    state: object = st.session_state.get(_KEY)
    answer = state.get("answer") if isinstance(state, Mapping) else None
    if not isinstance(answer, Mapping) or answer.get("text") != puzzle.text:
        return []
    numbers = answer.get("numbers")
    return list(numbers) if isinstance(numbers, list | tuple) else []
