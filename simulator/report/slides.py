"""Slides with native charts and tables, to be edited further: what decks are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LEGEND_POSITION
from pptx.enum.text import PP_ALIGN
from pptx.util import Inches, Pt

from simulator.facts.spreadsheet_text import STARTS_FORMULA
from simulator.report.palette import INK, LINE, PAPER, QUIET
from simulator.report.tables import Table

WIDE, HIGH = Inches(13.333), Inches(7.5)
LEFT, TOP, ROOM, BODY = Inches(0.7), Inches(0.5), Inches(11.9), Inches(1.7)
UNSEEN = "\u200b"
RUNS = (*STARTS_FORMULA, "http:", "https:", "ftp:", "mailto:", "internal:", "external:", "{")
"""How a text begins that the workbook behind a native chart would make a formula or a link of."""
BLANK = 6
"""The layout without placeholders in the default template."""


def blank_deck() -> Any:
    """Return a deck of no slides, in the shape of a screen."""
    slides = Presentation()
    slides.slide_width, slides.slide_height = WIDE, HIGH
    return slides


def file_of(slides: Any) -> bytes:
    """Return the PPTX file."""
    kept = BytesIO()
    slides.save(kept)
    return kept.getvalue()


def add_slide(slides: Any, title: str, aside: str, size: int = 26) -> Any:
    """Add a slide with its title, and a quiet line above it."""
    slide = slides.slides.add_slide(slides.slide_layouts[BLANK])
    add_text(slide, [aside], (LEFT, TOP, ROOM, Inches(0.4)), 14, QUIET)
    add_text(slide, [title], (LEFT, TOP + Inches(0.35), ROOM, Inches(0.9)), size, INK, bold=True)
    return slide


def add_text(
    slide: Any, lines: Iterable[str], box: Sequence[int], size: int, colour: str, *, bold: bool = False
) -> None:
    """Add lines of text in a box; each is a paragraph, which may have line breaks of its own."""
    frame = slide.shapes.add_textbox(*box).text_frame
    frame.word_wrap = True
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        for number, part in enumerate(line.split("\n")):
            if number:
                paragraph.add_line_break()
            run = paragraph.add_run()
            run.text = part
            run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, rgb(colour)
        paragraph.space_after = Pt(8)


def numbers(shape: str) -> Any:
    """Return an empty chart's numbers, written in that format."""
    untyped: Any = CategoryChartData
    return untyped(number_format=shape)


def draw_chart(slide: Any, kind: Any, data: Any) -> Any:
    """Add a native chart below the title; return it."""
    chart = slide.shapes.add_chart(kind, LEFT, BODY, ROOM, Inches(5.3), data).chart
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.has_title, chart.font.size = False, Pt(14)
    axis = chart.value_axis
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = data.number_format, False
    axis.major_gridlines.format.line.color.rgb = axis.format.line.color.rgb = rgb(LINE)
    return chart


def draw_table(slide: Any, table: Table) -> None:
    """Add a native table below the title."""
    shape = slide.shapes.add_table(len(table.rows) + 1, len(table.header), LEFT, BODY, ROOM, Inches(4.4))
    for row, cells in enumerate((table.header, *table.rows)):
        for column, text in enumerate(cells):
            cell = shape.table.cell(row, column)
            cell.text = text
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.font.size, paragraph.alignment = Pt(14), PP_ALIGN.RIGHT if column else PP_ALIGN.LEFT
            cell.fill.solid()
            cell.fill.fore_color.rgb = rgb(PAPER if row else INK)
            paragraph.font.color.rgb = rgb(INK if row else PAPER)


def inert(name: str) -> str:
    """Return a name that the workbook behind a chart keeps as a text; what is added is not seen."""
    return f"{UNSEEN}{name}" if name.lower().startswith(RUNS) else name


def rgb(colour: str) -> Any:
    """Return a colour as slides know it."""
    untyped: Any = RGBColor
    return untyped.from_string(colour.removeprefix("#"))
