"""Reading how a link shows its scenarios: horizon, measure, locks, limits and whether the total is held."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from simulator.facts.business import MAX_CHANNELS
from simulator.facts.declaration import InvalidInput, Problem, shown
from simulator.facts.limits import SpendLimit
from simulator.facts.measures import METRICS, Metric
from simulator.facts.names import SEPARATOR, apart, lever_title, taken_by_a_lever
from simulator.facts.plan import PLAN_LIMIT
from simulator.link.text import Notes, allowed_numbers, read_number

ENDS = ("least", "most")


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


def read_limits(texts: Sequence[str], levers: Collection[str], notes: Notes) -> tuple[SpendLimit, ...]:
    """Return the limits of levers there are, the last ones of each."""
    found: dict[str, SpendLimit] = {}
    for text in texts:
        lever, *ends = text.split(SEPARATOR, 2)
        if lever not in levers:
            notes.add(f"The limits on {shown(lever)} are dropped: there is no such lever.")
            continue
        least, most = (_limit_end(lever, name, end, notes) for name, end in zip(ENDS, [*ends, "", ""], strict=False))
        try:
            found[lever] = SpendLimit(lever, least or 0.0, most)
        except InvalidInput as error:
            notes.add(f"{str(error).rstrip('.')}; {lever_title(lever)} has no limits.")
    return tuple(found.values())


def _limit_end(lever: str, name: str, text: str, notes: Notes) -> float | None:
    if not text:
        return None
    found, amount = read_number(text, 0, PLAN_LIMIT)
    if amount != found:
        stands = "none" if amount is None else amount
        title = f"The {name} on {lever_title(lever)}"
        notes.instead(Problem(f"limits.{lever}.{name}", title, found, allowed_numbers(0, PLAN_LIMIT)), stands)
    return amount


def read_held(text: str | None, expected: bool, notes: Notes) -> bool:
    """Return whether the total is held; every link that holds figures ends in it, so that a cut shows."""
    if text is None and expected:
        notes.add("The end of this link is missing: its last figures may be cut, and the total is held.")
    elif text not in (None, "held", "free"):
        notes.instead(Problem("total", "Total budget", text, "held or free is allowed"), "held")
    return text != "free"
