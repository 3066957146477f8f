"""The Diagnose page's charts."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import altair as alt

from pages.ui.charts.grammar import FAINT, HALO, INK, LABELS, QUIET, finished, finished_bars, layered, text_of


@cache
def specs() -> dict[str, dict[str, Any]]:
    """Return the Vega-Lite spec of each chart by name, built and validated once per process."""
    return {
        "quadrant": finished(quadrant(), 270, wide=(54, 20, 14, 44), narrow=(46, 8, 14, 44)),
        "function_returns": finished_bars((132, 112), 80, 90),
        "gap": finished_bars((132, 112), 80, 90),
    }


def quadrant() -> alt.LayerChart:
    """Return the company by prospects and win rate, against the acceptable levels.

    Datasets: ``points`` (x, y, label_y, text, kind, left), ``corners`` (x, y, text, short, side, foot),
    ``limits`` (x, y, top, start, x_text, y_text, y_short).
    Params: x_lo, x_hi, y_lo, y_hi, x_ticks, x_labels, ticks, labels.
    """
    limits = alt.Chart(alt.NamedData("limits"))
    rule: dict[str, Any] = {"color": FAINT, "strokeWidth": 1.2}
    path = alt.Chart().mark_line(color=FAINT, strokeWidth=1.2, strokeDash=[2, 3])
    layers = [
        limits.mark_rule(**rule).encode(x=_prospects("x")),
        limits.mark_rule(**rule).encode(y=_win_rate("y")),
        limits.mark_text(align="left", baseline="top", dx=5, dy=22, color=QUIET).encode(
            x=_prospects("x"), y=_win_rate("top"), text=text_of("x_text")
        ),
        *(
            limits.transform_filter(when)
            .mark_text(align="left", baseline="bottom", dx=6, dy=-4, color=QUIET)
            .encode(x=_prospects("start"), y=_win_rate("y"), text=text_of(text))
            for when, text in (("!narrow", "y_text"), ("narrow", "y_short"))
        ),
        path.encode(x=_prospects("x"), y=_win_rate("y"), order=alt.Order(field="rank", type="quantitative")),
        *(_corner(side, foot, halo) for halo in (HALO, {}) for side in ("left", "right") for foot in (False, True)),
        _points("today", FAINT, filled=False),
        _points("plan", INK, filled=True),
        _points("best", INK, filled=False),
        *(_label(left) for left in (False, True)),
    ]
    return layered(
        "points", *layers, x_lo=0, x_hi=1, y_lo=0, y_hi=1, x_ticks=[0, 1], x_labels=["0", "1"], ticks=[0, 1],
        labels=["0", "1"], narrow=False,
    )  # fmt: skip


def _prospects(field: str) -> alt.X:
    axis = alt.Axis(values=alt.ExprRef("x_ticks"), labelExpr="x_labels[indexof(x_ticks, datum.value)]", grid=False,
                    title="prospects a month", titleColor=QUIET, titleFontSize=13, titleFontWeight="normal",
                    titlePadding=8)  # fmt: skip
    scale = alt.Scale(domain=[alt.ExprRef("x_lo"), alt.ExprRef("x_hi")], nice=False, zero=False)
    return alt.X(field=field, type="quantitative", scale=scale, axis=axis)


def _win_rate(field: str) -> alt.Y:
    axis = alt.Axis(values=alt.ExprRef("ticks"), labelExpr=LABELS, grid=False)
    scale = alt.Scale(domain=[alt.ExprRef("y_lo"), alt.ExprRef("y_hi")], nice=False, zero=False)
    return alt.Y(field=field, type="quantitative", title=None, scale=scale, axis=axis)


def _points(kind: str, colour: str, filled: bool) -> alt.Chart:
    shape: Literal["circle", "diamond"] = "diamond" if kind == "best" else "circle"
    mark = alt.Chart().transform_filter(f"datum.kind == '{kind}'")
    drawn = mark.mark_point(shape=shape, size=110, filled=filled, color=colour, strokeWidth=2.2, opacity=1)
    encoded: alt.Chart = drawn.encode(x=_prospects("x"), y=_win_rate("y"))
    return encoded


def _label(left: bool) -> alt.Chart:
    mark = alt.Chart().transform_filter(f"datum.left == {'true' if left else 'false'}")
    drawn = mark.mark_text(align="right" if left else "left", dx=-11 if left else 11, fontSize=13, fontWeight=600)
    encoded: alt.Chart = drawn.encode(x=_prospects("x"), y=_win_rate("label_y"), text=text_of("text"))
    return encoded


def _corner(side: str, foot: bool, halo: dict[str, Any]) -> alt.Chart:
    """Return what one quarter means, in its outer corner."""
    inner = f"datum.side == '{side}' && datum.foot == {'true' if foot else 'false'}"
    mark = alt.Chart(alt.NamedData("corners")).transform_filter(inner)
    # On a narrow screen a limit may pass behind it.
    drawn = mark.transform_calculate(said="narrow ? datum.short : datum.text").mark_text(
        align="left" if side == "left" else "right",
        baseline="bottom" if foot else "top",
        dx=6 if side == "left" else -6,
        dy=-6 if foot else 6,
        fontSize=13,
        color=QUIET,
        **halo,
    )
    encoded: alt.Chart = drawn.encode(x=_prospects("x"), y=_win_rate("y"), text=text_of("said"))
    return encoded
