"""How many of a thing, in words: the one place that knows when it is one."""

from __future__ import annotations


def plural(number: str, noun: str, many: str = "") -> str:
    """Return a written number with its noun: 1 month, 2 months, 1.0 months, 0 months; ``many``: 2 guesses."""
    return f"{number} {noun if is_one(number) else many or f'{noun}s'}"


def is_one(number: str) -> bool:
    """Return whether a written number is read as one."""
    return number == "1"
