"""What the room answered, and why: grouped by answer, for the facilitator's page and for the wall."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

import streamlit as st

from pages.room.lettering import lines_of
from pages.room.line import line_title
from pages.room.visit import attempt, store
from pages.room.words import FUNCTION_NAMES
from pages.ui.state.shown_key import shown_key
from pages.ui.text import markup
from pages.ui.text.formats import counted
from rooms import facilitator
from rooms.debrief import Debrief
from rooms.reasons import Group, groups
from rooms.settings import RoomSettings
from rooms.views import RoomView

NO_ANSWER = "Without an answer"
"""What those are called who gave a reason and no answer: they are not of the answer above them."""
COLUMNS = 3
HEIGHT = 330
"""Of a column on the wall, in its points."""
SIGNS, LINE, GAP, HEAD = 43, 19, 9, 42
"""Of a column on the wall: small letters in a line, and the heights of a line, of the space after a reason, and of a
heading."""


def answered(played: Debrief, settings: RoomSettings) -> tuple[Group, ...]:
    """Return a round's answers and reasons; nothing where the room was asked for neither."""
    if not settings.choices and settings.line == "no":
        return ()
    return groups(settings, [each.entry for each in played.judged])


def name_of(group: Group) -> str:
    """Return what an answer is called on the page; nothing where none was asked for."""
    if not group.answer:
        return NO_ANSWER if group.asked else ""
    return next((name for key, name in FUNCTION_NAMES.items() if key == group.answer), group.answer)


def asked_said(settings: RoomSettings) -> str:
    """Return what was asked: the facilitator's own question, or why."""
    return settings.question or "Why?"


def answers(played: Debrief, settings: RoomSettings) -> None:
    """Draw how many gave each answer to the facilitator's own question, where it offered any."""
    if not settings.choices:
        return
    found = answered(played, settings)
    most = max([group.count for group in found if group.answer] + [1])
    bars = [markup.Ranked(group.answer, str(group.count), "", None, group.count / most)
            for group in found if group.answer]  # fmt: skip
    st.html(markup.phrase(settings.question) + "".join(map(markup.ranked, bars)))


def wall(played: Debrief, room: RoomView, secret: str) -> None:
    """Draw all reasons that may be read, with nicknames where the leaderboard shows them, and how one is hidden."""
    if room.settings.line == "no":
        return
    lines_given(played, room.settings, named=True)
    _hiding(played.number, room, secret)


def lines_given(played: Debrief, settings: RoomSettings, *, named: bool = False) -> None:
    """Draw the reasons that may be read, by answer; nothing where none was given.

    ``named`` with the nicknames of those who gave them, as far as they are told.
    """
    listed = "".join(_listed(group, named=named) for group in answered(played, settings))
    if settings.line != "no" and listed:
        st.html(markup.phrase(line_title(settings)) + f'<div class="reasons">{listed}</div>')


def _listed(group: Group, *, named: bool) -> str:
    if not group.lines:
        return ""
    items = "".join(
        f"<li>{escape(line.reason)}{f' <small>{escape(line.nickname)}</small>' if named and line.nickname else ''}</li>"
        for line in group.lines
    )
    return f"<section>{_heading(group)}<ul>{items}</ul></section>"


def _heading(group: Group) -> str:
    """Return an answer with how many gave it; nothing where no answer was asked for."""
    name = name_of(group)
    return f"<h3>{escape(name)} <small>{group.count}</small></h3>" if name else ""


def _hiding(number: int, room: RoomView, secret: str) -> None:
    entries = [entry for entry in facilitator.entries(store(), room.code, secret)
               if entry.round == number and entry.plan and entry.reason]  # fmt: skip
    if not entries:
        st.html(markup.small("Nobody gave a reason."))
        return
    # The browser tells which was chosen by its words alone, and two may have given the same reason.
    said = {entry.participant: f"{place}. {entry.reason}" for place, entry in enumerate(entries, 1)}
    hidden = [entry.participant for entry in entries if entry.hidden]
    key = shown_key(f"hidden.{room.code}.{number}", hidden, tuple(said.values()))

    def chosen() -> None:
        wanted, drawn = set(st.session_state[key]), set(hidden)
        attempt(facilitator.hide_lines, store(), room.code, secret, number, wanted - drawn, drawn - wanted)

    with st.popover(f"Hide a line ({len(hidden)} hidden)" if hidden else "Hide a line", type="tertiary", key="hide"):
        st.multiselect("Lines that the room does not see", list(said), default=hidden, key=key, on_change=chosen,
                       format_func=lambda each: said[each], placeholder="None")  # fmt: skip


def screens(found: Sequence[Group]) -> list[str]:
    """Return the reasons for the wall: the HTML of as many screens as it takes for all to be read from afar."""
    columns = list(_columns(found))
    return [
        f'<div class="wall_reasons">{"".join(f"<div>{column}</div>" for column in columns[at : at + COLUMNS])}</div>'
        for at in range(0, len(columns), COLUMNS)
    ]


def _columns(found: Sequence[Group]) -> Iterator[str]:
    column, left = "", HEIGHT
    for group in found:
        heading = _heading(group)
        pieces = [(f"<p>{escape(line.reason)}</p>", GAP + LINE * lines_of(line.reason, SIGNS)) for line in group.lines]
        head = HEAD + LINE * lines_of(f"{name_of(group)} 000", SIGNS) - LINE if heading else 0
        if column and head + (pieces[0][1] if pieces else 0) > left:
            yield column
            column, left = "", HEIGHT
        column, left = column + heading, left - head
        for piece, height in pieces:
            if height > left:
                yield column
                column, left = heading, HEIGHT - head
            column, left = column + piece, left - height
    if column:
        yield column


def count_said(found: Sequence[Group]) -> str:
    """Return how many reasons there are, for the wall."""
    return counted(sum(len(group.lines) for group in found), "reason")
