"""What the room sees on the wall: one idea a screen, legible from the last row, and nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from pages.room import pictures, wall_case
from pages.room.debrief import answer_said, counting, spread_said, why_said
from pages.room.follow import follow, timer
from pages.room.homework_words import invitation
from pages.room.joining import place_of, qr
from pages.room.results import results
from pages.room.team_results import wall_teams
from pages.room.visit import ROOM, VIEW, address, link, store
from pages.room.wall import answered, asked_said, count_said, screens
from pages.room.words import and_team, began, measure, people, round_name
from pages.ui import live
from pages.ui.charts.contours import ZONE
from pages.ui.state.visitor import settle_numbers
from pages.ui.text import markup
from pages.ui.text.formats import money_format, percent
from pages.ui.text.words import capital
from rooms import reading
from rooms.debrief import CLOSE, Debrief
from rooms.errors import RoomError, Unreachable
from rooms.tokens import shown_code
from rooms.views import RoomView

PROJECTOR, REASONS, TEAMS, ROUNDS = "projector", "reasons", "teams", "rounds"
SCREENS = {PROJECTOR: "This round", REASONS: "Reasons", TEAMS: "Teams", ROUNDS: "Over the rounds"}
"""Views for the wall and what leads there: the room as it stands, why it did so, its teams, its results over the
rounds."""


def screen_of(view: str) -> tuple[str, int] | None:
    """Return the view that an address names and its page, from 1: ``reasons.2``; None where it is none for the wall."""
    name, _, page = view.partition(".")
    return (name, max(int(page), 1) if page.isdecimal() and len(page) < 4 else 1) if name in SCREENS else None


def project(code: str, view: str = PROJECTOR) -> None:
    """Draw the room for the wall; another ``view`` than the room as it stands where it has something to show."""
    room = reading.look(store(), code, address())
    settle_numbers(room.business.currency)
    with st.container(key="projector"):
        shown = results(room) if room.on_show else ()
        # Reasons and teams are of the round on show: once the next has begun the wall is where the room is.
        counted, on_show = counting(shown, room), room.phase in ("spread", "revealed")
        walls = screens(answered(shown[-1], room.settings)) if on_show else []
        there = {PROJECTOR: True, REASONS: bool(walls), TEAMS: bool(room.teams) and room.phase == "revealed",
                 ROUNDS: len(counted) > 1}  # fmt: skip
        name, page = screen_of(view) or (PROJECTOR, 1)
        name, page = (name, min(page, len(walls))) if there[name] else (PROJECTOR, 1)
        leads = [(each, words) for each, words in SCREENS.items() if there[each] and each != name]
        if name == REASONS and len(walls) > 1:
            leads.append((f"{REASONS}.{page % len(walls) + 1}", "More reasons"))
        _head(room, leads)
        if name == ROUNDS:
            _over_rounds(counted)
        elif name == TEAMS:
            wall_teams(counted if shown[-1] in counted else [shown[-1]], room)
        elif name == REASONS:
            _reasons(room, shown[-1], walls, page)
        elif room.phase in ("spread", "revealed"):
            _splits(room, shown[-1])
        elif room.phase == "lobby" or room.runs:
            _gathering(room)
        else:
            said = _said(room)
            st.html(markup.answer(*said))
            with st.container(key="standing", horizontal=True, vertical_alignment="center", gap="large"):
                _count(room)
                timer(room)
            wall_case.draw(wall_case.told_on_the_wall(room, *said))
    follow(room)


def _reasons(room: RoomView, played: Debrief, walls: list[str], page: int) -> None:
    said = count_said(answered(played, room.settings))
    many = f", {page} of {len(walls)}" if len(walls) > 1 else ""
    st.html(markup.answer(asked_said(room.settings), f"Round {played.number}: {said}{many}"))
    st.html(walls[page - 1])


def _head(room: RoomView, leads: Sequence[tuple[str, str]]) -> None:
    """Draw which round it is and how latecomers get in, with the ways to the views that ``leads`` names."""
    late = f"{place_of(room.code)[1]} · {shown_code(room.code)}" if room.phase != "lobby" and room.admits else ""
    parts = ["<b>Next Dollar</b>", escape(round_name(room)), escape(late)]
    for view, words in leads:
        parts.append(f'<a href="{escape(link(**{ROOM: room.code, VIEW: view}))}" target="_self">{words}</a>')
    st.html(f'<p class="wall_head">{"".join(f"<span>{part}</span>" for part in parts if part)}</p>')


def _gathering(room: RoomView) -> None:
    full, short = place_of(room.code)
    left, right = st.columns([390, 420], gap="medium", vertical_alignment="center")
    with left:
        st.html(f'<div class="wall_qr">{qr(full)}</div>')
    with right:
        st.html(
            '<h1 class="wall_join">Join with your phone</h1>'
            f'<p class="wall_small">Scan, or open {escape(short)} and type</p>'
            f'<p class="wall_code">{shown_code(room.code)}</p>'
            + (f'<p class="wall_small">{escape(invitation(room))}</p>' if room.homework else "")
        )
        _count(room)
        st.html(f'<p class="wall_small">You get a made-up nickname{and_team(room)}; nothing else is asked.</p>')


def _splits(room: RoomView, played: Debrief) -> None:
    """Draw everyone's splits, then the best one: nothing moves between the two but what is added."""
    best = room.phase == "revealed"
    said, why = (answer_said(played, None), why_said(played)) if best else spread_said(played, None)
    if not played.judged:
        st.html(markup.answer(said, why))
        return
    left, right = st.columns([490, 340], gap="small")
    with left:
        live.picture([pictures.on_the_wall(pictures.map_of_splits(played, None, best=best), "room_wall")], key="wall")
    with right:
        st.html(markup.answer(said, why))
        if best:
            near = sum(each.close for each in played.judged)
            st.html(
                f'<p class="wall_small">Dark: within {percent(CLOSE)} of the best, {near} of {len(played.judged)}. '
                f"Outlined: within {percent(ZONE)}, if channels are split best.</p>"
            )
            one = pictures.one_of(played)
            st.html(f'<p class="wall_small wall_why">{capital(began(played))} the next {one} brought</p>')
            live.picture([pictures.why_briefly(played)], key="wall_why")


def _over_rounds(counted: list[Debrief]) -> None:
    first, last = counted[0], counted[-1]
    shares = [percent((each.median_regret or 0) / (each.optimum.value or 1), 1) for each in (first, last)]
    votes = [each.votes.get(each.bottleneck, 0) for each in (first, last)]
    saw = [f"{vote} of {people(sum(each.votes.values()))} in round {each.number}"
           for vote, each in zip(votes, (first, last), strict=True) if each.votes]  # fmt: skip
    st.html(markup.answer(
        f"Half the room left {shares[0]} or more of the best on the table in round {first.number}, "
        f"and {shares[1]} in round {last.number}.",
        f"Who called the bottleneck: {'; '.join(saw)}." if saw else "Practice rounds are left out.",
    ))  # fmt: skip
    with st.container(key="wall_rounds_wide"):
        live.picture([pictures.over_rounds(counted)], key="wall_rounds")


def _said(room: RoomView) -> tuple[str, str]:
    total = money_format(room.business.currency).exact(room.start.total)
    if room.phase == "predict":
        return (
            "Before anyone touches a lever: what do you expect?",
            _asked(room),
        )
    if room.phase == "decide":
        return (
            f"Where do {total} a month bring most {measure(room)}?",
            "Try what you like: nobody sees it. Submit the split you would stand by.",
        )
    if room.homework:
        return "The homework is over.", "Next: everyone's splits, round by round."
    return "Submissions are closed.", "Next: everyone's split."


def _asked(room: RoomView) -> str:
    """Return what the room is asked before it decides."""
    own = f" {room.settings.question}" if room.settings.question else ""
    first = "Which function is the bottleneck, and what" if room.settings.bottleneck else "What"
    return f"{first} will come of your split?{own}"


@st.fragment
def _count(drawn: RoomView) -> None:
    try:
        room = reading.look(store(), drawn.code, address())
    except (RoomError, Unreachable):
        return
    if room.phase == "lobby" or room.runs:
        dots = "<i></i>" * room.participants
        many = " many" if room.participants > MANY else ""
        text = f"<b>{room.participants}</b> in the room</p><p class='wall_dots{many}' aria-hidden='true'>{dots}"
    elif room.phase == "predict":
        text = f"<b>{room.predicted}</b> of {room.participants} predicted"
    else:
        which = f" in round {room.round}" if room.homework and room.rounds > 1 else ""
        text = f"<b>{room.submitted}</b> of {room.participants} submitted{which}"
    st.html(f'<p class="count" role="status">{text}</p>')
    follow(room, activity=True)


MANY = 60
"""So many dots fit in three rows; those of more people are smaller."""
