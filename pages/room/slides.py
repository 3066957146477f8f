"""A room's results as slides: each round's splits and why the best is best, then the rounds beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE
from pptx.util import Pt

from pages.room import pictures
from pages.room.debrief import answer_said, counting, round_table, spread_said, why_said
from pages.room.words import measure
from pages.ui.text.words import title
from rooms.debrief import Debrief
from rooms.views import RoomView
from simulator.facts.plan import Plan, function_of
from simulator.optimise.split_map import shares_of
from simulator.report.palette import INK, OF_FUNCTION, QUIET
from simulator.report.slides import add_slide, blank_deck, draw_chart, draw_table, file_of, inert, numbers, rgb
from simulator.report.tables import Table

SHARES = "across: share for prospecting; up: share for the sales team; the rest is account care"


def slides(shown: Sequence[Debrief], room: RoomView) -> bytes:
    """Return the PPTX file of the rounds on show, nobody's name in it; the latest tells its best once it is shown."""
    deck = blank_deck()
    for played in shown:
        if played.judged:
            told = played is not shown[-1] or room.phase == "revealed"
            _round(deck, played, room, told)
    counted = counting(tuple(shown), room)
    if len(counted) > 1 and room.phase == "revealed":
        header, rows = round_table(counted)
        slide = add_slide(deck, "The room over the rounds", "Regret is what a split leaves on the table")
        draw_table(slide, Table("The room over the rounds", tuple(header), tuple(map(tuple, rows))))
    return file_of(deck)


def _round(deck: Any, played: Debrief, room: RoomView, told: bool) -> None:
    about = f"{room.settings.business(played.number).name}, round {played.number}, {measure(room)}"
    said = answer_said(played, None) if told else spread_said(played, None)[0]
    _splits(add_slide(deck, said, f"{about}; {SHARES}"), played, told)
    if told:
        _returns(add_slide(deck, why_said(played), _next(played)), played)


def _next(played: Debrief) -> str:
    return f"What the next {pictures.one_of(played)} brought back on each lever where the round began"


def _splits(slide: Any, played: Debrief, told: bool) -> None:
    untyped: Any = XyChartData
    data = untyped(number_format="0%")
    groups: list[tuple[str, list[Plan], str, Any]] = [
        ("the room's splits", [each.plan for each in played.judged], QUIET, XL_MARKER_STYLE.CIRCLE),
        ("where the round began", [played.start], INK, XL_MARKER_STYLE.SQUARE),
    ]
    if told:
        groups.append(("best possible", [played.optimum.plan], INK, XL_MARKER_STYLE.DIAMOND))
    for name, plans, _, _ in groups:
        series = data.add_series(name)
        for plan in plans:
            x, y = shares_of(plan)[:2].tolist()
            series.add_data_point(x, y)
    chart = draw_chart(slide, XL_CHART_TYPE.XY_SCATTER, data)
    for series, (_, _, colour, shape) in zip(chart.plots[0].series, groups, strict=True):
        series.format.line.fill.background()
        series.marker.style, series.marker.size = shape, 9 if colour == QUIET else 13
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = rgb(colour)
    for axis in (chart.value_axis, chart.category_axis):
        axis.minimum_scale, axis.maximum_scale = 0, 1
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0%", False
        axis.tick_labels.font.size = Pt(14)


def _returns(slide: Any, played: Debrief) -> None:
    data = numbers("0.00")
    ranked = sorted(played.marginal(played.start).items(), key=lambda each: each[1])
    data.categories = [inert(title(lever)) for lever, _ in ranked]
    data.add_series("Brings back", [value for _, value in ranked])
    chart = draw_chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data)
    chart.has_legend = False
    for place, (lever, _) in enumerate(ranked):
        fill = chart.plots[0].series[0].points[place].format.fill
        fill.solid()
        fill.fore_color.rgb = rgb(OF_FUNCTION[function_of(lever)])
    chart.plots[0].has_data_labels = True
