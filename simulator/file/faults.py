"""What is wrong with a file, line by line."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.facts.declaration import shown
from simulator.file.lines import Lines


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a file: the line, where there is one, and the reason as a sentence."""

    line: int | None
    reason: str

    def __str__(self) -> str:
        return self.reason if self.line is None else f"Line {self.line}: {self.reason}"


class BrokenFile(ValueError):
    """Raised for a file that cannot be opened; ``faults`` lists every reason."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__(" ".join(map(str, faults)))


@dataclass
class Faults:
    """What is found wrong while a file is read, and what was left out of it."""

    lines: Lines
    found: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, place: Sequence[str | int], reason: str) -> None:
        """Note one fault, its sentence with or without an end."""
        fault = Fault(self.lines.of(place), f"{reason.rstrip('.')}.")
        if fault not in self.found:
            self.found.append(fault)

    def table(self, value: object, place: Sequence[str | int], known: Collection[str] | None) -> dict[str, Any]:
        """Return a table, what is no part of it left out and noted; empty, and a fault, where it is none."""
        if not isinstance(value, Mapping):
            self.add(place, f"{shown(place[-1])} is {shown(value)}: a table is needed")
            return {}
        for name in value:
            if known is not None and name not in known:
                line = self.lines.of((*place, name))
                self.notes.append(str(Fault(line, f"{shown(name)} is no part of {_named(place)}, so it is left out.")))
        return {name: each for name, each in value.items() if known is None or name in known}

    def tables(self, value: object, place: Sequence[str | int]) -> list[object]:
        """Return a list of tables; empty, and a fault, where it is none."""
        if not isinstance(value, list):
            self.add(place, f"{shown(place[-1])} is {shown(value)}: a list of tables is needed")
            return []
        return value


def _named(place: Sequence[str | int]) -> str:
    names = [name for name in place if isinstance(name, str)]
    return f"[{'.'.join(names)}]" if names else "a file"
