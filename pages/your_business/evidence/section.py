"""A CRM export on the Your business page: the file, what its columns mean, what was found, and the facts to take."""

from __future__ import annotations

import streamlit as st

from pages.ui.text import markup
from pages.your_business.evidence import words
from pages.your_business.evidence.found import found
from pages.your_business.evidence.meanings import meanings
from pages.your_business.evidence.proposed import proposed
from pages.your_business.evidence.upload import current, opened
from pages.your_business.form import Form

TITLE = "Read my facts from a CRM export"
ABOUT = (
    "CSV, TSV, XLSX, XLS or ODS, a row for each deal with the day it came in, where it stands and, if you have it, "
    "where it came from and what it is worth. Each deal counts as one enquiry, and so as one prospect."
)


def crm_export(form: Form) -> None:
    """Draw the section, closed until it is opened."""
    section = st.expander(TITLE, key="crm_export", on_change="rerun")
    if not section.open:
        return
    upload = current()
    with section:
        st.html(markup.small(ABOUT, words.STORED))
        finding = opened(upload)
        if finding is not None:
            meanings(upload, finding, [] if form.business is None else [each.name for each in form.business.channels])
            found(upload, finding)
            proposed(form, upload, finding)
