"""The Certainty page's charts: each dot is one of 50 equally likely futures."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import altair as alt

from pages.certainty.charts_sizes import LEAD_HEIGHT, PLANS_HEIGHT
from pages.certainty.dot_charts import LEVER_NAMES, lead_dots, lever_dots, plan_dots
from pages.certainty.fact_charts import RANGE_NAMES, SWING_NAMES, WORTH_NAMES, ranges, tornado, worths
from pages.ui.charts.grammar import (
    INK,
    QUIET,
    finished,
    layered,
    money_axis,
    money_value,
    month_axis,
    text_of,
)


@cache
def specs() -> dict[str, dict[str, Any]]:
    """Return the Vega-Lite spec of each chart by name, built and validated once per process."""
    return {
        "lead": finished(lead_dots(), LEAD_HEIGHT, wide=(20, 20, 30, 68), narrow=(22, 26, 30, 68)),
        "plans": finished(plan_dots(), PLANS_HEIGHT, wide=(92, 20, 6, 30), narrow=(22, 28, 20, 30)),
        "over_time": finished(fan(), 190, wide=(64, 76, 12, 28), narrow=(56, 12, 14, 28)),
        "tornado": finished(tornado(), 200, wide=(16, 16, 34, 6), narrow=(8, 8, 34, 6), fit=SWING_NAMES),
        "ranges": finished(ranges(), 200, wide=(10, 14, 4, 8), narrow=(8, 10, 4, 8), fit=RANGE_NAMES),
        "to_learn": finished(worths(), 130, wide=(8, 96, 0, 0), narrow=(8, 8, 0, 0), fit=WORTH_NAMES),
        "to_learn_anew": finished(worths(), 130, wide=(8, 96, 0, 0), narrow=(8, 8, 0, 0), fit=WORTH_NAMES),
        "levers": finished(lever_dots(), 200, wide=(132, 76, 0, 0), narrow=(8, 66, 0, 0), fit=LEVER_NAMES),
    }


def fan() -> alt.LayerChart:
    """Return a lead over time: half of all futures dark, nine in ten pale, the middle one a line.

    Datasets: ``fan`` (month, low, first, middle, third, high), ``ends`` (month, value, text, tone), ``zero`` (value).
    Params: lo, hi, ticks, labels, months, last.
    """
    month, money = month_axis(), money_axis()
    nine = alt.Chart().mark_area(color=INK, opacity=0.09)
    half = alt.Chart().mark_area(color=INK, opacity=0.2)
    line = alt.Chart().mark_line(color=INK, strokeWidth=2.6)
    rule = alt.Chart(alt.NamedData("zero")).mark_rule(color=QUIET, strokeWidth=1)
    ends = alt.Chart(alt.NamedData("ends")).transform_filter("!narrow")
    names = [_end(ends, "middle", 700, INK), _end(ends, "edge", 500, QUIET)]
    return layered(
        "fan",
        nine.encode(x=month, y=money_value("low", money), y2=alt.Y2(field="high")),
        half.encode(x=month, y=money_value("first", money), y2=alt.Y2(field="third")),
        rule.encode(y=money_value("value", money)),
        line.encode(x=month, y=money_value("middle", money)),
        *(name.encode(x=month, y=money_value("value", money), text=text_of("text")) for name in names),
        lo=0, hi=1, ticks=[0, 1], labels=["0", "1"], months=[1, 6, 12, 18, 24], last=24, narrow=False,
    )  # fmt: skip


def _end(ends: alt.Chart, tone: str, weight: Literal[500, 700], colour: str) -> alt.Chart:
    label: alt.Chart = ends.transform_filter(f"datum.tone == '{tone}'").mark_text(
        align="left", dx=9, fontSize=13, fontWeight=weight, color=colour
    )
    return label
