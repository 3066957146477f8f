"""Facts as they are gathered from answers, and which of them are guesses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from simulator.facts.origin import Origin


@dataclass
class Draft:
    """Facts of one owner as they are gathered, and the reasons of those that are guesses."""

    facts: dict[str, Any] = field(default_factory=dict)
    guesses: dict[str, str] = field(default_factory=dict)

    def put(self, fact: str, value: Any, guessed: str = "") -> None:
        """Keep a fact; ``guessed``: the reason where it is a guess."""
        self.facts[fact] = value
        if guessed:
            self.guesses[fact] = guessed

    def origins(self) -> list[Origin]:
        """Return where the guessed facts come from."""
        return [Origin(fact=fact, kind="guessed", source=why) for fact, why in self.guesses.items()]
