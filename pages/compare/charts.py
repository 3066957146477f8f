"""The Compare page's charts."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import altair as alt

from pages.ui.charts.grammar import (
    FAINT,
    GRID,
    INK,
    QUIET,
    bars,
    finished,
    layered,
    money_axis,
    money_value,
    month_axis,
    text_of,
)  # fmt: skip

HALO: dict[str, Any] = {"stroke": "var(--nd-paper)", "strokeWidth": 3, "strokeJoin": "round"}
"""Keeps a label readable where lines pass behind it."""


@cache
def specs() -> dict[str, dict[str, Any]]:
    """Return the Vega-Lite spec of each chart by name, built and validated once per process."""
    room: dict[str, Any] = {"wide": (64, 160, 12, 28), "narrow": (56, 12, 26, 28)}
    return {
        "why": finished(bars(170, 136), 120, wide=(170, 160, 0, 0), narrow=(136, 66, 0, 0)),
        "revenues": finished(lines(), 170, **room),
        "profits": finished(lines(), 150, **room),
        "ahead": finished(lines(), 150, **room),
        "splits": finished(triangle(), 420, wide=(58, 24, 30, 54), narrow=(44, 24, 30, 54)),
    }


def lines() -> alt.LayerChart:
    """Return lines by month with labels at their ends: today dashed, the one compared with quiet, the other in ink.

    Datasets: ``lines`` (month, value, which, tone), ``ends`` (month, value, text, tone, side, clear),
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
        label.encode(x=month, y=money_value("place", money), text=text_of("text"))
        for label in (*_end("main", INK, 700), *_end("rest", QUIET, 500))
    ]
    return layered(
        "lines", rule.encode(y=money_value("value", money)), *layers, *labels,
        lo=0, hi=1, ticks=[0, 1], labels=["0", "1"], months=[1, 6, 12, 18, 24], last=24, narrow=False,
    )  # fmt: skip


def _line(tone: str, **look: Any) -> alt.Chart:
    line: alt.Chart = alt.Chart().transform_filter(f"datum.tone == '{tone}'").mark_line(**look)
    return line


def _end(tone: str, colour: str, weight: Literal[500, 700]) -> list[alt.Chart]:
    own = "datum.tone == 'main'" if tone == "main" else "datum.tone != 'main' && (!narrow || datum.tone != 'rest')"
    ends = alt.Chart(alt.NamedData("ends")).transform_filter(own)
    ends = ends.transform_calculate(place="narrow ? datum.clear : datum.value")
    return [
        ends.mark_text(
            align=alt.ExprRef("narrow ? 'right' : 'left'"),
            dx=alt.ExprRef("narrow ? 0 : 9"),
            dy=alt.ExprRef("narrow ? datum.side * 13 : 0"),
            fontSize=13,
            fontWeight=weight,
            color=colour,
            **halo,
        )
        for halo in (HALO, {})
    ]


def triangle() -> alt.LayerChart:
    """Return the map of all splits: bands of what they bring, the zone near the best outlined, marks with labels.

    Datasets: ``bands`` (x, low, high, part, level; the darker the better), ``edge`` (x, y, order), ``marks``
    (x, y, kind: today, plan, shown or best), ``names`` (x, y, text, side, narrow), ``levels`` (x, y, text).
    """
    x = alt.X(field="x", type="quantitative", scale=alt.Scale(domain=[0, 1], nice=False), axis=_share_axis(True))
    y = _share("y")
    part = alt.Detail(field="part", type="nominal")
    bands = alt.Chart().transform_filter("datum.level > 0").mark_area(color=INK, opacity=0.075)
    near = alt.Chart().transform_filter("datum.level == 0").mark_area(
        color=INK, fillOpacity=0.1, line={"color": INK, "strokeWidth": 1.2}, stroke=INK, strokeWidth=1.2
    )  # fmt: skip
    edge = alt.Chart(alt.NamedData("edge")).mark_line(color=GRID, strokeWidth=1)
    areas = [each.encode(x=x, y=_share("low"), y2=alt.Y2(field="high"), detail=part) for each in (bands, near)]
    order = alt.Order(field="order", type="quantitative")
    texts = alt.Chart(alt.NamedData("levels")).mark_text(color=QUIET, fontSize=11)
    return layered(
        "bands", edge.encode(x=x, y=y, order=order), *areas, texts.encode(x=x, y=y, text=text_of("text")),
        *_marks(x, y), narrow=False,
    )  # fmt: skip


def _marks(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    kinds = alt.Chart(alt.NamedData("marks"))
    looks: dict[str, dict[str, Any]] = {
        "today": {"shape": "circle", "fill": "var(--nd-paper)", "stroke": FAINT, "size": 120, "strokeDash": [2, 2]},
        "plan": {"shape": "circle", "fill": "var(--nd-paper)", "stroke": INK, "size": 110},
        "shown": {"shape": "circle", "fill": INK, "stroke": "var(--nd-paper)", "size": 150},
        "best": {"shape": "diamond", "fill": "var(--nd-paper)", "stroke": INK, "size": 150},
    }
    points: list[alt.Chart] = [
        kinds.transform_filter(f"datum.kind == '{kind}'")
        .mark_point(filled=True, opacity=1, strokeWidth=2, **look)
        .encode(x=x, y=y)
        for kind, look in looks.items()
    ]
    names = alt.Chart(alt.NamedData("names")).transform_filter("datum.narrow == narrow")
    texts = [
        names.mark_text(
            align=alt.ExprRef("datum.side < 0 ? 'right' : 'left'"), dx=alt.ExprRef("12 * datum.side"), fontSize=13,
            fontWeight=600, color=INK, **halo,
        )
        for halo in (HALO, {})
    ]  # fmt: skip
    return [*points, *(each.encode(x=x, y=y, text=text_of("text")) for each in texts)]


def _share(field: str) -> alt.Y:
    scale = alt.Scale(domain=[0, 1], nice=False)
    return alt.Y(field=field, type="quantitative", scale=scale, axis=_share_axis(False))


def _share_axis(foot: bool) -> alt.Axis:
    title = "share for prospecting" if foot else "share for the sales team"
    place: dict[str, Any] = {} if foot else {
        "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": -40, "titleY": -18,
    }  # fmt: skip
    return alt.Axis(
        values=[0, 0.25, 0.5, 0.75, 1], labelExpr="format(datum.value * 100, '.0f') + ' %'", grid=False, title=title,
        titleColor=QUIET, titleFontSize=13, titleFontWeight=400, titlePadding=8, labelFlush=False, **place,
    )  # fmt: skip
