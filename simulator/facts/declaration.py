"""How facts and plans are declared and checked: each field once, each error in one clear sentence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticUndefined


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input: where it stands, what was given and what is allowed."""

    field: str
    """Machine name of the field, with dots for nesting: ``channels.Search.spend``."""
    title: str
    """The field as a person reads it: ``Search: Spend``."""
    value: object
    allowed: str
    sentence: str = ""
    """All of it in one sentence, for where the parts alone would not make a good one."""

    def __str__(self) -> str:
        return self.sentence or f"{self.title} is {shown(self.value)}: {self.allowed}."


class InvalidInput(ValueError):
    """Raised for facts, plans and arguments that cannot be used; ``problems`` lists every reason."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(" ".join(str(problem) for problem in problems))


def shown(value: object) -> str:
    """Return a short form of any value, fit to stand in a message."""
    if value is None or value is PydanticUndefined:
        return "missing"
    if isinstance(value, float):
        return f"{value:,.15g}" if math.isfinite(value) else str(value)
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def fact(
    title: str,
    unit: str,
    low: float,
    high: float,
    step: float,
    help: str = "",
    default: Any = ...,
) -> Any:
    """Declare one numeric field: every check, widget, link and document reads this declaration.

    ``low`` and ``high`` are inclusive bounds in ``unit``; ``step`` is what one press of + changes.
    """
    return Field(
        default,
        title=title,
        ge=low,
        le=high,
        allow_inf_nan=False,
        description=help,
        json_schema_extra={"unit": unit, "step": step, "low": low, "high": high},
    )


class Declared(BaseModel):
    """Base of all facts and plans: frozen, closed to unknown fields, with readable errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True)

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            owner = str(values.get("name", ""))
            raise InvalidInput(*_problems(type(self), error, owner)) from None

    def changed(self, **values: Any) -> Self:
        """Return a copy with some fields replaced, checked like any new object."""
        return type(self)(**{**dict(self), **values})


def declaration(model: type[BaseModel], field: str) -> dict[str, Any]:
    """Return ``title, unit, low, high, step, help, default`` of one declared field."""
    info = model.model_fields[field]
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    default = None if info.default is PydanticUndefined else info.default
    return {**extra, "title": info.title or field, "help": info.description or "", "default": default}


def _problems(model: type[BaseModel], error: ValidationError, owner: str) -> list[Problem]:
    found: dict[str, Problem] = {}
    errors = error.errors()
    refused_inside = {item["loc"][0] for item in errors if len(item["loc"]) > 1}
    for item in errors:
        cause = item.get("ctx", {}).get("error")
        if isinstance(cause, InvalidInput):
            found |= {problem.field: problem for problem in cause.problems}
        elif item["type"] != "too_short" or item["loc"][0] not in refused_inside:
            problem = _problem(model, item, owner)
            found.setdefault(problem.field, problem)
    return list(found.values())


def _problem(model: type[BaseModel], item: ErrorDetails, owner: str) -> Problem:
    name, *inner = (str(step) for step in item["loc"] or (model.__name__.lower(),))
    value = None if item["type"] == "missing" else item["input"]
    if name not in model.model_fields:
        return Problem(name, name, value, f"this is no fact of a {model.__name__.lower()}")
    declared = declaration(model, name)
    prefix = f"{owner}: " if model.__name__ == "Channel" and owner else ""
    field = f"channels.{owner}.{name}" if prefix else name
    title = prefix + str(declared["title"])
    if inner and inner[-1] != "[key]" and "each" in declared:
        field, title = f"{field}.{inner[0]}", f"{title}: {inner[0]}"
        declared = declared["each"]
    return Problem(field, title, value, _allowed(declared, item))


def _allowed(declared: dict[str, Any], item: ErrorDetails) -> str:
    if "low" in declared:
        return f"a number from {declared['low']:g} to {declared['high']:,.15g} is allowed"
    if "allowed" in declared:
        return str(declared["allowed"])
    if item["type"] == "literal_error":
        return f"{item.get('ctx', {})['expected']} is allowed"
    if item["type"] == "string_too_long":
        return f"up to {item['ctx']['max_length']} signs are allowed, and these are {len(item['input'])}"
    plain = {"string_type": "a text is needed", "missing": "it is needed"}
    return plain.get(item["type"], item["msg"].removeprefix("Value error, ").rstrip("."))
