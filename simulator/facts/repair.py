"""The nearest valid set of facts: as many of the wanted changes as hold together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import InvalidInput, Problem, declaration

Result = TypeVar("Result")
Changes = dict[str, Any]
Build = Callable[[Mapping[str, Any]], Result]


def nearest(build: Build[Result], changes: Mapping[str, Any]) -> tuple[Result, list[Problem]]:
    """Return ``build(kept)`` for as many ``changes`` as can be kept, and a problem for each given up.

    ``changes`` are keyed as in `Problem.field`; ``build`` raises `InvalidInput` for what does not fit
    together and must accept the empty mapping. Changes an error names go first; where an error names
    none of them, changes are put back by halves, those that belong together staying together.
    """
    kept = dict(changes)
    given_up: list[Problem] = []
    while True:
        try:
            return build(kept), given_up
        except InvalidInput as error:
            named = {problem.field: problem for problem in error.problems if problem.field in kept}
        if not named:
            break
        given_up.extend(named.values())
        for field in named:
            del kept[field]
    groups: dict[str, Changes] = {}
    for field, value in kept.items():
        groups.setdefault(_group(field), {})[field] = value
    accepted: Changes = {}
    given_up.extend(_put_back(build, accepted, list(groups.values())))
    return build(accepted), given_up


def _put_back(build: Build[Result], accepted: Changes, groups: Sequence[Changes]) -> list[Problem]:
    """Add to ``accepted`` what fits, and return a problem for each change that does not."""
    wanted = {field: value for group in groups for field, value in group.items()}
    try:
        build({**accepted, **wanted})
    except InvalidInput as error:
        if len(wanted) == 1:
            return [_about(field, value, error.problems[0]) for field, value in wanted.items()]
    else:
        accepted.update(wanted)
        return []
    parts = groups if len(groups) > 1 else [{field: value} for field, value in wanted.items()]
    middle = len(parts) // 2
    return _put_back(build, accepted, parts[:middle]) + _put_back(build, accepted, parts[middle:])


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
    allowed = f"it does not fit the other facts ({str(problem).rstrip('.')})"
    return Problem(field, title_of(field), value, allowed)


def unit_of(path: str) -> str:
    """Return the unit of the fact at a path, as declared; blank for one that has none."""
    owner, _, fact = path.rpartition(".")
    return str(declaration(Channel if owner else Business, fact).get("unit", ""))


def title_of(field: str) -> str:
    """Return how a person reads ``Problem.field``: ``Search: Spend`` for ``channels.Search.spend``."""
    owner, _, fact = field.rpartition(".")
    if not owner:
        return str(declaration(Business, fact)["title"])
    return f"{owner.removeprefix('channels.')}: {declaration(Channel, fact)['title']}"
