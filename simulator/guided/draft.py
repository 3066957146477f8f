"""Facts as they are gathered from answers, and which of them are guesses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulator.facts.origin import ENDS, Origin
from simulator.facts.sources import Ends
from simulator.guided.answers import Answer


@dataclass
class Draft:
    """Facts of one owner as they are gathered, the reasons of those that are guesses, and the low and high said."""

    facts: dict[str, Any] = field(default_factory=dict)
    guesses: dict[str, str] = field(default_factory=dict)
    ends: dict[str, Ends] = field(default_factory=dict)

    def put(self, fact: str, value: Any, guessed: str = "") -> None:
        """Keep a fact; ``guessed``: the reason where it is a guess."""
        self.facts[fact] = value
        if guessed:
            self.guesses[fact] = guessed

    def say(self, fact: str, answer: Answer, made: Callable[[float], float], guessed: str = "") -> None:
        """Keep the fact that an answer makes, and with it how low and high the answer may be."""
        self.put(fact, made(answer.value), guessed)
        self.between(fact, answer.ends, made)

    def between(self, fact: str, ends: Ends, made: Callable[[float], float]) -> None:
        """Keep how low and high a fact may be, made as the fact itself was; nothing where neither was said."""
        if ends != (None, None):
            low, high = (None if end is None else made(end) for end in ends)
            self.ends[fact] = low, high

    def own_ends(self) -> dict[str, Any]:
        """Return the ends that are facts of their own, see `ENDS`."""
        said = ((ENDS.get(fact, (None, None)), ends) for fact, ends in self.ends.items())
        pairs = (pair for names, ends in said for pair in zip(names, ends, strict=True))
        return {name: end for name, end in pairs if name and end is not None}

    def origins(self) -> list[Origin]:
        """Return where the guessed facts come from, and the low and high of all."""
        return [self._origin(fact) for fact in dict.fromkeys((*self.guesses, *self.ends))]

    def _origin(self, fact: str) -> Origin:
        names, said = ENDS.get(fact, (None, None)), self.ends.get(fact, (None, None))
        low, high = (None if name else end for name, end in zip(names, said, strict=True))
        why = self.guesses.get(fact)
        return Origin(fact=fact, kind="stated" if why is None else "guessed", source=why or "", low=low, high=high)
