"""On which line of a file each part stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence

Place = tuple[str | int, ...]
"""Keys from the top, and places in lists: ``("company", "channels", 0, "spend")``."""

_HEADER = re.compile(r"\s*(\[\[?)(.*?)\]\]?\s*(#.*)?")
_ENTRY = re.compile(r"""\s*((?:[\w-]+|"(?:[^"\\]|\\.)*"|'[^']*'|\s*\.\s*)+?)\s*=""")


class Lines:
    """The lines of a TOML text by what stands on them."""

    def __init__(self, text: str) -> None:
        self._first: dict[Place, int] = {}
        self._counts: dict[Place, int] = {}
        table: Place = ()
        for number, line in enumerate(text.splitlines(), 1):
            if match := _HEADER.fullmatch(line):
                table = self._placed(_keys(match[2]), match[1] == "[[")
                self._first.setdefault(table, number)
            elif match := _ENTRY.match(line):
                self._first.setdefault((*table, *_keys(match[1])), number)

    def of(self, place: Sequence[str | int]) -> int | None:
        """Return the line of a part, or of the nearest that holds it; None where none does."""
        for end in range(len(place), 0, -1):
            if (line := self._first.get(tuple(place[:end]))) is not None:
                return line
        return None

    def _placed(self, keys: tuple[str, ...], listed: bool) -> Place:
        """Return where a header's table stands: in the last of each list above it."""
        place: Place = ()
        for depth, key in enumerate(keys, 1):
            place = (*place, key)
            if listed and depth == len(keys):
                self._counts[place] = self._counts.get(place, 0) + 1
            if place in self._counts:
                place = (*place, self._counts[place] - 1)
        return place


def _keys(text: str) -> tuple[str, ...]:
    """Return the parts of a dotted key; as it is where it is none."""
    try:
        value = tomllib.loads(f"{text} = 1")
    except ValueError:
        return (text.strip(),)
    keys: list[str] = []
    while isinstance(value, dict) and len(value) == 1:
        ((key, value),) = value.items()
        keys.append(key)
    return tuple(keys)
