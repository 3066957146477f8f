"""Judgement as a table: results at five or more efforts, the nearest curve of each family, taken in one click."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import streamlit as st

from pages.ui import live
from pages.ui.controls.fact_entry import entry_of
from pages.ui.state.session import Session, kept
from pages.ui.text import markup
from pages.ui.text.facts import SHAPE_WORDS
from pages.ui.text.formats import money_format
from pages.ui.text.labels import label
from pages.your_business.curve_picture import Drawing, ticks_of
from pages.your_business.pasted import Pasted, pasted
from pages.your_business.taking import take
from simulator.facts.declaration import InvalidInput
from simulator.facts.paths import path_of
from simulator.facts.plural import plural
from simulator.facts.round_step import axis_ends
from simulator.guided.judgement import LEAST_ROWS, Fit, fits

EFFORTS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
SAMPLES = tuple(effort / 20 for effort in range(48))


@dataclass(frozen=True)
class JudgementTable:
    """What was made of one: its rows and the nearest curves, the one to take first; or why there are none."""

    table: Pasted
    found: tuple[Fit, ...] = ()
    refusal: str = ""


def curves_near(drawing: Drawing, text: str) -> JudgementTable:
    """Return the curves nearest to a table as it was typed."""
    fact = drawing.fact
    entry = entry_of(fact, money_format(drawing.business.currency))
    table = pasted(text, entry.manner, entry.value)
    if len(table.rows) < LEAST_ROWS:
        left = LEAST_ROWS - len(table.rows)
        return JudgementTable(
            table, refusal=f"{plural(str(left), 'more row is', 'more rows are')} needed, of {LEAST_ROWS}."
        )
    efforts, results = zip(*table.rows, strict=True)
    top = 1.0 if fact.times != 1 else math.inf
    try:
        return JudgementTable(table, _fits(efforts, tuple(result / fact.times for result in results), top))
    except InvalidInput as error:
        return JudgementTable(table, refusal=str(error.problems[0]))


@lru_cache(maxsize=256)
def _fits(efforts: tuple[float, ...], results: tuple[float, ...], top: float) -> tuple[Fit, ...]:
    return fits(efforts, results, top)


def laid_over(state: live.CurveState, drawing: Drawing, found: JudgementTable) -> live.CurveState:
    """Return the picture with the rows of a table and the curves nearest to them."""
    times = drawing.fact.times
    lines = [
        live.CurveLine(SHAPE_WORDS[fit.family], [float(fit.curve.at(effort)) * times for effort in SAMPLES])
        for fit in found.found
    ]
    rows = [row for row in found.table.rows if row[0] <= SAMPLES[-1]]
    highest = max([*(result for _, result in rows), *(max(line.results) for line in lines), 0.0])
    laid = replace(state, efforts=SAMPLES, others=lines, rows=rows)
    if highest <= state.top:
        return laid
    top = axis_ends(0.0, highest, 3)[1]
    return replace(laid, top=top, ticks=ticks_of(drawing, top))


def start(drawing: Drawing) -> str:
    """Return the table before anything is typed: what the facts say, and efforts with nothing beside them yet."""
    known = {0.0: "zero", 1.0: "today", 2.0: "double"}
    entry, results = entry_of(drawing.fact, money_format(drawing.business.currency)), drawing.results()
    lines = []
    for effort in EFFORTS:
        point = next((name for name in results if name == known.get(effort)), None)
        value = "" if point is None else entry.write(float(f"{results[point] * drawing.fact.times:.6g}"))
        lines.append(f"{effort * 100:g} %\t{value}")
    return "\n".join(lines)


def open_table(drawing: Drawing, place: str) -> JudgementTable | None:
    """Return what is made of the table of a curve; None where it is not open."""
    table = _tables().get(f"{place} {drawing.fact.key}")
    return None if table is None else curves_near(drawing, table)


def table_of(visit: Session, drawing: Drawing, place: str) -> None:
    """Draw the switch to a table, and where it is on the table with the curves nearest to it."""
    key, about = f"{place}_{drawing.fact.key}", f"{place} {drawing.fact.key}"
    tables = _tables()

    def switch() -> None:
        if st.session_state[f"judge_{key}"]:
            tables[about] = start(drawing)
        else:
            tables.pop(about, None)

    def write() -> None:
        tables[about] = str(st.session_state[f"table_{key}"])

    st.session_state[f"judge_{key}"] = about in tables
    st.toggle("Judge in a table", key=f"judge_{key}", on_change=switch)
    if about not in tables:
        return
    found = curves_near(drawing, tables[about])
    st.session_state[f"table_{key}"] = tables[about]
    st.text_area(
        "What each effort would bring: an effort and a result a line, typed or pasted from a sheet",
        key=f"table_{key}", on_change=write, height=230,
    )  # fmt: skip
    if found.table.problems or found.refusal:
        st.html(markup.refusal(" ".join([*found.table.problems, found.refusal]).strip()))
    st.html(markup.small(found.table.note))
    _curves(visit, drawing, found.found, place)


def _curves(visit: Session, drawing: Drawing, found: Sequence[Fit], place: str) -> None:
    refused, tables = kept("next_dollar_judged_refused", dict[str, str]), _tables()
    key, about = f"{place}_{drawing.fact.key}", f"{place} {drawing.fact.key}"

    def use(rank: int) -> None:
        refused.pop(key, None)
        # A press may come before the page has been drawn with what was typed last; it is about that all the same.
        now = curves_near(drawing, tables.get(about, "")).found
        if rank >= len(now):
            return
        fit = now[rank]
        changes = {path_of(drawing.bend.owner, field): value for field, value in facts_of(drawing, fit).items()}
        try:
            take(visit, changes)
        except InvalidInput as error:
            refused[key] = str(error.problems[0])
        else:
            tables.pop(about, None)

    for rank, fit in enumerate(found):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.button(
                label("Take this curve" if rank else "Take the nearest curve"), key=f"fit_{key}_{fit.family}",
                on_click=use, args=(rank,), type="secondary" if rank == 0 else "tertiary",
            )  # fmt: skip
            st.html(markup.small(said_of(drawing, fit)))
    if reason := refused.get(key):
        st.html(markup.refusal(reason))


def said_of(drawing: Drawing, fit: Fit) -> str:
    """Return what a curve is like and how far it is off."""
    shape = "S-shaped: little at first, then much, then little again" if fit.s_shaped else SHAPE_WORDS[fit.family]
    off = drawing.written(float(f"{fit.error:.2g}") * drawing.fact.times)
    called = "" if fit.family == "flat" else f" ({fit.family})"
    return f"{shape[:1].upper()}{shape[1:]}{called}, off by about {off}"


def facts_of(drawing: Drawing, fit: Fit) -> dict[str, float | str | None]:
    """Return the facts that give a curve, to six digits: nobody judges finer, and links stay short."""
    facts = fit.facts(drawing.bend.curve)
    return {field: float(f"{value:.6g}") if isinstance(value, float) else value for field, value in facts.items()}


def _tables() -> dict[str, str]:
    return kept("next_dollar_judgements", dict[str, str])
