"""Revenue by month, today beside a plan: the spec that `revenue` gives data to."""

from __future__ import annotations

from typing import Literal

import altair as alt

from pages.ui.charts.grammar import FAINT, INK, QUIET, layered, line_end, money_axis, money_value, month_axis, text_of


def revenue_lines() -> alt.LayerChart:
    """Return today's revenue (grey, dashed) and this plan's (ink) by month, with the space between them.

    Datasets: ``revenue`` (month, plan, today), ``ends`` (month, which, value, text, side, clear). Params: lo, hi,
    ticks, labels, months (month ticks).
    """
    month = month_axis()
    money = money_axis()
    between = alt.Chart().mark_area(color="var(--nd-prospecting)", opacity=0.1)
    today = alt.Chart().mark_line(color=FAINT, strokeWidth=2, strokeDash=[5, 4])
    plan = alt.Chart().mark_line(color=INK, strokeWidth=2.6)
    lines = (
        between.encode(x=month, y=money_value("plan", money), y2=alt.Y2(field="today")),
        today.encode(x=month, y=money_value("today", money)),
        plan.encode(x=month, y=money_value("plan", money)),
        _end_label("plan", INK, 700, month, money),
        _end_label("today", QUIET, 500, month, money),
    )
    return layered(
        "revenue",
        *lines,
        lo=0, hi=1, ticks=[0, 1], labels=["0", "1"], months=[1, 6, 12, 18, 24], last=24, narrow=False,
    )  # fmt: skip


def _end_label(which: str, colour: str, weight: Literal[500, 700], month: alt.X, money: alt.Axis) -> alt.Chart:
    ends = alt.Chart(alt.NamedData("ends")).transform_filter(f"datum.which == '{which}'")
    label = line_end(ends, colour, weight)
    return label.encode(x=month, y=money_value("place", money), text=text_of("text"))
