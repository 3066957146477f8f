"""How low and high an answer counts, in the unit it is asked in: what Certainty draws from, said where it is typed."""

from __future__ import annotations

from pages.ui.text.entry import Entry
from pages.ui.text.ranged_entry import RangedEntry
from pages.ui.text.words import capital
from pages.your_business.form import Form
from simulator.guided.answers import RANGED, Row
from simulator.guided.back import fact_of
from simulator.guided.units import months
from simulator.ranges.fact_range import STATED, FactRange, ranges_of

ABOUT = (
    f"A number counts as {round(100 * (STATED[1] - 1))} % more or less. Less sure? Type a range, such as 20 to 30, or "
    "~25. Not known? Leave it blank, or type ?. What is spent counts as known."
)
DIGITS = 3
"""Significant digits of an end that nobody typed."""


def span_line(form: Form, field: str, entry: Entry) -> str:
    """Return how low and high the answer counts; blank where nothing is to be said of it."""
    found = _range(form, field)
    if found is None or not isinstance(entry, RangedEntry) or entry.value is None:
        return ""
    low, high = (form.asked(field, end) for end in (found.low, found.high))
    if low is None or high is None:
        return ""
    if found.owned:
        said = f"{capital(entry.said(_short(low), entry.value, _short(high)))}." if found.wide else "Known exactly."
        return f"{said} A month is the shortest here." if _shortened(form, field) else said
    said = f"Counts as {entry.write(_short(low))} to {entry.write(_short(high))}"
    leans = field == "paid" and found.kind == "guessed"
    return f"{said}{', as its share is a guess' if leans else ''}." if found.wide else ""


def _shortened(form: Form, field: str) -> bool:
    """Return whether the low end of a time is one that the model cannot tell from a month."""
    closing = form.answers.closing
    return (
        field == "closing" and closing is not None and bool(closing.low) and months(closing.low or 0, closing.unit) < 1
    )


def own_span(form: Form, field: str) -> bool:
    """Return whether the owner said how low and high an answer may be."""
    answer = form.answers.answered(field)
    return answer is not None and answer.ends != (None, None)


def row_line(form: Form, row: Row, entry: Entry) -> str:
    """Return how few and how many prospects a channel may bring, where that was said."""
    ends = [form.in_column(end, "prospects") for end in (row.prospects_low, row.prospects_high)]
    low, high = ("" if end is None else entry.write(_short(end)) for end in ends)
    if not low and not high:
        return ""
    return (
        "known exactly" if low == high else f"{low} to {high}" if low and high else f"{low or 'up'} to {high or 'more'}"
    )


def _range(form: Form, field: str) -> FactRange | None:
    """Return the range of the fact behind an answer; None while the answers are not what the company is made of."""
    if form.business is None or field not in RANGED or form.contradictions:
        return None
    closing = form.answers.closing
    if field == "closing" and closing and months(closing.value, closing.unit) < 1:
        return None
    path = fact_of(form.business, field)
    return next((each for each in ranges_of(form.business) if each.path == path), None)


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}") if value != round(value) else value
