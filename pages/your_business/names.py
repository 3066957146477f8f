"""Names of the company and its channels in the form of all facts; channels are added and taken out there too."""

from __future__ import annotations

import streamlit as st

from pages.ui.controls.channel_list import edit_channels
from pages.ui.controls.typed_field import name_field
from pages.ui.state.session import Session
from pages.your_business.taking import everywhere
from simulator.facts.names import typed
from simulator.workspace.fact_edits import with_facts


def names(visit: Session) -> None:
    """Draw the company's name, which all scenarios share, and the channels of those that changes hold for."""
    company = visit.workspace.scenario.business.name

    def take(text: str) -> None:
        visit.commit(with_facts(visit.workspace, {"name": typed(text)}, everywhere=True))

    with st.container(key="facts_company"):
        name_field("Name of the company", company, take, name="company_name", of=(*visit.on_show, company), width=320)
    edit_channels(visit, everywhere=everywhere(visit))
