"""Charts of facts, a row for each with its name above it: their ranges, what a lead hangs on, what knowing is worth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt

from pages.certainty.charts_sizes import ROW
from pages.certainty.dot_charts import AS_IT_IS, PAPER, role_colour
from pages.ui.charts.grammar import FAINT, GRID, HALO, INK, QUIET, Fit, layered, text_of

RANGE_NAMES: Fit = {"facts": {"field": "name", "less": 16, "size": 13.5, "beside": "text"}}
SWING_NAMES: Fit = {"swings": {"field": "name", "less": 8, "size": 13.5, "beside": "range"}}
WORTH_NAMES: Fit = {"bars": {"field": "label", "less": 16, "size": 13.5, "beside": "text"}}
"""How names are cut to what is left beside their figures."""


def _row_height(shift: int) -> alt.ExprRef:
    return alt.ExprRef(f"datum.rank * {ROW} + {shift}")


def _along(**look: Any) -> Callable[[str], alt.X]:
    """Return what places a field from left to right, without an axis. Params: lo, hi."""
    scale = alt.Scale(domain=[alt.ExprRef("lo"), alt.ExprRef("hi")], nice=False, **look)
    return lambda field: alt.X(field=field, type="quantitative", title=None, scale=scale, axis=None)


def tornado() -> alt.LayerChart:
    """Return a lead with one fact at a time at its low (pale) and its high (solid), all else as likely.

    Datasets: ``swings`` (rank, role, name, range, zero, likely, low, high, low_text, high_text, low_side, high_side;
    zero is None where it is not in sight), ``zero`` and ``likely`` (x, text, side). Params: lo, hi.
    """
    x = _along(zero=False)
    bars = [
        alt.Chart().mark_bar(height=13, opacity=shade, yOffset=0, y=_row_height(29)).encode(
            x=x("likely"), x2=alt.X2(field=end), color=role_colour()
        )
        for end, shade in (("low", 0.38), ("high", 1.0))
    ]  # fmt: skip
    ends = [
        alt.Chart().mark_text(
            align=alt.ExprRef(f"datum.{end}_side < 0 ? 'right' : 'left'"), dx=alt.ExprRef(f"5 * datum.{end}_side"),
            y=_row_height(29), fontSize=12.5, color=INK, **halo,
        ).encode(x=x(end), text=text_of(f"{end}_text"))
        for halo in (HALO, {}) for end in ("low", "high")
    ]  # fmt: skip
    rules = [*_reference("zero", x), *_reference("likely", x, strokeDash=[3, 3])]
    return layered("swings", *rules, *bars, *_named(), *ends, lo=0, hi=1, narrow=False)


def _named() -> list[alt.Chart]:
    """Return the name of each fact and its low and high, above its bars."""
    width = alt.ExprRef("width")
    drawn = []
    for halo in ({**HALO, "strokeWidth": 10}, {}):
        name = alt.Chart().mark_text(align="left", x=0, y=_row_height(11), fontSize=13.5, color=INK, **halo)
        ends = alt.Chart().mark_text(align="right", x=width, y=_row_height(11), fontSize=12.5, color=QUIET, **halo)
        drawn += [name.encode(text=text_of("name")), ends.encode(text=text_of("range"))]
    return drawn


def _reference(data: str, x: Callable[[str], alt.X], **look: Any) -> list[alt.Chart]:
    """Return an upright line through all rows, behind their names, with its words above it all."""
    at = alt.Chart(alt.NamedData(data))
    words = at.mark_text(align=alt.ExprRef("datum.side < 0 ? 'right' : 'left'"), dx=alt.ExprRef("4 * datum.side"),
                         y=-12, fontSize=13, color=QUIET)  # fmt: skip
    line = alt.Chart().transform_filter(f"isValid(datum.{data})")
    line = line.mark_rule(color=FAINT, y=_row_height(2), y2=_row_height(ROW + 2), **look)
    return [line.encode(x=x(data)), words.encode(x=x("x"), text=text_of("text"))]


def worths() -> alt.LayerChart:
    """Return what each fact is worth to know, a bar on a pale rail that is as long as knowing everything is worth.

    Dataset ``bars`` as `pages.ui.charts.grammar.bars` has it. Params: lo, hi.
    """
    x = _along(zero=False, clamp=True)
    thick: dict[str, Any] = {"height": 12, "yOffset": 0, "cornerRadius": 4, "y": _row_height(30)}
    rail = alt.Chart().mark_bar(color=GRID, opacity=0.55, **thick).encode(x=x("full"), x2=alt.X2(field="start"))
    bar = alt.Chart().mark_bar(**thick).encode(x=x("value"), x2=alt.X2(field="zero"), color=role_colour())
    name = alt.Chart().mark_text(align="left", x=0, y=_row_height(12), fontSize=13.5, color=INK)
    figure = alt.Chart().mark_text(align="right", x=alt.ExprRef("width"), y=_row_height(12), fontSize=14,
                                   fontWeight=600, color=INK)  # fmt: skip
    note = alt.Chart().transform_filter("!narrow")
    note = note.mark_text(align="left", x=alt.ExprRef("width + 12"), y=_row_height(30), fontSize=13, color=QUIET)
    return layered(
        "bars", rail, bar, name.encode(text=text_of("label")), figure.encode(text=text_of("text")),
        note.encode(text=text_of("note")), lo=0, hi=1, narrow=False,
    )  # fmt: skip


def ranges() -> alt.LayerChart:
    """Return facts with their ranges, each as a multiple of the likely value, on one logarithmic scale.

    Datasets: ``facts`` (rank, role, kind, name, text, low, likely, high, low_text, high_text, turn). Kinds: stated,
    read, guessed. Params: lo, hi.
    """
    x = _along(type="log", clamp=True)
    rail = alt.Chart().mark_rule(color=GRID, strokeWidth=4, strokeCap="round", y=_row_height(29), x=0,
                                 x2=alt.ExprRef("width"))  # fmt: skip
    bands = [
        alt.Chart().transform_filter(which).mark_rule(strokeWidth=4, strokeDash=dash, y=_row_height(29)).encode(
            x=x("low"), x2=alt.X2(field="high"), color=role_colour()
        )
        for which, dash in (("datum.kind == 'guessed'", [4, 3]), ("datum.kind != 'guessed'", [1, 0]))
    ]  # fmt: skip
    stops = [
        alt.Chart().mark_rule(strokeWidth=2.6, y=_row_height(23), y2=_row_height(35)).encode(
            x=x(end), color=role_colour()
        )
        for end in ("low", "high")
    ]  # fmt: skip
    likely = [_likely(kind, x) for kind in ("stated", "read", "guessed")]
    turn = alt.Chart().transform_filter("isValid(datum.turn)").mark_rule(color=INK, strokeWidth=2.4, y=_row_height(20),
                                                                         y2=_row_height(38))  # fmt: skip
    name = alt.Chart().mark_text(align="left", x=0, y=_row_height(10), fontSize=13.5, color=INK)
    value = alt.Chart().mark_text(align="right", x=alt.ExprRef("width"), y=_row_height(10), fontSize=13.5,
                                  fontWeight=700, color=INK)  # fmt: skip
    ends = [
        alt.Chart().mark_text(
            align=alt.ExprRef(f"'{align}'"), dx=dx, y=_row_height(29), fontSize=12, color=QUIET
        ).encode(x=x(end), text=text_of(f"{end}_text"))
        for end, align, dx in (("low", "right", -7), ("high", "left", 7))
    ]  # fmt: skip
    return layered(
        "facts", rail.encode(AS_IT_IS), *bands, *stops, *likely, turn.encode(x=x("turn")),
        name.encode(text=text_of("name")), value.encode(text=text_of("text")), *ends, lo=0.4, hi=2.5, narrow=False,
    )  # fmt: skip


def _likely(kind: str, x: Callable[[str], alt.X]) -> alt.Chart:
    """Return the mark of the likely value: a filled dot where it is stated, a square read, a ring guessed."""
    look: dict[str, Any] = {"shape": "square" if kind == "read" else "circle", "size": 120, "filled": True}
    if kind == "guessed":
        look |= {"filled": False, "fill": PAPER}
    mark = alt.Chart().transform_filter(f"datum.kind == '{kind}'")
    drawn: alt.Chart = mark.mark_point(opacity=1, strokeWidth=2.4, y=_row_height(29), **look).encode(
        x=x("likely"), color=role_colour()
    )
    return drawn
