"""Numbers, names and sentences in a link."""

from __future__ import annotations

import math
from collections.abc import Sequence

from simulator.facts.declaration import InvalidInput, Problem, shown
from simulator.facts.plural import plural
from simulator.workspace.scenario import readable_name

NONE = "none"
"""An optional fact left empty."""
LONGEST_NUMBER = 40


class Notes:
    """What had to be adjusted, one sentence each."""

    LIMIT = 8
    LIST = 6

    def __init__(self) -> None:
        self.sentences: list[str] = []
        self.place = ""
        """What the sentences to come are about, put before them: ``Plan 'B': ``."""

    def add(self, sentence: str) -> None:
        """Note one adjustment."""
        self.sentences.append(self.place + sentence)

    def instead(self, problem: Problem, stands: object) -> None:
        """Note what stands in place of something that could not be used."""
        self.add(f"{str(problem).rstrip('.')}; {worded(stands)} stands instead.")

    def listed(self, lead: str, items: Sequence[str]) -> None:
        """Note many things of one kind, in sentences of readable length."""
        for start in range(0, len(items), self.LIST):
            self.add(f"{lead}{'; '.join(items[start : start + self.LIST])}.")

    def summary(self) -> tuple[str, ...]:
        """Return the first sentences and how many more there are."""
        sentences = list(dict.fromkeys(self.sentences))
        more = len(sentences) - self.LIMIT
        tail = [f"And {plural(str(more), 'more adjustment')}."] if more > 0 else []
        return (*sentences[: self.LIMIT], *tail)


def worded(value: object) -> str:
    """Return what stands in place of something, as it is read in a sentence."""
    return value if isinstance(value, str) else shown(value)


def fact_text(value: str | float | None) -> str:
    """Return a fact as it stands in a link: the shortest digits that read back as the same number."""
    if value is None:
        return NONE
    if isinstance(value, str):
        return value
    return repr(float(value) or 0.0).removesuffix(".0").replace("e+", "e")


def read_number(text: str, low: float, high: float) -> tuple[object, float | None]:
    """Return what ``text`` says, and the nearest allowed number; None where it is no number."""
    try:
        number = float(text) if len(text) <= LONGEST_NUMBER else math.nan
    except ValueError:
        return text, None
    if not math.isfinite(number):
        return text, None
    return number, min(max(number, low), high)


def allowed_numbers(low: float, high: float) -> str:
    """Return the bounds in words."""
    return f"a number from {low:g} to {high:,.15g} is allowed"


def read_name(title: str, text: str, instead: str, notes: Notes) -> str:
    """Return ``text`` where it can be a name, else ``instead``."""
    try:
        return readable_name(title, text)
    except InvalidInput as error:
        notes.instead(error.problems[0], instead)
        return instead
