"""When a homework ends: chosen in the facilitator's own time zone, kept as one moment for all."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import time as clock_time
from functools import partial
from zoneinfo import ZoneInfo

import streamlit as st

from pages.ui.state.session import kept
from pages.ui.state.shown_key import shown_key
from pages.ui.text import markup
from rooms.limits import HOMEWORK_SECONDS
from rooms.settings import RoomSettings
from rooms.views import RoomView
from simulator.facts.declaration import InvalidInput

WEEK, HOUR = 7 * 86_400, 3600
DAY_WIDTH, HOUR_WIDTH = 180, 120


def homework_settings() -> RoomSettings:
    """Return the settings of a new room for homework: a week long, until the facilitator says otherwise."""
    return with_end(RoomSettings(pace="homework"), time.time())


def with_end(settings: RoomSettings, now: float) -> RoomSettings:
    """Return the settings; those of a homework without an end that can still be held end in a week, on the hour."""
    soonest, latest = (now + seconds for seconds in HOMEWORK_SECONDS)
    if settings.pace != "homework" or (settings.ends is not None and soonest <= settings.ends <= latest):
        return settings
    return settings.changed(ends=math.ceil((now + WEEK) / HOUR) * HOUR)


def end_fields(room: RoomView, ends: float, put: Callable[[int], None], name: str, *, button: str = "") -> None:
    """Draw day and time of the end.

    What is chosen there stays until the end is another one; where it is refused, with the reason.

    Args:
        room: whose end it is.
        ends: the end as it is kept, in seconds since 1970.
        put: keeps an end, or refuses it with `InvalidInput`.
        name: of the two fields, unique on the page.
        button: keeps what stands in both fields when it is pressed; blank: each choice is kept at once.
    """
    zone = _zone(st.context.timezone)
    there, today = datetime.fromtimestamp(ends, zone), datetime.fromtimestamp(room.now, zone).date()
    about = room.code, ends
    kept_at = there.date(), there.time().replace(second=0, microsecond=0)
    chosen = _chosen_ends().get(name)
    if chosen is None or chosen.of != about:
        chosen = _Chosen(about, *kept_at)
    keys = shown_key(f"{name}_day", chosen.day), shown_key(f"{name}_hour", chosen.hour)

    def choose(*, keep: bool) -> None:
        # Both as the browser shows them: the other one may have been chosen since this was drawn.
        day, hour = (st.session_state[key] for key in keys)
        if not isinstance(day, date) or not isinstance(hour, clock_time):
            return
        refusal = ""
        if keep and (day, hour) != kept_at:
            try:
                put(int(datetime.combine(day, hour, zone).timestamp()))
            except InvalidInput as error:
                refusal = str(error)
        _chosen_ends()[name] = _Chosen(about, day, hour, refusal)

    at_once = partial(choose, keep=not button)
    latest = today + timedelta(seconds=HOMEWORK_SECONDS[1])
    days = chosen.day, there.date(), today
    row = st.container(key=f"homework_{name}", horizontal=True, vertical_alignment="bottom", gap="small")
    row.date_input("Ends on", chosen.day, min(days), max(*days, latest), key=keys[0], on_change=at_once,
                   format="YYYY-MM-DD", width=DAY_WIDTH)  # fmt: skip
    row.time_input("Ends at", chosen.hour, key=keys[1], on_change=at_once, step=900, width=HOUR_WIDTH)
    if button:
        # Beside the fields: below them the calendar of the first would lie over it.
        row.button(button, key=f"keep_{name}", on_click=partial(choose, keep=True))
    if chosen.refusal:
        st.html(markup.refusal(chosen.refusal))
    st.html(
        markup.small(
            f"In your time zone, {zone.key if isinstance(zone, ZoneInfo) else 'UTC'}; everyone reads it in theirs."
        )
    )


@dataclass(frozen=True)
class _Chosen:
    """What stands in the two fields, and why that was not kept, where it was refused."""

    of: tuple[str, float]
    """The code of a room, and the end it stands instead of."""
    day: date
    hour: clock_time
    refusal: str = ""


def _chosen_ends() -> dict[str, _Chosen]:
    return kept("room_chosen_ends", dict[str, _Chosen])


def _zone(name: str | None) -> tzinfo:
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, OSError, ValueError):
        return UTC
