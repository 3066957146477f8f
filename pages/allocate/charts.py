"""The Allocate page's charts."""

from __future__ import annotations

from functools import cache
from typing import Any

from pages.ui.charts.grammar import finished, finished_bars
from pages.ui.charts.revenue_spec import revenue_lines


@cache
def specs() -> dict[str, dict[str, Any]]:
    """Return the Vega-Lite spec of each chart by name, built and validated once per process."""
    return {
        "revenue": finished(revenue_lines(), 190, wide=(58, 150, 14, 28), narrow=(52, 12, 26, 28)),
        "board": finished_bars((132, 112), 190),
        "sources": finished_bars((204, 160), 190),
    }
