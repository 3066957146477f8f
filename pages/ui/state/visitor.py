"""Which locale a visitor's numbers and dates follow, and in which currency; the one module that asks the browser."""

from __future__ import annotations

import streamlit as st

from pages.ui import live
from pages.ui.state.framing import NUMBERS
from pages.ui.streamlit_internals.run import drawing
from pages.ui.text import locale, units
from pages.ui.text.chart_markup import around_chart
from pages.ui.text.glossary import terms_in
from pages.ui.text.numbers import number_format
from simulator.facts import digits

HOME_KEY, NUMBERS_KEY = "next_dollar_home", "next_dollar_numbers"


def follow_visitor() -> None:
    """Let all numbers of the page follow the visitor's locale, or else the home of the company's currency."""
    locale.follow(visitor_locale)
    digits.follow(lambda text: number_format().written(text))
    units.follow(visitor_currency)
    live.explain(units.note, terms_in, around_chart)


def visitor_locale() -> str | None:
    """Return the locale that the address names, else that of the visitor whose run this is, where it is a known one.

    Else it is the home of the currency that `settle_numbers` noted last, and outside of any visit None.
    """
    if not drawing(otherwise=True):
        return None
    told: str | None = st.session_state.get(NUMBERS_KEY)
    if told is not None:
        return told
    if (found := locale.supported(st.context.locale)) is not None:
        return found
    currency = visitor_currency()
    return None if currency is None else locale.home_of(currency)


def visitor_currency() -> str | None:
    """Return the currency of the company on the page; outside of any visit None."""
    if not drawing(otherwise=True):
        return None
    currency: str | None = st.session_state.get(HOME_KEY)
    return currency


def settle_numbers(currency: str) -> None:
    """Note what decides how this visit writes numbers: the currency of the company on the page, and the address."""
    st.session_state[HOME_KEY] = currency
    st.session_state[NUMBERS_KEY] = locale.supported(st.query_params.get(NUMBERS))
