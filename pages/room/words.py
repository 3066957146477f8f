"""The words of a room; pure functions from its state to sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time, get_time_format

from pages.ui.text.formats import counted, in_months
from pages.ui.text.locale import english_of
from pages.ui.text.words import MEASURES
from rooms.debrief import Debrief
from rooms.settings import Fact, Result, Why
from rooms.views import Phase, RoomView
from simulator.facts.plan import Function

FUNCTION_NAMES: Mapping[Function, str] = {
    "prospecting": "Finding prospects",
    "conversion": "Converting prospects into customers",
    "upsell": "Selling more to customers",
}
BRIEFLY: Mapping[Function, str] = {
    "prospecting": "Finding prospects",
    "conversion": "Converting them",
    "upsell": "Selling more",
}
PHASES: Mapping[Phase, str] = {
    "lobby": "Gather",
    "predict": "Predict",
    "decide": "Decide",
    "frozen": "Closed",
    "spread": "Everyone's splits",
    "revealed": "Best split",
}
FACT_NAMES: Mapping[Fact, str] = {
    "spend": "Today's spend",
    "prospects": "Prospects per channel",
    "win_rate": "Win rate and sales cycle",
    "share_of_wallet": "Wallet and share of it",
    "customers": "Customers and churn",
    "money": "Margin, first order, fixed cost",
    "judgement": "What double spend would bring",
}
RESULT_NAMES: Mapping[Result, str] = {
    "revenue": "Revenue",
    "gross_profit": "Gross profit",
    "customers": "Customers at the end",
    "share_of_wallet": "Share of wallet at the end",
    "next_dollar": "What the next dollar brings",
}
WHY_NAMES: Mapping[Why, str] = {
    "no": "not asked",
    "prediction": "with the prediction",
    "split": "with the split",
}


def round_name(room: RoomView) -> str:
    """Return what the round is called: Round 2 of 3, practice. Of a homework only a seat, or its debrief, has one."""
    if room.homework and (room.phase in ("lobby", "homework") or (room.phase == "frozen" and not room.runs)):
        return "Homework"
    if room.rounds == 1:
        return "Practice" if room.settings.rounds[0].practice else ""
    practice = ", practice" if room.settings.rounds[room.round - 1].practice else ""
    return f"Round {room.round} of {room.rounds}{practice}"


def and_team(room: RoomView) -> str:
    """Return what else than a nickname comes with a seat, to go on a sentence; nothing where there are no teams."""
    return " and choose your team" if room.teams else ""


def measure(room: RoomView) -> str:
    """Return what plans are judged by: revenue over 24 months."""
    return f"{MEASURES[room.settings.metric]} over {in_months(room.settings.months)}"


def began(played: Debrief) -> str:
    """Return where what a round teaches is measured from: where it began or, where that was another split for each,
    today's."""
    return "with the money spread as today" if played.carried else "where the round began"


def people(number: int, noun: str = "participant") -> str:
    """Return a number of people."""
    return counted(number, noun)


def moment(seconds: float, zone: str | None = None, locale: str | None = None) -> str:
    """Return a moment as it is said in a time zone, in English as it is written where the visitor is.

    Where no zone is known it is UTC, where no locale is known the world's English.
    """
    try:
        there = datetime.fromtimestamp(seconds, ZoneInfo(zone or "UTC"))
    except (KeyError, OSError, ValueError):
        there = datetime.fromtimestamp(seconds, UTC)
    english = english_of(locale)
    halves = locale is not None and "a" in get_time_format("short", locale).pattern
    clock = format_time(there, "h:mm a" if halves else "HH:mm", locale=english)
    return f"{format_skeleton('MMMMd', there, locale=english)}, {clock} {there:%Z}"


def among(ahead: int, others: int) -> str:
    """Return how many of the others do worse, to end a sentence; nothing where there are none."""
    if not others:
        return ""
    if others == 1:
        return "; the other one does worse" if ahead else "; the other one does as well or better"
    if not ahead or ahead == others:
        return f"; {'all' if ahead else 'none'} of the other {others} {'do' if ahead else 'does'} worse"
    return f"; {ahead} of the other {others} {'does' if ahead == 1 else 'do'} worse"
