"""A field for a number one may be unsure of: it takes a range as well, and says what it understood."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pages.ui.text.entry import Entry, Taken
from pages.ui.text.formats import plain
from pages.ui.text.ranges import InUnit, Spread, Unknown, of_a_hundred, ranged
from simulator.facts.guesses import OFF_BY

KNOWN = "What is spent counts as known."


@dataclass(frozen=True)
class RangedEntry(Entry):
    """A field for one number with or without how low and high it may be."""

    by_ratio: bool = False
    """Whether the amount may be of any size, so that far ends have their middle by ratio."""
    percent: RangedEntry | None = None
    """The same field in per cent, where the question may be answered so and is asked in another unit."""
    percent_unit: str = ""
    known: bool = False
    """Whether it counts as known all the same: of a range the likely value alone is taken, which is said."""

    @classmethod
    def of(cls, entry: Entry, **more: Any) -> RangedEntry:
        """Return the field of a plain number as one that takes a range too; ``more``: what it has beyond that one."""
        return cls(**vars(entry), **more)

    def read(self, text: str) -> Taken:
        """Return what is made of a text: a number, a range, nothing where it is not known, or a refusal."""
        plain = super().read(text)
        if not plain.refusal:
            return plain
        if self.percent and of_a_hundred(text):
            found = self.percent.read(text)
            value = found.said if isinstance(found.said, Spread) else found.value
            return found if value is None else replace(found, said=InUnit(value, self.percent_unit))
        said = ranged(text, self.manner, self.near if self.value is None else self.value, by_ratio=self.by_ratio)
        if said is None:
            return plain
        if isinstance(said, Unknown):
            return Taken(note=not_known()) if self.blank else plain
        if said.assumed and self.low <= said.likely <= self.high:
            said = replace(said, low=max(said.low, self.low), high=min(said.high, self.high))
        return self._refused(said, text) or self._taken(said)

    @property
    def allowed(self) -> str:
        """What may be typed."""
        span = super().allowed.removesuffix(", or leave it blank.").removesuffix(".")
        return f"{span}, a range such as 20 to 30, or leave it blank." if self.blank else f"{span}, or a range."

    def said(self, low: float, likely: float, high: float) -> str:
        """Return what was understood of a range."""
        return f"likely {self.write(likely)}, between {self.write(low)} and {self.write(high)}"

    def _taken(self, said: Spread) -> Taken:
        if self.known:
            return Taken(
                said.likely,
                f"read as {self.write(said.likely)}{f', the {said.middle}' if said.middle else ''}. {KNOWN}",
            )
        how = f"the {said.middle}: type the likely one if that is another" if said.middle else ""
        return Taken(said.likely, "about: a fifth less to a quarter more" if said.assumed else how, said=said)

    def _refused(self, said: Spread, text: str) -> Taken | None:
        """Return why a range cannot be, naming the end that is wrong; None where it can."""
        low, likely, high = self.write(said.low), self.write(said.likely), self.write(said.high)
        typed = f"{self.label}: “{text.strip()}”"
        if said.low > said.high:
            return Taken(refusal=f"{typed} begins at {low} and ends below it, at {high}. Type {high} to {low}.")
        for name, value, written in (("low", said.low, low), ("high", said.high, high)):
            if not self.low <= value <= self.high:
                bounds = f"Both ends can be {self.write(self.low)} to {self.write(self.high)}."
                return Taken(refusal=f"{typed}: its {name} end, {written}, is out of range. {bounds}")
        if not said.low <= said.likely <= said.high:
            return Taken(refusal=f"{typed}: {likely} is not within {low} to {high}. Type a likely value that is.")
        return None


def not_known() -> str:
    """Return what is made of a number that its owner does not know."""
    low, high = map(plain, OFF_BY)
    return f"our guess stands, and counts as {low} to {high} times itself"
