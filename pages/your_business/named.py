"""Whose company it is: its name and currency."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.ui.controls.typed_field import name_field
from pages.ui.state.shown_key import shown_key
from pages.ui.text.locale import HOME
from pages.your_business.fields import mend
from pages.your_business.form import Form
from simulator.facts.names import typed
from simulator.guided.answers import Answers

UNNAMED = Answers().name


def named(form: Form) -> None:
    """Draw the two fields."""
    with st.container(key="named", horizontal=True, vertical_alignment="top", gap="small"):
        with st.container(key="named_name", gap=None):
            shown = "" if form.answers.name == UNNAMED else form.answers.name
            name_field("Your company", shown, partial(_take, form), name="own_company", of=form.visit.own.number,
                       placeholder=UNNAMED)  # fmt: skip
            mend(form, "name", str)
        with st.container(key="named_currency", gap=None):
            _currency(form)


def _take(form: Form, text: str) -> None:
    form.put(name=typed(text) or UNNAMED)


def _currency(form: Form) -> None:
    codes = sorted({*HOME, form.answers.currency})
    key = shown_key("own_currency", form.answers.currency)

    def chosen() -> None:
        form.put(currency=st.session_state[key])

    st.selectbox("Currency", codes, codes.index(form.answers.currency), key=key, on_change=chosen)
