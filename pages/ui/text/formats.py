"""Amounts as people write them: the company's currency, the visitor's separators, two to three significant digits."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from babel.numbers import get_currency_symbol

from pages.ui.text.locale import ENGLISH, home_of, page_locale
from pages.ui.text.numbers import MINUS, NBSP, SIGNIFICANT, NumberFormat, number_format, signed
from simulator.facts.business import INDEX
from simulator.facts.plural import plural
from simulator.facts.rounding import half_up, significant

UNITS = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
BIDI = re.compile("[\u061c\u200e\u200f]")
"""Marks of direction in CLDR's patterns: they would turn an English sentence round."""
INDEX_NOTE = "All amounts are an index: today's budget = 100. Numbers of people are indexed too; per cents are real."
"""What a reader must know where money is no currency."""


class Shortened(str):
    """An amount written short that still knows its whole: a table that is taken into a sheet says that."""

    written: Callable[[], str]

    @classmethod
    def of(cls, text: str, written: Callable[[], str]) -> Shortened:
        """Return ``text``, which ``written`` gives in full once it is asked for."""
        short = cls(text)
        short.written = written
        return short

    @property
    def in_full(self) -> str:
        """The whole amount, with hundredths where there are any."""
        return self.written()


@dataclass(frozen=True)
class MoneyFormat:
    """How one currency is written in one locale. ``signs``: all that people write beside an amount of it."""

    prefix: str
    suffix: str
    numbers: NumberFormat
    signs: tuple[str, ...] = ()

    def exact(self, amount: float) -> str:
        """Return the whole amount, with hundredths only where there are any: $17,000."""
        cents = half_up(amount, 2)
        return self._with(cents, f"{abs(cents):,.0f}" if cents == round(cents) else f"{abs(cents):,.2f}")

    def short(self, amount: float) -> Shortened:
        """Return two to three significant digits: $310k, $2.66M, $4.10, $36."""
        return Shortened.of(self._short(amount), lambda: self.exact(amount))

    def _short(self, amount: float) -> str:
        size = abs(amount)
        if size < 9.995:
            return self._with(amount, f"{half_up(size, 2):.2f}" if size >= 0.005 else "0")
        for limit, unit, sign in ((9.995e11, 1e12, "T"), (9.995e8, 1e9, "B"), (9.995e5, 1e6, "M"), (9995, 1e3, "k")):
            if size >= limit:
                return self._with(amount, _three(size / unit), sign)
        return self._with(amount, f"{half_up(size) if size < 100 else significant(size, 3):,.0f}")

    def at_most(self, amount: float) -> str:
        """Return the short form of what an amount never exceeds, rounded up: a bound that is proved stays one."""
        size = abs(amount)
        step = 0.01 if size < 9.995 else 1.0 if size < 100 else 10.0 ** (math.floor(math.log10(size)) - 2)
        return self.short(math.ceil(amount / step - 1e-9) * step)

    def told(self, amount: float) -> str:
        """Return the amount for a sentence: whole from a thousand up, where hundredths would only be noise."""
        return self.exact(half_up(amount) if abs(amount) >= 1000 else amount)

    def tick(self, amount: float) -> str:
        """Return a round amount with all its digits and no idle zeros: $80k, $2.5M."""
        size = abs(amount)
        if size >= 1e16:
            return self._with(amount, f"{size:.4g}".replace("e+", "e"))
        unit, sign = next(((unit, sign) for unit, sign in UNITS if size >= unit), (1.0, ""))
        return self._with(amount, f"{size / unit:,.6f}".rstrip("0").removesuffix("."), sign)

    def signed(self, amount: float) -> Shortened:
        """Return the short form with + or − before it, and plain zero."""
        text = self._short(amount)
        plus = "+" if amount > 0 and not SIGNIFICANT.isdisjoint(text) else ""
        return Shortened.of(plus + text, lambda: plus + self.exact(amount))

    def _with(self, amount: float, digits: str, unit: str = "") -> str:
        sign = MINUS if amount < 0 and not SIGNIFICANT.isdisjoint(digits) else ""
        return f"{sign}{self.prefix}{self.numbers.written(digits)}{unit}{self.suffix}"


def money_format(currency: str, locale: str | None = None) -> MoneyFormat:
    """Return how amounts of an ISO currency, or of an index, are written in a locale.

    Where none is named it is the page's, and where nobody knows that, the currency's home.
    """
    return _money_format(currency, locale or page_locale() or home_of(currency))


@lru_cache(maxsize=1024)
def _money_format(currency: str, locale: str) -> MoneyFormat:
    numbers = number_format(locale)
    if currency == INDEX:
        return MoneyFormat("", "", numbers)
    found = Locale.parse(locale)
    symbol = BIDI.sub("", get_currency_symbol(currency, found))
    pattern = BIDI.sub("", found.currency_formats["standard"].pattern.split(";")[0])
    before, after = re.split(r"[#0][#0.,]*", pattern, maxsplit=1)
    prefix, suffix = before.replace("¤", symbol), after.replace("¤", symbol)
    if prefix[-1:].isalpha():
        prefix += NBSP
    if suffix[:1].isalpha():
        suffix = NBSP + suffix
    return MoneyFormat(prefix, suffix, numbers, _signs(currency, symbol))


def _signs(currency: str, symbol: str) -> tuple[str, ...]:
    """Return what may stand beside an amount, the longest first: R$, BRL and $ for the Brazilian real."""
    known = {symbol, currency, *(get_currency_symbol(currency, where) for where in (ENGLISH, home_of(currency)))}
    bare = {"".join(sign for sign in text if not sign.isascii() or not sign.isalpha()) for text in known}
    marks = {BIDI.sub("", text).casefold() for text in known | {text for text in bare if len(text) == 1}}
    return tuple(sorted(marks - {""}, key=lambda text: (-len(text), text)))


def percent(share: float, digits: int = 0) -> str:
    """Return a share as per cent, as the page writes it: 0.25 as 25 %."""
    return number_format().percent(share, digits)


def signed_percent(share: float) -> str:
    """Return a change in per cent, finer where it is small: +13 %, −0.4 %."""
    text = percent(share, 1 if abs(share) < 0.0995 else 0)
    return "+" + text if share > 0 and not SIGNIFICANT.isdisjoint(text) else text


def points(share: float) -> str:
    """Return a change of a share in percentage points, as the page writes it: −1.2 pt."""
    return number_format().points(share)


def count(number: float) -> str:
    """Return a number of people, as the page writes it: whole from ten upwards, one decimal below."""
    return number_format().count(number)


def as_counted(number: float) -> float:
    """Return the number that `count` writes."""
    return number_format().counted(number)


def counted(number: float, noun: str) -> str:
    """Return a number of people or things with its noun, as the page writes it: 1 customer, 12 customers."""
    return plural(count(number), noun)


def in_months(number: float) -> str:
    """Return a time in months, as the page writes it: 1 month, 2.5 months; weeks make no more digits than that."""
    return plural(plain(number, 3), "month")


def signed_count(number: float) -> str:
    """Return a change in a number of people."""
    return signed(number, count(abs(number)), "+")


def plain(number: float, digits: int = 6) -> str:
    """Return any other number in so many significant digits, as the page writes it: 2.5."""
    return number_format().plain(number, digits)


def _three(number: float) -> str:
    decimals = 2 if number < 9.995 else 1 if number < 99.95 else 0
    return f"{half_up(number, decimals):.{decimals}f}"
