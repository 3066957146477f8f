"""The low and high of one fact, as its picture and as fields, kept with where the fact comes from: in link and file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from pages.certainty.range_hand import SIDES, Parts, put_range, range_hand
from pages.certainty.range_pictures import KINDS
from pages.ui.controls.amount_field import amount_field
from pages.ui.controls.fact_entry import Fact, entry_of
from pages.ui.state.session import Session, kept
from pages.ui.state.shown_key import shown_key
from pages.ui.text import markup
from pages.ui.text.formats import money_format
from pages.ui.text.labels import label
from simulator.facts.repair import title_of
from simulator.facts.sources import Ends, ends_of, origin_of
from simulator.ranges.fact_range import FactRange
from simulator.workspace.fact_edits import with_range

CHOSEN = "range_fact"
DIGITS = 6
"""Significant digits in which a default end stands in its field."""


def range_fields(
    visit: Session, ranges: Sequence[FactRange], first: str | None, parts: Parts, rested: Callable[[], None]
) -> None:
    """Draw the choice of a fact, ``first`` of all until another is chosen, its picture, and fields of its low and high.

    ``parts`` and ``rested``: as in `range_hand`.
    """
    paths = [each.path for each in ranges]
    chosen = kept(CHOSEN, dict[str, str])
    path = chosen.get("path", first or paths[0])
    path = path if path in paths else paths[0]
    key = shown_key(CHOSEN, path, tuple(map(title_of, paths)))

    def choose() -> None:
        chosen["path"] = str(st.session_state[key])

    st.selectbox("How low, and how high?", paths, index=paths.index(path), key=key, on_change=choose,
                 format_func=title_of)  # fmt: skip
    found = next(each for each in ranges if each.path == path)
    range_hand(visit, found, parts, rested)
    with st.container(horizontal=True, vertical_alignment="top", gap="small", key="range_ends"):
        for side in SIDES:
            _end_field(visit, found, side)
    _said(visit, found)


def _end_field(visit: Session, found: FactRange, side: str) -> None:
    business = visit.workspace.scenario.business
    fact = Fact(business, found.path)
    entry = entry_of(fact, money_format(business.currency))
    value, likely = fact.typed(float(f"{getattr(found, side):.{DIGITS}g}")), fact.typed(found.likely)
    low, high = (entry.low, likely) if side == "low" else (likely, entry.high)
    if low is None or high is None:
        return
    entry = replace(entry, label=side.capitalize(), value=value, low=low, high=high, blank=False)

    def take(typed: float) -> None:
        visit.commit(put_range(visit, found.path, side, fact.meant(typed)))

    amount_field(entry, take, name=f"range_{side}_{fact.key}", of=(*visit.on_show, found))


def _said(visit: Session, found: FactRange) -> None:
    """Say where the fact and its range come from, with the way back to the range it has by default."""
    business = visit.workspace.scenario.business
    kind = KINDS[origin_of(business, found.path).kind]
    ends: Ends = ends_of(business, found.path)
    whose = "a range of your own" if found.owned else "a range by default" if found.wide else "known exactly"
    st.html(markup.small(f"{title_of(found.path)} is {kind}, with {whose}." if found.wide or found.owned
                         else f"{title_of(found.path)} is {kind}, {whose}."))  # fmt: skip
    if ends != (None, None):
        back = partial(visit.commit, with_range(visit.workspace, found.path, (None, None)))
        st.button(label("Back to the default range"), key="range_default", on_click=back, type="tertiary")
