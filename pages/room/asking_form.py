"""What a facilitator asks in words of their own, the teams, and what rounds leave to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.room.news_words import GOES_ON_NAMES, carried
from pages.room.words import WHY_NAMES
from pages.ui.controls.typed_field import name_field
from pages.ui.text import markup
from rooms.limits import ANSWERS, TEAMS
from rooms.settings import GOES_ON, NOT_IN_HOMEWORK, WHYS, RoomSettings
from rooms.views import RoomView
from simulator.facts.declaration import InvalidInput, Problem

Keyed = Callable[[str], dict[str, Any]]
"""Returns what ties a widget to a setting."""
Put = Callable[..., None]
"""Keeps settings by name. `InvalidInput` where they do not fit."""
SPLIT = ";"
"""Stands between names that are typed in one field: a comma may well be in one."""


def asking_form(room: RoomView, keyed: Keyed, put: Put) -> None:
    """Draw the choices."""
    now = room.settings
    st.html(markup.phrase("What you ask"))
    st.checkbox("Ask which function is the bottleneck", now.bottleneck, **keyed("bottleneck"))
    question, answers, why = st.columns([2, 2, 1], vertical_alignment="bottom")
    with question:
        _text("A question of your own", "question", now.question, "None", room, put, _in_one_line, tall=True)
    with answers:
        title = f"Its answers, {ANSWERS[0]} to {ANSWERS[1]}, with a semicolon between"
        _text(title, "answers", joined(now.answers), "None: answered in one line", room, put, names_in)
    why.selectbox("Why, in one line", WHYS, index=WHYS.index(now.why), **keyed("why"),
                  format_func=lambda name: WHY_NAMES[name])  # fmt: skip
    st.html(markup.phrase("Who plays with whom, and from where"))
    title = "Teams, by name with a semicolon between, or how many"
    _text(title, "teams", joined(now.teams), "None: everyone plays alone", room, put, teams_in)
    st.checkbox("Each later round begins at one's own split of the round before", now.carry, **keyed("carry"))
    if now.pace == "homework":
        st.html(markup.small(f"The company is that of the case in each round: {NOT_IN_HOMEWORK}."))
        return
    st.selectbox("The company", GOES_ON, index=GOES_ON.index(now.goes_on), **keyed("goes_on"),
                 format_func=lambda name: GOES_ON_NAMES[name])  # fmt: skip
    if now.goes_on != "no":
        st.html(markup.small(carried(room.business)))


def _text(
    title: str,
    name: str,
    shown: str,
    blank: str,
    room: RoomView,
    put: Put,
    read: Callable[[str], object],
    *,
    tall: bool = False,
) -> None:
    name_field(title, shown, lambda text: put(**{name: read(text)}), name=f"asked_{name}",
               of=(room.code, shown), placeholder=blank, tall=tall)  # fmt: skip


def _in_one_line(text: str) -> str:
    """Return a text as it stands above answers and in a sheet's header."""
    return " ".join(text.split())


def joined(names: tuple[str, ...]) -> str:
    """Return names as they are typed in one field."""
    return f"{SPLIT} ".join(names)


def names_in(text: str) -> tuple[str, ...]:
    """Return the names typed in one field."""
    return tuple(name for part in text.split(SPLIT) if (name := " ".join(part.split())))


def teams_in(text: str) -> tuple[str, ...]:
    """Return the teams typed in one field: their names, or as many as a number says.

    Raises:
        InvalidInput: the number is not one of those allowed.
    """
    if not text.strip().isdecimal():
        return names_in(text)
    many = int(text)
    if many and not TEAMS[0] <= many <= TEAMS[1]:
        title = str(RoomSettings.model_fields["teams"].title)
        raise InvalidInput(Problem("teams", title, many, f"{TEAMS[0]} to {TEAMS[1]} are allowed, or none"))
    return tuple(f"Team {number}" for number in range(1, many + 1))
