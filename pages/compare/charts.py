"""The Compare page's charts."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import altair as alt

from pages.ui.charts.grammar import (
    FAINT,
    HALO,
    INK,
    QUIET,
    finished,
    finished_bars,
    layered,
    line_end,
    money_axis,
    money_value,
    month_axis,
    text_of,
)  # fmt: skip
from pages.ui.charts.split_map_spec import MAP_NAMES, triangle


@cache
def specs() -> dict[str, dict[str, Any]]:
    """Return the Vega-Lite spec of each chart by name, built and validated once per process."""
    room: dict[str, Any] = {
        "wide": (64, 190, 12, 28), "narrow": (56, 12, 26, 28),
        "fit": {"ends": {"field": "name", "beside": "figure", "wide": 178, "narrow": 210, "size": 13, "weight": 700}},
    }  # fmt: skip
    return {
        "why": finished_bars((170, 136), 160),
        "revenues": finished(lines(), 170, **room),
        "profits": finished(lines(), 150, **room),
        "ahead": finished(lines(), 150, **room),
        "splits": finished(triangle(), 420, wide=(58, 24, 30, 54), narrow=(44, 24, 30, 54), fit=MAP_NAMES, square=True),
    }


def lines() -> alt.LayerChart:
    """Return lines by month with labels at their ends: today dashed, the one compared with quiet, the other in ink.

    Datasets: ``lines`` (month, value, which, tone), ``ends`` (month, value, name, figure, tone, side, clear),
    ``zero`` (value). Tones: main, from, today, rest. Params: lo, hi, ticks, labels, months, last.
    """
    month, money = month_axis(), money_axis()
    rule = alt.Chart(alt.NamedData("zero")).mark_rule(color=QUIET, strokeWidth=1)
    drawn = [
        _line("rest", color=FAINT, strokeWidth=1.4),
        _line("today", color=FAINT, strokeWidth=2, strokeDash=[5, 4]),
        _line("from", color=QUIET, strokeWidth=2),
        _line("main", color=INK, strokeWidth=2.6),
    ]
    which = alt.Detail(field="which", type="nominal")
    layers = [line.encode(x=month, y=money_value("value", money), detail=which) for line in drawn]
    labels = [
        label.encode(x=month, y=money_value("place", money), text=text_of("said"))
        for label in (*_ends("main", INK, 700), *_ends("rest", QUIET, 500))
    ]
    return layered(
        "lines", rule.encode(y=money_value("value", money)), *layers, *labels,
        lo=0, hi=1, ticks=[0, 1], labels=["0", "1"], months=[1, 6, 12, 18, 24], last=24, narrow=False,
    )  # fmt: skip


def _line(tone: str, **look: Any) -> alt.Chart:
    line: alt.Chart = alt.Chart().transform_filter(f"datum.tone == '{tone}'").mark_line(**look)
    return line


def _ends(tone: str, colour: str, weight: Literal[500, 700]) -> list[alt.Chart]:
    own = "datum.tone == 'main'" if tone == "main" else "datum.tone != 'main' && (!narrow || datum.tone != 'rest')"
    ends = alt.Chart(alt.NamedData("ends")).transform_filter(own)
    ends = ends.transform_calculate(said="datum.name + datum.figure")
    return [line_end(ends, colour, weight, **halo) for halo in (HALO, {})]
