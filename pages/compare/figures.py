"""The figures of all candidates side by side, the best of each row marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from pages.compare.candidates import Candidate
from pages.ui import quantities
from pages.ui.quantities import Quantity
from pages.ui.text import markup
from pages.ui.text.formats import MoneyFormat, in_months, money_format
from pages.ui.text.words import MEASURES, capital
from simulator.insight.comparison import ScenarioFigures, per_extra_unit, scenario_figures

Best = Literal["most", "least", "none"]


@dataclass(frozen=True)
class Row:
    """A figure: its name, how it is read and written, which of the candidates' is best."""

    name: str
    read: Callable[[ScenarioFigures], float | None]
    write: Callable[[float, MoneyFormat], str]
    best: Best
    against_today: bool = False
    """Whether it is about the way from today's plan, so that today's own has none."""


def _of(quantity: Quantity, months: int) -> Row:
    return Row(quantity.label(months), lambda s: quantity.read(s.outcome), quantity.write, "most")


def _rows(months: int) -> list[Row]:
    return [
        Row("Budget a month", lambda s: s.budget, lambda v, m: m.exact(v), "none"),
        *(
            _of(quantity, months)
            for quantity in (
                quantities.REVENUE, quantities.GROSS_PROFIT, quantities.CUSTOMER_EQUITY,
                quantities.NEW_CUSTOMERS, quantities.CUSTOMERS_AT_END, quantities.SHARE_AT_END,
            )
        ),
        Row(f"Cost per new customer, {in_months(months)}", lambda s: s.cost_per_new_customer,
            lambda v, m: m.short(v), "least"),
        Row("Paid for itself by month", lambda s: s.payback,
            lambda v, _: "never behind" if v == 0 else f"{v:.0f}", "least", against_today=True),
        Row("Deepest cash point against today", lambda s: s.deepest_shortfall, lambda v, m: m.short(min(v, 0.0)),
            "most", against_today=True),
    ]  # fmt: skip


def figure_table(found: Sequence[Candidate], base: Candidate) -> str:
    """Return the table of figures; where all are written alike none is marked as best.

    Where totals differ, a row says what each unit of money beyond the budget of ``base`` adds to the measure.
    """
    figures = [scenario_figures(candidate.question) for candidate in found]
    rows, best = [], []
    for place, row in enumerate(_rows(base.question.months)):
        numbers = [_number(row, *each) for each in zip(found, figures, strict=True)]
        texts = [_text(row, number, candidate) for number, candidate in zip(numbers, found, strict=True)]
        rows.append([row.name, *texts])
        best += [(place, column) for column in _best(numbers, texts, row.best)]
    if extra := _per_extra(found, base):
        rows.append(extra)
    return markup.table("Figures side by side", ["", *(candidate.name for candidate in found)], rows, best)


def _per_extra(found: Sequence[Candidate], base: Candidate) -> list[str] | None:
    """Return what each unit beyond the budget of ``base`` adds; only where facts are the same and more is spent."""
    start, texts = base.question, []
    money = money_format(start.business.currency)
    for other in (candidate.question for candidate in found):
        per = per_extra_unit(start, other, other.value - start.value)
        more = other.plan.total > start.plan.total
        alike = other.business == start.business
        texts.append(money.short(per) if per is not None and more and alike else "–")
    if set(texts) == {"–"}:
        return None
    return [f"{capital(MEASURES[start.metric])} per {money.exact(1)} spent beyond {base.name}", *texts]


def _number(row: Row, candidate: Candidate, figures: ScenarioFigures) -> float | None:
    return None if row.against_today and candidate.as_today else row.read(figures)


def _text(row: Row, number: float | None, candidate: Candidate) -> str:
    if number is None:
        return "not yet" if row.against_today and not candidate.as_today else "–"
    return row.write(number, money_format(candidate.question.business.currency))


def _best(numbers: Sequence[float | None], texts: Sequence[str], which: Best) -> list[int]:
    """Return the columns of the best figure; none where half of them or more would be."""
    known = [number for number in numbers if number is not None]
    if len(known) < 2 or which == "none":
        return []
    top = texts[numbers.index(max(known) if which == "most" else min(known))]
    best = [column for column, text in enumerate(texts) if text == top]
    return best if 2 * len(best) <= len(known) else []
