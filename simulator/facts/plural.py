"""How many of a thing, in words: the one place that knows when it is one."""

from __future__ import annotations


def plural(number: str, noun: str) -> str:
    """Return a written number with its noun: 1 month, 2 months, 1.0 months, 0 months."""
    return f"{number} {noun}" if is_one(number) else f"{number} {noun}s"


def is_one(number: str) -> bool:
    """Return whether a written number is read as one."""
    return number == "1"
