"""What would come of it if one stopped or doubled: the owner's own word on each curve, beside today's figure."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.ui.text import markup
from pages.ui.text.entry import Entry
from pages.your_business import words
from pages.your_business.curve_section import picture_of
from pages.your_business.fields import Take, confirm, entry, number_field
from pages.your_business.form import Form
from pages.your_business.table import cell_guess
from simulator.guided.answers import QUESTIONS, ROW_RANGES, Group
from simulator.guided.checks import JUDGED
from simulator.guided.rows import blank

Point = tuple[Entry, float | None, Callable[[Form], Take]]
"""A field, the guess that stands in it where nothing was said, and what takes the owner's word on a form."""
POINTS = {"stopped": "if you stopped", "today": "today", "doubled": "if you doubled it"}
TITLES = {"wins": "Enquiries that become customers", "share": "Share of what customers spend"}
SPENDS = {"wins": "sales_spend", "share": "care_spend"}


def curve_points(form: Form, group: Group) -> None:
    """Draw the curves of one group."""
    if group == "being found":
        for place, row in enumerate(form.answers.channels):
            if row.prospects and row.spend != 0:
                title = f"Enquiries from {row.name or f'channel {place + 1}'}"
                _curve(form, f"channels.{place}", title, form.row_shown(place, "prospects"), _of_row(form, place))
        return
    field = "wins" if group == "turning enquiries into orders" else "share"
    spend = form.answers.answered(SPENDS[field]) or (form.guesses and form.guesses.answered(SPENDS[field]))
    if form.answers.answered(field) and not (spend and spend.value == 0):  # Nothing is spent that could be doubled.
        _curve(form, JUDGED[field], TITLES[field], form.shown(field), _of_answer(form, field))


def _of_row(form: Form, place: int) -> Callable[[str, str], Point]:
    unit = form.unit("prospects")

    def point(name: str, title: str) -> Point:
        guess = cell_guess(form, place, name)
        typed = entry(form, title, unit, form.row_shown(place, name), ROW_RANGES[name][unit], guess)
        return typed, guess, lambda on: partial(on.take_row, place, name)

    return point


def _of_answer(form: Form, field: str) -> Callable[[str, str], Point]:
    unit = form.unit(field)
    low, high = next(ask.units[unit] for ask in QUESTIONS if ask.field == field)

    def point(name: str, title: str) -> Point:
        value = form.judged_shown(field, name)
        guess = None if value is not None else form.judged_guess(field, name)
        typed = entry(form, title, unit, value, (low, high if name == "stopped" else 2 * high), guess)
        return typed, guess, lambda on: partial(on.take_judged, field, name)

    return point


def _curve(form: Form, field: str, title: str, today: float | None, of: Callable[[str, str], Point]) -> None:
    if today is None:
        return
    with st.container(key=f"curve_{field}", gap=None):
        drawn = _drawn(form, field)
        if not drawn:
            st.html(markup.phrase(title))
        with st.container(key=f"points_{field}", horizontal=True, vertical_alignment="top", gap="small"):
            for point, said in POINTS.items():
                typed, guess, take = of("stopped" if point == "today" else point, f"{title}, {said}")
                with st.container(key=f"point_{field}_{point}", gap=None):
                    if not drawn:  # The picture names its points itself.
                        st.html(f'<p class="small">{said}</p>')
                    if point == "today":
                        st.html(f'<p class="today">{typed.write(float(f"{today:.4g}"))}{_counted_by(form, field)}</p>')
                    else:
                        confirm(f"{field}.{point}", typed, take(form.confirming), guess)
                        number_field(form, f"{field}.{point}", typed, take(form), guess, may_be_left=True)
                        if f"{field}.{point}" not in form.contradictions:
                            st.html(words.point_mark(said=typed.value is not None))


def _counted_by(form: Form, field: str) -> str:
    """Return the unit of the points, where the picture above them is in another: people beside per cent."""
    unit = form.unit("wins") if field == JUDGED["wins"] else ""
    return f" {words.unit_name(unit)}" if unit.startswith("people") else ""


def _drawn(form: Form, field: str) -> bool:
    """Draw the curve where a company stands already; return whether it could be."""
    lever = _lever(form, field)
    if form.business is None or lever is None:
        return False
    picture_of(form.visit, lever, place="guided")
    return True


def _lever(form: Form, field: str) -> str | None:
    """Return the lever whose curve a field is about; None while its channel is no fact yet."""
    if not field.startswith("channels."):
        return "conversion" if field == JUDGED["wins"] else "upsell"
    rows = [place for place, row in enumerate(form.answers.channels) if not blank(row)]
    place, known = int(field.rpartition(".")[2]), () if form.business is None else form.business.channels
    return known[rows.index(place)].name if place in rows and len(rows) == len(known) else None
