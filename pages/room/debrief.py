"""The debrief: first the spread of the room, then what came of it, then why the best is best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from pages.room import pictures
from pages.room.decide import in_order, left_out
from pages.room.news_words import came_from, differing, goes_on_said, happened
from pages.room.results import results
from pages.room.team_results import team_results
from pages.room.wall import answers, lines_given
from pages.room.words import FUNCTION_NAMES, among, began, people
from pages.ui import live
from pages.ui.charts.contours import ZONE
from pages.ui.text import markup
from pages.ui.text.formats import counted, percent
from pages.ui.text.returns import Returns
from pages.ui.text.words import MEASURES, capital, spoken
from rooms.debrief import CLOSE, Debrief, Judged
from rooms.views import Entry, RoomView, SeatView
from simulator.facts.plan import CONVERSION

LEADERS = 10
_NOBODY = "Nobody submitted a split in this round."
_NO_SPLIT = "You submitted no split in this round."


def debrief(room: RoomView, mine: SeatView | None = None) -> None:
    """Draw the debrief of the latest round on show: first the spread alone, then what is best and why."""
    shown = results(room)
    played = shown[-1]
    number = mine.participant if mine else None
    own = next((each for each in played.judged if each.entry.participant == number), None)
    best = room.phase == "revealed"
    sentences = (answer_said(played, own), why_said(played)) if best else spread_said(played, own)
    st.html(markup.answer(*sentences))
    if new := _news(room, played.number):
        st.html(markup.small(*new))
    if not played.judged:
        if best and (on := goes_on_said(room.settings, played)):
            st.html(markup.phrase(on))
        return
    if mine and own is None:
        st.html(markup.small(_NO_SPLIT))
    left, right = st.columns([600, 564], gap="large")
    with left:
        live.picture([pictures.map_of_splits(played, own, best=best)], key="room_map")
        if best:
            st.html(markup.small(*_zone(played)))
    with right:
        guesses = pictures.predictions(played, number)
        votes = [pictures.votes(played, best=best)] if room.settings.bottleneck else []
        live.picture([*([guesses] if guesses else []), *votes], key="room_guesses")
        answers(played, room.settings)
        if mine:
            lines_given(played, room.settings)
    if not best:
        return
    left, right = st.columns([600, 564], gap="large")
    with left:
        live.picture([pictures.outcomes(played, own)], key="room_outcomes")
        _bars(played, own)
    with right:
        reasons(played)
    if on := goes_on_said(room.settings, played):
        st.html(markup.phrase(on))
    team_results(counting(shown, room) or [played], room)
    _over_rounds(shown, room)
    if room.leaderboard:
        _leaders(played)


def _news(room: RoomView, number: int) -> list[str]:
    """Return what was new in a round where facts differ in it or the company goes on; else the room knows its news."""
    facts = differing(room.settings, number)
    new = [f"Round {number}: {happened(room.settings, number)}."] if facts else []
    return [*new, *filter(None, [came_from(room.settings, number)])]


def _zone(played: Debrief) -> tuple[str, str]:
    near = sum(each.close for each in played.judged)
    return (
        f"Inside the outlined zone a split comes within {percent(ZONE)} of the best if its channels are split best "
        "too; further out stands how much less.",
        f"A dot is dark where the whole split, channels and all, comes within {percent(CLOSE)} of the best: "
        f"{near} of {len(played.judged)}.",
    )


def spread_said(played: Debrief, own: Judged | None) -> tuple[str, str]:
    """Return what there is to say of the room's splits before the best is shown."""
    if not played.judged:
        return _NOBODY, "Next comes the best split, and why."
    shares = [percent(share) for share in sorted(each.plan.conversion / each.plan.total for each in played.judged)]
    total = pictures.money_of(played).exact(played.start.total)
    many = counted(len(shares), "split")
    wide = f"from {shares[0]} to {shares[-1]}" if shares[0] != shares[-1] else shares[0]
    yours = f" Yours is the large dot: {percent(own.plan.conversion / own.plan.total)}." if own else ""
    return (
        f"{many} of {total} a month: {wide} of it goes to {spoken(CONVERSION)}.",
        f"Each dot is one participant.{yours} Which is best, and why? Decide before you see it.",
    )


def answer_said(played: Debrief, own: Judged | None) -> str:
    """Return what came of one's own split or, where there is none, of the room's."""
    money = pictures.money_of(played)
    if not played.judged:
        return _NOBODY
    if own is not None:
        ahead = sum(each.value < own.value for each in played.judged)
        rank = among(ahead, len(played.judged) - 1)
        return f"Your split leaves {money.short(own.regret)} of {MEASURES[played.metric]} on the table{rank}."
    if len(played.judged) == 1:
        return (
            f"The one split submitted leaves {money.short(played.judged[0].regret)} of {MEASURES[played.metric]} "
            "on the table."
        )
    return (
        f"Half the room leaves {money.short(played.median_regret or 0)} of {MEASURES[played.metric]} or more "
        f"on the table; the best split submitted leaves {money.short(played.judged[0].regret)}."
    )


def why_said(played: Debrief) -> str:
    """Return what the bottleneck was, and how many saw it."""
    right = played.votes.get(played.bottleneck, 0)
    named = f" {right} of {people(sum(played.votes.values()))} called it." if played.votes else ""
    return f"The bottleneck was {FUNCTION_NAMES[played.bottleneck].lower()}.{named}"


def _bars(played: Debrief, own: Judged | None) -> None:
    rows = [("today", markup.parts_of(played.start))]
    rows += [("room's middle", markup.parts_of(played.middle))] if played.middle else []
    rows += [("yours", markup.parts_of(own.plan))] if own else []
    rows += [
        ("best of the room", markup.parts_of(played.judged[0].plan)),
        ("best possible", markup.parts_of(played.optimum.plan)),
    ]
    middle = " The room's middle is the median of each lever." if played.middle else ""
    st.html(markup.splits(rows) + markup.small(f"{in_order(played.start)}{left_out(rows)}{middle}"))


def best_told(played: Debrief, own: Entry) -> str:
    """Return what one's own split leaves on the table and what the bottleneck was, told to its owner alone."""
    named = ""
    if own.bottleneck is not None:
        right = own.bottleneck == played.bottleneck
        named = " You called it." if right else f" You called {FUNCTION_NAMES[own.bottleneck].lower()}."
    left = pictures.money_of(played).short(played.judged[0].regret)
    return f"The best split brings {left} more. The bottleneck was {FUNCTION_NAMES[played.bottleneck].lower()}.{named}"


def reasons(played: Debrief) -> None:
    """Draw what the next unit of money returned on each lever where the round began, and what follows from it."""
    live.picture([pictures.why(played)], key="room_why")
    if why := why_best(played):
        st.html(markup.small(why, _proof(played)))


def why_best(played: Debrief) -> str:
    """Return what the returns where the round began say of the best split; nothing where every lever was locked."""
    money = pictures.money_of(played)
    returns = {lever: each for lever, each in played.marginal(played.start).items() if lever not in played.locked}
    if not returns:
        return ""
    first = max(returns, key=lambda lever: returns[lever])
    each = Returns(played.metric, played.months, money)
    return (
        f"{capital(began(played))} the next {each.one} spent brings back {each.in_full(returns[first])} on "
        f"{spoken(first)}{_moving(played, returns, first)}. One more {each.one} of total budget would bring back "
        f"{money.short(played.optimum.shadow_price)}."
    )


def _moving(played: Debrief, returns: Mapping[str, float], first: str) -> str:
    """Return what a unit gains that moves to the first lever, from the one it brings least on and has money to give."""
    giving = [lever for lever in returns if lever != first and played.start[lever] > 0]
    if not giving:
        return ""
    last, money = min(giving, key=lambda lever: returns[lever]), pictures.money_of(played)
    return (
        f" and {money.short(returns[last])} on {spoken(last)}. Every {money.exact(1)} that moves from the second to "
        f"the first gains the difference, until all bring back the same: that is the best split"
    )


def _proof(played: Debrief) -> str:
    money = pictures.money_of(played)
    if (beyond := played.optimum.beyond) is None:
        return "Best possible means the best found by a wide search; these curves allow no proof."
    return f"Proved: no split brings over {money.exact(beyond)} more."


def counting(shown: tuple[Debrief, ...], room: RoomView) -> list[Debrief]:
    """Return the rounds that count in the results over the rounds: played, and no practice."""
    return [played for played in shown if played.judged and not room.settings.rounds[played.number - 1].practice]


def _over_rounds(shown: tuple[Debrief, ...], room: RoomView) -> None:
    counted = counting(shown, room)
    if len(counted) < 2:
        return
    st.html(markup.phrase("The room over the rounds; regret is what a split leaves on the table"))
    st.html(markup.table("The room over the rounds", *round_table(counted)))


def round_table(counted: Sequence[Debrief]) -> tuple[list[str], list[list[str]]]:
    """Return how the room did from round to round: the header, and a row for each."""
    money = pictures.money_of(counted[0])
    rows = []
    for played in counted:
        misses = [abs(each.miss) for each in played.judged if each.miss is not None]
        rows.append([
            f"Round {played.number}", str(len(played.judged)), money.short(played.median_regret or 0),
            percent((played.median_regret or 0) / played.optimum.value, 1) if played.optimum.value > 0 else "",
            money.short(played.judged[0].regret), percent(float(np.median(misses))) if misses else "",
            percent(played.votes.get(played.bottleneck, 0) / sum(played.votes.values())) if played.votes else "",
        ])  # fmt: skip
    header = [
        "",
        "Splits",
        "Median regret",
        "of the best",
        "Best of the room",
        "Prediction off by",
        "Saw the bottleneck",
    ]
    return header, rows


def _leaders(played: Debrief) -> None:
    money = pictures.money_of(played)
    st.html(markup.phrase(f"The {min(LEADERS, len(played.judged))} best splits"))
    rows = [[str(place), each.entry.nickname, money.short(each.value), money.short(each.regret)]
            for place, each in enumerate(played.judged[:LEADERS], 1)]  # fmt: skip
    measure = capital(MEASURES[played.metric])
    st.html(markup.table("Leaderboard", ["", "Nickname", measure, "Short of the best"], rows))
