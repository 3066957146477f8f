"""Numbers that are not money, in the separators of a locale and always in Latin digits.

The patterns come from CLDR through babel, once per locale; writing a number with them is done here, because babel takes
tens of microseconds for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from pages.ui.text.locale import ENGLISH, page_locale
from simulator.facts.rounding import half_up, significant

MINUS = "\u2212"
NBSP = "\u00a0"
SIGNIFICANT = frozenset("123456789")


@dataclass(frozen=True)
class NumberFormat:
    """How one locale writes numbers. ``grouping``: digits in the last group and in those before it."""

    locale: str
    group: str
    decimal: str
    grouping: tuple[int, int] = (3, 3)

    def fixed(self, number: float, digits: int = 0) -> str:
        """Return a number with so many decimals and no sign: 17,000."""
        return self.written(f"{half_up(abs(number), digits):,.{digits}f}")

    def written(self, digits: str) -> str:
        """Return digits that are grouped the English way in this locale's."""
        whole, mark, decimals = digits.partition(".")
        if self.grouping != (3, 3) and "," in whole:
            whole = self._regrouped(whole.replace(",", ""))
        return whole.replace(",", self.group) + (self.decimal + decimals if mark else "")

    def _regrouped(self, whole: str) -> str:
        last, others = self.grouping
        head, groups = whole[:-last], [whole[-last:]]
        while head:
            groups.insert(0, head[-others:])
            head = head[:-others]
        return ",".join(groups)

    def plain(self, number: float, digits: int = 6) -> str:
        """Return a number in so many significant digits, without idle zeros: 2.5."""
        rounded = significant(number, digits)
        text = f"{abs(rounded):,.12f}".rstrip("0").rstrip(".")
        return signed(rounded, self.written(text))

    def percent(self, share: float, digits: int = 0) -> str:
        """Return a share as per cent: 0.25 as 25 %."""
        return f"{signed(share, self.fixed(share * 100, digits))}{NBSP}%"

    def points(self, share: float) -> str:
        """Return a change of a share in percentage points: −1.2 pt."""
        return f"{signed(share, self.fixed(share * 100, 1), '+')}{NBSP}pt"

    def count(self, number: float) -> str:
        """Return a number of people: whole from ten upwards, one decimal below."""
        return signed(number, self.fixed(number, _decimals(number)))

    def counted(self, number: float) -> float:
        """Return the number that `count` writes."""
        return half_up(number, _decimals(number))


def _decimals(number: float) -> int:
    """Return how many decimals a number of people is written with."""
    return 0 if abs(number) >= 9.95 or float(number).is_integer() else 1


def signed(number: float, text: str, plus: str = "") -> str:
    """Return a number's text with its sign before it; nothing is neither plus nor minus."""
    return text if SIGNIFICANT.isdisjoint(text) or not number else (plus if number > 0 else MINUS) + text


@lru_cache(maxsize=512)
def _number_format(locale: str) -> NumberFormat:
    found = Locale.parse(locale)
    symbols = found.number_symbols["latn"]
    grouping = found.decimal_formats[None].grouping
    return NumberFormat(locale, symbols["group"], symbols["decimal"], (grouping[0], grouping[1]))


def number_format(locale: str | None = None) -> NumberFormat:
    """Return how numbers are written in a locale; in the page's where none is named."""
    return _number_format(locale or page_locale() or ENGLISH)
