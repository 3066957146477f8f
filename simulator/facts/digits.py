"""Numbers within sentences: written the English way, unless whoever shows the sentences writes them for its reader."""

from __future__ import annotations

from collections.abc import Callable

Writer = Callable[[str], str]
"""From digits that are grouped the English way to those of the reader at hand."""
_WRITERS: list[Writer] = []


def follow(writer: Writer) -> None:
    """Let ``writer`` write the digits of each number from now on; it is asked anew for each."""
    _WRITERS[:] = [writer]


def digits(value: float, form: str = ",.10g") -> str:
    """Return a number by one of Python's format specifications, in the separators of the reader at hand."""
    text = f"{value:{form}}"
    return _WRITERS[0](text) if _WRITERS else text
