"""One page for each participant to take home: what they expected, what they did, what was best, and why."""

from __future__ import annotations

import streamlit as st

from pages.room import case, pictures
from pages.room.debrief import why_said
from pages.room.decide import in_order
from pages.room.line import line_title
from pages.room.results import results
from pages.room.visit import store
from pages.room.words import FUNCTION_NAMES, began, measure
from pages.ui.state.visitor import settle_numbers
from pages.ui.text import markup
from pages.ui.text.words import MEASURES, capital, spoken
from rooms import participant
from rooms.debrief import Debrief, Judged
from rooms.errors import NotNow
from rooms.shocks import SHOCKS
from rooms.teams import by_team
from rooms.tokens import shown_code
from rooms.views import RoomView, SeatView

TAKE_HOME = "takehome"
FEW = 3
"""Rounds that are printed at full size."""


def take_home(code: str, seat: str) -> None:
    """Draw the page; the browser prints it. `NotNow` before any round's best split was shown."""
    view = participant.sit(store(), code, seat)
    room = view.room
    if not room.told:
        raise NotNow("There is nothing to take home yet: the best split has not been shown.")
    settle_numbers(room.business.currency)
    told = results(room)[: room.told]
    with st.container(key="take_home_many" if len(told) > FEW else "take_home", gap="small"):
        about = f"{case.about(room).title}, room {shown_code(room.code)}, {view.nickname}; {measure(room)}."
        st.html(markup.answer(_answer(told, view), about))
        for played in told:
            _round(played, room, view)
        st.html(markup.small(in_order(told[-1].start), _lesson(told[-1])))
        with st.container(key="how_to_print"):
            st.html(markup.small("Print with the browser: Ctrl+P, or Cmd+P on a Mac. It fits one page."))


def _own(played: Debrief, view: SeatView) -> Judged | None:
    return next((each for each in played.judged if each.entry.participant == view.participant), None)


def _answer(told: tuple[Debrief, ...], view: SeatView) -> str:
    """Return what one left on the table in the first and in the last round that one decided in."""
    mine = [(played, own) for played in told if (own := _own(played, view)) is not None]
    if not mine:
        return "You submitted no split in this room; here is what was best."
    (first, then), (last, now) = mine[0], mine[-1]
    money = pictures.money_of(last)
    said = f"You left {money.short(then.regret)} of {MEASURES[first.metric]} on the table"
    if first is last:
        return f"{said}."
    return f"{said} in round {first.number}, and {money.short(now.regret)} in round {last.number}."


def _round(played: Debrief, room: RoomView, view: SeatView) -> None:
    settings, own = room.settings.rounds[played.number - 1], _own(played, view)
    money, happened = pictures.money_of(played), settings.news or SHOCKS[settings.shock].title
    rows = [("yours", markup.parts_of(own.plan))] if own else []
    rows.append(("best possible", markup.parts_of(played.optimum.plan)))
    best = f"The best split brings {money.short(played.optimum.value)}. {why_said(played)}"
    lines = [*_told(own, played, room), best] if own else ["You submitted no split.", best]
    st.html(markup.phrase(f"Round {played.number}: {happened}") + markup.small(" ".join(lines)) + markup.splits(rows))


def _told(own: Judged, played: Debrief, room: RoomView) -> list[str]:
    """Return the sentences about one's own part in a round."""
    money, entry, asked = pictures.money_of(played), own.entry, room.settings
    team = next((each for each in by_team(played, len(room.teams)) if own in each.judged), None)
    said = []
    if entry.bottleneck:
        said.append(f"You called {FUNCTION_NAMES[entry.bottleneck].lower()} the bottleneck.")
    if entry.answer:
        said.append(f"{asked.question} {entry.answer}.")
    if entry.expected is not None:
        said.append(f"You expected {money.short(entry.expected)}.")
    said.append(f"Your split brings {money.short(own.value)} and leaves {money.short(own.regret)} on the table.")
    if entry.reason:
        title = "Your reason" if line_title(asked) != asked.question else asked.question
        said.append(f"{title}: {entry.reason}")
    if team is not None and team.median_regret is not None:
        said.append(f"Your team, {room.teams[team.team]}, left {money.short(team.median_regret)} at its middle.")
    return said


def _lesson(played: Debrief) -> str:
    """Return the one idea to take home, in the figures of the last round."""
    free = {lever: each for lever, each in played.marginal(played.start).items() if lever not in played.locked}
    most, least = max(free, key=lambda lever: free[lever]), min(free, key=lambda lever: free[lever])
    money, one = pictures.money_of(played), pictures.one_of(played)
    return (
        f"{capital(began(played))} the next {one} brought {money.short(free[most])} on {spoken(most)} and "
        f"{money.short(free[least])} on {spoken(least)}. Money moved from where the next {one} brings least to where "
        "it brings most gains the difference, until all bring the same: that is the best split."
    )
