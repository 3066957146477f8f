"""The report as a deck of five slides for whoever presents it: native charts and tables, to be edited further."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches, Pt

from simulator.facts.names import lever_title
from simulator.facts.plan import function_of
from simulator.facts.plural import plural
from simulator.report import tables
from simulator.report.alternatives import Alternative
from simulator.report.contents import Report
from simulator.report.palette import INK, OF_FUNCTION, OF_ROLE, PAPER, QUIET
from simulator.report.sentences import answer, reasons
from simulator.report.slides import (
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
)  # fmt: skip
from simulator.report.tables import Table

COLOURS = "Money a month: channels blue, sales team orange, account care green"
MANY = 6
"""Levers whose names fit below a chart; of more, the colours tell the functions."""
LONGEST = 600
"""Signs of a link that fit below a table; a longer one stands in the other forms of the report."""


def deck(report: Report) -> bytes:
    """Return the PPTX file."""
    slides = blank_deck()
    _answer(add_slide(slides, answer(report), report.business.name, size=34), report)
    over = plural(str(report.workspace.months), "month")
    _revenue(add_slide(slides, "Revenue, month by month", over), report)
    _splits(add_slide(slides, "How each plan is split", COLOURS), report)
    _returns(add_slide(slides, tables.returns(report).title, report.shown.name), report)
    _figures(add_slide(slides, tables.figures(report).title, report.business.name), report)
    return file_of(slides)


def _answer(slide: Any, report: Report) -> None:
    add_text(slide, reasons(report), (LEFT, Inches(2.4), ROOM, Inches(3.6)), 18, INK)
    made = f"Made with Next Dollar {report.version} on {report.made_on.isoformat()}"
    add_text(slide, [made], (LEFT, Inches(6.8), ROOM, Inches(0.4)), 12, QUIET)


def _revenue(slide: Any, report: Report) -> None:
    data = numbers("#,##0")
    data.categories = [str(month) for month in range(1, report.workspace.months + 1)]
    for each in report.main:
        data.add_series(inert(each.name), [float(amount) for amount in each.outcome.revenue])
    chart = draw_chart(slide, XL_CHART_TYPE.LINE, data)
    for series, each in zip(chart.plots[0].series, report.main, strict=True):
        series.smooth = False
        series.format.line.color.rgb, series.format.line.width = rgb(OF_ROLE[each.role]), Pt(2.25)


def _splits(slide: Any, report: Report) -> None:
    data = numbers("#,##0")
    data.categories = [inert(each.name) for each in reversed(report.main)]
    for lever in report.question.levers:
        data.add_series(inert(lever_title(lever)), [each.plan[lever] for each in reversed(report.main)])
    chart = draw_chart(slide, XL_CHART_TYPE.BAR_STACKED, data)
    chart.has_legend = len(report.question.levers) <= MANY
    for series, lever in zip(chart.plots[0].series, report.question.levers, strict=True):
        _filled(series, lever)
        series.format.line.color.rgb = rgb(PAPER)


def _returns(slide: Any, report: Report) -> None:
    data = numbers("0.00")
    ranked = sorted(report.shown.marginal.items(), key=lambda each: each[1])
    data.categories = [inert(lever_title(lever)) for lever, _ in ranked]
    data.add_series("Brings back", [value for _, value in ranked])
    chart = draw_chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data)
    chart.has_legend = False
    for place, (lever, _) in enumerate(ranked):
        _filled(chart.plots[0].series[0].points[place], lever)
    chart.plots[0].has_data_labels = True


def _filled(part: Any, lever: str) -> None:
    part.format.fill.solid()
    part.format.fill.fore_color.rgb = rgb(OF_FUNCTION[function_of(lever)])


def _figures(slide: Any, report: Report) -> None:
    draw_table(slide, _of(tables.figures(report), report.alternatives, report.main))
    add_text(
        slide, [report.link] if len(report.link) <= LONGEST else [], (LEFT, Inches(6.6), ROOM, Inches(0.5)), 9, QUIET
    )


def _of(table: Table, alternatives: Sequence[Alternative], main: Sequence[Alternative]) -> Table:
    """Return a table with the columns of the main plans alone: more are too small to read from a seat."""
    places = [0, *(1 + place for place, each in enumerate(alternatives) if each in main)]

    def chosen(row: Sequence[str]) -> tuple[str, ...]:
        return tuple(row[place] for place in places)

    return Table(table.title, chosen(table.header), tuple(map(chosen, table.rows)))
