"""The library's reference as Markdown: every public name with its signature and docstring, and what calls return."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import simulator
from docs.told import told
from simulator.cases import Case
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import Declared, InvalidInput, Problem
from simulator.model.outcome import Outcome
from simulator.optimise.optimizer import Optimum

RETURNED = (Outcome, Optimum, Case, InvalidInput, Problem)
"""Classes that no caller makes, but every caller reads."""
FACTS: dict[type, str] = {Business: "company facts", Channel: "channel facts"}


def reference() -> str:
    """Return the page's Markdown."""
    public = [getattr(simulator, name) for name in simulator.__all__]
    calls = [each for each in public if not inspect.isclass(each)]
    classes = [*(each for each in public if inspect.isclass(each)), *RETURNED]
    return "\n\n".join(["# The library's reference", *map(_function, calls), *map(_class, classes)])


def names() -> set[str]:
    """Return the names that have a place of their own on the page."""
    return {*simulator.__all__, *(each.__name__ for each in RETURNED)}


def _function(function: Callable[..., Any], level: str = "##", owner: str = "") -> str:
    signature = str(inspect.signature(function)).replace("'", "")
    name = f"{owner}{function.__name__}"
    return f"{level} {name}\n\n`{name}{signature}`\n\n{_said(function)}"


def _class(kind: type) -> str:
    parts = [f"## {kind.__name__}", _said(kind)]
    if kind in FACTS:
        parts.append(told()[FACTS[kind]]())
    elif fields := list(_fields(kind)):
        parts.append("\n".join(f"- `{name}`: {type_}{f'. {said}' if said else ''}" for name, type_, said in fields))
    for name, member in vars(kind).items():
        if name.startswith("_") or not _said(member) or (issubclass(kind, Declared) and name == "model_config"):
            continue
        if isinstance(member, property | cached_property):
            parts.append(f"- `{name}`: {_said(member)}")
        elif inspect.isfunction(member):
            parts.append(_function(member, "###", f"{kind.__name__}."))
        elif isinstance(member, classmethod):
            parts.append(_function(getattr(kind, name), "###", f"{kind.__name__}."))
    return "\n\n".join(parts)


def _fields(kind: type) -> Iterator[tuple[str, str, str]]:
    """Yield each annotated field of a class with its type and the text that stands below it in the source."""
    body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    assert isinstance(body, ast.ClassDef)
    for line, below in zip(body.body, [*body.body[1:], None], strict=True):
        if not isinstance(line, ast.AnnAssign) or not isinstance(line.target, ast.Name):
            continue
        text = below.value.value if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) else ""
        if not line.target.id.startswith("_"):
            yield line.target.id, f"`{ast.unparse(line.annotation)}`", inspect.cleandoc(str(text)).replace("\n", " ")


def _said(member: Any) -> str:
    return inspect.getdoc(member) or ""
