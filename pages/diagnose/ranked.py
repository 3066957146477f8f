"""Opportunities and dangers as ranked bars, each with a button that tries it.

Another plan for the same facts is tried on Allocate, as the plan on show. Whatever changes facts, and every danger,
becomes a scenario of its own beside it, on Compare: the owner's facts stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from pages.diagnose import words
from pages.ui.state.beside import FULL, put_beside, room_beside
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.formats import MoneyFormat
from pages.ui.text.labels import label
from simulator.facts.business import Business
from simulator.facts.plan import Function, Plan, function_of
from simulator.insight.dangers import Danger
from simulator.insight.levels import FUNCTION_OF
from simulator.insight.opportunities import Opportunity

ALLOCATE, COMPARE = "app.py", "pages/Compare.py"


@dataclass(frozen=True)
class Trial:
    """A what-if: its facts and plan, what it is in words, and its name as a scenario beside the one on show.

    Without a name it is another plan for the facts on show.
    """

    business: Business
    plan: Plan
    what: str
    name: str = ""


@dataclass(frozen=True)
class Row:
    """One bar and the what-if it loads; rows that belong together stand under one phrase."""

    bar: markup.Ranked
    trial: Trial
    under: str = ""


def opportunity_rows(found: Sequence[Opportunity], months: int, money: MoneyFormat) -> list[Row]:
    """Return the opportunities as rows, bars in proportion to the largest."""
    most = max((item.gain for item in found), default=0.0) or 1.0
    rows = []
    for item in found:
        name, remark = words.opportunity(item, months, money)
        bar = markup.Ranked(name, money.signed(item.gain), remark, _role_of(item), item.gain / most)
        rows.append(Row(bar, Trial(item.business, item.plan, name, words.opportunity_as_scenario(item)),
                        words.GROUPS[item.group]))  # fmt: skip
    return rows


def danger_rows(found: Sequence[Danger], months: int, money: MoneyFormat) -> list[Row]:
    """Return the dangers as rows: pale the loss with nothing done, solid what a new split cannot save of it."""
    nothing = money.short(0.0)
    found = [item for item in found if money.short(item.loss) != nothing]
    most = max((item.loss for item in found), default=0.0) or 1.0
    rows = []
    for item in found:
        name, remark = words.danger(item, months, money)
        solid = item.left / most
        said = f"{remark}; {words.remedy(item, money)}"
        bar = markup.Ranked(name, money.signed(-item.loss), said, _threatened(item), item.loss / most, solid)
        rows.append(Row(bar, Trial(item.business, item.plan, name, words.danger_as_scenario(item))))
    return rows


def ranked(visit: Session, rows: Sequence[Row], key: str) -> None:
    """Draw the rows, each with the button that tries it; say so where there is no room for another scenario."""
    with st.container(key=key, gap="small"):
        under = ""
        for place, row in enumerate(rows):
            if row.under != under:
                under = row.under
                st.html(markup.small(under))
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{key}_{place}"):
                st.html(markup.ranked(row.bar), width="stretch")
                try_it(visit, row.trial, f"{key}_try_{place}")
    if not all(possible(visit, row.trial) for row in rows):
        st.html(markup.small(FULL))


def possible(visit: Session, trial: Trial) -> bool:
    """Return whether there is room for the what-if."""
    return not trial.name or room_beside(visit.workspace, trial.business, trial.plan)


def try_it(visit: Session, trial: Trial, key: str, *, idle: bool = False) -> None:
    """Draw the button that tries this, as one step that can be undone; ``idle``: there is nothing to try yet."""
    where = f"beside {visit.workspace.scenario.name}, on Compare" if trial.name else "on Allocate"
    hint = f"{trial.what}: shown {where}, and Undo takes it back" if possible(visit, trial) else FULL
    # Awake while its field is typed in: a press waits for what was typed, which only then counts as another value.
    if not st.button("Try it", key=key, help=label(hint), width="content", disabled=not possible(visit, trial)):
        return
    if idle:
        st.html(markup.refusal("Type another value to try."))
        return
    if not trial.name:
        visit.put_plan(trial.plan)
        st.switch_page(ALLOCATE)
    put_beside(visit, trial.name, trial.business, trial.plan)
    one, other = visit.compared or ("", "")
    st.switch_page(COMPARE, query_params={"from": one, "to": other})


def _role_of(item: Opportunity) -> Function | None:
    if item.kind == "level":
        return next(FUNCTION_OF[driver] for driver in FUNCTION_OF if driver == item.subject)
    return "prospecting" if item.kind == "channel" else None


def _threatened(item: Danger) -> Function | None:
    if item.kind == "cut":
        return function_of(item.subject)
    roles: dict[str, Function] = {"win rate": "conversion", "sales cycle": "conversion", "dry channel": "prospecting",
                              "one channel": "prospecting", "share": "upsell", "churn": "upsell"}  # fmt: skip
    return roles.get(item.kind)
