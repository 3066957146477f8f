"""The Marginal returns page's charts: all are one curve against money, with marks on it."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt

from pages.marginal.curve_chart import HEIGHTS
from pages.ui.charts.grammar import (
    FAINT,
    GRID,
    HALO,
    INK,
    QUIET,
    ROLES,
    finished,
    finished_bars,
    layered,
    money_axis,
    money_value,
    text_of,
)

PAPER = "var(--nd-paper)"


@cache
def specs() -> dict[str, dict[str, Any]]:
    """Return the Vega-Lite spec of each chart by name, built and validated once per process."""
    room: dict[str, Any] = {"wide": (62, 28, 14, 34), "narrow": (54, 28, 14, 34)}
    return {
        "ranking": finished_bars((132, 112), 200),
        **{name: finished(curve(), high, **room) for name, high in HEIGHTS.items()},
    }


def curve() -> alt.LayerChart:
    """Return a curve against money per month, with named marks, levels and the region where its shape decides.

    Datasets: ``curve`` (x, y, role), ``beyond`` (start, end, text), ``levels`` (y, text), ``rules`` (x, text,
    side), ``marks`` (x, y, kind), ``names`` (x, y, text, side, shift). Params: lo, hi, ticks, labels (upright),
    xhi, xticks, xlabels (along the foot).
    """
    scale = alt.Scale(domain=[0, alt.ExprRef("xhi")], nice=False)
    axis = alt.Axis(values=alt.ExprRef("xticks"), labelExpr="xlabels[indexof(xticks, datum.value)]", grid=False,
                    labelFlush=False, labelPadding=12)  # fmt: skip
    x = alt.X(field="x", type="quantitative", title=None, scale=scale, axis=axis)
    money = money_axis()
    y = money_value("y", money)
    role = alt.Color(
        field="role", type="nominal", legend=None,
        scale=alt.Scale(domain=[*ROLES[:3], "ink"], range=[*(f"var(--nd-{role})" for role in ROLES[:3]), INK]),
    )  # fmt: skip
    line = alt.Chart().mark_line(strokeWidth=2.6, clip=True).encode(x=x, y=y, color=role)
    return layered(
        "curve", *_beyond(scale, axis), *_references(x, y), line, *_marks(x, y),
        lo=0, hi=1, ticks=[0, 1], labels=["0", "1"], xhi=1, xticks=[0, 1], xlabels=["0", "1"], narrow=False,
    )  # fmt: skip


def _beyond(scale: alt.Scale, axis: alt.Axis) -> list[alt.Chart]:
    region = alt.Chart(alt.NamedData("beyond"))
    start = alt.X(field="start", type="quantitative", title=None, scale=scale, axis=axis)
    shade: alt.Chart = region.mark_rect(color=GRID, opacity=0.5, y=0, y2=alt.ExprRef("height"), clip=True)
    words: alt.Chart = region.mark_text(
        align="right", baseline="bottom", x=alt.ExprRef("width - 4"), y=alt.ExprRef("height - 5"), fontSize=11,
        color=QUIET,
    )  # fmt: skip
    return [shade.encode(x=start, x2=alt.X2(field="end")), words.encode(text=text_of("text"))]


def _references(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    levels, rules = alt.Chart(alt.NamedData("levels")), alt.Chart(alt.NamedData("rules"))
    flat: alt.Chart = levels.mark_rule(color=QUIET, strokeDash=[2, 3])
    named = [
        levels.mark_text(
            align="right", baseline="bottom", dy=-3, x=alt.ExprRef("width"), fontSize=12, color=QUIET, **halo
        )
        for halo in (HALO, {})
    ]
    upright: alt.Chart = rules.mark_rule(color=QUIET, strokeDash=[2, 3])
    called: alt.Chart = rules.mark_text(
        align=alt.ExprRef("datum.side < 0 ? 'right' : 'left'"), dx=alt.ExprRef("6 * datum.side"), baseline="top", y=2,
        fontSize=12, color=QUIET,
    )  # fmt: skip
    return [
        flat.encode(y=y), upright.encode(x=x), called.encode(x=x, text=text_of("text")),
        *(name.encode(y=y, text=text_of("text")) for name in named),
    ]  # fmt: skip


def _marks(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    looks: dict[str, dict[str, Any]] = {
        "today": {"shape": "circle", "fill": PAPER, "stroke": FAINT, "size": 90},
        "best": {"shape": "diamond", "fill": PAPER, "stroke": INK, "size": 110},
        "plan": {"shape": "circle", "fill": INK, "stroke": PAPER, "size": 110},
    }
    marks = alt.Chart(alt.NamedData("marks"))
    points = [
        marks.transform_filter(f"datum.kind == '{kind}'").mark_point(filled=True, opacity=1, strokeWidth=2, **look)
        for kind, look in looks.items()
    ]
    names = [
        alt.Chart(alt.NamedData("names")).mark_text(
            align=alt.ExprRef("datum.side < 0 ? 'right' : datum.side > 0 ? 'left' : 'center'"),
            dx=alt.ExprRef("10 * datum.side"), dy=alt.ExprRef("datum.shift"), fontSize=12, fontWeight=600, color=INK,
            **halo,
        )
        for halo in (HALO, {})
    ]  # fmt: skip
    # A name may lie over the curve, but over no mark.
    return [
        names[0].encode(x=x, y=y, text=text_of("text")), *(point.encode(x=x, y=y) for point in points),
        names[1].encode(x=x, y=y, text=text_of("text")),
    ]  # fmt: skip
