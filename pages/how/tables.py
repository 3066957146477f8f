"""The tables of the How it works page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from pages.how.words import CURVES, STEPS
from pages.ui.text.formats import count, money_format, percent
from pages.ui.text.glossary import GLOSSARY
from pages.ui.text.numbers import MINUS
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


def step_rows(question: Question) -> Rows:
    """Return each step of a month, with what it comes to in the first month of the plan on show."""
    outcome, money = question.outcome, money_format(question.business.currency)
    run = outcome.run
    first = [
        money.short(float(run.adstocked_spend[0].sum())),
        count(float(outcome.prospects[0])),
        money.short(float(run.sales_spend_per_prospect[0, 0, 0])),
        f"{count(float(outcome.wins[0]))} ({percent(float(run.win_rate[0, 0, 0]), 1)})",
        f"{count(float(outcome.new_customers[0]))} new customers",
        money.short(float(outcome.revenue[0])),
        percent(float(outcome.share_of_wallet[0]), 1),
        count(float(outcome.customers[0])),
        money.short(float(outcome.gross_profit[0])),
    ]
    return [[step.name, step.words, step.equation, text] for step, text in zip(STEPS, first, strict=True)]


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
    items = "".join(f"<dt>{escape(term)}</dt><dd>{escape(meaning)}</dd>" for term, meaning in sorted(GLOSSARY.items()))
    return f'<dl class="words">{items}</dl>'
