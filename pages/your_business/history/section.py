"""A monthly or weekly history on the Your business page, closed until it is opened."""

from __future__ import annotations

import streamlit as st

from pages.ui.text import markup
from pages.your_business.evidence.words import STORED
from pages.your_business.form import Form

TITLE = "Correct my judgement by a monthly or weekly history"
ABOUT = (
    "CSV, TSV, XLSX, XLS or ODS: what was spent on each channel and the prospects that came, a row for each month or "
    "week, or for each of them and channel; and, if you have it, what was spent on sales and on account care, how many "
    "deals were won, the customers at the end of each and the revenue. "
    "A blank is unknown and not zero."
)


def monthly_history(form: Form) -> None:
    """Draw the section."""
    opened = st.expander(TITLE, key="monthly_history", on_change="rerun")
    if not opened.open:
        return
    # What fits curves is imported once somebody opens it: the first visitor does not wait for it.
    from pages.your_business.history.opened import opened_history

    with opened:
        st.html(markup.small(ABOUT, STORED))
        opened_history(form)
