"""The Your business page: the verdict with what it leans on, and the facts it comes from."""

from __future__ import annotations

import streamlit as st

from pages.ui.frame.about import about
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.your_business.all_facts import all_facts
from simulator.facts.sources import counted


def your_business(visit: Session) -> None:
    """Draw the page."""
    business = visit.workspace.scenario.business
    kinds = counted(business)
    st.html(
        markup.answer(
            f"{business.name} rests on {kinds['stated']} facts.",
            f"{kinds['stated']} stated, {kinds['read']} read from files, {kinds['guessed']} guessed.",
        )
    )
    about(visit)
    all_facts(visit)
