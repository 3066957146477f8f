"""What does not fit among facts that are being typed: one sentence for each, and the nearest sound value to take.

`contradictions` covers every check that `Business` and `Channel` make: numbers out of bounds or missing, names that
cannot be told apart, a currency, spends of nothing that need a reference, customers by channel, discounting, and for
each response curve the points no sound curve goes through and the tops it may not pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.facts.business import Business
from simulator.facts.contradiction_words import sentence_of
from simulator.facts.declaration import InvalidInput, Problem
from simulator.facts.nearest_values import candidates
from simulator.facts.paths import changed_at

Value = float | str | None


@dataclass(frozen=True)
class Contradiction:
    """One thing that cannot be as it is: where it stands, in one sentence, and what could stand there instead."""

    field: str
    """Path of the fact to change, as in `Problem.field`; where no value of the one refused would do, another's."""
    sentence: str
    nearest: Value
    """The nearest sound value of that fact; None: leave it empty."""


def contradictions(business: Business, changes: Mapping[str, Any]) -> tuple[Contradiction, ...]:
    """Return what would not fit if a valid company had these facts (by path) instead; nothing where all fits."""
    found = [_contradiction(business, changes, problem) for problem in _problems(business, changes)]
    return tuple({each.field: each for each in reversed(found)}.values())[::-1]


def mended(business: Business, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the changes with the nearest sound value of each that does not fit; the valid ones stay as they are."""
    taken = dict(changes)
    # Each step settles one fact; taking one may show what could not be seen before it.
    for _ in range(10 * (len(changes) + 10)):
        found = contradictions(business, taken)
        if not found:
            return taken
        taken[found[0].field] = found[0].nearest
    return {}


def _problems(business: Business, changes: Mapping[str, Any]) -> tuple[Problem, ...]:
    try:
        changed_at(business, changes)
    except InvalidInput as error:
        return error.problems
    return ()


def _contradiction(business: Business, changes: Mapping[str, Any], problem: Problem) -> Contradiction:
    sentence = sentence_of(business, changes, problem)
    for field, value in (*candidates(business, changes, problem), *_as_before(business, changes, problem)):
        left = {each.field for each in _problems(business, {**changes, field: value})}
        if problem.field not in left and field not in left:
            return Contradiction(field, sentence, value)
    return Contradiction(problem.field, sentence, dict(_standing(business, [problem.field])).get(problem.field))


def _as_before(business: Business, changes: Mapping[str, Any], problem: Problem) -> Iterator[tuple[str, Any]]:
    """Yield what stood there while all was well: of the fact refused, then of any other that was changed."""
    yield from _standing(business, [problem.field, *changes])


def _standing(business: Business, paths: list[str]) -> Iterator[tuple[str, Any]]:
    for path in paths:
        owner, _, fact = path.rpartition(".")
        holder = next(
            (each for each in business.channels if owner == f"channels.{each.name}"), None if owner else business
        )
        if holder is not None and fact in type(holder).model_fields:
            yield path, getattr(holder, fact)
