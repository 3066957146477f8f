"""What an answer means in the model, where that is another figure than the one that was typed."""

from __future__ import annotations

import math

from simulator.facts.digits import digits
from simulator.facts.plural import plural
from simulator.guided.answers import Answer, Answers
from simulator.guided.channels import HOUR_COST, channels_of
from simulator.guided.checks import contradictions_in
from simulator.guided.units import monthly, monthly_churn, months


def read_as(answers: Answers) -> dict[str, str]:
    """Return a sentence by field of `Answers`, to stand under it; none while the answers contradict each other."""
    if contradictions_in(answers):
        return {}
    said: dict[str, str] = {}
    wins, leaving, closing, paid = answers.wins, answers.leaving, answers.closing, answers.paid
    prospects = math.fsum(channel.prospects for channel in channels_of(answers))
    if wins and wins.unit != "per cent" and prospects:
        said["wins"] = f"That is {digits(100 * monthly(wins.value, wins.unit) / prospects, '.3g')} % of those who ask."
    if closing and months(closing.value, closing.unit) < 1:
        said["closing"] = "It counts as one month, the shortest time here."
    elif closing and closing.unit != "months":
        said["closing"] = f"That is {plural(digits(months(closing.value, closing.unit), '.3g'), 'month')}."
    if leaving and leaving.unit != "per cent a month":
        base = answers.customers.value if answers.customers else 0.0
        if base or not leaving.unit.startswith("people"):
            gone = monthly_churn(leaving.value, leaving.unit, base or 1.0)
            said["leaving"] = f"That is {digits(100 * gone, '.3g')} % a month."
    if paid and paid.unit == "a year":
        said["paid"] = f"That is {_money(monthly(paid.value, paid.unit))} a month."
    elif paid and paid.unit == "an order":
        said["paid"] = f"That is {_money(paid.value * (answers.orders_a_year or 12.0) / 12)} a month."
    return said | _spends(answers)


def _spends(answers: Answers) -> dict[str, str]:
    given = {"sales_spend": answers.sales_spend, "care_spend": answers.care_spend}
    return {
        field: f"That is {_money(_spend(answer, answers.hour_cost))} a month."
        for field, answer in given.items()
        if answer and answer.value and answer.unit != "money a month"
    }


def _spend(answer: Answer, hour_cost: float | None) -> float:
    return monthly(answer.value, answer.unit, HOUR_COST if hour_cost is None else hour_cost)


def _money(amount: float) -> str:
    return digits(amount) if amount == round(amount) else digits(amount, ",.2f")
