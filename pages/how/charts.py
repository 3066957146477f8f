"""The How it works page's charts."""

from __future__ import annotations

from typing import Any


def specs() -> dict[str, dict[str, Any]]:
    """Return the Vega-Lite spec of each chart by name."""
    return {}
