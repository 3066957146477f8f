"""Facts as a person reads them, each in its unit."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pages.ui.text.formats import MoneyFormat, count, in_months, plain
from pages.ui.text.numbers import NBSP
from simulator.facts.curves import Family
from simulator.workspace.differences import Value

SHAPE_WORDS: Mapping[Family, str] = {
    "exponential": "levels off", "michaelis-menten": "rises longer", "adbudg": "bends with a most", "flat": "flat",
}  # fmt: skip
"""What a curve of each family does."""


def fact_text(value: Value, unit: str, money: MoneyFormat) -> str:
    """Return a fact as a person reads it."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    return f"{_number(value, unit, money)}{' a month' if unit.endswith('per month') else ''}"


def spanned(low: str, high: str) -> str:
    """Return two figures of one unit as a range, the unit behind them said once."""
    of_low, of_high = (re.sub(r"^.*\d", "", each) for each in (low, high))
    same = of_low.rstrip("s") == of_high.rstrip("s")
    return f"{low.removesuffix(of_low) if same else low}\N{EN DASH}{high}"


def _number(value: float, unit: str, money: MoneyFormat) -> str:
    if unit.startswith("money"):
        return money.exact(value)
    if unit.startswith("share"):
        return f"{plain(value * 100, 3)}{NBSP}%"
    if unit.startswith(("people", "customers")):
        return count(value)
    if unit == "relative":
        return f"{plain(value, 3)}{NBSP}×"
    return in_months(value) if unit == "months" else plain(value)
