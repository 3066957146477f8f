"""One question: what is asked, the field, the unit it is asked in, and where the fact comes from."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from pages.ui.state.shown_key import shown_key
from pages.ui.text import markup
from pages.ui.text.glossary import explained
from pages.ui.text.labels import label
from pages.ui.text.ranged_entry import RangedEntry
from pages.your_business import words
from pages.your_business.fields import confirm, entry, number_field
from pages.your_business.form import Form
from pages.your_business.spans import own_span, span_line
from simulator.guided.answers import HOUR_COST, ORDERS, RANGED, Answer, Ask

HINTS = {
    "wins": "Of those who ask: their share is the win rate.",
    "sales_spend": "Staff, visits, quotes.",
    "care_spend": "Calls, visits, service beyond the order.",
    "share": "Half, where they buy as much elsewhere.",
    "leaving": "For good, not for a while.",
}
"""What a question means, where its words may not say it."""


def question(form: Form, ask: Ask) -> None:
    """Draw one question that is one number."""
    field, unit = ask.field, form.unit(ask.field)
    value = form.shown(field)
    before = form.said_otherwise(field)
    said = "" if before is None else f"You said {_measured(form, ask, before)}."
    guess = form.guessed(field)
    typed = asked(form, ask, near=guess)
    under = said or form.meanings.get(field) or HINTS.get(field, "")
    span = "" if said else span_line(form, field, typed)
    with st.container(key=f"ask_{field}", horizontal=True, vertical_alignment="top", gap="small"):
        st.html(f'<p class="ask">{explained(ask.title)}</p>{markup.small(*filter(None, (under, span)))}')
        with st.container(key=f"field_{field}", gap=None):
            open_guess = guess if value is None else None
            confirm(field, typed, partial(form.confirming.take, field), open_guess)
            _offer_unit(form, ask, before)
            number_field(form, field, typed, partial(form.take, field), open_guess)
            if own_span(form, field):
                st.button(
                    "No range", key=f"no_range_{field}", on_click=form.without_range, args=(field,), type="tertiary"
                )
        unit_choice(form, field, list(ask.units))
        taken = "<p class='origin not'>not taken</p>" if field in form.contradictions else ""
        st.html(taken or words.mark(form.origin(field), said=value is not None) or "<p class='origin'></p>")
    if unit == "hours a week":
        _beside(form, "hour_cost", "What does an hour cost?", "money", HOUR_COST)
    if unit == "an order":
        _beside(form, "orders_a_year", "How often does one customer order in a year?", "times", ORDERS)


def asked(form: Form, ask: Ask, near: float | None = None) -> RangedEntry:
    """Return the field of a question, which takes a range too."""
    unit = form.unit(ask.field)
    plain = entry(form, ask.title, unit, form.shown(ask.field), ask.units[unit], near=near)
    if unit.startswith("per cent"):
        return RangedEntry.of(plain)
    in_percent = _in_percent(ask, unit)
    other = RangedEntry.of(entry(form, ask.title, in_percent, None, ask.units[in_percent])) if in_percent else None
    known = ask.field not in RANGED
    return RangedEntry.of(plain, by_ratio=True, percent=other, percent_unit=in_percent, known=known)


def _in_percent(ask: Ask, unit: str) -> str:
    """Return the unit in which per cent is meant where it is typed into a field of another one; blank for none."""
    often = unit.removeprefix("people")
    return next((each for each in ask.units if each in ("per cent", f"per cent{often}")), "")


def _measured(form: Form, ask: Ask, answer: Answer) -> str:
    """Return an answer with its unit, as one says it: 8 % a year."""
    written = entry(form, ask.title, answer.unit, None, ask.units[answer.unit]).write(answer.value)
    return f"{written} {words.unit_name(answer.unit).removeprefix('per cent')}".rstrip()


def _offer_unit(form: Form, ask: Ask, before: Answer | None) -> None:
    """Offer that the number, not what it came to, be kept: who types first and then looks at the unit meant that."""
    if before is None:
        return
    meant = replace(before, unit=form.unit(ask.field))
    low, high = ask.units[meant.unit]
    if low <= meant.value <= high:
        said = label(f"I meant {_measured(form, ask, meant)}")
        st.button(said, key=f"right_unit_{ask.field}", on_click=form.mean, args=(ask.field,), type="tertiary")


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
