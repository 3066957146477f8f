"""The tables of the How it works page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from pages.how.words import CURVES, STEPS
from pages.ui.text.formats import count, money_format, percent
from pages.ui.text.glossary import GLOSSARY, place_of
from pages.ui.text.numbers import MINUS
from pages.ui.text.units import Kind
from simulator.facts.guesses import REASONS
from simulator.insight.published import Check
from simulator.model.question import Question

Rows = list[list[str]]
GUESSES = {
    "advertising": "Prospects at zero and at double spend",
    "selling": "Win rate and share of wallet at zero and at double",
    "answers": "A split by channel, deals under way", "steady": "Churn", "payback": "What a customer is worth",
    "vendors": "Churn of software firms", "alike": "Share of wallet of a new customer",
    "start": "Carry-over, pace of the share of wallet",
}  # fmt: skip
"""What is guessed for each reason."""


@dataclass(frozen=True)
class StepValue:
    """What one step of a month comes to: the figure, as it is shown, and what it is a figure of."""

    value: float
    text: str
    unit: Kind


def step_rows(question: Question) -> Rows:
    """Return each step of a month, with what it comes to in the first month of the plan on show."""
    first = step_values(question, 0)
    return [[step.name, step.words, step.equation, each.text] for step, each in zip(STEPS, first, strict=True)]


def step_values(question: Question, month: int) -> tuple[StepValue, ...]:
    """Return what each step comes to in a month of the plan, counted from 0, in the order of `STEPS`."""
    outcome, money = question.outcome, money_format(question.business.currency)
    run = outcome.run
    names = ("prospects", "wins", "new_customers", "revenue", "share_of_wallet", "customers", "gross_profit")
    at = {name: float(getattr(outcome, name)[month]) for name in names}
    adstock = run.adstocked_spend
    working = float(adstock[min(month, len(adstock) - 1)].sum())
    effort, rate = (
        float(each[min(month, len(each) - 1), 0, 0]) for each in (run.sales_spend_per_prospect, run.win_rate)
    )
    return (
        StepValue(working, money.short(working), "money"),
        StepValue(at["prospects"], count(at["prospects"]), "people"),
        StepValue(effort, money.short(effort), "money"),
        StepValue(at["wins"], f"{count(at['wins'])} ({percent(rate, 1)})", "people"),
        StepValue(at["new_customers"], f"{count(at['new_customers'])} new customers", "people"),
        StepValue(at["revenue"], money.short(at["revenue"]), "money"),
        StepValue(at["share_of_wallet"], percent(at["share_of_wallet"], 1), "ratio"),
        StepValue(at["customers"], count(at["customers"]), "people"),
        StepValue(at["gross_profit"], money.short(at["gross_profit"]), "money"),
    )


def curve_rows() -> Rows:
    """Return the shapes a curve may have."""
    return [[curve.name, curve.words, curve.equation] for curve in CURVES]


def reason_rows() -> Rows:
    """Return what is guessed, and on which grounds."""
    return [[GUESSES[key], sentence] for key, sentence in REASONS.items()]


def check_rows(checks: Sequence[Check]) -> Rows:
    """Return each check's published numbers beside those computed here, in as many digits as are published."""
    return [
        [
            f"{check.title} ({check.source})",
            check.inputs,
            "; ".join(f"{each.what} {each.published}" for each in check.results).replace("-", MINUS),
            "; ".join(f"{each.computed:.{each.digits}f}" for each in check.results).replace("-", MINUS),
            "same" if check.agrees else "differs",
        ]
        for check in checks
    ]


def glossary() -> str:
    """Return every word an owner may not know, with what it means."""
    items = "".join(
        f'<dt id="{place_of(term)}" tabindex="-1">{escape(term)}</dt><dd>{escape(meaning)}</dd>'
        for term, meaning in sorted(GLOSSARY.items())
    )
    return f'<dl class="words">{items}</dl>'
