"""Texts of several lines: breaks stand where they were typed, as far as a text has room for lines."""

from __future__ import annotations

from itertools import groupby

from pydantic import BeforeValidator


def in_lines(text: str, most: int) -> str:
    """Return a text in ``most`` lines at most; what stands in further ones follows in the last.

    Whatever breaks lines is one sign then. Blank lines count, and several are one.
    """
    lines = [line.strip() for line in text.strip().splitlines()]
    lines = [line for blank, same in groupby(lines, lambda line: not line) for line in ([""] if blank else same)]
    kept, rest = lines[: most - 1], lines[most - 1 :]
    return "\n".join([*kept, *filter(None, [" ".join(filter(None, rest))])]).strip()


def up_to(most: int) -> BeforeValidator:
    """Return what makes any text that is stored, or read from a file, one of at most so many lines."""
    return BeforeValidator(lambda given: in_lines(given, most) if isinstance(given, str) else given)
