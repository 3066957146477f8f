"""A room's results as slides: each round's splits and why the best is best, then the rounds beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE
from pptx.util import Inches, Pt

from pages.room import pictures
from pages.room.debrief import answer_said, counting, round_table, spread_said, why_said
from pages.room.lettering import lines_of
from pages.room.news_words import came_from, differing, goes_on_said
from pages.room.team_results import CAPTION, teams_table
from pages.room.wall import answered, asked_said, name_of
from pages.room.words import began, measure
from pages.ui.text.words import title
from rooms.debrief import Debrief
from rooms.shocks import SHOCKS
from rooms.views import RoomView
from simulator.facts.plan import Plan, function_of
from simulator.facts.plural import plural
from simulator.optimise.split_map import shares_of
from simulator.report.palette import INK, OF_FUNCTION, QUIET
from simulator.report.slides import (
    BODY,
    LEFT,
    ROOM,
    add_slide,
    add_text,
    blank_deck,
    draw_chart,
    draw_table,
    file_of,
    inert,
    numbers,
    rgb,
)
from simulator.report.tables import Table

ROWS, SLIDES = 8, 4
"""Reasons on a slide, and slides of them in a round: what nobody reads is no help."""
ALL = Inches(5.3)
LINES, SIGNS = 11, 90
"""Lines of news that a slide has room for in large letters, and signs of them in a line."""
ACROSS, UP = "share for prospecting; the rest is account care", "share for the sales team"


def slides(shown: Sequence[Debrief], room: RoomView) -> bytes:
    """Return the PPTX file of the rounds on show, nobody's name in it; the latest tells its best once it is shown."""
    deck = blank_deck()
    for played in shown:
        if played.judged:
            told = played is not shown[-1] or room.phase == "revealed"
            _round(deck, played, room, told)
    counted = counting(tuple(shown), room)
    if room.teams and counted and room.phase == "revealed":
        _table(deck, CAPTION, "Regret is what a split leaves on the table", teams_table(counted, room))
    if len(counted) > 1 and room.phase == "revealed":
        said = "The room over the rounds"
        _table(deck, said, "Regret is what a split leaves on the table", round_table(counted))
    return file_of(deck)


def _table(deck: Any, title: str, aside: str, table: tuple[list[str], list[list[str]]]) -> None:
    header, rows = table
    draw_table(add_slide(deck, title, aside), Table(title, tuple(header), tuple(map(tuple, rows))))


def _round(deck: Any, played: Debrief, room: RoomView, told: bool) -> None:
    about = f"{room.settings.business(played.number).name}, round {played.number}, {measure(room)}"
    said = answer_said(played, None) if told else spread_said(played, None)[0]
    _news(deck, room, played.number)
    _splits(add_slide(deck, said, about), played, told)
    _answers(deck, played, room, about)
    if told:
        _returns(add_slide(deck, why_said(played), goes_on_said(room.settings, played) or _next(played)), played)


def _news(deck: Any, room: RoomView, number: int) -> None:
    """Add what was new in a round: the news, the facts that differ, and what the company brings along."""
    settings, facts = room.settings.rounds[number - 1], differing(room.settings, number)
    lines = [line for line in (came_from(room.settings, number), settings.news, *facts) if line]
    if settings.shock == "none" and not lines:
        return
    title = SHOCKS[settings.shock].title if settings.shock != "none" else "What is new"
    lines = lines if settings.news or settings.shock == "none" else [SHOCKS[settings.shock].news, *lines]
    slide = add_slide(deck, title, f"{room.settings.business(number).name}, round {number}")
    many = sum(lines_of(line, SIGNS) for line in lines)
    add_text(slide, lines, (LEFT, BODY, ROOM, ALL), 20 if many <= LINES else 14, INK)


def _answers(deck: Any, played: Debrief, room: RoomView, about: str) -> None:
    """Add what the room answered and why, on as many slides as are read; the workbook holds all of it."""
    found = answered(played, room.settings)
    lines = [(name_of(group), line.reason) for group in found for line in group.lines]
    given = [group for group in reversed(found) if group.answer]
    if room.settings.choices and any(group.count for group in given):
        data = numbers("0")
        data.categories = [inert(name_of(group)) for group in given]
        data.add_series("Answers", [group.count for group in given])
        _bars(add_slide(deck, room.settings.question, about), data, [INK] * len(given))
    for first in range(0, min(len(lines), ROWS * SLIDES), ROWS):
        part = lines[first : first + ROWS]
        rest = len(lines) - first - len(part)
        more = f"; {plural(str(rest), 'more reason')} in the workbook" if rest and first + ROWS >= ROWS * SLIDES else ""
        slide = add_slide(deck, asked_said(room.settings), f"{about}{more}")
        size = 18
        add_text(
            slide,
            [f"{name}: {reason}" if name else reason for name, reason in part],
            (LEFT, BODY, ROOM, ALL),
            size,
            INK,
        )


def _next(played: Debrief) -> str:
    return f"What the next {pictures.one_of(played)} brought back on each lever {began(played)}"


def _splits(slide: Any, played: Debrief, told: bool) -> None:
    untyped: Any = XyChartData
    data = untyped(number_format="0%")
    groups: list[tuple[str, list[Plan], str, Any]] = [
        ("the room's splits", [each.plan for each in played.judged], QUIET, XL_MARKER_STYLE.CIRCLE),
        (began(played), [played.start], INK, XL_MARKER_STYLE.SQUARE),
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
    for axis, named in ((chart.value_axis, UP), (chart.category_axis, ACROSS)):
        axis.axis_title.text_frame.text = named
        axis.axis_title.text_frame.paragraphs[0].runs[0].font.size = Pt(14)
        axis.minimum_scale, axis.maximum_scale = 0, 1
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0%", False
        axis.tick_labels.font.size = Pt(14)


def _returns(slide: Any, played: Debrief) -> None:
    data = numbers("0.00")
    ranked = sorted(played.marginal(played.start).items(), key=lambda each: each[1])
    data.categories = [inert(title(lever)) for lever, _ in ranked]
    data.add_series("Brings back", [value for _, value in ranked])
    _bars(slide, data, [OF_FUNCTION[function_of(lever)] for lever, _ in ranked])


def _bars(slide: Any, data: Any, colours: Sequence[str]) -> None:
    chart = draw_chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data)
    chart.has_legend = False
    for place, colour in enumerate(colours):
        fill = chart.plots[0].series[0].points[place].format.fill
        fill.solid()
        fill.fore_color.rgb = rgb(colour)
    chart.plots[0].has_data_labels = True
