"""What differs from today and from the case: the plan, with the way back there, and the facts."""

from __future__ import annotations

import streamlit as st

from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.facts import fact_text
from pages.ui.text.formats import MoneyFormat, money_format
from pages.ui.text.units import note
from pages.ui.text.words import differences, title
from simulator.cases import load_case
from simulator.workspace.differences import FactChange, fact_changes
from simulator.workspace.scenario import Workspace

NAME = "Changes from today"


def changes(visit: Session) -> None:
    """Draw the button behind which the changes from today are listed."""
    business, plan = visit.workspace.scenario.business, visit.plan
    changed, facts = differences(business.plan, plan), facts_changed(visit.workspace)
    idle = not changed and not facts
    opened = st.popover(NAME, key="changes", type="tertiary", on_change="rerun", disabled=idle)
    if not opened.open:
        return
    money = money_format(business.currency)
    rows = [
        (title(lever), money.exact(business.plan[lever]), money.exact(plan[lever]),
         ("+" if by > 0 else "") + money.exact(by))
        for lever, by in changed.items()
    ]  # fmt: skip
    with opened:
        if rows:
            listed = markup.changes(NAME, rows, ("Lever", "Today", visit.workspace.scenario.name, "Change"), "money")
            st.html(markup.phrase(NAME) + listed + markup.small(note("money")))
            st.button("Reset to today", key="reset", on_click=visit.reset)
        if facts:
            said = "Facts changed from the case"
            listed = markup.changes(said, fact_rows(facts, money), ("Fact", "The case", "Now"))
            st.html(markup.phrase(said) + listed)


def facts_changed(workspace: Workspace) -> tuple[FactChange, ...]:
    """Return the facts of the scenario on show that differ from the case's; none where it started from no case."""
    if workspace.case is None:
        return ()
    return fact_changes(load_case(workspace.case).business, workspace.scenario.business)


def fact_rows(facts: tuple[FactChange, ...], money: MoneyFormat) -> list[tuple[str, ...]]:
    """Return them as rows: the fact, what it was, and what it is."""
    return [
        (each.title, fact_text(each.before, each.unit, money), fact_text(each.after, each.unit, money))
        for each in facts
    ]
