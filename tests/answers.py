"""What an owner may answer to the guided start, within the bounds of its questions."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from simulator.facts.sources import Ends
from simulator.guided.answers import QUESTIONS, RANGED, ROW_RANGES, Answer, Answers, Judged, Range, Row
from simulator.guided.checks import contradictions_in, taking

BAKER = Answers(
    name="Corner bakery",
    currency="GBP",
    channels=(Row("Leaflets", 300.0, 20.0), Row("Word of mouth", 0.0, 8.0)),
    wins=Answer(7.0, "people a month"),
    sales_spend=Answer(12000.0, "money a year"),
    customers=Answer(60.0, "people"),
    leaving=Answer(6.0, "per cent a year"),
    paid=Answer(1200.0, "a year"),
)
"""A firm whose owner left some questions open."""


def numbers(bounds: Range) -> st.SearchStrategy[float]:
    """Any number within bounds, most of them of a size one meets."""
    low, high = bounds
    middle = st.floats(max(low, 0.01), min(high, 1e5)).map(lambda number: float(f"{number:.4g}"))
    return st.sampled_from([low, high]) | middle | st.floats(low, high, allow_subnormal=False)


@st.composite
def ends_of(draw: Any, value: float, bounds: Range) -> Ends:
    """How low and high a number within bounds may be, each said or not."""
    low, high = draw(st.none() | st.floats(0.1, 1)), draw(st.none() | st.floats(1, 4))
    return (
        None if low is None else max(value * low, bounds[0]), None if high is None else min(value * high, bounds[1])
    )  # fmt: skip


@st.composite
def any_answers(draw: Any) -> Answers:
    """Any answers within the bounds of each question, some left open."""
    given: dict[str, Any] = {}
    for ask in QUESTIONS[1:]:
        if draw(st.booleans()):
            unit = draw(st.sampled_from(list(ask.units)))
            value = draw(numbers(ask.units[unit]))
            ends = draw(ends_of(value, ask.units[unit])) if ask.field in RANGED else (None, None)
            given[ask.field] = Answer(value, unit, *ends)
    units = {f"{column}_unit": draw(st.sampled_from(list(ROW_RANGES[column]))) for column in ("spend", "prospects")}
    rows = []
    for place in range(draw(st.integers(0, 4))):
        cells = {
            column: draw(st.none() | numbers(ranges[units["spend_unit" if column == "spend" else "prospects_unit"]]))
            for column, ranges in ROW_RANGES.items()
        }
        people = cells["prospects"]
        bounds = ROW_RANGES["prospects"][units["prospects_unit"]]
        low, high = (None, None) if people is None else draw(ends_of(people, bounds))
        rows.append(Row(f"Channel {place}", **cells, prospects_low=low, prospects_high=high))
    for judged in ("sales_judged", "care_judged"):
        if draw(st.booleans()):
            given[judged] = Judged(*(draw(st.none() | st.floats(0, 100)) for _ in range(2)))
    given |= {
        "hour_cost": draw(st.none() | st.floats(1, 1e4)),
        "orders_a_year": draw(st.none() | st.floats(0.01, 1000)),
    }
    return Answers(channels=tuple(rows), **units, **given)


def fitting(answers: Answers) -> Answers:
    """Return the answers with the nearest sound value of each that contradicts another."""
    for _ in range(60):
        found = contradictions_in(answers)
        if not found:
            break
        answers = taking(answers, found[0])
    return answers
