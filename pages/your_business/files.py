"""A company like yours to start from; keeping one's own as a file, and opening one."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.ui.controls.company_file import company_file, said_of_file
from pages.ui.text import markup
from pages.your_business.form import Form
from simulator.cases import load_case
from simulator.facts.declaration import InvalidInput
from simulator.file.writer import file_text
from simulator.guided.alike import company_like
from simulator.guided.company import Refused
from simulator.report.forms import file_name

KINDS = {
    "elmstreet": "Heating and repair", "harbourlane": "Catering", "northwind": "Trade supplies",
    "tallgrass": "Packaging", "nordhafen": "Machine parts", "brightwater": "Laboratory devices",
    "plainbook": "Software, monthly", "olist": "Online marketplace",
}  # fmt: skip
"""What each example is an example of."""
ALIKE = "Fills only what you left open, each marked as our guess. What you stated stays."
STORED = "Files are read for this visit and not stored."
OPEN = "open_own"


def files(form: Form) -> None:
    """Draw both halves below the questions."""
    left, right = st.columns([620, 500], gap="large")
    with left:
        st.html(markup.phrase("Start from a company like yours") + markup.small(ALIKE))
        with st.container(key="kinds", horizontal=True, gap="small"):
            for case, kind in KINDS.items():
                st.button(kind, key=f"like_{case}", on_click=partial(_like, form, case), type="tertiary")
        if reason := form.visit.refused.get("like"):
            st.html(markup.refusal(reason))
    with right:
        st.html(markup.phrase("Keep it, or open what you kept") + markup.small(STORED))
        if form.business is not None:
            st.download_button(
                "Save my company", partial(file_text, form.visit.workspace), file_name(form.business.name, "toml"),
                "application/toml", key="save_own", on_click="ignore",
            )  # fmt: skip
        _open(form)


def _like(form: Form, case: str) -> None:
    visit, example = form.visit, load_case(case)
    now = Form(visit)
    try:
        business = company_like(now.business, now.answers, example.business, example.business.name)
    except (InvalidInput, Refused) as error:
        visit.refused = {"like": f"{example.business.name} does not go with what you said: {error}"}
        return
    visit.put_own(business, now.answers)


def _open(form: Form) -> None:
    with st.container(key="open_file", gap=None):
        opened = st.popover("Open a file", key="opening_file", on_change="rerun")
        if opened.open:  # Drawn only then: its sign needs a font that nothing else of the page does.
            with opened:
                company_file("A company's file", OPEN, form.visit.open_workspace)
        said_of_file(OPEN)
