"""Who looks at which room, from the address alone: it works without cookies, in a frame, on any machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from secrets import token_urlsafe
from typing import NamedTuple, ParamSpec, TypeVar
from urllib.parse import urlencode, urlsplit

import streamlit as st

from next_dollar.journal import request_id, watched
from next_dollar.settings import below, read_settings
from pages.ui.state.session import Session, drop_page_parameters, kept, page_parameter, put_page_parameter
from rooms.errors import RoomError, Unreachable
from rooms.settings import RoomSettings
from rooms.store import Store, default_store
from rooms.views import RoomView, SeatView, Step
from simulator.facts.declaration import InvalidInput, Problem
from simulator.facts.plan import Plan
from simulator.workspace.scenario import FIRST_NAME, Scenario, Workspace

Args = ParamSpec("Args")
Result = TypeVar("Result")

REST_SECONDS = 1.0
"""A step's buttons rest this long when they are new: they stand where those of the step before stood."""
ROOM, SEAT, FACILITATOR, VIEW = "room", "seat", "facilitator", "view"


class Replacing(NamedTuple):
    """One change of a room's settings that was made here."""

    code: str
    before: RoomSettings
    after: RoomSettings


@dataclass
class Visit:
    """What the page remembers between runs; all of it can be rebuilt from the address."""

    notice: str = ""
    refused_code: str = ""
    """Why the code typed at the door leads to no room."""
    hand: Session | None = None
    """The levers in a participant's hand."""
    hand_of: tuple[object, ...] = ()
    """Whose levers, in which round, those are."""
    submitted: Plan | None = None
    step: tuple[str, Step] | None = None
    """Which step of which room was drawn last,"""
    step_since: float = 0.0
    """and since when, by this process's clock."""
    replaced: list[Replacing] = field(default_factory=list)
    """Changes of settings made here, the last one last, to be undone."""
    other_company: tuple[str, str, str] | None = None
    """In which room which case or own company is to be played once the facilitator agrees to what that drops."""
    device: str = field(default_factory=lambda: token_urlsafe(9))
    """Tells this device from others on which the same seat is open."""
    seen: tuple[tuple[object, ...], int] = ((), 0)
    """Which seat in which round was drawn last, and how often it had been changed by then."""
    adopted: int = 0
    """How often what another device had changed was taken over."""
    elsewhere: bool = False
    """Whether the levers stand as another device left them."""
    revised: tuple[str, int] | None = None
    """In a homework: to which round's levers the owner of which seat has gone back."""
    turned: bool = False
    """Whether what was pressed in a part of the page leads to another page."""
    asked_why: tuple[object, ...] = ()
    """In which round of whose seat the one line was asked for beside the button to submit,"""
    asked_since: float = 0.0
    """and since when, by this process's clock."""
    request: str = ""
    """The id under which a proxy knows the visitor's connection, or one of our own."""


def visit() -> Visit:
    """Return what is remembered of this visitor."""
    return kept("next_dollar_room", Visit)


def store() -> Store:
    """Return where rooms are kept."""
    return default_store()


def attempt(verb: Callable[Args, Result], *args: Args.args, **kwargs: Args.kwargs) -> Result | None:
    """Call a verb; where it refuses, keep the reason to be shown and return nothing."""
    return heeded(lambda: accepted(verb, *args, **kwargs))


def heeded(press: Callable[[], Result]) -> Result | None:
    """Do what a press asks; where that is refused with `InvalidInput`, keep the reason to be shown."""
    mine = visit()
    mine.notice = ""
    try:
        return press()
    except InvalidInput as error:
        mine.notice = str(error)
    return None


def accepted(verb: Callable[Args, Result], *args: Args.args, **kwargs: Args.kwargs) -> Result:
    """Call a verb with what was typed; every refusal is an `InvalidInput`, whose reason stands beside the field."""
    try:
        with watched("verb", getattr(verb, "__name__", "verb"), asked_as()):
            return verb(*args, **kwargs)
    except RoomError as error:
        raise InvalidInput(_said(str(error))) from None
    except Unreachable:
        raise InvalidInput(_said("That could not be kept just now. Please try again.")) from None


def asked_as() -> str:
    """Return the id under which lines of the log tell of this visitor."""
    mine = visit()
    mine.request = mine.request or request_id(st.context.headers.get("X-Request-Id"))
    return mine.request


def _said(sentence: str) -> Problem:
    return Problem("room", "Room", None, "", sentence)


def address() -> str | None:
    """Return where the visitor comes from, for the limits on attempts."""
    found: str | None = st.context.ip_address
    return found


def place(key: str) -> str | None:
    """Return one part of the address: room, seat, facilitator or view."""
    return page_parameter(key)


def go(**parts: str) -> None:
    """Make the address this, with nothing else of a room in it."""
    drop_page_parameters(*({ROOM, SEAT, FACILITATOR, VIEW} - parts.keys()))
    for key, value in parts.items():
        put_page_parameter(key, value)


def link(**parts: str) -> str:
    """Return the full link to a view of a room, on no replica in particular where there are several."""
    return f"{_shared((st.context.url or '').split('?')[0])}?{urlencode(parts)}"


def _shared(url: str) -> str:
    settings, here = read_settings(), urlsplit(url)
    own = below(settings.base_path)
    if not settings.shared_path or not here.path.startswith(own):
        return url
    return here._replace(path=below(settings.shared_path, here.path.removeprefix(own))).geturl()


def guide_link(words: str) -> str:
    """Return a quiet line that leads to the facilitator's guide, in a tab of its own."""
    return f'<p class="small"><a href="{escape(link(**{VIEW: "guide"}))}" target="_blank">{escape(words)}</a></p>'


def changed_elsewhere(view: SeatView, seat: str) -> bool:
    """Return whether another device has changed what this seat holds since this one drew it last."""
    mine, owner = visit(), (view.room.code, seat, view.room.round)
    news = mine.seen[0] == owner and view.changes > mine.seen[1] and view.changed_by != mine.device
    mine.seen = owner, view.changes
    mine.adopted += news
    return news


def note_when(room: RoomView) -> None:
    """Note when this step's buttons were first drawn, in the place of those of the step before."""
    mine, here = visit(), (room.code, room.step)
    if mine.step != here:
        mine.step, mine.step_since = here, time.monotonic()


def rested() -> bool:
    """Return whether this step's buttons have been there for a while; the second half of a double click counts not."""
    return time.monotonic() - visit().step_since >= REST_SECONDS


def turn_page() -> None:
    """Draw the whole page anew where what was pressed in the part that is drawn leads to another one."""
    if visit().turned:
        visit().turned = False
        st.rerun()


def hand(view: SeatView, seat: str, *, elsewhere: bool = False) -> Session:
    """Return the levers in a participant's hand: as left, here or ``elsewhere``, or where the round began for them."""
    room, draft = view.room, view.draft
    mine, owner = visit(), (room.code, seat, room.round, view.start)
    if elsewhere and mine.hand is not None and mine.hand_of == owner and draft not in (None, mine.hand.plan):
        mine.hand.put_plan(draft)
        mine.elsewhere = True
    if mine.hand is None or mine.hand_of != owner:
        scenario = Scenario(FIRST_NAME, room.business, draft or view.start)
        mine.hand_of, mine.elsewhere = owner, False
        mine.hand = Session(
            Workspace((scenario,), months=room.settings.months, metric=room.settings.metric, locked=room.locked),
            fixed_total=True,
        )
    return mine.hand
