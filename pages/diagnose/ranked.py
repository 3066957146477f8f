"""Opportunities and dangers as ranked bars, each with a button that loads it on Allocate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from pages.diagnose import words
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.formats import MoneyFormat
from pages.ui.text.labels import label
from pages.ui.text.words import Role, role
from simulator.facts.business import Business
from simulator.facts.plan import Plan
from simulator.insight.dangers import Danger
from simulator.insight.levels import FUNCTION_OF
from simulator.insight.opportunities import Opportunity

ALLOCATE = "app.py"


@dataclass(frozen=True)
class Row:
    """One bar and the what-if it loads."""

    bar: markup.Ranked
    business: Business
    plan: Plan


def opportunity_rows(found: Sequence[Opportunity], money: MoneyFormat) -> list[Row]:
    """Return the opportunities as rows, bars in proportion to the largest."""
    most = max((item.gain for item in found), default=0.0) or 1.0
    rows = []
    for item in found:
        name, remark = words.opportunity(item, money)
        bar = markup.Ranked(name, money.signed(item.gain), remark, _role_of(item), item.gain / most)
        rows.append(Row(bar, item.business, item.plan))
    return rows


def danger_rows(found: Sequence[Danger], money: MoneyFormat) -> list[Row]:
    """Return the dangers as rows: pale the loss with nothing done, solid what is left after the best answer."""
    most = max((item.loss for item in found), default=0.0) or 1.0
    rows = []
    for item in found:
        name, remark = words.danger(item, money)
        kept = max(item.loss_after, 0.0) / most
        said = f"{remark}; {words.remedy(item, money)}"
        bar = markup.Ranked(name, money.signed(-item.loss), said, _threatened(item), item.loss / most, kept)
        rows.append(Row(bar, item.business, item.plan))
    return rows


def ranked(visit: Session, rows: Sequence[Row], key: str) -> None:
    """Draw the rows; a button of a row opens Allocate with its what-if."""
    with st.container(key=key, gap="small"):
        for place, row in enumerate(rows):
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{key}_{place}"):
                st.html(markup.ranked(row.bar), width="stretch")
                try_it(visit, row.business, row.plan, f"{key}_try_{place}", row.bar.name)


def try_it(visit: Session, business: Business, plan: Plan, key: str, what: str) -> None:
    """Draw the button that makes this the scenario on show, as one step that can be undone, and opens Allocate."""
    if st.button("Try it", key=key, help=label(f"{what}: opens on Allocate, and Undo takes it back"), width="content"):
        visit.set_facts(business, plan)
        st.switch_page(ALLOCATE)


def _role_of(item: Opportunity) -> Role | None:
    if item.kind == "level":
        return next(FUNCTION_OF[driver] for driver in FUNCTION_OF if driver == item.subject)
    return "prospecting" if item.kind == "channel" else None


def _threatened(item: Danger) -> Role | None:
    if item.kind == "cut":
        return role(item.subject)
    roles: dict[str, Role] = {"win rate": "conversion", "sales cycle": "conversion", "dry channel": "prospecting",
                              "one channel": "prospecting", "share": "upsell", "churn": "upsell"}  # fmt: skip
    return roles.get(item.kind)
