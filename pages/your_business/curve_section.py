"""A response curve with its points to drag, and under each the field in which it can be typed."""

from __future__ import annotations

import streamlit as st

from pages.ui import live
from pages.ui.controls.amount_field import amount_field
from pages.ui.controls.fact_entry import Fact
from pages.ui.state.session import Session, kept
from pages.ui.text import markup
from pages.ui.text.entry import money_entry
from pages.ui.text.formats import money_format
from pages.your_business.curve_picture import Drawing, bend_of, can_be_drawn, state_of, top_of
from pages.your_business.fact_field import fact_field
from pages.your_business.groups import Bend
from pages.your_business.judgement_table import laid_over, open_table, table_of
from pages.your_business.taking import take
from pages.your_business.turning import with_turns
from simulator.facts.declaration import InvalidInput
from simulator.facts.least_effort import doubled, least_effort, most_least_effort
from simulator.facts.paths import path_of

FAMILIES = {
    "exponential": "Levels off (exponential)",
    "michaelis-menten": "Rises longer (Michaelis–Menten)",
    "adbudg": "May be S-shaped (ADBUDG; needs a most)",
    "flat": "Flat: effort changes nothing",
}


def picture_of(visit: Session, lever: str, *, place: str) -> None:
    """Draw the picture alone, where its points are typed elsewhere."""
    business = visit.workspace.scenario.business
    _picture(visit, Drawing(business, bend_of(business, lever)), place)


def draw_bend(visit: Session, bend: Bend, place: str) -> None:
    """Draw a curve with the fields under its points; without a picture where its facts are left open."""
    drawing = Drawing(visit.workspace.scenario.business, bend)
    if can_be_drawn(bend):
        _picture(visit, drawing, place)
        shown = [point for point in drawing.results() if point != "half_more"]
    else:
        shown = ["zero", "today", "double"]
    with st.container(horizontal=True, key=f"bend_fields_{place}_{drawing.fact.key}"):
        for point in shown:
            with st.container(gap=None, key=f"bend_field_{place}_{drawing.fact.key}_{point}"):
                fact_field(visit, bend.paths[point], place=place, label_visibility="collapsed", help=None)
    _shape(visit, drawing, place)
    if bend.curve.family is not None:
        table_of(visit, drawing, place)


def _picture(visit: Session, drawing: Drawing, place: str) -> None:
    key = f"curve_{place}_{drawing.fact.key}"
    said = kept("next_dollar_curve_errors", dict[str, str])
    tops = kept("next_dollar_curve_tops", dict[str, float])
    about = f"{visit.on_show} {drawing.bend.today}"
    tops[about] = top_of(drawing, tops.get(about))

    def dragged() -> None:
        drag = live.read_drag(key)
        path = drawing.bend.paths.get(drag.point) if drag else None
        if drag is None or path is None:
            return
        said.pop(key, None)
        try:
            take(visit, {path: Fact(drawing.business, path).meant(drag.value)})
        except InvalidInput as error:
            said[key] = str(error.problems[0])

    state = state_of(drawing, tops[about], said.pop(key, ""))
    if table := open_table(drawing, place):
        state = laid_over(state, drawing, table)
    live.curve(with_turns(state, drawing, visit.question), key=key, on_drag=dragged)


def _shape(visit: Session, drawing: Drawing, place: str) -> None:
    """Draw, where it is asked for, the choice of the curve's family and the facts that only some families take."""
    bend, family = drawing.bend, drawing.bend.curve.family
    if family is None:
        return
    key = f"{place}_{drawing.fact.key}"
    opened = st.popover("The curve's shape", key=f"shape_{key}", type="tertiary", on_change="rerun")
    if not opened.open:
        return
    path, chosen = path_of(bend.owner, family), f"family_{key}"
    refused = kept("next_dollar_shape_refused", dict[str, str])

    def choose() -> None:
        refused.pop(key, None)
        try:
            take(visit, {path: st.session_state[chosen], **_needed(drawing, st.session_state[chosen])})
        except InvalidInput as error:
            refused[key] = str(error.problems[0])

    with opened:
        st.session_state[chosen] = drawing.family
        st.radio("The curve's shape", list(FAMILIES), key=chosen, on_change=choose, format_func=FAMILIES.__getitem__)
        if reason := refused.get(key):
            st.html(markup.refusal(reason))
        for point in ("ceiling", "half_more"):
            if drawing.family in (("exponential", "adbudg") if point == "ceiling" else ("adbudg",)):
                fact_field(visit, bend.paths[point], place=f"shape_{place}")
        if drawing.family == "adbudg":
            _least(visit, drawing, key)


def _least(visit: Session, drawing: Drawing, key: str) -> None:
    """Ask, in place of the curve's steepness, from which spend on it works; taken, it says what doubling brings."""
    paths, results = drawing.bend.paths, drawing.results()
    sizes = results["zero"], results["today"], results["ceiling"]
    today = drawing.effort
    found, most = least_effort(drawing.curve), most_least_effort(*sizes)

    def take_least(spend: float) -> None:
        double = doubled(*sizes, spend / today)
        take(visit, {paths["double"]: double, paths["half_more"]: None})

    entry = money_entry(
        "From which spend a month on does it work?", money_format(drawing.business.currency),
        None if found is None else found * today, 0.01 * most * today, 0.99 * most * today, near=today / 2,
    )  # fmt: skip
    amount_field(entry, take_least, name=f"least_{key}", of=(visit.on_show, sizes, found))
    st.html(markup.small("Less than that is better spent elsewhere: up to there each further unit of it brings more."))


def _needed(drawing: Drawing, family: str) -> dict[str, float | None]:
    """Return the points with which a curve of another family goes through what was stated as nearly as it can."""
    bend, results = drawing.bend, drawing.results()
    paths, zero, today = bend.paths, results["zero"], results["today"]
    if family == "flat":
        return {paths["zero"]: today, paths["double"]: None, paths["half_more"]: None, paths["ceiling"]: None}
    double = results["double"]
    if family == "adbudg":
        most = results.get("ceiling", double + (double - today))
        high = float(drawing.fact.declared["high"])
        return {paths["double"]: double, paths["ceiling"]: min(most, high)}
    start = {} if zero != today else {paths["zero"]: 0.8 * today}
    if not start and today < double < 2 * today - zero:
        return {paths["double"]: double, paths["half_more"]: None, paths["ceiling"]: None}
    low = start.get(paths["zero"], zero)
    assert low is not None
    return {**start, paths["double"]: today + 0.5 * (today - low), paths["half_more"]: None, paths["ceiling"]: None}
