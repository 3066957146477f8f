"""A response curve's facts as they are stated, and the same facts as they may be instead.

A curve has three uncertain facts: its level (today's result: the whole curve moves in proportion), what would remain
at zero, and its gain beyond today. The latter two are said as if the level were the stated one, so that no draw of one
contradicts another. Where together they still would, the gain gives way, and the level where it alone is too high.
Which of two families goes through the facts is a fourth uncertain fact; see `SHAPES`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from simulator.facts.curve_facts import CurveFacts
from simulator.facts.curves import SHAPES, Family
from simulator.facts.declaration import Declared
from simulator.model.arrays import Array

MOST_GAIN = 0.999
"""Share of all the gain so far that doubling may add at most: at 1 the curve would be straight for ever."""
LEAST_GAIN = 1e-3
"""Share of what is stated that a gain comes to at least."""
MOST_CHURN = 0.99
SLACK = 1 + 1e-9
"""What is stated may stand right at a limit, and then is what it is."""
INSIDE = 1 - 1e-7
"""What has to be held back is held this little within its limit, so that rounding does not carry it over."""

Beyond = Literal["double", "half_more", "ceiling"]
BEYOND: tuple[Beyond, ...] = ("double", "half_more", "ceiling")


@dataclass(frozen=True)
class StatedCurve:
    """The facts of one curve in the unit of its result, at zero effort, today's and beyond it."""

    family: Family
    falling: bool
    zero: float
    today: float
    beyond: tuple[tuple[Beyond, float], ...]
    """What is stated of it beyond today's effort; the first of them names its gain."""
    fields: dict[str, str]
    """Where each fact stands in the company or channel."""
    shape_field: str | None = None
    """Where its family stands; None where there is none to choose."""

    @classmethod
    def of(cls, owner: Declared, facts: CurveFacts) -> StatedCurve:
        """Return a curve of a company or a channel."""
        family: Family = getattr(owner, facts.family) if facts.family else "exponential"
        stated = {fact: getattr(owner, field) for fact, field in facts.fields.items()}
        beyond = tuple((fact, stated[fact]) for fact in BEYOND if stated.get(fact) is not None)
        fields = {str(fact): field for fact, field in facts.fields.items()}
        return cls(family, facts.falling, stated["zero"], stated["today"], beyond, fields, facts.family)

    @property
    def gain(self) -> tuple[Beyond, float] | None:
        """The fact that names the gain beyond today, and its value; None for a flat curve."""
        return None if self.family == "flat" or not self.beyond else self.beyond[0]

    @property
    def flat(self) -> bool:
        """Whether effort changes nothing, so that there is a level alone."""
        return self.family == "flat"

    def ceiling_over_today(self) -> float:
        """Return the most the curve comes to, as a multiple of today's result."""
        if self.flat or not self.today:
            return 1.0
        stated = dict(self.beyond)
        if "ceiling" in stated:
            return stated["ceiling"] / self.today
        so_far = self.today - self.zero
        part = (stated["double"] - self.today) / so_far
        rise = (1 + part) / (1 - part) if self.family == "michaelis-menten" else 1 / (1 - part)
        return (self.zero + so_far * rise) / self.today

    def most_gain(self, zero: Any, cap: Any, family: Family | None = None) -> Array:
        """Return by how much the gain may be multiplied at most, with ``zero`` at zero effort and ``cap`` at most.

        All at the stated level. ``cap``: the least of a curve that falls; infinite where there is none. ``family``:
        the stated one, unless another through the same facts is meant.
        """
        assert self.gain is not None
        step = abs(self.gain[1] - self.today)
        stated = dict(self.beyond)
        if "ceiling" in stated:
            return np.asarray(np.abs(cap - self.today) / abs(stated["ceiling"] - self.today))
        so_far = np.abs(self.today - zero)
        room = np.abs(cap - zero) / so_far
        within = 1 - 2 / (room + 1) if (family or self.family) == "michaelis-menten" else 1 - 1 / room
        most = np.minimum(max(MOST_GAIN, step / abs(self.today - self.zero)), within)
        return np.asarray(most * so_far / step)

    def drawn(
        self, today: Any, zero: Any, gain: Any, cap: Any, stated_cap: float, shape: Any = None
    ) -> tuple[dict[str, Array], NDArray[np.bool_]]:
        """Return sound facts by field, and where they had to be held back: (draws,) or ().

        ``today`` in the unit of the result, ``zero`` the same at the stated level, ``gain`` as a multiple of the stated
        one. ``cap``: what the curve stays below (a falling one: above); ``stated_cap``: the same for what is stated.
        ``shape``: the family, by its place in `SHAPES`; where the curve of the other one would rise above ``cap`` with
        these facts, it is of the stated one.
        """
        level = np.asarray(today / self.today if self.today else np.ones_like(today))
        if self.flat:
            most = cap / self.today if self.today else np.inf
            sound = np.where(level > most * SLACK, most * INSIDE, level)
            return {field: np.asarray(value * sound) for field, value in self._stated()}, np.asarray(sound < level)
        sound = np.minimum(level, self._most_level(cap, stated_cap))
        remains = self._sound_zero(zero, sound)
        most = np.asarray(self.most_gain(remains, cap / sound))
        grown = np.where(gain > most * SLACK, most * INSIDE, gain)
        facts = {self.fields["zero"]: remains * sound, self.fields["today"]: self.today * sound}
        for fact, value in self.beyond:
            facts[self.fields[fact]] = sound * (value + (grown - 1) * (value - self.today))
        held = (sound < level) | (remains != zero) | (grown < gain)
        if shape is not None and self.shape_field:
            stated = SHAPES.index(self.family)
            fits = grown <= self.most_gain(remains, cap / sound, SHAPES[1 - stated]) * SLACK
            facts[self.shape_field] = np.where(fits, shape, float(stated))
            held = held | (facts[self.shape_field] != shape)
        return {field: np.asarray(value) for field, value in facts.items()}, np.asarray(held)

    def _stated(self) -> list[tuple[str, float]]:
        known = (("zero", self.zero), ("today", self.today), *self.beyond)
        return [(self.fields[fact], value) for fact, value in known]

    def _most_level(self, cap: Any, stated_cap: float) -> Any:
        if self.falling:
            return MOST_CHURN / (self.today + LEAST_GAIN * (self.zero - self.today))
        return cap * max(MOST_GAIN, (1 + self.today / stated_cap) / 2) / self.today

    def _sound_zero(self, zero: Any, level: Any) -> Any:
        nearest = self.today + LEAST_GAIN * (self.zero - self.today)
        if self.falling:
            return np.maximum(np.minimum(zero, MOST_CHURN / level), nearest)
        return np.minimum(zero, nearest)
