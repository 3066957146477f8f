"""Amounts, counts and rates of a report in words: the company's currency, the reader's separators, Latin digits."""

from __future__ import annotations

import math
import re
import unicodedata
from copy import copy
from dataclasses import dataclass

from babel import Locale
from babel.numbers import NumberPattern

from simulator.facts.business import INDEX
from simulator.facts.plural import plural
from simulator.facts.rounding import half_up, significant

ENGLISH = "en_US"
NOTHING = "–"
MINUS, NBSP = "\u2212", "\u00a0"
ISOLATE = "\u2068", "\u2069"
"""What stands around a name of another direction; no reader sees them."""
LETTER_BESIDE = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
"""Between a currency's letters and its number, where a locale's pattern leaves no room: CHF 6,000."""
BIDI = re.compile("[\u061c\u200e\u200f]")
"""Marks of direction in the patterns of some locales: they would turn an English sentence round."""


def isolated(name: str) -> str:
    """Return a name so that, where it is written from the right, it does not turn the sentence around it."""
    turned = any(unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in name)
    return f"{ISOLATE[0]}{name}{ISOLATE[1]}" if turned else name


@dataclass(frozen=True)
class Writing:
    """How one report writes its numbers. ``currency``: an ISO code, or an index; ``locale`` as in ``de_CH``."""

    currency: str
    locale: str = ENGLISH

    def money(self, amount: float) -> str:
        """Return the amount in full, with hundredths only below a thousand where there are any: $17,000."""
        cents = half_up(amount, 2)
        return self._money(cents, 2 if abs(cents) < 1000 and not cents.is_integer() else 0)

    def about(self, amount: float) -> str:
        """Return the amount in three significant digits, for a sentence: $1,230,000."""
        return self.money(significant(amount, 3) if abs(amount) >= 1000 else amount)

    def signed(self, amount: float) -> str:
        """Return the amount in full with its sign."""
        return f"{'+' if round(amount, 2) > 0 else ''}{self.money(amount)}"

    def number(self, value: float, digits: int = 6) -> str:
        """Return any number in so many significant digits, whole ones in full."""
        if float(value).is_integer() and abs(value) < 1e15:
            return self._plain(value, 0)
        rounded = significant(value, digits)
        decimals = max(0, digits - 1 - math.floor(math.log10(abs(rounded)))) if rounded else 0
        return self._plain(rounded, (0, min(decimals, 12)))

    def count(self, number: float) -> str:
        """Return a number of people: whole from ten upwards, one decimal below."""
        return self._plain(number, 0 if abs(number) >= 9.95 or float(number).is_integer() else 1)

    def percent(self, share: float, digits: int = 1) -> str:
        """Return a share as per cent: 0.25 as 25.0 %."""
        return f"{self._plain(share * 100, digits)}{NBSP}%"

    def value(self, value: float | str | None, unit: str) -> str:
        """Return a fact or a figure in its unit, as facts declare it."""
        if value is None or isinstance(value, str):
            return value or NOTHING
        if unit.startswith("money"):
            return self.money(value)
        if unit.startswith("share"):
            return f"{self.number(value * 100, 4)}{NBSP}%"
        if unit.startswith(("people", "customers")):
            return self.count(value)
        if unit == "months":
            return plural(self.number(value, 3), "month")
        return self.number(value)

    def _money(self, amount: float, decimals: int) -> str:
        if self.currency == INDEX:
            return self._plain(amount, decimals)
        pattern: NumberPattern = self._locale.currency_formats["standard"]
        text = self._applied(pattern, amount, (decimals, decimals), self.currency)
        return LETTER_BESIDE.sub(NBSP, text)

    def _plain(self, value: float, decimals: int | tuple[int, int]) -> str:
        ends = (decimals, decimals) if isinstance(decimals, int) else decimals
        return self._applied(self._locale.decimal_formats[None], value, ends)

    def _applied(self, pattern: NumberPattern, value: float, ends: tuple[int, int], currency: str | None = None) -> str:
        size = half_up(abs(value), ends[1])
        shaped = copy(pattern)
        shaped.frac_prec = ends
        text = shaped.apply(size, self._locale, currency=currency, currency_digits=False)
        return f"{MINUS if value < 0 and size else ''}{BIDI.sub('', text)}"

    @property
    def _locale(self) -> Locale:
        return Locale.parse(self.locale)
