"""A number typed into a field: how it is shown there, what is taken, and the words beside the field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pages.ui.text.amounts import Manner, read
from pages.ui.text.formats import MoneyFormat
from pages.ui.text.numbers import NBSP, NumberFormat, number_format
from pages.ui.text.ranges import Said

MOST_TYPED = 9
"""Digits up to which a number is taken for one that was typed; a third has as many as are asked for."""


@dataclass(frozen=True)
class Taken:
    """What a field makes of a text: a value with perhaps a note on how it was read, or a refusal."""

    value: float | None = None
    """None where the field may be left blank and was."""
    note: str = ""
    refusal: str = ""
    said: Said | None = None
    """What whoever takes it is given, where more was typed than a value."""


@dataclass(frozen=True)
class Entry:
    """One field for one number, in the unit it is typed in: a share of a quarter is 25 in a field for per cent."""

    label: str
    value: float | None
    """What stands there; None for a field that was left blank."""
    low: float
    high: float
    write: Callable[[float], str]
    """How the field shows a value."""
    manner: Manner
    near: float | None = None
    """A number of about the expected size, for where nothing stands."""
    blank: bool = False
    """Whether nothing at all may stand there."""
    noun: str = "a number"

    @property
    def shown(self) -> str:
        """What stands in the field."""
        return "" if self.value is None else self.write(self.value)

    def read(self, text: str) -> Taken:
        """Return what is made of a text; a refusal names the field, the text and what is allowed."""
        if text == self.shown and self.value is not None:
            return Taken(self.value)  # Shown with fewer digits than it has, it must not change.
        reading = read(text, self.manner, self.value, self.near)
        if reading.blank:
            return Taken() if self.blank else Taken(refusal=f"{self.label} is empty. {self.allowed}")
        if reading.amount is None:
            return Taken(refusal=f"{self.label}: “{text.strip()}” is not {self.noun}. {self.allowed}")
        if not self.low <= reading.amount <= self.high:
            return Taken(refusal=f"{self.label}: {text.strip()} is out of range. {self.allowed}")
        return Taken(reading.amount, f"read as {self.write(reading.amount)}" if reading.say else "")

    @property
    def allowed(self) -> str:
        """What may be typed."""
        span = f"Type {self.write(self.low)} to {self.write(self.high)}"
        return f"{span}, or leave it blank." if self.blank else f"{span}."


def money_entry(
    label: str, money: MoneyFormat, value: float | None, low: float, high: float, *,
    whole: bool = False, near: float | None = None, blank: bool = False,
) -> Entry:  # fmt: skip
    """Return a field for an amount of money, in whole units or to the cent."""
    numbers = money.numbers
    manner = Manner(numbers.group, numbers.decimal, money.signs, negative=low < 0, decimals=0 if whole else 2)
    return Entry(label, value, low, high, money.exact, manner, near, blank, "an amount")


def percent_entry(
    label: str, value: float | None, low: float, high: float, *, near: float | None = None, blank: bool = False,
) -> Entry:  # fmt: skip
    """Return a field for per cent: 25 where the fact is a share of 0.25."""
    numbers = number_format()
    manner = Manner(numbers.group, numbers.decimal, percent=True, negative=low < 0)
    return Entry(label, value, low, high, lambda number: f"{_full(numbers, number)}{NBSP}%", manner, near, blank)


def count_entry(
    label: str, value: float | None, low: float, high: float, *, near: float | None = None, blank: bool = False,
) -> Entry:  # fmt: skip
    """Return a field for people or anything else that is counted."""
    numbers = number_format()
    manner = Manner(numbers.group, numbers.decimal)
    return Entry(label, value, low, high, lambda number: _full(numbers, number), manner, near, blank)


def _full(numbers: NumberFormat, number: float) -> str:
    """Return a number with all digits that anybody typed; one that was computed with four, and whole ones in full."""
    typed = f"{number:.12g}"
    if sum(map(str.isdigit, typed.partition("e")[0].lstrip("-0."))) <= MOST_TYPED:
        return numbers.plain(number, 12)
    return numbers.plain(number, max(4, len(f"{abs(number):.0f}")))
