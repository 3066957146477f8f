"""The nearest valid set of facts: as many of the wanted changes as hold together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from simulator.validation import InvalidInput, Problem

Result = TypeVar("Result")
Build = Callable[[Mapping[str, Any]], Result]


def nearest(build: Build[Result], changes: Mapping[str, Any]) -> tuple[Result, list[Problem]]:
    """Return ``build(kept)`` for as many ``changes`` as can be kept, and a problem for each given up.

    ``changes`` are keyed as in `Problem.field`; ``build`` raises `InvalidInput` for what does not fit
    together and must accept the empty mapping. Changes an error names go first; where an error names
    none of them, changes are put back group by group.
    """
    kept = dict(changes)
    given_up: list[Problem] = []
    while True:
        try:
            return build(kept), given_up
        except InvalidInput as error:
            named = {problem.field: problem for problem in error.problems if problem.field in kept}
        if not named:
            return _put_back(build, kept, given_up)
        given_up.extend(named.values())
        for field in named:
            del kept[field]


def _put_back(
    build: Build[Result], changes: Mapping[str, Any], given_up: list[Problem]
) -> tuple[Result, list[Problem]]:
    groups: dict[str, dict[str, Any]] = {}
    for field, value in changes.items():
        groups.setdefault(_group(field), {})[field] = value
    accepted: dict[str, Any] = {}
    result = build(accepted)
    for group in groups.values():
        try:
            result = build({**accepted, **group})
            accepted |= group
            continue
        except InvalidInput:
            pass
        for field, value in group.items():
            try:
                result = build({**accepted, field: value})
                accepted[field] = value
            except InvalidInput as error:
                given_up.append(_about(field, value, error.problems[0]))
    return result, given_up


def _group(field: str) -> str:
    """Return what facts that only make sense together have in common."""
    if field.startswith("channels."):
        return field.rpartition(".")[0]
    if field.startswith(("win_rate", "conversion")):
        return "conversion"
    if field.startswith(("share", "upsell", "churn", "discount")):
        return "upsell"
    return field


def _about(field: str, value: object, problem: Problem) -> Problem:
    if problem.field == field:
        return problem
    return Problem(field, "", value, f"it does not fit the other facts ({str(problem).rstrip('.')})")
