"""What the best split leans on, and where another horizon or measure would send the money.

It takes several more searches than the best split itself, so it is worked out once all else is drawn, or the hand has
let go, and kept: it is the same for every split of a total.
"""

from __future__ import annotations

from math import isclose

import streamlit as st

from pages.ui import live
from pages.ui.frame.frame import Later, charts_are_out
from pages.ui.state.session import Session, kept
from pages.ui.text import markup
from pages.ui.text.formats import money_format
from pages.ui.text.futures import beats_today_line
from pages.ui.text.outlook import elsewhere_line, reach_lines
from simulator.insight.elsewhere import elsewhere
from simulator.insight.reach import Reach, ends_of, reach
from simulator.optimise.recommendation import recommend

KEY = "outlook"
NOTHING = "<span hidden></span>"
"""Stands where there is nothing to say, and tells that from what is still being worked out."""
MOST = 32
"""How many are kept for a visitor."""
Kept = dict[tuple[object, ...], str]


def ready(visit: Session) -> bool:
    """Return whether it is worked out for the scenario on show."""
    return _slot(visit) in kept(f"next_dollar_{KEY}", Kept)


def as_it_is(visit: Session) -> live.Markup:
    """Return it where it is ready, else nothing."""
    return live.Markup(kept(f"next_dollar_{KEY}", Kept).get(_slot(visit), ""))


def work_out(visit: Session) -> None:
    """Work it out, and keep it."""
    money, asked = money_format(visit.question.business.currency), visit.question
    lines = [_how_sure(visit), *reach_lines(_reach(visit), asked.months, asked.metric, money)]
    lines.append(elsewhere_line(elsewhere(asked.today), money))
    found = kept(f"next_dollar_{KEY}", Kept)
    found[_slot(visit)] = markup.small(*lines) or NOTHING
    for oldest in list(found)[:-MOST]:
        del found[oldest]


def _how_sure(visit: Session) -> str:
    """Return in how many futures the best split beats today's plan; nothing for another total, or where that is it."""
    # The draws take long to import, and all else of the page is out before this.
    from simulator.ranges.certainty import certainty

    asked, workspace = visit.question, visit.workspace
    best = recommend(asked, workspace.locked, workspace.limits).optimum.plan
    today = asked.today.plan
    if best == today or not isclose(best.total, today.total):
        return ""
    return beats_today_line(certainty(asked.today, best, today, seed=workspace.seed).chance)


def draw(visit: Session) -> Later | None:
    """Draw it, or return what draws it where the charts are still to come, which would wait for it."""
    place = st.container()

    def drawn() -> None:
        with place:
            _draw(visit)

    if not charts_are_out("Allocate") and not ready(visit):
        return drawn
    drawn()
    return None


def _draw(visit: Session) -> None:
    """Draw it, worked out where it is not yet, with the button for the best split that leans on nothing."""
    if not ready(visit):
        work_out(visit)
    as_it_is(visit).show(KEY)
    if _reach(visit).within is not None:
        st.button("Use the best within twice today's effort", key="within", on_click=_take,
                  args=(visit,))  # fmt: skip


def _take(visit: Session) -> None:
    if (within := _reach(visit).within) is not None:
        visit.put_plan(within)


def _reach(visit: Session) -> Reach:
    return reach(visit.question, visit.workspace.locked, visit.workspace.limits)


def _slot(visit: Session) -> tuple[object, ...]:
    asked, workspace = visit.question, visit.workspace
    return asked.today, asked.plan.total, ends_of(asked, workspace.locked, workspace.limits), workspace.seed
