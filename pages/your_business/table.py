"""Where enquiries come from: a row for each channel, which may cost nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from pages.ui.controls.typed_field import name_field
from pages.ui.text import markup
from pages.ui.text.formats import money_format
from pages.ui.text.labels import label
from pages.ui.text.ranged_entry import RangedEntry
from pages.your_business import words
from pages.your_business.fields import confirm, entry, mend, number_field
from pages.your_business.form import Form, asked_as
from pages.your_business.questions import unit_choice
from pages.your_business.spans import row_line
from simulator.facts.business import MAX_CHANNELS
from simulator.facts.channel import Channel
from simulator.facts.names import typed
from simulator.guided.answers import COUNTS, ROW_RANGES, SPENDS, Row

OFFERED = ("Website", "Trade fair", "Word of mouth", "Partners")
FIRST = "Google Ads"
COUNTED = "Each enquiry counts as one prospect."
COLUMNS = {"spend": "You spend", "prospects": "Enquiries"}


def channels(form: Form) -> None:
    """Draw the table, and what adds a row to it."""
    with st.container(key="rows_head", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.html(f'<p class="ask">How people find you</p>{markup.small(COUNTED)}')
        for column, title in COLUMNS.items():
            with st.container(key=f"head_{column}", gap=None):
                st.html(f'<p class="small">{title}</p>')
                unit_choice(form, column, list(SPENDS if column == "spend" else COUNTS), title)
        st.html('<p class="origin"></p>')
    with st.container(key="table_rows"):  # What follows keeps its place, and with it the focus, when a row is added.
        for place in range(len(form.answers.channels)):
            _row(form, place)
    for column in COLUMNS:
        _offer_unit(form, column)
    _more(form)
    mend(form, "channels", str)


def _offer_unit(form: Form, column: str) -> None:
    """Offer that a column's numbers, not what they came to, be kept where it is asked in another unit by now."""
    said, unit = getattr(form.answers, f"{column}_unit"), form.unit(column)
    if unit == said or not any(getattr(row, column) for row in form.answers.channels):
        return
    was, now = (words.unit_name(each).removeprefix("people ") for each in (said, unit))
    with st.container(key=f"unit_said_{column}", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(markup.small(f"{COLUMNS[column]}: you said the figures {was}."))
        meant = f"I meant them {now}"
        st.button(meant, key=f"right_unit_{column}", on_click=form.mean_column, args=(column,), type="tertiary")


def _row(form: Form, place: int) -> None:
    row = form.answers.channels[place]
    called = row.name or f"channel {place + 1}"
    with st.container(key=f"row_{place}", horizontal=True, vertical_alignment="top", gap="small"):
        with st.container(key=f"cell_name_{place}", gap=None):
            name_field(
                f"Name of channel {place + 1}", row.name, partial(_named, form, place), name=f"own_name_{place}",
                of=(form.visit.own.number, len(form.answers.channels)), label_visibility="collapsed",
                placeholder=FIRST if place == 0 else "Name",
            )  # fmt: skip
            mend(form, f"channels.{place}.name", str)
        for column in COLUMNS:
            with st.container(key=f"cell_{column}_{place}", gap=None):
                _cell(form, place, column, f"{COLUMNS[column]}: {called}")
        with st.container(key=f"cell_end_{place}", horizontal=True, vertical_alignment="center", gap=None):
            st.html(f'<p class="origin each">{_each(form, place)}</p>')
            remove = partial(_remove, form, place)
            st.button(label(f"Remove {called}"), key=f"remove_{place}", on_click=remove, type="tertiary")


def _named(form: Form, place: int, text: str) -> None:
    form.take_row(place, "name", typed(text))


def _cell(form: Form, place: int, column: str, title: str) -> None:
    unit = form.unit(asked_as(column))
    value, guess = form.row_shown(place, column), cell_guess(form, place, column)
    plain = entry(form, title, unit, value, ROW_RANGES[column][unit], near=guess)
    cell = RangedEntry.of(plain, by_ratio=True, known=column == "spend")
    name = f"channels.{place}.{column}"
    confirm(name, cell, partial(form.confirming.take_row, place, column), guess)
    number_field(form, name, cell, partial(form.take_row, place, column), guess)
    if column == "prospects" and (line := row_line(form, form.answers.channels[place], cell)):
        st.html(markup.small(line))
        for side in ("low", "high"):
            mend(form, f"{name}_{side}", cell.write)


def cell_guess(form: Form, place: int, column: str) -> float | None:
    """Return what the model takes for a blank cell, in the unit of its column."""
    channel = _channel(form, place)
    if channel is None or getattr(form.answers.channels[place], column) is not None:
        return None
    facts = {"spend": "spend", "prospects": "prospects", "stopped": "prospects_at_zero",
             "doubled": "prospects_at_double"}  # fmt: skip
    value: float | None = getattr(channel, facts[column])
    if value is None:
        return None
    monthly = replace(form.answers, spend_unit="money a month", prospects_unit="people a month")
    field = asked_as(column)
    return form.told(monthly, field, value, getattr(monthly, f"{field}_unit"))


def _each(form: Form, place: int) -> str:
    """Return what one enquiry of the channel costs."""
    row = form.answers.channels[place]
    if row.spend == 0:
        return "free"
    found = _channel(form, place)
    if not row.spend or not row.prospects or found is None or not found.prospects:
        return ""
    return f"{money_format(form.answers.currency).short(found.spend / found.prospects)} each"


def _channel(form: Form, place: int) -> Channel | None:
    """Return the channel that a row has become; None while it is none."""
    channels_now = () if form.business is None else form.business.channels
    return next((each for each in channels_now if each.name == form.answers.channels[place].name), None)


def _remove(form: Form, place: int) -> None:
    rows = [*form.answers.channels]
    del rows[place]
    form.put(channels=tuple(rows) or (Row(""),))


def _more(form: Form) -> None:
    """Draw the channels that can be added by name, and one of any other."""
    if len(form.answers.channels) >= MAX_CHANNELS:
        return
    taken = {row.name for row in form.answers.channels}
    with st.container(key="more_channels", horizontal=True, gap="small"):
        st.button("+ Add a channel", key="add_row", on_click=_add, args=(form, ""), type="tertiary")
        for name in OFFERED:
            if name not in taken:
                st.button(name, key=f"add_{name}", on_click=_add, args=(form, name), type="tertiary")


def _add(form: Form, name: str) -> None:
    rows = [*form.answers.channels]
    spend = 0.0 if name == "Word of mouth" else None
    if len(rows) == 1 and rows[0] == Row("") and name:
        rows = []
    form.put(channels=(*rows, Row(name, spend)))
