"""Reading how a link shows its scenarios: horizon, measure, locks and whether the total is held."""

from __future__ import annotations

from collections.abc import Collection

from simulator.facts.business import MAX_CHANNELS
from simulator.facts.declaration import Problem, shown
from simulator.facts.measures import METRICS, Metric
from simulator.facts.names import SEPARATOR, apart, taken_by_a_lever
from simulator.link.text import Notes, read_number


def whole_number(text: str | None, title: str, bounds: tuple[int, int], default: int, notes: Notes) -> int:
    """Return the nearest allowed whole number."""
    if text is None:
        return default
    found, number = read_number(text, *bounds)
    stands = default if number is None else round(number)
    if stands != found:
        notes.instead(Problem("", title, found, f"a whole number from {bounds[0]} to {bounds[1]} is allowed"), stands)
    return stands


def read_metric(text: str | None, notes: Notes) -> Metric:
    """Return what plans are compared by."""
    for metric in METRICS:
        if text == metric:
            return metric
    if text is not None:
        notes.instead(Problem("metric", "Measure", text, f"one of {', '.join(METRICS)} is allowed"), METRICS[0])
    return METRICS[0]


def read_locked(text: str | None, levers: Collection[str], notes: Notes) -> frozenset[str]:
    """Return the locked levers there are."""
    stated = text.split(SEPARATOR, 8 * MAX_CHANNELS) if text else []
    names = [apart(name) if taken_by_a_lever(name) else name for name in stated]
    for name in names:
        if name not in levers:
            notes.add(f"The lock on {shown(name)} is dropped: there is no such lever.")
    return frozenset(names) & frozenset(levers)


def read_held(text: str | None, expected: bool, notes: Notes) -> bool:
    """Return whether the total is held; every link that holds figures ends in it, so that a cut shows."""
    if text is None and expected:
        notes.add("The end of this link is missing: its last figures may be cut, and the total is held.")
    elif text not in (None, "held", "free"):
        notes.instead(Problem("total", "Total budget", text, "held or free is allowed"), "held")
    return text != "free"
