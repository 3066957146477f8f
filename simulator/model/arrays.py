"""Arrays as the model uses them: never divided by zero, and not to be written to once handed out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Value = TypeVar("Value")

NO_PROSPECTS = 1e-9
"""Stands for zero prospects or customers where money is divided among them: all of it goes to the first."""


def positive(amount: Array) -> Array:
    """Return ``amount``, but never quite zero, to divide by."""
    larger: Array = np.maximum(amount, NO_PROSPECTS)
    return larger


def sealed(value: Value) -> Value:
    """Return ``value`` itself, its arrays read-only: those of a dataclass, of what is in it, and of tuples and lists.

    Results are computed once and handed to all who ask again, so that whoever wrote to one would change them all.
    """
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    elif isinstance(value, (tuple, list)):
        for each in value:
            sealed(each)
    elif is_dataclass(value):
        for field in fields(value):
            sealed(getattr(value, field.name))
    return value


class ReadOnly:
    """What a result inherits from so that its arrays, and those of what it holds, are read-only: a dataclass."""

    def __post_init__(self) -> None:
        sealed(self)


class sealed_property(cached_property[Value]):  # noqa: N801 - used as a decorator, like its parent
    """A property computed once, its arrays read-only."""

    def __init__(self, compute: Callable[[Any], Value]) -> None:
        super().__init__(lambda owner: sealed(compute(owner)))
        self.__doc__ = compute.__doc__
