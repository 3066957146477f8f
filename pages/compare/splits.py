"""The map of all splits on the page: look, click a split to adopt it, or step towards it with buttons."""

from __future__ import annotations

import numpy as np
import streamlit as st

from pages.compare.candidates import BEST, TODAY, Candidate, kind_of
from pages.compare.sentences import part_of_all, zone
from pages.ui import live
from pages.ui.charts.contours import ZONE
from pages.ui.charts.split_map import point_at, split_chart
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.formats import in_months, money_format
from pages.ui.text.limits import set_aside
from pages.ui.text.words import MEASURES
from simulator.optimise.optimizer import Optimum
from simulator.optimise.recommendation import recommend
from simulator.optimise.split_map import SplitMap, shares_of, split_map
from simulator.workspace.operations import key_of

MAP = "map"
STEP = 0.05
TOWARDS = ("prospecting", "the sales team", "account care")


def split_picture(visit: Session, found: list[Candidate]) -> None:
    """Draw the map of the scenario on show; a click adopts the split there."""
    workspace = visit.workspace
    business, plan = workspace.scenario.business, visit.plan
    if plan.total <= 0:
        st.html(markup.small("There is no budget to split."))
        return
    chart, optimum = split_map(visit.question, visit.plan.total), recommend(visit.question).optimum
    shown = key_of(workspace.current)
    marks = [
        ("today" if each.key == TODAY else each.name, kind_of(each, shown), each.question.plan)
        for each in found
        if each.key != BEST
    ]
    marks.append(("best", "best", optimum.plan))

    def clicked() -> None:
        click = live.read_click(MAP)
        if click is not None:
            visit.put_plan(chart.plan(point_at(chart, click.x, click.y)))

    picture = split_chart(
        chart, optimum.value, marks, (workspace.metric, workspace.months), money_format(business.currency)
    )
    live.picture([picture], key=MAP, on_click=clicked)


def split_words(visit: Session) -> None:
    """Say how far the plan is from the best and how wide the best is, with buttons that do what a click does."""
    if visit.plan.total <= 0:
        return
    workspace = visit.workspace
    chart, optimum = split_map(visit.question, visit.plan.total), recommend(visit.question).optimum
    money = money_format(workspace.scenario.business.currency)
    name = workspace.scenario.name
    near = chart.within(optimum.value, ZONE)
    short = max(optimum.value - visit.question.value, 0.0)
    measure = f"{MEASURES[workspace.metric]} over {in_months(workspace.months)}"
    away = "" if optimum.plan == visit.plan else f"{money.short(short)} short of "
    st.html(markup.phrase(f"{name} is {away}the best split, in {measure}"))
    lines = [zone(chart.ranges(near), ZONE)] if near.any() else []
    lines.append(f"That zone holds {part_of_all(float(near.mean()))} of all splits.")
    lines.append("Darker brings more; figures at the rims say how much less than the best.")
    lines.append("Account care gets what the other two leave; inside prospecting the channels are split best.")
    lines.append(f"Click a split on the map and {name} adopts it. Undo takes it back.")
    if aside := set_aside(visit.plan, workspace.locked, workspace.limits):
        lines.append(f"{aside} on the map.")
    st.html(markup.small(*lines))
    _steps(visit, chart, optimum)


def _steps(visit: Session, chart: SplitMap, optimum: Optimum) -> None:
    """Draw the buttons that do by keyboard what a click on the map does."""
    with st.container(horizontal=True, gap="small", key="map_steps"):
        st.button("Use the best split", key="map_best", on_click=visit.put_plan, args=(optimum.plan,),
                  disabled=optimum.plan == visit.plan)  # fmt: skip
        for place, name in enumerate(TOWARDS):
            st.button(f"5\u00a0% more to {name}", key=f"towards_{place}", on_click=_towards, args=(visit, chart, place),
                      disabled=bool(shares_of(visit.plan)[place] > 0.995))  # fmt: skip


def _towards(visit: Session, chart: SplitMap, place: int) -> None:
    shares = shares_of(visit.plan)
    target = min(float(shares[place]) + STEP, 1.0)
    rest = 1 - float(shares[place])
    moved = shares * ((1 - target) / rest if rest > 0 else 0.0)
    moved[place] = target
    visit.put_plan(chart.plan(int(np.abs(chart.shares - moved).sum(axis=1).argmin())))
