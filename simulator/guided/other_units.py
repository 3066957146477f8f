"""The same answer in another unit of its question, as exactly as twelve digits are."""

from __future__ import annotations

import math

from simulator.guided.answers import Answers
from simulator.guided.channels import HOUR_COST, channels_of
from simulator.guided.checks import contradictions_in
from simulator.guided.units import MONTHS_OF, from_monthly, monthly, monthly_churn, months

ORDERS = 12.0
"""Orders a customer places in a year, where that was not said."""


def in_unit(answers: Answers, field: str, value: float, unit: str, to: str) -> float | None:
    """Return ``value``, said of ``field`` in ``unit``, in the unit ``to``.

    None where one says something else than the other (a price paid once is none of a month), or where what lies between
    them was not answered: per cent who leave are so many people of so many customers.
    """
    if unit == to:
        return value
    found = _converted(answers, field, value, unit, to)
    return None if found is None or not math.isfinite(found) else float(f"{found:.12g}")


def _converted(answers: Answers, field: str, value: float, unit: str, to: str) -> float | None:
    if unit in MONTHS_OF and to in MONTHS_OF:
        return months(value, unit) / MONTHS_OF[to]
    if field == "wins":
        return _won(answers, value, unit, to)
    if field == "leaving":
        return _left(answers, value, unit, to)
    if field == "paid":
        return _paid(answers, value, unit, to)
    cost = HOUR_COST if answers.hour_cost is None else answers.hour_cost
    amount = monthly(value, unit, cost)
    return from_monthly(amount / cost, to) if to == "hours a week" else from_monthly(amount, to)


def _won(answers: Answers, value: float, unit: str, to: str) -> float | None:
    if "per cent" not in (unit, to):
        return from_monthly(monthly(value, unit), to)
    asking = Answers(channels=answers.channels, spend_unit=answers.spend_unit, prospects_unit=answers.prospects_unit)
    if not any(row.prospects for row in answers.channels) or contradictions_in(asking):
        return None
    prospects = math.fsum(channel.prospects for channel in channels_of(answers))
    if to == "per cent":
        return 100 * monthly(value, unit) / prospects
    return from_monthly(value / 100 * prospects, to)


def _left(answers: Answers, value: float, unit: str, to: str) -> float | None:
    customers = answers.customers.value if answers.customers else 0.0
    if not customers and (unit.startswith("people") or to.startswith("people")):
        return None
    share = monthly_churn(value, unit, customers or 1.0)
    if isinstance(share, complex) or not 0 <= share < 1:
        return None
    if to.endswith("a year"):
        share = -math.expm1(12 * math.log1p(-share))
    return share * (customers if to.startswith("people") else 100)


def _paid(answers: Answers, value: float, unit: str, to: str) -> float | None:
    if "once" in (unit, to):
        return None
    orders = answers.orders_a_year or ORDERS
    amount = value * orders / 12 if unit == "an order" else monthly(value, unit)
    return amount * 12 / orders if to == "an order" else from_monthly(amount, to)
