"""What differs from today, and the way back there."""

from __future__ import annotations

import streamlit as st

from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.formats import money_format
from pages.ui.text.units import note
from pages.ui.text.words import differences, title


def changes(visit: Session) -> None:
    """Draw the button behind which the changes from today are listed."""
    business, plan = visit.workspace.scenario.business, visit.plan
    changed = differences(business.plan, plan)
    opened = st.popover("Changes from today", key="changes", type="tertiary", on_change="rerun", disabled=not changed)
    if not opened.open:
        return
    money = money_format(business.currency)
    rows = [
        (title(lever), money.exact(business.plan[lever]), "→", money.exact(plan[lever]),
         ("+" if by > 0 else "") + money.exact(by))
        for lever, by in changed.items()
    ]  # fmt: skip
    with opened:
        st.html(markup.changes(rows) + markup.small(note("money")))
        st.button("Reset to today", key="reset", on_click=visit.reset)
