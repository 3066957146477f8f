"""What the chart of a history is called: one for each function, in its colour."""

from __future__ import annotations

from simulator.facts.plan import Function


def chart_name(function: Function) -> str:
    """Return the name of the chart about that function's spend."""
    return f"history of {function}"
