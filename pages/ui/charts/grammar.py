"""The grammar that all charts share: colours, axes, bars, labels; in Altair, validated once.

Only data and the values of named params travel after a spec is shipped; see `pages.ui.live`.
"""

from __future__ import annotations

from typing import Any, Literal, cast

import altair as alt

INK, QUIET, FAINT, GRID = "var(--nd-ink)", "var(--nd-quiet)", "var(--nd-faint)", "var(--nd-grid)"
ROLES = ("prospecting", "conversion", "upsell", "today")
LABELS = "labels[indexof(ticks, datum.value)]"
"""Axis labels are written in Python, as the company writes money."""
LABEL_GAP = 14
"""Pixels between the label of a bar and the bar."""
Fit = dict[str, dict[str, Any]]
PAPER = "var(--nd-paper)"
HALO: dict[str, Any] = {"stroke": PAPER, "strokeWidth": 3, "strokeJoin": "round"}
"""Keeps a label readable where lines pass behind it."""


def layered(data: str, *layers: alt.Chart, **params: object) -> alt.LayerChart:
    """Return the layers on one named dataset, with params and their first values."""
    declared = [alt.param(name=name, value=value) for name, value in params.items()]
    return cast("alt.LayerChart", alt.layer(*layers, data=alt.NamedData(data)).add_params(*declared))


def line_end(ends: alt.Chart, colour: str, weight: Literal[500, 700], **look: Any) -> alt.Chart:
    """Return labels at the ends of lines, each at its ``place``: behind the line, on a narrow screen above or below it.

    Dataset of ``ends``: value, where labels keep apart; clear, where they clear their line; side, -1 for above, 1 for
    below.
    """
    placed = ends.transform_calculate(place="narrow ? datum.clear : datum.value")
    label: alt.Chart = placed.mark_text(
        align=alt.ExprRef("narrow ? 'right' : 'left'"),
        dx=alt.ExprRef("narrow ? 0 : 9"),
        dy=alt.ExprRef("narrow ? datum.side * 13 : 0"),
        fontSize=13,
        fontWeight=weight,
        color=colour,
        **look,
    )
    return label


def bars(wide: int, narrow: int) -> alt.LayerChart:
    """Return horizontal bars on a pale rail, a figure at the right and a note behind it, today as a tick.

    Dataset ``bars`` (label, rank, role, value, full, zero, start, text, note, today; today may be None).
    Params: lo, hi. ``wide`` and ``narrow`` are the pixels left for labels; see `bar_names` for those too long.
    """
    indent = f"(narrow ? {narrow} : {wide})"
    # By rank, not by name: names may be cut, or be alike.
    y = alt.Y(field="rank", type="ordinal", title=None, axis=None, scale=alt.Scale(paddingInner=0.45, paddingOuter=0.2))
    scale = alt.Scale(domain=[alt.ExprRef("lo"), alt.ExprRef("hi")], nice=False, zero=False, clamp=True)

    def x(field: str) -> alt.X:
        return alt.X(field=field, type="quantitative", title=None, scale=scale, axis=None)

    colour = alt.Color(
        field="role",
        type="nominal",
        legend=None,
        scale=alt.Scale(domain=list(ROLES), range=[*(f"var(--nd-{role})" for role in ROLES[:3]), FAINT]),
    )
    rail = (
        alt.Chart()
        .mark_bar(color=GRID, opacity=0.55, cornerRadius=4)
        .encode(y=y, x=x("full"), x2=alt.X2(field="start"))
    )
    bar = alt.Chart().mark_bar(cornerRadius=4).encode(y=y, x=x("value"), x2=alt.X2(field="zero"), color=colour)
    tick = alt.Chart().transform_filter("isValid(datum.today)").mark_tick(color=INK, thickness=2, size=20)
    figure = alt.Chart().mark_text(align="right", x=alt.ExprRef("width + 62"), fontSize=14, fontWeight=600, color=INK)
    label = alt.Chart().mark_text(align="left", x=alt.ExprRef(f"-{indent}"), fontSize=14, color=INK,
                                  limit=alt.ExprRef(f"{indent} - {LABEL_GAP - 2}"))  # fmt: skip
    layers = [rail, bar, tick.encode(y=y, x=x("today")), label.encode(y=y, text=text_of("label"))]
    layers.append(figure.encode(y=y, text=text_of("text")))
    words = alt.Chart().transform_filter("!narrow")
    words = words.mark_text(align="left", x=alt.ExprRef("width + 76"), fontSize=13, color=QUIET)
    layers.append(words.encode(y=y, text=text_of("note")))
    return layered("bars", *layers, lo=0, hi=1, narrow=False)


def bar_names(wide: int, narrow: int) -> Fit:
    """Return how the labels of `bars` are cut."""
    return {"bars": {"field": "label", "wide": wide - LABEL_GAP, "narrow": narrow - LABEL_GAP, "size": 14}}


def finished_bars(label: tuple[int, int], right: int, height: int = 120) -> dict[str, Any]:
    """Return the finished spec of `bars` with so much room for labels, wide and narrow, and at the right when wide."""
    wide, narrow = label
    return finished(bars(wide, narrow), height, wide=(wide, right, 0, 0), narrow=(narrow, 66, 0, 0),
                    fit=bar_names(wide, narrow))  # fmt: skip


def month_axis() -> alt.X:
    """Return months along the foot. Params: months (ticks), last."""
    axis = alt.Axis(
        values=alt.ExprRef("narrow ? [1, last] : months"),
        grid=False,
        labelFlush=False,
        labelPadding=11,
        labelExpr="datum.value == 1 ? 'month 1' : datum.value",
    )
    scale = alt.Scale(domain=[1, alt.ExprRef("last")], nice=False)
    return alt.X(field="month", type="quantitative", title=None, scale=scale, axis=axis)


def money_axis() -> alt.Axis:
    """Return an axis with round amounts. Params: ticks, labels."""
    return alt.Axis(values=alt.ExprRef("ticks"), labelExpr=LABELS)


def money_value(field: str, axis: alt.Axis) -> alt.Y:
    """Return that field against the money axis. Params: lo, hi."""
    scale = alt.Scale(domain=[alt.ExprRef("lo"), alt.ExprRef("hi")], nice=False, zero=False)
    return alt.Y(field=field, type="quantitative", title=None, scale=scale, axis=axis)


def text_of(field: str) -> alt.Text:
    """Return text from that field."""
    return alt.Text(field=field, type="nominal")


def finished(
    chart: alt.LayerChart,
    height: int,
    wide: tuple[int, int, int, int],
    narrow: tuple[int, int, int, int],
    fit: Fit | None = None,
    *,
    square: bool = False,
) -> dict[str, Any]:
    """Return the finished spec; ``wide`` and ``narrow`` are left, right, top and bottom room in pixels.

    ``fit`` says per dataset which names are cut to how many pixels, as `fit.js` does it: ``field``, ``wide`` and
    ``narrow`` or, of the plot's width, all but ``less``; ``size``, ``weight``, and ``beside``, a field whose text
    shares the room. A ``square`` chart is never higher than wide.
    """
    config: dict[str, Any] = {
        "font": "var(--st-font)",
        "background": "transparent",
        "view": {"stroke": None},
        "axis": {
            "domain": False,
            "ticks": False,
            "gridColor": GRID,
            "labelColor": QUIET,
            "labelFontSize": 13,
            "labelPadding": 6,
        },
        "text": {"font": "var(--st-font)", "fontSize": 13, "color": INK},
    }
    finished = chart.properties(height=height, padding=_room(wide), autosize=alt.AutoSizeParams(type="none"))
    spec: dict[str, Any] = finished.configure(**config).to_dict()
    spec.pop("$schema", None)
    spec["usermeta"] = {"narrow": {"below": 480, "padding": _room(narrow)}, "fit": fit or {}, "square": square}
    return spec


def _room(sides: tuple[int, int, int, int]) -> dict[str, int]:
    return dict(zip(("left", "right", "top", "bottom"), sides, strict=True))
