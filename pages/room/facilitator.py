"""The facilitator's page: what comes next, who is in, how people join, and the debrief."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from pages.room import case, debrief, homework_lead, homework_words
from pages.room.follow import follow, timer
from pages.room.joining import joining, place_of
from pages.room.landing import said
from pages.room.news_words import came_from, happened
from pages.room.progress import progress
from pages.room.projector import PROJECTOR
from pages.room.results import results
from pages.room.second import second
from pages.room.settings_form import settings_form
from pages.room.steps import aside, steps
from pages.room.visit import FACILITATOR, ROOM, VIEW, guide_link, link, store
from pages.room.wall import wall
from pages.room.words import FUNCTION_NAMES, PHASES, round_name
from pages.ui.controls.embed import snippet
from pages.ui.frame.header import header_row
from pages.ui.frame.registry import Page
from pages.ui.state.visitor import settle_numbers
from pages.ui.text import markup
from pages.ui.text.words import MEASURES
from rooms import downloads, facilitator, leading
from rooms.limits import DEBRIEF_DAYS
from rooms.tokens import shown_code
from rooms.views import RoomView
from simulator.report.forms import PPTX, XLSX

ROOM_HEIGHT = 800
"""Of a room in a frame, in pixels, until it says its own."""


def facilitate(page: Page, code: str, secret: str) -> None:
    """Draw the room as its facilitator sees it."""
    room, lead = facilitator.room(store(), code, secret), leading.leads(store(), code, secret)
    settle_numbers(room.business.currency)
    with header_row(page):
        _links(room, secret, lead)
    said()
    st.html(_stepper(room))
    left, right = st.columns([600, 564], gap="large")
    with left:
        with st.container(key="now", horizontal=True, vertical_alignment="center"):
            steps(room, secret)
            timer(room)
        (homework_lead.progress if room.homework else progress)(room, secret)
        aside(room, secret, first=lead.first)
    with right:
        joining(code)
        st.html(_views(code))
        st.html(markup.small(_deleted(room)))
    if room.phase in ("lobby", "revealed"):
        settings_form(room, secret)
    if room.phase in ("spread", "revealed"):
        debrief.debrief(room)
        wall(results(room)[-1], room, secret)
        _downloads(room, secret)
    else:
        with st.expander("The case as participants see it"):
            case.story(room)
            case.facts(room)
    follow(room)


def _views(code: str) -> str:
    """Return the ways to what the room looks at, each in a tab of its own."""
    views = ((PROJECTOR, "Projector view"), ("sheet", "Case sheet to print"))
    ways = (
        f'<a href="{escape(link(**{ROOM: code, VIEW: view}))}" target="_blank">{words}</a>' for view, words in views
    )
    return f'<p class="small">{" · ".join(ways)}</p>'


def _deleted(room: RoomView) -> str:
    if room.homework and room.phase == "lobby":
        return f"The room deletes itself {DEBRIEF_DAYS} days after the homework's end."
    return f"The room deletes itself on {homework_words.said_at(room.expires_at)}."


def _stepper(room: RoomView) -> str:
    phases = homework_words.PHASES if room.homework else PHASES
    items = "".join(
        f"<li{' class=now aria-current=step' if phase == room.phase else ''}>{name}</li>"
        for phase, name in phases.items()
    )
    name = round_name(room)
    return (
        f'<h1 class="answer">Room {shown_code(room.code)}{f" · {name}" if name else ""}</h1>'
        f'<ol class="stepper">{items}</ol>'
    )


def _links(room: RoomView, secret: str, lead: leading.Leads) -> None:
    with st.popover("Links", key="links"):
        st.html(guide_link("The facilitator's guide: timing, what to say, how to debrief"))
        st.html(markup.phrase("For the participants"))
        st.code(place_of(room.code)[0], language=None, wrap_lines=True)
        st.html(markup.phrase("For the projector: no names, no controls"))
        st.code(link(**{ROOM: room.code, VIEW: PROJECTOR}), language=None, wrap_lines=True)
        st.html(markup.small("In its corner it leads to reasons, teams and results over the rounds, and back."))
        st.html(markup.phrase("A case sheet to print"))
        st.code(link(**{ROOM: room.code, VIEW: "sheet"}), language=None, wrap_lines=True)
        st.html(markup.phrase("In a course page"))
        framed = f"{link(**{ROOM: room.code})}&embed=true"
        st.code(snippet(framed, "training room", ROOM_HEIGHT), language=None, wrap_lines=True)
        st.html(markup.phrase("Your own private link"))
        st.html(
            markup.small("It brings back control from any machine. Whoever has it leads the room: show it to nobody.")
        )
        st.code(link(**{ROOM: room.code, FACILITATOR: secret}), language=None, wrap_lines=True)
        if lead.first:
            second(room, secret, lead)


def _told(room: RoomView, number: int) -> str:
    """Return what happened in a round, and what the company brought along."""
    return ". ".join(filter(None, (happened(room.settings, number), came_from(room.settings, number))))


def _downloads(room: RoomView, secret: str) -> None:
    def table() -> list[list[downloads.Cell]]:
        entries = facilitator.entries(store(), room.code, secret)
        people = facilitator.roster(store(), room.code, secret)
        teams = facilitator.teams(store(), room.code, secret)
        news = {number: _told(room, number) for number in range(1, room.round + 1)}
        return downloads.rows(room, entries, people, FUNCTION_NAMES, MEASURES[room.settings.metric], teams, news)

    def workbook() -> bytes:
        entries = facilitator.entries(store(), room.code, secret)
        return downloads.as_xlsx(table(), downloads.team_rows(room, entries, MEASURES[room.settings.metric]))

    st.html(markup.phrase("All submissions"))
    with st.container(horizontal=True, gap="small"):
        st.download_button("Download CSV", lambda: downloads.as_csv(table()), f"room-{room.code}.csv", "text/csv",
                           key="csv", on_click="ignore")  # fmt: skip
        st.download_button("Download XLSX", workbook, f"room-{room.code}.xlsx", XLSX,
                           key="xlsx", on_click="ignore")  # fmt: skip
        st.download_button("Slides", partial(_slides, room), f"room-{room.code}.pptx", PPTX,
                           key="pptx", on_click="ignore")  # fmt: skip


def _slides(room: RoomView) -> bytes:
    # Nobody else waits for what makes slides.
    from pages.room.slides import slides

    return slides(results(room), room)
