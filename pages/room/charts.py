"""The Training room's charts."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt

from pages.ui.charts.grammar import FAINT, INK, PAPER, QUIET, finished, finished_bars, layered, text_of
from pages.ui.charts.revenue_spec import revenue_lines
from pages.ui.charts.split_map_spec import MAP_NAMES, triangle

MARKS = 6
"""Layers of the Compare page's map that draw marks and their names."""


@cache
def specs() -> dict[str, dict[str, Any]]:
    """Return the Vega-Lite spec of each chart by name, built and validated once per process."""
    return {
        "revenue": finished(revenue_lines(), 190, wide=(58, 150, 14, 28), narrow=(52, 12, 26, 28)),
        "room_map": finished(
            room_map(), 460, wide=(58, 24, 30, 54), narrow=(44, 24, 30, 54), fit=MAP_NAMES, square=True
        ),
        "room_wall": finished(
            room_map(), 364, wide=(48, 40, 32, 46), narrow=(48, 40, 32, 46), fit=MAP_NAMES, square=True
        ),
        "room_wall_why": finished_bars((104, 92), 84),
        "room_wall_rounds": finished_bars((88, 80), 240),
        "room_predictions": finished(predictions(), 240, wide=(64, 24, 30, 48), narrow=(56, 14, 30, 48)),
        "room_votes": finished_bars((150, 130), 150, 90),
        "room_outcomes": finished_bars((170, 140), 190),
        "room_why": finished_bars((150, 112), 210),
    }


def room_map() -> alt.LayerChart:
    """Return the map of all splits with everyone's submitted split on it.

    Datasets: those of the Compare page's map, and ``people`` (x, y, mine, close): those
    whose own split, channels and all, is close to the best are dark, the others pale, wherever they lie.
    """
    x = alt.X(field="x", type="quantitative", scale=alt.Scale(domain=[0, 1], nice=False))
    y = alt.Y(field="y", type="quantitative", scale=alt.Scale(domain=[0, 1], nice=False))
    people = alt.Chart(alt.NamedData("people"))
    others = people.transform_filter("!datum.mine").mark_point(
        shape="circle", filled=True, stroke=PAPER, strokeWidth=1, size=62, opacity=0.72
    )
    mine = people.transform_filter("datum.mine").mark_point(
        shape="circle", filled=True, stroke=PAPER, strokeWidth=2, size=190, opacity=1
    )
    fill = alt.Fill(
        field="close", type="nominal", legend=None, scale=alt.Scale(domain=[True, False], range=[INK, QUIET])
    )
    # Below the marks and their names, above the bands; who stays near today's split, or hits the best, is seen in them.
    whole = triangle(inside="transparent")
    whole.layer = [*whole.layer[:-MARKS], others.encode(x=x, y=y, fill=fill),
                   mine.encode(x=x, y=y, fill=fill), *whole.layer[-MARKS:]]  # fmt: skip
    return whole


def predictions() -> alt.LayerChart:
    """Return what was predicted against what came, one point per participant; on the line both are the same.

    Datasets: ``guesses`` (brings, expected, mine), ``same`` (brings, expected). Params: lo, hi, ticks, labels.
    """
    scale = alt.Scale(domain=[alt.ExprRef("lo"), alt.ExprRef("hi")], nice=False, zero=False, clamp=True)
    label = "labels[indexof(ticks, datum.value)]"

    def axis(title: str, **place: Any) -> alt.Axis:
        return alt.Axis(values=alt.ExprRef("ticks"), labelExpr=label, title=title, titleColor=QUIET, titleFontSize=13,
                        titleFontWeight=400, **place)  # fmt: skip

    x = alt.X(field="brings", type="quantitative", scale=scale, axis=axis("what the split brings", grid=False))
    aside: dict[str, Any] = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": -40, "titleY": -16}
    y = alt.Y(field="expected", type="quantitative", scale=scale, axis=axis("predicted", **aside))
    line = alt.Chart(alt.NamedData("same")).mark_line(color=FAINT, strokeDash=[5, 4], strokeWidth=2)
    points = alt.Chart().transform_filter("!datum.mine")
    others = points.mark_point(filled=True, color=INK, size=54, opacity=0.6)
    own = alt.Chart().transform_filter("datum.mine")
    mine = own.mark_point(filled=True, fill=INK, stroke=PAPER, strokeWidth=2, size=190, opacity=1)
    # On the side that has place for it, and above the words of the axis.
    beyond = "datum.brings > (lo + hi) / 2"
    side, aside_by, above = (
        alt.ExprRef(place)
        for place in (
            f"{beyond} ? 'right' : 'left'",
            f"{beyond} ? -12 : 12",
            "datum.expected < lo + (hi - lo) / 12 ? -14 : 0",
        )
    )
    said = own.mark_text(align=side, dx=aside_by, dy=above, fontWeight=600, color=INK)
    layers = [line.encode(x=x, y=y), others.encode(x=x, y=y), mine.encode(x=x, y=y)]
    return layered("guesses", *layers, said.encode(x=x, y=y, text=text_of("name")),
                   lo=0, hi=1, ticks=[0, 1], labels=["0", "1"], narrow=False)  # fmt: skip
