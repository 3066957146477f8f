"""Seeing changes without pressing anything, and the clock that runs down."""

from __future__ import annotations

import re
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import streamlit as st

from pages.room.turns import TURNS
from pages.room.visit import store
from pages.ui.live import joined
from rooms.limits import MAX_ROUNDS
from rooms.presence import PRESENCE
from rooms.reading import changes, pulse
from rooms.standing import News
from rooms.views import Phase, Pulse, RoomView

SECONDS = 3.0
"""How often a participant's page asks; each process asks the database once a second at most."""
LEAD_SECONDS = 2.0
GONE = 1 << 40
"""The revision told of a room that is gone."""

_FOLDER = Path(__file__).parent
_TIMER = st.components.v2.component(
    "next_dollar_timer",
    html="<output role='timer'></output>",
    css=(_FOLDER / "timer.css").read_text(encoding="utf-8"),
    js=joined(_FOLDER / "timer.js"),
)
_FOLLOW = st.components.v2.component("next_dollar_follow", js=joined(_FOLDER / "follow.js"))

Stand = tuple[int, int, int]
"""How far a room has come: revision, phase with what is over by then, and activity or, for a seat, the changes made on
its other devices."""


@dataclass(frozen=True)
class OwnSeat:
    """A seat on one of its owner's devices."""

    participant: int
    device: str


class Keys:
    """The keys under which pages of this process ask how their room stands; a room's code cannot be tried there."""

    def __init__(self) -> None:
        self._rooms: dict[str, Asked] = {}
        self._keys: dict[Asked, str] = {}
        self._turn = threading.Lock()

    def key_of(self, code: str, own: OwnSeat | None = None) -> str:
        """Return the key of a room that the visitor has been let into, or of a seat there."""
        asked = code, own
        with self._turn:
            if len(self._keys) > 5000:
                self._keys.clear()
                self._rooms.clear()
            key = self._keys.setdefault(asked, secrets.token_urlsafe(16))
            self._rooms[key] = asked
            return key

    def told(self, key: str, seen: Stand) -> Stand | None:
        """Return how the room of that key stands, to a page that has ``seen`` it so; None where there is no such key.

        A seat to which that is news may hear of it a little later, when fewer pages are drawn (`pages.room.turns`).
        """
        _, own = self._rooms.get(key, ("", None))
        now = self.stand(key)
        news = now is None or (own is not None and now > seen)
        return seen if news and not TURNS.let_come() else now

    def stand(self, key: str) -> Stand | None:
        """Return how the room of that key stands; None where this process gave out no such key."""
        asked = self._rooms.get(key)
        if asked is None:
            return None
        code, own = asked
        now = pulse(store(), code)
        if now is None:
            return GONE, 0, 0
        if own is None:
            return stand(now)
        PRESENCE.note(own.participant)
        news = changes(store(), code).get(own.participant, News(0, own.device, 0))
        return *stand(now, news.dues)[:2], 0 if news.device == own.device else news.changes


Asked = tuple[str, OwnSeat | None]
"""A room's code, and the seat that asks where it is one."""
KEYS = Keys()


def stand(seen: Pulse, dues: int = 0) -> Stand:
    """Return how far a room has come, in an order: what is shared may be older than the page that compares itself.

    While one phase lasts, a seat's time may come to its end in some rounds, its ``dues``.
    """
    return seen.revision, get_args(Phase).index(seen.phase) * (MAX_ROUNDS + 1) + dues, seen.activity


def seen_in(text: str) -> Stand:
    """Return the stand that a page says it has seen, as ``3-1-0``; of any other text one that every stand is beyond."""
    found = re.fullmatch(r"(\d{1,18})-(\d{1,18})-(\d{1,18})", text)
    return (int(found[1]), int(found[2]), int(found[3])) if found else (-1, -1, -1)


def follow(
    room: RoomView, *, activity: bool = False, own: OwnSeat | None = None, changed: int = GONE, dues: int = 0
) -> None:
    """Draw this page, or the fragment it stands in, anew when the room changes; with ``activity`` also for joins.

    The page of a seat of one's ``own`` also follows what is changed on its other devices beyond ``changed``, and in a
    homework its own clock beyond ``dues``.
    """
    seen = stand(Pulse(room.revision, room.activity, room.phase), dues)
    wanted = seen if activity else (*seen[:2], changed)
    seconds = LEAD_SECONDS if activity else SECONDS
    data = [{"key": KEYS.key_of(room.code, own), "seen": wanted, "seconds": seconds, "whole": not activity}]
    _FOLLOW(data=data, key=f"follow{activity:d}", on_news_change=_nothing, height=1)


def _nothing() -> None:
    """Streamlit reruns for a component's trigger only when it is given a callback."""


def timer(room: RoomView) -> None:
    """Draw the time left. The browser only counts down what the server says is left."""
    if room.phase == "decide" and room.deadline is not None:
        _TIMER(data=[{"left": room.deadline - room.now, "deadline": room.deadline}], key="timer", width="content")
