"""One question: what is asked, the field, the unit it is asked in, and where the fact comes from."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.ui.state.shown_key import shown_key
from pages.ui.text import markup
from pages.ui.text.glossary import explained
from pages.your_business import words
from pages.your_business.fields import confirm, entry, number_field
from pages.your_business.form import Form
from simulator.guided.answers import HOUR_COST, ORDERS, Ask

HINTS = {
    "sales_spend": "Staff, visits, quotes.",
    "care_spend": "Calls, visits, service beyond the order.",
    "share": "Half, where they buy as much elsewhere.",
    "leaving": "For good, not for a while.",
}
"""What a question means, where its words may not say it."""


def question(form: Form, ask: Ask) -> None:
    """Draw one question that is one number."""
    field, unit = ask.field, form.unit(ask.field)
    value, guess = form.shown(field), form.guessed(field)
    under = form.meanings.get(field) or HINTS.get(field, "")
    with st.container(key=f"ask_{field}", horizontal=True, vertical_alignment="top", gap="small"):
        st.html(f'<p class="ask">{explained(ask.title)}</p>{markup.small(under)}')
        typed = entry(form, ask.title, unit, value, ask.units[unit], near=guess)
        with st.container(key=f"field_{field}", gap=None):
            open_guess = guess if value is None else None
            confirm(field, typed, partial(form.confirming.take, field), open_guess)
            number_field(form, field, typed, partial(form.take, field), open_guess)
        unit_choice(form, field, list(ask.units))
        taken = "<p class='origin not'>not taken</p>" if field in form.contradictions else ""
        st.html(taken or words.mark(form.origin(field), said=value is not None) or "<p class='origin'></p>")
    if unit == "hours a week":
        _beside(form, "hour_cost", "What does an hour cost?", "money", HOUR_COST)
    if unit == "an order":
        _beside(form, "orders_a_year", "How often does one customer order in a year?", "times", ORDERS)


def _beside(form: Form, field: str, title: str, unit: str, bounds: tuple[float, float]) -> None:
    """Draw what is asked only because of the unit another question is answered in."""
    value = getattr(form.answers, field)
    with st.container(key=f"ask_{field}", horizontal=True, vertical_alignment="top", gap="small"):
        st.html(f'<p class="ask">{title}</p>')
        with st.container(key=f"field_{field}", gap=None):
            take = partial(_take, form, field)
            number_field(form, field, entry(form, title, unit, value, bounds), take)


def _take(form: Form, field: str, value: float | None) -> None:
    form.put(**{field: value})


def unit_choice(form: Form, field: str, units: list[str], of: str = "") -> None:
    """Draw the quiet switch between the units a question may be asked in; ``of``: the column it heads."""
    if len(units) == 1:
        st.html(f'<p class="unit">{words.unit_name(units[0])}</p>')
        return

    def name_of(each: str) -> str:
        return words.unit_name(each).removeprefix("people " if of else "")

    # A value written to a list is told the browser in that run alone, and lost where another run begins at once.
    unit = form.unit(field)
    key = shown_key(f"unit_{field}", unit)

    def chosen() -> None:
        form.ask_in(field, st.session_state[key])

    st.selectbox(
        f"Unit of: {of or field.replace('_', ' ')}", units, units.index(unit), key=key, on_change=chosen,
        label_visibility="collapsed", format_func=name_of,
    )  # fmt: skip
    st.html(f'<p class="unit paper">{name_of(unit)}</p>')
