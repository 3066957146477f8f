"""The colours of a report: one for each function, everywhere, and fit for colour-blind readers."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.facts.plan import Function
from simulator.report.alternatives import Role

INK, QUIET, LINE, PAPER = "#111827", "#6B7280", "#D1D5DB", "#FFFFFF"
OF_FUNCTION: Mapping[Function, str] = {"prospecting": "#0072B2", "conversion": "#D55E00", "upsell": "#009E73"}
OF_ROLE: Mapping[Role, str] = {"today": QUIET, "scenario": INK, "best": OF_FUNCTION["upsell"]}
OTHER = "#9CA3AF"
"""Of a scenario that is not the one on show."""
