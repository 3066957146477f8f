"""The How it works page's charts: one step of a month against the money that is moved."""

from __future__ import annotations

from typing import Any

import altair as alt

from pages.how.words import STEPS
from pages.ui.charts.grammar import GRID, HALO, INK, QUIET, finished, layered, text_of

MOST = 2.0
"""The end of each picture, in times the money of the plan on show."""
HEIGHT = 84


def name_of(place: int) -> str:
    """Return the name of the chart of the step in that place."""
    return f"step_{place}"


def specs() -> dict[str, dict[str, Any]]:
    """Return the Vega-Lite spec of each chart by name."""
    spec = finished(_step(), HEIGHT, wide=(4, 4, 18, 22), narrow=(4, 4, 18, 22))
    return {name_of(place): spec for place in range(len(STEPS))}


def _step() -> alt.LayerChart:
    """Return the chart. Datasets: curve (x, y), marks (x, y, text, align, side), feet (x, text, align)."""
    y = alt.Y(field="y", type="quantitative", title=None, axis=None,
              scale=alt.Scale(domain=[alt.ExprRef("lo"), alt.ExprRef("hi")], nice=False, zero=False))  # fmt: skip
    x = alt.X(field="x", type="quantitative", title=None, axis=None, scale=alt.Scale(domain=[0, MOST], nice=False))
    line = alt.Chart().mark_line(color=INK, strokeWidth=2).encode(x=x, y=y)
    feet = alt.Chart(alt.NamedData("feet"))
    foot = feet.mark_text(y=alt.ExprRef("height + 16"), align=alt.ExprRef("datum.align"), color=QUIET)
    rule = feet.mark_rule(color=GRID, y=0, y2=alt.ExprRef("height"))
    marks = alt.Chart(alt.NamedData("marks"))
    dot = marks.mark_circle(size=90, opacity=1, color=INK)
    place: dict[str, Any] = {
        "align": alt.ExprRef("datum.align"),
        "dy": alt.ExprRef("datum.side * 16"),
        "fontWeight": 600,
    }
    halo, label = marks.mark_text(**place, **HALO), marks.mark_text(**place)
    return layered(
        "curve", rule.encode(x=x), line, halo.encode(x=x, y=y, text=text_of("text")), dot.encode(x=x, y=y),
        label.encode(x=x, y=y, text=text_of("text")), foot.encode(x=x, text=text_of("text")), lo=0, hi=1,
    )  # fmt: skip
