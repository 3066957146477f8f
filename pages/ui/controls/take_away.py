"""What can be taken away: the report, the workbook and the script, made once they are asked for."""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from next_dollar import installed_version
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.locale import home_of, page_locale
from simulator.link.codec import encode
from simulator.report.apart import Maker
from simulator.report.forms import FORMS, Form, file_name
from simulator.workspace.scenario import Workspace

WHAT = (
    "All say the same figures; report and workbook also list the facts with where they come from.",
    "The workbook recomputes the revenue in live formulas; the script computes every figure anew.",
)

_MAKER = Maker()
"""Of the whole server."""


def take_away(visit: Session) -> None:
    """Draw a button for each form. Nothing is made until one is pressed."""
    _MAKER.get_ready()
    workspace = visit.workspace
    business = workspace.scenario.business
    link = f"{(st.context.url or '').split('?')[0]}?{encode(workspace)}"
    locale = page_locale() or home_of(business.currency)
    st.html(markup.phrase("Take it away") + markup.small(*WHAT))
    with st.container(key="take_away", horizontal=True, gap="small"):
        for form in FORMS:
            # The visit is gone by the time a button is pressed: what it showed travels with the button.
            make = partial(made, form, workspace, link, locale)
            st.download_button(form.title, make, file_name(business.name, form.ending), form.mime,
                               key=f"take_{form.ending}", on_click="ignore")  # fmt: skip


def made(form: Form, workspace: Workspace, link: str, locale: str) -> bytes:
    """Return the file in that form."""
    return _MAKER.made(form, workspace, link, installed_version(), date.today(), locale)
