"""When a homework ends: chosen in the facilitator's own time zone, kept as one moment for all."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import time as clock_time
from zoneinfo import ZoneInfo

import streamlit as st

from pages.ui.state.shown_key import shown_key
from pages.ui.text import markup
from rooms.limits import HOMEWORK_SECONDS
from rooms.settings import RoomSettings

WEEK, HOUR = 7 * 86_400, 3600


def homework_settings() -> RoomSettings:
    """Return the settings of a new room for homework: a week long, until the facilitator says otherwise."""
    return with_end(RoomSettings(pace="homework"), time.time())


def with_end(settings: RoomSettings, now: float) -> RoomSettings:
    """Return the settings; those of a homework without an end that can still be held end in a week, on the hour."""
    soonest, latest = (now + seconds for seconds in HOMEWORK_SECONDS)
    if settings.pace != "homework" or (settings.ends is not None and soonest <= settings.ends <= latest):
        return settings
    return settings.changed(ends=math.ceil((now + WEEK) / HOUR) * HOUR)


def end_fields(ends: float, now: float, put: Callable[[int], None], name: str) -> None:
    """Draw day and time of the end; each choice is ``put`` at once, as seconds since 1970."""
    zone = _zone(st.context.timezone)
    there, today = datetime.fromtimestamp(ends, zone), datetime.fromtimestamp(now, zone).date()
    hour = there.time().replace(second=0, microsecond=0)
    keys = shown_key(f"{name}_day", there.date()), shown_key(f"{name}_hour", hour)

    def chosen() -> None:
        # Both as the browser shows them: the other one may have been chosen since this was drawn.
        day, at = (st.session_state[key] for key in keys)
        if isinstance(day, date) and isinstance(at, clock_time):
            put(int(datetime.combine(day, at, zone).timestamp()))

    latest = today + timedelta(seconds=HOMEWORK_SECONDS[1])
    left, right = st.container(key=f"homework_{name}").columns(2)
    left.date_input("Ends on", there.date(), min(today, there.date()), max(latest, there.date()), key=keys[0],
                    on_change=chosen, format="YYYY-MM-DD")  # fmt: skip
    right.time_input("at", hour, key=keys[1], on_change=chosen, step=900)
    st.html(
        markup.small(
            f"In your time zone, {zone.key if isinstance(zone, ZoneInfo) else 'UTC'}; everyone reads it in theirs."
        )
    )


def _zone(name: str | None) -> tzinfo:
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, OSError, ValueError):
        return UTC
