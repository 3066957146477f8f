"""The least and the most of each lever, for who wants them: behind a quiet button under the levers."""

from __future__ import annotations

import streamlit as st

from pages.ui.state.session import Session
from pages.ui.streamlit_internals.place import Place
from pages.ui.text import markup
from pages.ui.text.entry import Entry, money_entry
from pages.ui.text.formats import money_format
from pages.ui.text.labels import label
from pages.ui.text.limits import limit_refused
from pages.ui.text.words import title
from simulator.facts.declaration import InvalidInput
from simulator.facts.limits import SpendLimit
from simulator.facts.plan import PLAN_LIMIT

NAME_PX = 84
"""Width of a row's name: the fields share the rest, on a phone of 320 pixels too."""


def edit_limits(visit: Session) -> None:
    """Draw the button behind which each lever has its two fields."""
    opened = st.popover("Limits", key="limits", type="tertiary", on_change="rerun",
                        help="The least and the most a lever may get")  # fmt: skip
    if not opened.open:
        return
    with opened, st.container(key="limit_rows"):
        st.html(markup.small("No move, new total or best split takes a lever beyond these. An empty field: no limit."))
        with _line():
            st.html("&nbsp;", width=NAME_PX)
            for end in ("Least a month", "Most a month"):
                st.html(markup.small(end))
        for lever in visit.plan.levers:
            _row(visit, lever)


def _line() -> Place:
    return st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False)


def _row(visit: Session, lever: str) -> None:
    money = money_format(visit.workspace.scenario.business.currency)
    limit = visit.workspace.limit_of(lever)
    keys = {end: f"limit.{end}.{lever}" for end in ("least", "most")}

    def typed() -> None:
        _change(visit, lever, *(str(st.session_state[key]) for key in keys.values()))

    with _line():
        st.html(markup.small(title(lever)), width=NAME_PX)
        for end, amount in (("least", limit.least or None), ("most", limit.most)):
            _put(keys[end], "" if amount is None else money.exact(amount))
            st.text_input(label(f"{title(lever)}: {end}"), key=keys[end],
                          on_change=typed, placeholder="none", label_visibility="collapsed")  # fmt: skip
    if reason := visit.refused.get(f"limit.{lever}"):
        st.html(markup.refusal(reason))


def _put(key: str, text: str) -> None:
    """Show what holds in a field, but leave what was typed and refused; the field stays, and with it the focus."""
    if key not in st.session_state or st.session_state.get(f"{key}.held") != text:
        st.session_state[key] = st.session_state[f"{key}.held"] = text


def _change(visit: Session, lever: str, least: str, most: str) -> None:
    """Take both fields of a lever; where they cannot stand, what was typed stays, with the reason."""
    low, high = (_entry(visit, lever, end).read(text) for end, text in (("least", least), ("most", most)))
    ends = low.value or 0.0, high.value
    reason = low.refusal or high.refusal or _refusal(visit, lever, ends)
    if reason:
        visit.refused = {**visit.refused, f"limit.{lever}": reason}
    else:
        visit.set_limit(SpendLimit(lever, *ends))


def _refusal(visit: Session, lever: str, ends: tuple[float, float | None]) -> str:
    money = money_format(visit.workspace.scenario.business.currency)
    try:
        return limit_refused(lever, ends, visit.plan[lever], money)
    except InvalidInput as error:
        return str(error)


def _entry(visit: Session, lever: str, end: str) -> Entry:
    """Return one of the two fields, read as amounts are everywhere; blank means no limit."""
    money = money_format(visit.workspace.scenario.business.currency)
    name = f"The {end} on {title(lever)}"
    return money_entry(name, money, None, 0.0, PLAN_LIMIT, near=visit.plan[lever], blank=True)
