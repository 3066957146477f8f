"""The form of all facts, below the guided start: group by group, each with its curves."""

from __future__ import annotations

import streamlit as st

from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.labels import label
from pages.your_business.curve_section import draw_bend
from pages.your_business.fact_field import fact_field
from pages.your_business.groups import Group, groups_of
from pages.your_business.names import names
from pages.your_business.taking import scope
from simulator.facts.business import Business
from simulator.facts.paths import owner_at

NAMES = "Names, and channels to add or remove"


def all_facts(visit: Session) -> None:
    """Draw the form of every fact of the company on show; a group is drawn once it is opened."""
    st.html(markup.heading("All facts", "each with its unit, its bounds and where it comes from"))
    scope(visit)
    opened = st.expander(NAMES, key="facts_names", on_change="rerun")
    if opened.open:
        with opened:
            names(visit)
    for group in groups_of(visit.workspace.scenario.business):
        opened = st.expander(label(group.title), key=f"facts_{group.key}", on_change="rerun")
        if opened.open:
            with opened:
                _group(visit, group)


def _group(visit: Session, group: Group) -> None:
    with st.container(key=f"facts_grid_{group.key}", horizontal=True):
        for path in _wanted(visit.workspace.scenario.business, group):
            with st.container(gap=None, key=f"fact_box_{group.key}_{path.rpartition('.')[2]}"):
                fact_field(visit, path)
    for bend in group.bends:
        with st.container(key=f"facts_bend_{group.key}_{bend.curve.fields['today']}", gap="small"):
            draw_bend(visit, bend, "form")


def _wanted(business: Business, group: Group) -> list[str]:
    """Return the facts to be asked for: a reference spend only where nothing is spent, or one is stated."""
    found = []
    for path in group.facts:
        owner, fact = owner_at(business, path)
        spend = fact.replace("reference_spend", "spend")
        if not fact.endswith("reference_spend") or getattr(owner, fact) is not None or not getattr(owner, spend):
            found.append(path)
    return found
