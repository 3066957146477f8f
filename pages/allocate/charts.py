"""The Allocate page's charts."""

from __future__ import annotations

from functools import cache
from typing import Any

from pages.ui.charts.grammar import (
    bars,
    finished,
)
from pages.ui.charts.revenue_spec import revenue_lines


@cache
def specs() -> dict[str, dict[str, Any]]:
    """Return the Vega-Lite spec of each chart by name, built and validated once per process."""
    return {
        "revenue": finished(revenue_lines(), 190, wide=(58, 150, 14, 28), narrow=(52, 12, 26, 28)),
        "board": finished(bars(132, 112), 120, wide=(132, 190, 0, 0), narrow=(112, 66, 0, 0)),
        "sources": finished(bars(204, 160), 120, wide=(204, 190, 0, 0), narrow=(160, 66, 0, 0)),
    }
