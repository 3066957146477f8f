"""Charts of dots: each is one of 50 equally likely futures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import altair as alt

from pages.ui.charts.grammar import FAINT, GRID, HALO, INK, LABELS, QUIET, ROLES, Fit, layered, text_of

PAPER = "var(--nd-paper)"
AS_IT_IS = alt.OpacityValue(1)
"""For marks that no field moves: Vega-Lite wants some encoding of each."""
NAME = 140
"""Pixels that the name of one side of nothing takes."""
HALF = 270
"""Pixels that what is said of the middle half takes."""


def money_foot(field: str, **axis: Any) -> alt.X:
    """Return money along the foot. Params: lo, hi, ticks, labels."""
    scale = alt.Scale(domain=[alt.ExprRef("lo"), alt.ExprRef("hi")], nice=False, zero=False)
    foot = alt.Axis(values=alt.ExprRef("ticks"), labelExpr=LABELS, labelFlush=False, **axis)
    return alt.X(field=field, type="quantitative", title=None, scale=scale, axis=foot)


def _dots(foot: str, tones: dict[str, dict[str, Any]], x: alt.X) -> list[alt.Chart]:
    """Return stacked dots as large as they can be: ``part`` of the plot's width is one column, ``rows`` its height.

    ``foot``: an expression for the height in pixels on which the stack of a datum stands.
    """
    size = "min(width * part, room)"
    drawn = []
    for tone, look in tones.items():
        marks = alt.Chart(alt.NamedData("dots")).transform_filter(f"datum.tone == '{tone}'")
        dot = marks.mark_point(
            shape="circle", opacity=1, size=alt.ExprRef(f"pow({size} * {look.pop('scale', 0.9)}, 2)"),
            y=alt.ExprRef(f"{foot} - (datum.row + 0.5) * {size}"), **look,
        )  # fmt: skip
        drawn.append(dot.encode(x=x))
    return drawn


def lead_dots() -> alt.LayerChart:
    """Return what a plan brings beyond another, a dot per future: the middle half dark, tails grey, losses hollow.

    Datasets: ``dots`` (x, row, tone), ``zero`` (x, left, right), ``half`` (start, end, middle, text), ``base``. Tones:
    half, tail, loss. Params: lo, hi, ticks, labels, part (of the width for one dot), room (pixels for one), zero_at.
    """

    def at(field: str) -> alt.X:
        return money_foot(field, grid=False, labelPadding=44)

    x = at("x")
    tones: dict[str, dict[str, Any]] = {
        "tail": {"filled": True, "color": FAINT}, "half": {"filled": True, "color": INK},
        "loss": {"filled": False, "color": INK, "strokeWidth": 1.6, "scale": 0.78},
    }  # fmt: skip
    zero = alt.Chart(alt.NamedData("zero"))
    rule = zero.mark_rule(color=INK, strokeWidth=1.4).encode(x=x)
    base = alt.Chart(alt.NamedData("base")).mark_rule(color=GRID, y=alt.ExprRef("height"), x=0,
                                                      x2=alt.ExprRef("width"))  # fmt: skip
    return layered(
        "dots", base.encode(AS_IT_IS), *_dots("height", tones, x), rule, *_side(zero, x, "left"),
        *_side(zero, x, "right"), *_half(at), lo=0, hi=1, ticks=[0, 1], labels=["0", "1"], part=0.05, room=20,
        zero_at=0, narrow=False,
    )  # fmt: skip


def _side(zero: alt.Chart, x: alt.X, side: Literal["left", "right"]) -> list[alt.Chart]:
    """Return what is better on one side of nothing: beside the line, or where that has no room at the plot's edge."""
    left = side == "left"
    tight = (
        f"width * zero_at < {NAME}"
        if left
        else f"width * (1 - zero_at) < {NAME} || width * zero_at < {NAME} && datum.left"
    )
    look: dict[str, Any] = {
        "y": -10,
        "fontSize": 13,
        "color": QUIET if left else INK,
        "fontWeight": 500 if left else 600,
    }
    beside = zero.transform_filter(f"!({tight})").mark_text(
        align="right" if left else "left", dx=-7 if left else 7, **look
    )
    edge = zero.transform_filter(tight).mark_text(
        align="left" if left else "right", x=0 if left else alt.ExprRef("width"), **look
    )
    return [beside.encode(x=x, text=text_of(side)), edge.encode(text=text_of(side))]


def _half(x: Callable[[str], alt.X]) -> list[alt.Chart]:
    half = alt.Chart(alt.NamedData("half"))
    high = alt.ExprRef("height + 13")
    line = half.mark_rule(color=INK, strokeWidth=3.2, strokeCap="round", y=high).encode(
        x=x("start"), x2=alt.X2(field="end")
    )
    dot = half.mark_point(
        shape="circle", filled=True, fill=PAPER, stroke=INK, strokeWidth=2, size=64, opacity=1, y=high
    )
    beside = f"clamp(scale('x', datum.middle), {HALF / 2}, max(width - {HALF / 2}, {HALF / 2}))"
    words = half.mark_text(align="center", x=alt.ExprRef(beside), y=alt.ExprRef("height + 31"), fontSize=13,
                           fontWeight=600, color=INK)  # fmt: skip
    return [line, dot.encode(x=x("middle")), words.encode(text=text_of("text"))]


def plan_dots() -> alt.LayerChart:
    """Return what each plan brings in the same futures, a row of dots per plan on one axis.

    Datasets: ``dots`` (x, row, tone, foot), ``rows`` (foot, name, weight). Tones: today, plan. ``foot``: share of the
    height. Params: lo, hi, ticks, labels, part, room.
    """
    x = money_foot("x")
    tones: dict[str, dict[str, Any]] = {
        "today": {"filled": True, "color": FAINT}, "plan": {"filled": True, "color": INK},
    }  # fmt: skip
    rows = alt.Chart(alt.NamedData("rows"))
    line = rows.mark_rule(color=GRID, y=alt.ExprRef("datum.foot * height"), x=0, x2=alt.ExprRef("width"))
    wide = alt.ExprRef("narrow ? 0 : -84")
    high = alt.ExprRef("datum.foot * height - (narrow ? height / datum.rows - 12 : 9)")
    name = rows.mark_text(align="left", x=wide, y=high, fontSize=13, fontWeight=600, color=INK, **HALO)
    plain = rows.mark_text(align="left", x=wide, y=high, fontSize=13, fontWeight=600, color=INK)
    return layered(
        "dots", line.encode(AS_IT_IS), *_dots("datum.foot * height", tones, x), name.encode(text=text_of("name")),
        plain.encode(text=text_of("name")), lo=0, hi=1, ticks=[0, 1], labels=["0", "1"], part=0.02, room=8,
        narrow=False,
    )  # fmt: skip


LEVER_NAMES: Fit = {"levers": {"field": "name", "wide": 122, "narrow": 250, "size": 14}}


def lever_dots() -> alt.LayerChart:
    """Return in how many of 50 futures each lever is the one to raise next, a dot for each.

    Datasets: ``dots`` (rank, column, line, role), ``levers`` (rank, name, text). Params: none but ``narrow``.
    """
    step = "min((width - 8) / 25, 13)"
    high = "datum.rank * 44"
    dot = alt.Chart(alt.NamedData("dots")).mark_point(
        shape="circle", filled=True, opacity=1, size=alt.ExprRef(f"pow({step} * 0.82, 2)"),
        x=alt.ExprRef(f"(datum.column + 0.5) * {step}"),
        y=alt.ExprRef(f"{high} + (narrow ? 24 : 15) + datum.line * {step}"),
    ).encode(color=role_colour())  # fmt: skip
    names = alt.Chart(alt.NamedData("levers"))
    name = names.mark_text(align="left", x=alt.ExprRef("narrow ? 0 : -132"),
                           y=alt.ExprRef(f"{high} + (narrow ? 9 : 20)"), fontSize=14, color=INK)  # fmt: skip
    figure = names.mark_text(align="right", x=alt.ExprRef("width + 62"), y=alt.ExprRef(f"{high} + (narrow ? 28 : 20)"),
                             fontSize=14, fontWeight=600, color=INK)  # fmt: skip
    return layered("dots", dot, name.encode(text=text_of("name")), figure.encode(text=text_of("text")), narrow=False)


def role_colour() -> alt.Color:
    """Return the colour of a function. Field: role."""
    scale = alt.Scale(domain=list(ROLES[:3]), range=[f"var(--nd-{role})" for role in ROLES[:3]])
    return alt.Color(field="role", type="nominal", legend=None, scale=scale)
