"""The chart of a history: points, the judgement dashed, and the corrected curve with how unsure it is."""

from __future__ import annotations

from typing import Any

import altair as alt

from pages.ui.charts.grammar import FAINT, INK, LABELS, QUIET, finished, layered, text_of
from pages.your_business.history.chart_name import chart_name
from simulator.facts.plan import FUNCTIONS


def histories() -> dict[str, dict[str, Any]]:
    """Return the finished spec of each function, by name."""
    return {chart_name(function): history(f"var(--nd-{function})") for function in FUNCTIONS}


def history(colour: str) -> dict[str, Any]:
    """Return the finished spec, the corrected curve in that colour.

    Datasets: ``seen`` (x, y), ``judged`` (x, y), ``likely`` (x, y, low, high), ``names`` (x, y, text, side).
    Params: lo, hi, ticks, labels (upright), xhi, xticks, xlabels (along the foot).
    """
    across = alt.Scale(domain=[0, alt.ExprRef("xhi")], nice=False)
    foot = alt.Axis(values=alt.ExprRef("xticks"), labelExpr="xlabels[indexof(xticks, datum.value)]", grid=False,
                    labelFlush=False, labelPadding=12)  # fmt: skip
    x = alt.X(field="x", type="quantitative", title=None, scale=across, axis=foot)
    scale = alt.Scale(domain=[alt.ExprRef("lo"), alt.ExprRef("hi")], nice=False, zero=False)
    side = alt.Axis(values=alt.ExprRef("ticks"), labelExpr=LABELS)

    def y(field: str) -> alt.Y:
        return alt.Y(field=field, type="quantitative", title=None, scale=scale, axis=side)

    band = alt.Chart(alt.NamedData("likely")).mark_area(color=colour, opacity=0.16, clip=True)
    points = alt.Chart(alt.NamedData("seen")).mark_point(filled=True, size=34, color=QUIET, opacity=0.7, clip=True)
    judged = alt.Chart(alt.NamedData("judged")).mark_line(color=FAINT, strokeDash=[5, 4], strokeWidth=2, clip=True)
    likely = alt.Chart(alt.NamedData("likely")).mark_line(color=colour, strokeWidth=2.6, clip=True)
    names: alt.Chart = alt.Chart(alt.NamedData("names")).mark_text(
        align="right", baseline="middle", dx=-4, dy=alt.ExprRef("-13 * datum.side"), fontSize=12, fontWeight=600,
        color=INK,
    )  # fmt: skip
    chart = layered(
        "judged", band.encode(x=x, y=y("low"), y2=alt.Y2(field="high")), points.encode(x=x, y=y("y")),
        judged.encode(x=x, y=y("y")), likely.encode(x=x, y=y("y")), names.encode(x=x, y=y("y"), text=text_of("text")),
        lo=0, hi=1, ticks=[0, 1], labels=["0", "1"], xhi=1, xticks=[0, 1], xlabels=["0", "1"], narrow=False,
    )  # fmt: skip
    return finished(chart, 220, wide=(54, 18, 14, 34), narrow=(44, 14, 14, 34))
