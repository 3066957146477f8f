"""The map of all splits as a chart: the spec that `split_map` gives data to."""

from __future__ import annotations

from typing import Any

import altair as alt

from pages.ui.charts.grammar import FAINT, GRID, HALO, INK, PAPER, QUIET, Fit, layered, text_of
from pages.ui.charts.map_labels import NARROW, WIDE

MAP_NAMES: Fit = {"names": {"field": "text", "wide": WIDE.longest, "narrow": NARROW.longest, "size": 13, "weight": 600}}
"""How the names on the map are cut."""


def triangle(inside: str = PAPER) -> alt.LayerChart:
    """Return the map of all splits: bands of what they bring, the zone near the best outlined, marks with labels.

    ``inside`` is the colour within a hollow mark; transparent where what lies under it must be seen.

    Datasets: ``bands`` (x, low, high, part, level; the darker the better), ``edge`` (x, y, order), ``marks``
    (x, y, kind: today, plan, shown or best), ``names`` (x, y, text, side, narrow), ``levels`` (x, y, text, narrow).
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
    rims = alt.Chart(alt.NamedData("levels")).transform_filter("datum.narrow == narrow")
    texts = rims.mark_text(color=QUIET, fontSize=11)
    return layered(
        "bands", edge.encode(x=x, y=y, order=order), *areas, texts.encode(x=x, y=y, text=text_of("text")),
        *_marks(x, y, inside), narrow=False,
    )  # fmt: skip


def _marks(x: alt.X, y: alt.Y, inside: str) -> list[alt.Chart]:
    kinds = alt.Chart(alt.NamedData("marks"))
    looks: dict[str, dict[str, Any]] = {
        "today": {"shape": "circle", "fill": inside, "stroke": FAINT, "size": 120, "strokeDash": [2, 2]},
        "plan": {"shape": "circle", "fill": inside, "stroke": INK, "size": 110},
        "shown": {"shape": "circle", "fill": INK, "stroke": PAPER, "size": 150},
        "best": {"shape": "diamond", "fill": inside, "stroke": INK, "size": 150},
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
