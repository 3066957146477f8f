"""A typed field of the guided start: the number in its unit, and what does not fit with one click to mend it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.ui.controls.amount_field import amount_field
from pages.ui.text import markup
from pages.ui.text.entry import Entry, count_entry, money_entry, percent_entry
from pages.ui.text.formats import money_format
from pages.ui.text.labels import label
from pages.your_business.form import Form
from pages.your_business.origin_words import right

Take = Callable[[Any], None]
MONEY = ("money a month", "money a year", "a month", "a year", "an order", "once", "money")


def entry(
    form: Form, title: str, unit: str, value: float | None, bounds: tuple[float, float], near: float | None = None
) -> Entry:
    """Return a field for a number in that unit."""
    low, high = bounds
    if unit in MONEY:
        money = money_format(form.answers.currency)
        return money_entry(title, money, value, low, high, near=near, blank=True)
    entry_of = percent_entry if unit.startswith("per cent") else count_entry
    return entry_of(title, value, low, high, near=near, blank=True)


def number_field(
    form: Form, field: str, typed: Entry, take: Take, guess: float | None = None, *, may_be_left: bool = False
) -> None:
    """Draw the field of an answer; ``guess`` stands in it, grey, where nothing was said."""
    stands = "" if guess is None else typed.write(shown_guess(guess))
    amount_field(
        typed, take, name=f"own_{field}", of=(form.visit.own.number, len(form.answers.channels)), placeholder=stands,
        label_visibility="collapsed", width="stretch",
    )  # fmt: skip
    for part in (field, f"{field}.low", f"{field}.high"):
        mend(form, part, typed.write, take if may_be_left else None)


def shown_guess(guess: float) -> float:
    """Return a guess as it is shown: no more exact than a guess can be."""
    return float(f"{guess:.3g}")


def confirm(field: str, typed: Entry, take: Take, guess: float | None) -> None:
    """Offer the guess that stands in a field as the answer, as it is shown.

    Drawn before the field, and seen below it: who types an answer and goes on comes to no button that is gone then.
    """
    if guess is not None:
        value = shown_guess(guess)
        st.button(right(typed.write(value)), key=f"right_{field}", on_click=take, args=(value,), type="tertiary")


def mend(form: Form, field: str, write: Callable[[float], str], leave: Take | None = None) -> None:
    """Say what does not fit in this field, and offer the nearest value that does; ``leave``: or our guess instead."""
    found = form.contradictions.get(field)
    if found is None:
        return
    shown = form.nearest_shown(found)
    text = str(found.nearest) if shown is None else write(float(f"{shown:.6g}"))
    st.html(markup.refusal(found.sentence))
    with st.container(key=f"mends_{field}", horizontal=True, gap="small"):
        st.button(label(f"Use {text}"), key=f"mend_{field}", on_click=form.take_nearest, args=(found,))
        if leave is not None:
            st.button("Keep our guess", key=f"leave_{field}", on_click=leave, args=(None,), type="tertiary")
