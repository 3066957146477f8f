"""A monthly or weekly history on the Your business page: the file, its columns, what it says, and the facts to take."""

from __future__ import annotations

from datetime import date

import streamlit as st

from pages.ui.text import markup
from pages.your_business.evidence.upload import choose_file, not_read, reading
from pages.your_business.evidence.words import STORED
from pages.your_business.form import Form
from pages.your_business.history import words
from pages.your_business.history.found import found
from pages.your_business.history.meanings import meanings
from pages.your_business.history.upload import current
from simulator.evidence.history.template import template

TITLE = "Correct my judgement by a monthly or weekly history"
ABOUT = (
    "CSV, TSV, XLSX, XLS or ODS: what was spent on each channel and the prospects that came, a row for each month or "
    "week, or for each of them and channel."
)


def monthly_history(form: Form) -> None:
    """Draw the section, closed until it is opened."""
    opened = st.expander(TITLE, key="monthly_history", on_change="rerun")
    if not opened.open:
        return
    with opened:
        business = form.business
        st.html(markup.small(f"{ABOUT} {words.UNKNOWN}", STORED))
        if business is None:
            st.html(markup.small(words.NO_COMPANY))
            return
        upload = current()
        upload.about(business)
        names = [channel.name for channel in business.channels]
        st.download_button(
            "Download a template", lambda: template(names, date.today()), "history.csv", "text/csv",
            key="history_template", on_click="ignore", type="tertiary",
        )  # fmt: skip
        choose_file(upload)
        if upload.data is None or reading(upload):
            return
        finding = upload.finding
        if finding is None:
            not_read(upload)
            return
        meanings(upload, finding)
        found(form.visit, business, upload, finding)
