"""The Your business page's charts."""

from __future__ import annotations

from typing import Any

from pages.your_business.history.charts import histories


def specs() -> dict[str, dict[str, Any]]:
    """Return the Vega-Lite spec of each chart by name."""
    return histories()
