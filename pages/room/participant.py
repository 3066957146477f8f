"""A participant's page: the same address brings back the same seat, with nothing lost."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from pages.room import case, debrief, decide, homework, predict
from pages.room.follow import OwnSeat, follow, timer
from pages.room.landing import said, team_buttons
from pages.room.seats import forgetful, remember
from pages.room.take_home import TAKE_HOME
from pages.room.visit import ROOM, SEAT, VIEW, accepted, attempt, changed_elsewhere, link, store, visit
from pages.room.words import measure, round_name
from pages.ui.controls.typed_field import name_field
from pages.ui.state.visitor import settle_numbers
from pages.ui.text import markup
from pages.ui.text.labels import label
from rooms import participant
from rooms.tokens import shown_code
from rooms.views import NO_TEAM, SeatView


def take_part(code: str, seat: str) -> None:
    """Draw what this participant sees now."""
    revised = visit().revised
    view = participant.sit(store(), code, seat, revised[1] if revised and revised[0] == seat else None)
    settle_numbers(view.room.business.currency)
    _header(view, seat)
    if forgetful():
        _own_link(view, seat)
    said()
    if view.room.teams and view.team == NO_TEAM:
        _teamless(view, seat)
    phase = view.room.phase
    elsewhere = changed_elsewhere(view, seat)
    if view.room.runs:
        homework.go_through(view, seat, elsewhere=elsewhere)
    elif phase == "lobby":
        _lobby(view)
    elif phase == "predict":
        predict.predict(view, seat, elsewhere=elsewhere)
    elif phase == "decide":
        decide.decide(view, seat, elsewhere=elsewhere)
    elif phase == "frozen" and view.room.closes_at is not None:
        homework.over(view)
    elif phase == "frozen":
        _frozen(view)
    else:
        debrief.debrief(view.room, mine=view)
        _take_home(view, seat)
    remember(code, seat)
    room = replace(view.room, phase="homework") if view.room.runs else view.room
    follow(room, own=OwnSeat(view.participant, visit().device), changed=view.changes, dues=view.dues)


def _header(view: SeatView, seat: str) -> None:
    with st.container(key="room_header", horizontal=True, vertical_alignment="center", gap="small"):
        st.html('<span class="wordmark">Next Dollar</span>', width="content")
        name = round_name(view.room)
        team = view.room.teams[view.team] if view.team != NO_TEAM else ""
        st.html(markup.small(" · ".join(filter(None, (shown_code(view.room.code), name, team)))), width="content")
        with st.container(horizontal=True, vertical_alignment="center", width="content", key="me"):
            timer(view.room)
            _nickname(view, seat)


def _own_link(view: SeatView, seat: str) -> None:
    """Draw the way back for whom the page around this one leads to the door again."""
    there = escape(link(**{ROOM: view.room.code, SEAT: seat}))
    own = f'<a href="{there}" target="_blank">your own link</a>'
    said = f"Reloaded, this page forgets your seat. Keep {own}, or go on there, in a tab of its own."
    st.html(f'<p class="small">{said}</p>')


def _teamless(view: SeatView, seat: str) -> None:
    st.html(markup.small("You are in no team yet. Which one are you in?"))

    def chosen(team: int) -> None:
        attempt(participant.choose_team, store(), view.room.code, seat, team)

    team_buttons(view.room.teams, chosen)


def _take_home(view: SeatView, seat: str) -> None:
    """Draw the way to the page to take home, once there is a best split on it."""
    if view.room.told:
        there = escape(link(**{ROOM: view.room.code, SEAT: seat, VIEW: TAKE_HOME}))
        st.html(f'<p class="small"><a href="{there}" target="_blank">Your page to take home</a>: what you expected, '
                "what you did and what was best, to print or to save before the room ends.</p>")  # fmt: skip


def _nickname(view: SeatView, seat: str) -> None:
    def renamed(text: str) -> None:
        accepted(participant.rename, store(), view.room.code, seat, text)

    with st.popover(label(view.nickname), type="tertiary", key="who"):
        name_field("Your nickname in this room", view.nickname, renamed, name="nickname")
        st.html(markup.small("This device finds its way back by itself. On another one, open your own link:"))
        st.code(link(**{ROOM: view.room.code, SEAT: seat}), language=None, wrap_lines=True)


def _lobby(view: SeatView) -> None:
    begins = (
        "homework begins when the facilitator opens"
        if view.room.settings.pace == "homework"
        else "round begins when the facilitator starts"
    )
    quiet = f"The {begins} it. Until then, get to know the company."
    st.html(markup.answer(f"You are in, {view.nickname}.", quiet))
    case.story(view.room)
    case.facts(view.room)


def _frozen(view: SeatView) -> None:
    if view.submitted is None:
        st.html(markup.answer("Submissions are closed.", "You submitted no split in this round; yours is not counted."))
    else:
        said = "The time was up: your split is in, as it stood." if view.taken_as_it_stood else "Your split is in."
        st.html(markup.answer(said, f"Next the room sees all splits, and what each brings in "
                            f"{measure(view.room)}."))  # fmt: skip
        bar = markup.splits([("yours", markup.parts_of(view.submitted))])
        st.html(bar + markup.small(decide.in_order(view.submitted)))
    visit().submitted = None
