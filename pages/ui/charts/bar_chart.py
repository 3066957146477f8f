"""What a chart of horizontal bars shows; how it looks is `grammar.bars`, which Altair need not be loaded for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pages.ui.charts.label_layout import BAR_STEP, columns
from pages.ui.live import ChartState, ChartTable


@dataclass(frozen=True)
class Bar:
    """One bar: it reaches from ``zero`` to ``value``, with its figure at the right and a note behind that."""

    label: str
    role: str
    """Whose colour it has: a function's, or ``today`` for none of them."""
    value: float
    text: str
    note: str = ""
    zero: float = 0.0
    tick: float | None = None
    """Where a tick says what it is compared with."""


def bar_chart(
    name: str, title: str, bars: Sequence[Bar], ends: tuple[float, float], table: ChartTable, *,
    said: str = "", with_notes: bool = False, right: float | None = None, unit: str = "money",
) -> ChartState:  # fmt: skip
    """Return the chart of that name, its bars from the top down.

    ``ends`` are those of the pale rails, and of the axis unless ``right`` is its own. A screen reader hears ``said``
    and then each bar, with its note where ``with_notes``.
    """
    low, high = ends
    rows = [
        {"label": bar.label, "rank": rank, "role": bar.role, "value": bar.value, "zero": bar.zero, "start": low,
         "full": high, "text": bar.text, "note": bar.note, "today": bar.tick}
        for rank, bar in enumerate(bars)
    ]  # fmt: skip
    spoken = (f"{bar.label} {bar.text}" + (f", {bar.note}" if with_notes and bar.note else "") for bar in bars)
    return ChartState(
        name=name,
        title=title,
        alt=said + ", ".join(spoken),
        datasets={"bars": columns(rows)},
        signals={"lo": low, "hi": high if right is None else right},
        table=table,
        height=BAR_STEP * len(rows),
        unit=unit,
    )
