"""What stands around a chart that Streamlit's own element draws, as HTML: its title, what is taken of it, its table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from pages.ui.text import markup
from pages.ui.text.units import Kind, note

Rows = tuple[Sequence[str], Sequence[Sequence[str]], str]
"""A table's header, its rows, and the words that open it."""


def around_chart(title: str, alt: str, unit: Kind, table: Rows | None) -> tuple[str, str]:
    """Return what stands above a chart and what stands below it; above, nothing where it has no title."""
    said = note(unit)
    ways = [way for way in markup.WAYS if table or way not in markup.TABLE_WAYS]
    figures = ""
    if table:
        header, rows, label = table
        inner = markup.table(title or alt, header, rows, kind=unit, taken=False)
        figures = f"<details><summary>{escape(label)}</summary>{inner}</details>"
    above = markup.phrase(title, said) if title else ""
    return above, f'<div class="below_chart">{markup.take(title, said, alt, ways)}{figures}</div>'
