"""One page for each participant to take home: what they expected, what they did, what was best, and why."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from pages.room import case, pictures
from pages.room.debrief import why_said
from pages.room.decide import in_order, left_out
from pages.room.line import line_title
from pages.room.news_words import goes_on_said, happened
from pages.room.results import results
from pages.room.visit import store
from pages.room.words import FUNCTION_NAMES, began, measure
from pages.ui.state.visitor import settle_numbers
from pages.ui.text import markup
from pages.ui.text.words import MEASURES, capital, spoken
from rooms import participant
from rooms.debrief import Debrief, Judged
from rooms.errors import NotNow
from rooms.teams import by_team
from rooms.tokens import shown_code
from rooms.views import Entry, RoomView, SeatView

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
    if len(told) == 1:
        return f"{said}."
    if first is last:
        return f"{said} in round {first.number}, the one you submitted a split in."
    return f"{said} in round {first.number}, and {money.short(now.regret)} in round {last.number}."


def _round(played: Debrief, room: RoomView, view: SeatView) -> None:
    own, told = _own(played, view), happened(room.settings, played.number)
    entry = own.entry if own else next((each for each in view.own if each.round == played.number), None)
    money = pictures.money_of(played)
    rows = [("yours", markup.parts_of(own.plan))] if own else []
    rows.append(("best possible", markup.parts_of(played.optimum.plan)))
    best = f"The best split brings {money.short(played.optimum.value)}. {why_said(played)}{left_out(rows)}"
    lines = [*_predicted(entry, played, room), *_decided(own, played, room), best]
    lines += filter(None, [goes_on_said(room.settings, played)])
    st.html(markup.phrase(f"Round {played.number}: {told}") + markup.small(" ".join(lines)) + markup.splits(rows))


def _predicted(entry: Entry | None, played: Debrief, room: RoomView) -> Iterator[str]:
    """Yield the sentences about what one expected of a round, also where one then submitted no split in it."""
    if entry is None:
        return
    if entry.bottleneck:
        yield f"You called {FUNCTION_NAMES[entry.bottleneck].lower()} the bottleneck."
    if entry.answer:
        yield f"{room.settings.question} {entry.answer}."
    if entry.expected is not None:
        yield f"You expected {pictures.money_of(played).short(entry.expected)}."


def _decided(own: Judged | None, played: Debrief, room: RoomView) -> Iterator[str]:
    """Yield the sentences about one's own split of a round."""
    if own is None:
        yield "You submitted no split."
        return
    money, reason, asked = pictures.money_of(played), own.entry.reason, room.settings
    yield f"Your split brings {money.short(own.value)} and leaves {money.short(own.regret)} on the table."
    if reason:
        title = "Your reason" if line_title(asked) != asked.question else asked.question
        yield f"{title}: {reason}"
    team = next((each for each in by_team(played, len(room.teams)) if own in each.judged), None)
    if team is not None and team.median_regret is not None:
        yield f"Your team, {room.teams[team.team]}, left {money.short(team.median_regret)} at its middle."


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
