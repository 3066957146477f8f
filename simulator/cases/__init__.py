"""The stock cases: named, versioned companies to try, to teach with and to share by a short link.

Each is one file ``<id>.v<version>.json`` that never changes once published: a change is a new version.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal, get_args

from simulator.facts.business import Business
from simulator.facts.declaration import InvalidInput, Problem

Verdict = Literal["sales", "marketing", "both", "share of wallet", "neither"]

ORDER = ("northwind", "brightwater", "harbourlane", "tallgrass", "elmstreet", "plainbook", "nordhafen", "olist")
"""Ids in the order in which to teach them: the four answers first, then three trades, then the real one."""

FILE_NAME = re.compile(r"([a-z][a-z0-9]*)\.v([1-9][0-9]*)\.json")


@dataclass(frozen=True)
class Case:
    """One stock case. ``story`` is fit to be read aloud; ``assumptions`` lists what is assumed, not known."""

    id: str
    version: int
    title: str
    company: str
    story: str
    question: str
    verdict: Verdict | None
    """The answer the case was made for; None where it was made for none."""
    assumptions: tuple[str, ...]
    business: Business

    @property
    def ref(self) -> str:
        """The name that always means exactly these facts, fit for a link: ``northwind.1``."""
        return f"{self.id}.{self.version}"


@cache
def list_cases() -> tuple[Case, ...]:
    """Return the newest version of each case, in teaching order."""
    return tuple(load_case(name) for name in ORDER)


def load_case(id: str, version: int | None = None) -> Case:
    """Return one case, the newest version unless one is given, here or as in ``northwind.1``.

    `InvalidInput` names the allowed ids or versions where there is no such case.
    """
    name, _, suffix = str(id).partition(".")
    versions = _published().get(name)
    if versions is None:
        raise InvalidInput(Problem("case", "Case", id, f"the cases are {', '.join(sorted(_published()))}"))
    stated = {str(given) for given in (suffix, version) if given not in ("", None)}
    wanted = stated or {str(max(versions))}
    known = {str(number): number for number in versions}
    if len(wanted) > 1 or not wanted <= known.keys():
        allowed = f"the published versions are {', '.join(known)}"
        raise InvalidInput(Problem("case.version", f"Version of {name}", " and ".join(sorted(wanted)), allowed))
    return _read(name, known[wanted.pop()])


@cache
def _published() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for file in files(__name__).iterdir():
        if match := FILE_NAME.fullmatch(file.name):
            found.setdefault(match[1], []).append(int(match[2]))
    return {name: sorted(versions) for name, versions in found.items()}


@cache
def _read(id: str, version: int) -> Case:
    return case_from(json.loads(_file(id, version).read_text(encoding="utf-8")))


def _file(id: str, version: int) -> Traversable:
    return files(__name__) / f"{id}.v{version}.json"


def case_from(document: dict[str, Any]) -> Case:
    """Return the case a parsed case file describes; `InvalidInput` where it is none."""
    names = [field.name for field in fields(Case)]
    for name in {*names, *document}:
        if name not in names:
            raise InvalidInput(Problem(name, name, document[name], "this is no part of a case"))
        if name not in document:
            raise InvalidInput(Problem(name, name, None, "each case states it"))
    verdict = document["verdict"]
    if verdict is not None and verdict not in get_args(Verdict):
        allowed = f"one of {', '.join(get_args(Verdict))}, or null"
        raise InvalidInput(Problem("verdict", "Verdict", verdict, allowed))
    given = {**document, "assumptions": tuple(document["assumptions"]), "business": Business(**document["business"])}
    return Case(**given)
