"""The figures of all candidates side by side, the best of each row marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pages.compare.candidates import Candidate
from pages.ui.text import markup
from pages.ui.text.formats import MoneyFormat, count, money_format, percent
from simulator.insight.comparison import Standing, standing

Row = tuple[str, Callable[[Standing], float | None], Callable[[float, MoneyFormat], str], bool]
"""A figure's name, how to read and to write it, and whether more of it is better."""

ROWS: tuple[Row, ...] = (
    ("Revenue", lambda s: s.revenue, lambda v, m: m.short(v), True),
    ("Gross profit", lambda s: s.gross_profit, lambda v, m: m.short(v), True),
    ("Customer equity", lambda s: s.customer_equity, lambda v, m: m.short(v), True),
    ("New customers", lambda s: s.new_customers, lambda v, _: count(v), True),
    ("Cost per new customer", lambda s: s.cost_per_new_customer, lambda v, m: m.short(v), False),
    ("Share of wallet at the end", lambda s: s.share_of_wallet, lambda v, _: percent(v, 1), True),
    ("Paid for itself by month", lambda s: s.payback, lambda v, _: "never behind" if v == 0 else f"{v:.0f}", False),
    ("Deepest cash point against today", lambda s: s.dip, lambda v, m: m.short(v) if v < 0 else m.short(0), True),
)


AGAINST_TODAY = ("Paid for itself by month", "Deepest cash point against today")
"""Figures that today's own plan has none of."""


def figure_table(found: Sequence[Candidate], months: int) -> str:
    """Return the table of figures; where all are written alike none is marked as best."""
    figures = [standing(candidate.scenario, months) for candidate in found]
    formats = [money_format(candidate.scenario.business.currency) for candidate in found]
    rows, best = [], []
    for place, (name, read, write, more) in enumerate(ROWS):
        numbers = [read(each) for each in figures]
        texts = [_text(name, number, write, form) for number, form in zip(numbers, formats, strict=True)]
        for column, candidate in enumerate(found):
            if name in AGAINST_TODAY and candidate.scenario.plan == candidate.scenario.business.plan:
                numbers[column], texts[column] = None, "–"
        rows.append([name, *texts])
        best += [(place, column) for column in _best(numbers, texts, more)]
    return markup.table("Figures side by side", ["", *(candidate.name for candidate in found)], rows, best)


def _text(name: str, number: float | None, write: Callable[[float, MoneyFormat], str], money: MoneyFormat) -> str:
    if number is None:
        return "not yet" if name in AGAINST_TODAY else "–"
    return write(number, money)


def _best(numbers: Sequence[float | None], texts: Sequence[str], more: bool) -> list[int]:
    """Return the columns of the best figure; none where half of them or more would be."""
    known = [number for number in numbers if number is not None]
    if len(known) < 2:
        return []
    top = texts[numbers.index(max(known) if more else min(known))]
    best = [column for column, text in enumerate(texts) if text == top]
    return best if 2 * len(best) <= len(known) else []
