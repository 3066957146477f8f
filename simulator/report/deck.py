"""The report as a deck of five slides for whoever presents it: native charts and tables, to be edited further."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.text import PP_ALIGN
from pptx.util import Inches, Pt

from simulator.facts.names import lever_title
from simulator.facts.plan import function_of
from simulator.facts.plural import plural
from simulator.facts.spreadsheet_text import STARTS_FORMULA
from simulator.report import tables
from simulator.report.alternatives import Alternative
from simulator.report.contents import Report
from simulator.report.palette import INK, LINE, OF_FUNCTION, OF_ROLE, PAPER, QUIET
from simulator.report.sentences import answer, reasons
from simulator.report.tables import Table

WIDE, HIGH = Inches(13.333), Inches(7.5)
LEFT, TOP, ROOM, BODY = Inches(0.7), Inches(0.5), Inches(11.9), Inches(1.7)
UNSEEN = "\u200b"
RUNS = (*STARTS_FORMULA, "http:", "https:", "ftp:", "mailto:", "internal:", "external:", "{")
"""How a text begins that the workbook behind a native chart would make a formula or a link of."""
COLOURS = "Money a month: channels blue, sales team orange, account care green"
MANY = 6
"""Levers whose names fit below a chart; of more, the colours tell the functions."""
LONGEST = 600
"""Signs of a link that fit below a table; a longer one stands in the other forms of the report."""
BLANK = 6
"""The layout without placeholders in the default template."""


def deck(report: Report) -> bytes:
    """Return the PPTX file."""
    slides = Presentation()
    slides.slide_width, slides.slide_height = WIDE, HIGH
    _answer(_slide(slides, answer(report), report.business.name, size=34), report)
    over = plural(str(report.workspace.months), "month")
    _revenue(_slide(slides, "Revenue, month by month", over), report)
    _splits(_slide(slides, "How each plan is split", COLOURS), report)
    _returns(_slide(slides, tables.returns(report).title, report.shown.name), report)
    _figures(_slide(slides, tables.figures(report).title, report.business.name), report)
    kept = BytesIO()
    slides.save(kept)
    return kept.getvalue()


def _slide(slides: Any, title: str, aside: str, size: int = 26) -> Any:
    """Add a slide with its title, and a quiet line above it."""
    slide = slides.slides.add_slide(slides.slide_layouts[BLANK])
    _text(slide, [aside], (LEFT, TOP, ROOM, Inches(0.4)), 14, QUIET)
    _text(slide, [title], (LEFT, TOP + Inches(0.35), ROOM, Inches(0.9)), size, INK, bold=True)
    return slide


def _text(slide: Any, lines: Iterable[str], box: Sequence[int], size: int, colour: str, *, bold: bool = False) -> None:
    frame = slide.shapes.add_textbox(*box).text_frame
    frame.word_wrap = True
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, _rgb(colour)
        paragraph.space_after = Pt(8)


def _answer(slide: Any, report: Report) -> None:
    _text(slide, reasons(report), (LEFT, Inches(2.4), ROOM, Inches(3.6)), 18, INK)
    made = f"Made with Next Dollar {report.version} on {report.made_on.isoformat()}"
    _text(slide, [made], (LEFT, Inches(6.8), ROOM, Inches(0.4)), 12, QUIET)


def _revenue(slide: Any, report: Report) -> None:
    data = _numbers("#,##0")
    data.categories = [str(month) for month in range(1, report.workspace.months + 1)]
    for each in report.main:
        data.add_series(inert(each.name), [float(amount) for amount in each.outcome.revenue])
    chart = _chart(slide, XL_CHART_TYPE.LINE, data)
    for series, each in zip(chart.plots[0].series, report.main, strict=True):
        series.smooth = False
        series.format.line.color.rgb, series.format.line.width = _rgb(OF_ROLE[each.role]), Pt(2.25)


def _splits(slide: Any, report: Report) -> None:
    data = _numbers("#,##0")
    data.categories = [inert(each.name) for each in reversed(report.main)]
    for lever in report.question.levers:
        data.add_series(inert(lever_title(lever)), [each.plan[lever] for each in reversed(report.main)])
    chart = _chart(slide, XL_CHART_TYPE.BAR_STACKED, data)
    chart.has_legend = len(report.question.levers) <= MANY
    for series, lever in zip(chart.plots[0].series, report.question.levers, strict=True):
        _filled(series, lever)
        series.format.line.color.rgb = _rgb(PAPER)


def _returns(slide: Any, report: Report) -> None:
    data = _numbers("0.00")
    ranked = sorted(report.shown.marginal.items(), key=lambda each: each[1])
    data.categories = [inert(lever_title(lever)) for lever, _ in ranked]
    data.add_series("Brings back", [value for _, value in ranked])
    chart = _chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data)
    chart.has_legend = False
    for place, (lever, _) in enumerate(ranked):
        _filled(chart.plots[0].series[0].points[place], lever)
    chart.plots[0].has_data_labels = True


def _filled(part: Any, lever: str) -> None:
    part.format.fill.solid()
    part.format.fill.fore_color.rgb = _rgb(OF_FUNCTION[function_of(lever)])


def _numbers(shape: str) -> Any:
    """Return an empty chart's numbers, written in that format."""
    untyped: Any = CategoryChartData
    return untyped(number_format=shape)


def _chart(slide: Any, kind: Any, data: Any) -> Any:
    chart = slide.shapes.add_chart(kind, LEFT, BODY, ROOM, Inches(5.3), data).chart
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.has_title, chart.font.size = False, Pt(14)
    axis = chart.value_axis
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = data.number_format, False
    axis.major_gridlines.format.line.color.rgb = axis.format.line.color.rgb = _rgb(LINE)
    return chart


def _figures(slide: Any, report: Report) -> None:
    _table(slide, _of(tables.figures(report), report.alternatives, report.main))
    _text(slide, [report.link] if len(report.link) <= LONGEST else [], (LEFT, Inches(6.6), ROOM, Inches(0.5)), 9, QUIET)


def _of(table: Table, alternatives: Sequence[Alternative], main: Sequence[Alternative]) -> Table:
    """Return a table with the columns of the main plans alone: more are too small to read from a seat."""
    places = [0, *(1 + place for place, each in enumerate(alternatives) if each in main)]

    def chosen(row: Sequence[str]) -> tuple[str, ...]:
        return tuple(row[place] for place in places)

    return Table(table.title, chosen(table.header), tuple(map(chosen, table.rows)))


def _table(slide: Any, table: Table) -> None:
    shape = slide.shapes.add_table(len(table.rows) + 1, len(table.header), LEFT, BODY, ROOM, Inches(4.4))
    for row, cells in enumerate((table.header, *table.rows)):
        for column, text in enumerate(cells):
            cell = shape.table.cell(row, column)
            cell.text = text
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.font.size, paragraph.alignment = Pt(14), PP_ALIGN.RIGHT if column else PP_ALIGN.LEFT
            cell.fill.solid()
            cell.fill.fore_color.rgb = _rgb(PAPER if row else INK)
            paragraph.font.color.rgb = _rgb(INK if row else PAPER)


def inert(name: str) -> str:
    """Return a name that the workbook behind a chart keeps as a text; what is added is not seen."""
    return f"{UNSEEN}{name}" if name.lower().startswith(RUNS) else name


def _rgb(colour: str) -> Any:
    untyped: Any = RGBColor
    return untyped.from_string(colour.removeprefix("#"))
