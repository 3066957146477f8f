"""The section of a history once it is opened: the file, its columns, what it says, and the facts to take."""

from __future__ import annotations

from datetime import date

import streamlit as st

from pages.ui.text import markup
from pages.your_business.evidence.upload import opened
from pages.your_business.form import Form
from pages.your_business.history import words
from pages.your_business.history.found import found
from pages.your_business.history.meanings import meanings
from pages.your_business.history.upload import current
from simulator.evidence.history.template import template


def opened_history(form: Form) -> None:
    """Draw what is in the section."""
    business = form.business
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
    finding = opened(upload)
    if finding is not None:
        meanings(upload, finding)
        found(form.visit, business, upload, finding)
