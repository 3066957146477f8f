"""The Channels page's charts."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt

from pages.channels.pictures import HEIGHT
from pages.ui.charts.grammar import finished, finished_bars, layered, money_axis, money_value, month_axis, text_of


@cache
def specs() -> dict[str, dict[str, Any]]:
    """Return the Vega-Lite spec of each chart by name, built and validated once per process."""
    return {
        "channel_returns": finished_bars((132, 112), 190),
        "value_to_cost": finished_bars((132, 112), 190),
        "origins": finished(
            origins(),
            HEIGHT,
            wide=(52, 150, 14, 28),
            narrow=(48, 96, 14, 28),
            fit={"ends": {"field": "name", "beside": "figure", "wide": 138, "narrow": 86, "size": 13}},
        ),
    }


def origins() -> alt.LayerChart:
    """Return customers by channel of origin, one band on the other, named at the right.

    Datasets: ``bands`` (month, name, foot, head, shade), ``ends`` (month, value, name, figure). Params: lo, hi, ticks,
    labels, months, last.
    """
    month, axis = month_axis(), money_axis()
    shade = alt.Opacity(field="shade", type="quantitative", legend=None, scale=None)
    band = alt.Chart().mark_area(color="var(--nd-prospecting)", stroke="var(--nd-paper)", strokeWidth=1.5)
    name = alt.Detail(field="name", type="nominal")
    drawn = band.encode(x=month, y=money_value("head", axis), y2=alt.Y2(field="foot"), detail=name, opacity=shade)
    ends = alt.Chart(alt.NamedData("ends")).transform_calculate(said="datum.name + datum.figure")
    label = ends.mark_text(align="left", dx=9, fontSize=13, limit=alt.ExprRef("narrow ? 87 : 141"))
    named = label.encode(x=month, y=money_value("value", axis), text=text_of("said"))
    return layered(
        "bands", drawn, named, lo=0, hi=1, ticks=[0, 1], labels=["0", "1"], months=[1, 6, 12, 18, 24], last=24,
        narrow=False,
    )  # fmt: skip
