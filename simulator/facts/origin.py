"""Where a fact comes from: stated, guessed or read from data, and how low and high it may be.

An origin tells of the value it stands beside. Each company and each channel keeps those of its own facts, so they
move with a channel that is renamed, put elsewhere or taken out; a fact without one is stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from simulator.facts.declaration import Declared, InvalidInput, Problem, declaration, shown
from simulator.facts.names import SEPARATOR, visible

Kind = Literal["stated", "guessed", "read"]
SOURCE_LIMIT = 120
ROWS_LIMIT = 1_000_000_000
WITHOUT = frozenset({"name", "channels", "origins"})
"""Fields that are no facts one could be unsure of."""

ENDS: Mapping[str, tuple[str | None, str | None]] = {
    "win_rate": ("win_rate_low", None),
    "share_of_wallet": ("share_low", None),
    "churn": (None, "churn_high"),
}
"""Facts whose low or high end is a fact of its own; an origin leaves that end to it."""


def sourced(text: str) -> str:
    """Return a reason or file name as it is kept; `ValueError` with what is allowed where it cannot be."""
    if len(text) > SOURCE_LIMIT:
        raise ValueError(f"at most {SOURCE_LIMIT} characters are allowed, and this has {len(text)}")
    if text and (text != text.strip() or not text.isprintable() or SEPARATOR in text or not visible(text)):
        raise ValueError(f"a text without control characters, the sign {SEPARATOR} and spaces around it is allowed")
    return text


class Origin(Declared):
    """Where one fact of a company or a channel comes from; ``low`` and ``high`` in the fact's own unit.

    ``source`` is a guess's reason (a key of `simulator.facts.guesses.REASONS`, or words of one's own) or the name of
    the file it was read from; ``rows`` and ``read_on`` say how much was read of it, and when.
    """

    fact: str = Field(title="Fact")
    kind: Kind = Field("stated", title="Where it comes from")
    source: Annotated[str, AfterValidator(sourced)] = Field("", title="Source")
    rows: Annotated[int, Field(ge=0, le=ROWS_LIMIT)] | None = Field(
        None, title="Rows read", json_schema_extra={"allowed": f"a whole number from 0 to {ROWS_LIMIT:,} is allowed"}
    )
    read_on: date | None = Field(
        None, title="Read on", json_schema_extra={"allowed": "a date such as 2025-03-31 is allowed"}
    )
    low: float | None = Field(None, title="Low", allow_inf_nan=False)
    high: float | None = Field(None, title="High", allow_inf_nan=False)

    @property
    def idle(self) -> bool:
        """Whether it says no more than that the fact is stated."""
        return self == Origin(fact=self.fact)

    def about(self, before: Any, after: Any, declared: Mapping[str, Any]) -> Origin:
        """Return it with its ends moved as the value beside it was; without them where that cannot be said."""
        if self.low is None and self.high is None:
            return self
        factor = after / before if before else None
        low, high = (None if end is None or factor is None else end * factor for end in (self.low, self.high))
        return self.between(low, high, after, declared)

    def between(self, low: float | None, high: float | None, value: float, declared: Mapping[str, Any]) -> Origin:
        """Return it with these ends, held on their sides of ``value`` and within what the fact may be."""
        ends = {
            "low": None if low is None else max(min(low, value), declared["low"]),
            "high": None if high is None else min(max(high, value), declared["high"]),
        }
        return self.changed(**ends)

    @model_validator(mode="after")
    def _sound(self) -> Origin:
        if self.kind == "stated" and self.source:
            raise self._refused("source", "Source", "a fact that is stated has none")
        if self.kind != "read" and (self.rows is not None or self.read_on is not None):
            raise self._refused("rows", "Rows read", "only what is read from data has rows and a date")
        return self

    def _refused(self, part: str, title: str, allowed: str) -> InvalidInput:
        return InvalidInput(Problem(f"{self.fact}.{part}", f"{title} of {self.fact}", getattr(self, part), allowed))


class Sourced(Declared):
    """Base of a company and a channel: facts, each with where it comes from."""

    origins: tuple[Origin, ...] = Field((), title="Where the facts come from", strict=False)
    """In the order in which the facts are declared; none that is idle."""

    def origin(self, fact: str) -> Origin:
        """Return where a fact of its own comes from; stated, where nothing else is said."""
        return next((origin for origin in self.origins if origin.fact == fact), Origin(fact=fact))

    def changed(self, **values: Any) -> Self:
        """Return a copy with some facts replaced, checked like any new object; those are then stated."""
        if self.origins and "origins" not in values:
            values["origins"] = [each for each in self.origins if not self._moved(each.fact, values)]
        return super().changed(**values)

    def restated(self, **values: Any) -> Self:
        """Return a copy with facts that follow from the old ones: they come from where those did.

        The low and high of each move in proportion with it.
        """
        moved = [
            each.about(getattr(self, each.fact), values[each.fact], declaration(type(self), each.fact))
            for each in self.origins
            if self._moved(each.fact, values) and values[each.fact] is not None
        ]
        kept = [each for each in self.origins if not self._moved(each.fact, values)]
        return self.changed(**{"origins": [*kept, *moved], **values})

    def _moved(self, fact: str, values: Mapping[str, Any]) -> bool:
        return fact in values and values[fact] != getattr(self, fact)

    @model_validator(mode="after")
    def _origins_fit(self) -> Self:
        if self.origins:
            place = {name: number for number, name in enumerate(type(self).model_fields)}
            for origin in self.origins:
                self._check_origin(origin)
            ordered = sorted((each for each in self.origins if not each.idle), key=lambda each: place[each.fact])
            object.__setattr__(self, "origins", tuple(ordered))
            self._check_once(ordered)
        return self

    def _check_once(self, ordered: Iterable[Origin]) -> None:
        seen: set[str] = set()
        for origin in ordered:
            if origin.fact in seen:
                raise self.no_origin(origin.fact, origin.fact, "each fact comes from one place")
            seen.add(origin.fact)

    def _check_origin(self, origin: Origin) -> None:
        fact = origin.fact
        if fact not in type(self).model_fields or fact in WITHOUT:
            raise self.no_origin(fact, fact, f"this is no fact of a {type(self).__name__.lower()}")
        value = getattr(self, fact)
        if value is None:
            raise self.no_origin(fact, None, "where a fact is left empty, it comes from nowhere")
        for end, other, side in zip((origin.low, origin.high), ENDS.get(fact, (None, None)), (1, -1), strict=True):
            if end is None:
                continue
            if not isinstance(value, float):
                raise self.no_origin(fact, end, "only a number has a low and a high")
            if other:
                raise self.no_origin(fact, end, f"state it as {declaration(type(self), other)['title']!r}")
            declared = declaration(type(self), fact)
            bound = declared["low" if side > 0 else "high"]
            if (end - value) * side > 0 or (end - bound) * side < 0:
                span = sorted((bound, value))
                raise self.no_origin(fact, end, f"a number from {shown(float(span[0]))} to {shown(span[1])} is allowed")

    def no_origin(self, fact: str, value: object, allowed: str) -> InvalidInput:
        """Return the error about where one of the facts comes from."""
        known = fact in type(self).model_fields
        title = f"Where {declaration(type(self), fact)['title'] if known else fact} comes from"
        name = getattr(self, "name", "")
        if type(self).__name__ == "Channel":
            return InvalidInput(Problem(f"channels.{name}.origins.{fact}", f"{name}: {title}", value, allowed))
        return InvalidInput(Problem(f"origins.{fact}", title, value, allowed))
