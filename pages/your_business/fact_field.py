"""One fact as a field: in its unit, within what was declared of it, refused with the nearest sound value to take."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import streamlit as st

from pages.ui.controls.fact_entry import Fact, entry_of
from pages.ui.controls.typed_field import forget, refuse, refused_text, typed_field
from pages.ui.state.session import Session
from pages.ui.text.entry import Entry, Taken
from pages.ui.text.facts import fact_text
from pages.ui.text.formats import money_format
from pages.ui.text.glossary import helped
from pages.ui.text.labels import label
from pages.ui.text.ranged_entry import RangedEntry
from pages.ui.text.ranges import Spread
from pages.your_business.origin_words import origin_line, right
from pages.your_business.taking import confirm, take, ways_out
from simulator.facts.business import Business
from simulator.facts.contradictions import Contradiction
from simulator.facts.declaration import InvalidInput
from simulator.facts.origin import Origin
from simulator.facts.repair import title_of
from simulator.ranges.fact_range import ranges_of


def fact_field(visit: Session, path: str, *, place: str = "form", **options: Any) -> None:
    """Draw the field of the fact at ``path``, with where it comes from under it; ``place`` tells two of one fact apart.

    ``options``: as in `typed_field`.
    """
    business = visit.workspace.scenario.business
    fact, money = Fact(business, path), money_format(business.currency)
    name, of = f"{place}_{fact.key}", (*visit.on_show, path, fact.value)
    entry = entry_of(fact, money)
    if any(each.path == path for each in ranges_of(business)):
        entry = RangedEntry.of(entry, by_ratio=fact.times == 1)
    options.setdefault("help", helped(str(fact.declared["help"])) or None)

    def judge(text: str) -> Taken:
        return _judged(visit, fact, entry, text)

    if fact.value is not None and fact.owner.origin(fact.name).kind == "guessed":
        text = right(shown_fact(business, path, fact.value))  # Before the field, as in `fields.confirm`.
        st.button(text, key=f"right_{name}", on_click=confirm, args=(visit, path), type="tertiary")
    if typed_field(entry.label, entry.shown, judge, name=name, of=of, **options):
        st.html(origin_line(business, path, fact.unit, money) or '<p class="origin">left open</p>')
    elif (value := _meant(fact, entry, refused_text(name, of) or "")) is not None:
        _offers(visit, fact, value, name, of)


def shown_fact(business: Business, path: str, value: object) -> str:
    """Return a value of the fact at ``path`` as a person reads it."""
    if value is None:
        return "nothing"
    declared = Fact(business, path).declared
    if isinstance(value, str):
        return value
    return fact_text(float(value), str(declared.get("unit", "")), money_format(business.currency))  # type: ignore[arg-type]


def _judged(visit: Session, fact: Fact, entry: Entry, text: str) -> Taken:
    taken = entry.read(text)
    wanted = _meant(fact, entry, text)
    if taken.refusal and wanted is None:
        return taken
    if not taken.refusal and taken.value == entry.value and taken.said is None:
        return taken
    ends = {}
    if isinstance(taken.said, Spread):
        low, high = fact.meant(taken.said.low), fact.meant(taken.said.high)
        ends = {fact.path: Origin(fact=fact.name, low=low, high=high)}
    try:
        take(visit, {fact.path: wanted if taken.refusal else fact.meant(taken.value)}, ends)
    except InvalidInput as error:
        return Taken(refusal=" ".join(str(problem) for problem in error.problems[:1]))
    return taken


def _meant(fact: Fact, entry: Entry, text: str) -> float | None:
    """Return the number in a text, also where it is out of bounds; None where there is none."""
    found = replace(entry, low=-math.inf, high=math.inf).read(text)
    return None if found.said else fact.meant(found.value)  # Of a range out of bounds no middle was meant.


def _offers(visit: Session, fact: Fact, value: float, name: str, of: object) -> None:
    """Draw what could be taken in place of a value that does not fit, and the way back to what stood there."""
    found = ways_out(fact.business, {fact.path: value})
    if not found:
        return
    with st.container(horizontal=True, gap="small", key=f"offers_{name}"):
        text = _offered(fact, value, found[0])
        st.button(text, key=f"use_{name}", on_click=_use, args=(visit, fact, value, found[0], name, of))
        kept_text = f"Keep {shown_fact(fact.business, fact.path, fact.value)}"
        st.button(label(kept_text), key=f"keep_{name}", type="tertiary", on_click=forget, args=(name, of))


def _offered(fact: Fact, value: float, way: Contradiction) -> str:
    nearest = shown_fact(fact.business, way.field, way.nearest)
    if way.field == fact.path:
        return label(f"Use {nearest}")
    other = title_of(way.field).rpartition(": ")[2]
    return label(f"Use {shown_fact(fact.business, fact.path, value)}, with {other.lower()} {nearest}")


def _use(visit: Session, fact: Fact, value: float, way: Contradiction, name: str, of: object) -> None:
    try:
        take(visit, {fact.path: value, way.field: way.nearest})
    except InvalidInput as error:
        refuse(name, of, refused_text(name, of) or "", str(error.problems[0]))
