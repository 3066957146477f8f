"""The least and the most of each lever, for who wants them: behind a quiet button under the levers."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Literal

import streamlit as st

from pages.ui.controls.amount_field import amount_field
from pages.ui.controls.typed_field import refused_text
from pages.ui.state.session import Session
from pages.ui.streamlit_internals.place import Place
from pages.ui.text import markup
from pages.ui.text.entry import Entry, money_entry
from pages.ui.text.formats import money_format
from pages.ui.text.limits import limit_refused
from pages.ui.text.units import note
from pages.ui.text.words import title
from simulator.facts.declaration import InvalidInput, Problem
from simulator.facts.limits import SpendLimit
from simulator.facts.plan import PLAN_LIMIT

End = Literal["least", "most"]
ENDS: tuple[End, End] = ("least", "most")
NAME_PX = 84
"""Width of a row's name: the fields share the rest, on a phone of 320 pixels too."""


def edit_limits(visit: Session) -> None:
    """Draw the button behind which each lever has its two fields."""
    opened = st.popover("Limits", key="limits", type="tertiary", on_change="rerun",
                        help="The least and the most a lever may get")  # fmt: skip
    if not opened.open:
        return
    with opened, st.container(key="limit_rows"):
        about = "No move, new total or best split takes a lever beyond these. An empty field: no limit."
        st.html(markup.small(about, note("money")))
        with _line():
            st.html("&nbsp;", width=NAME_PX)
            for end in ("Least a month", "Most a month"):
                st.html(markup.small(end))
        for lever in visit.plan.levers:
            _row(visit, lever)


def _line() -> Place:
    return st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False)


def _row(visit: Session, lever: str) -> None:
    with _line():
        st.html(markup.small(title(lever)), width=NAME_PX)
        fields = [st.container(), st.container()]
    said = st.container()
    for end, place in zip(ENDS, fields, strict=True):
        with place:
            amount_field(_entry(visit, lever, end), partial(_take, visit, lever, end), name=_name(lever, end),
                         of=_about(visit, lever, end), beside=said, placeholder="none",
                         label_visibility="collapsed")  # fmt: skip


def _name(lever: str, end: End) -> str:
    return f"limit.{end}.{lever}"


def _about(visit: Session, lever: str, end: End) -> object:
    return *visit.on_show, _amount(visit, lever, end)


def _amount(visit: Session, lever: str, end: End) -> float | None:
    limit = visit.workspace.limit_of(lever)
    return limit.most if end == "most" else limit.least or None


def _take(visit: Session, lever: str, end: End, amount: float | None) -> None:
    """Give the lever this limit, and the other one too where it was refused and can stand beside it now."""
    other: End = "least" if end == "most" else "most"
    waiting = refused_text(_name(lever, other), _about(visit, lever, other))
    ends = {end: amount, other: _amount(visit, lever, other)}
    if waiting is not None and not (read := _entry(visit, lever, other).read(waiting)).refusal:
        with suppress(InvalidInput):
            return _set(visit, lever, {**ends, other: read.value})
    return _set(visit, lever, ends)


def _set(visit: Session, lever: str, ends: Mapping[End, float | None]) -> None:
    money = money_format(visit.workspace.scenario.business.currency)
    least, most = ends["least"] or 0.0, ends["most"]
    if reason := limit_refused(lever, (least, most), visit.plan[lever], money):
        raise InvalidInput(Problem("limits", title(lever), least, "", reason))
    visit.set_limit(SpendLimit(lever, least, most))


def _entry(visit: Session, lever: str, end: End) -> Entry:
    """Return one of the two fields, read as amounts are everywhere; blank means no limit."""
    money = money_format(visit.workspace.scenario.business.currency)
    name, amount = f"The {end} on {title(lever)}", _amount(visit, lever, end)
    return money_entry(name, money, amount, 0.0, PLAN_LIMIT, near=visit.plan[lever], blank=True)
