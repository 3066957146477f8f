"""From an owner's units to the model's: money and people per month, shares 0 to 1, months."""

from __future__ import annotations

from collections.abc import Mapping

DAYS_A_MONTH = 365.25 / 12
WEEKS_A_MONTH = DAYS_A_MONTH / 7

A_MONTH: Mapping[str, float] = {
    "money a month": 1.0,
    "money a year": 1 / 12,
    "people a month": 1.0,
    "people a year": 1 / 12,
    "hours a week": WEEKS_A_MONTH,
    "a month": 1.0,
    "a year": 1 / 12,
}
"""How often a month an amount in the unit comes."""
MONTHS_OF: Mapping[str, float] = {"days": 1 / DAYS_A_MONTH, "weeks": 1 / WEEKS_A_MONTH, "months": 1.0}


def monthly(value: float, unit: str, hour_cost: float = 1.0) -> float:
    """Return an amount per month; hours at what one costs."""
    once = value / 12 if A_MONTH[unit] == 1 / 12 else value * A_MONTH[unit]
    return once * hour_cost if unit == "hours a week" else once


def from_monthly(value: float, unit: str) -> float:
    """Return an amount per month in the owner's unit; not for hours."""
    return value * 12 if A_MONTH[unit] == 1 / 12 else value / A_MONTH[unit]


def months(value: float, unit: str) -> float:
    """Return a time in months."""
    return value * MONTHS_OF[unit]


def monthly_churn(value: float, unit: str, customers: float) -> float:
    """Return the share that leaves per month: 6 % a year, of whom ever fewer are left, is 0.514 % a month.

    People a year are a share of ``customers`` first, so that they and per cent a year say the same.
    """
    share = value / customers if unit.startswith("people") else value / 100
    return yearly_to_monthly(share) if unit.endswith("a year") else share


def yearly_to_monthly(share: float) -> float:
    """Return the share a month that leaves 1 − ``share`` after twelve of them: 1 − (1 − share)^(1/12)."""
    return float(1 - (1 - share) ** (1 / 12))
