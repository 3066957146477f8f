"""Amounts as people of the company write them: symbol, separators, two to three significant digits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.numbers import get_currency_symbol

MINUS = "\u2212"
THIN = "\u202f"
NBSP = "\u00a0"

UNITS = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
HOME = {
    "AUD": "en_AU", "BRL": "pt_BR", "CAD": "en_CA", "CHF": "de_CH", "CNY": "zh_CN", "CZK": "cs_CZ", "DKK": "da_DK",
    "EUR": "en_IE", "GBP": "en_GB", "HUF": "hu_HU", "IDR": "id_ID", "ILS": "he_IL", "INR": "en_IN", "JPY": "ja_JP",
    "KRW": "ko_KR", "MXN": "es_MX", "NOK": "nb_NO", "NZD": "en_NZ", "PLN": "pl_PL", "SEK": "sv_SE", "SGD": "en_SG",
    "TRY": "tr_TR", "UAH": "uk_UA", "USD": "en_US", "ZAR": "en_ZA",
}  # fmt: skip
"""Where a currency is at home, for its separators; others are written the English way."""


@dataclass(frozen=True)
class MoneyFormat:
    """How one currency is written."""

    prefix: str
    suffix: str
    group: str
    decimal: str

    def exact(self, amount: float) -> str:
        """Return the whole amount, with hundredths only where there are any: $17,000."""
        cents = round(amount, 2)
        return self._with(cents, f"{abs(cents):,.0f}" if cents == round(cents) else f"{abs(cents):,.2f}")

    def short(self, amount: float) -> str:
        """Return two to three significant digits: $310k, $2.66M, $4.10, $36."""
        size = abs(amount)
        if size < 9.995:
            return self._with(amount, f"{size:.2f}" if size >= 0.005 else "0")
        for limit, unit, sign in ((9.995e11, 1e12, "T"), (9.995e8, 1e9, "B"), (9.995e5, 1e6, "M"), (9995, 1e3, "k")):
            if size >= limit:
                return self._with(amount, _three(size / unit) + sign)
        return self._with(amount, f"{float(f'{size:.3g}'):,.0f}")

    def tick(self, amount: float) -> str:
        """Return a round amount with all its digits and no idle zeros: $80k, $2.5M."""
        size = abs(amount)
        if size >= 1e16:
            return self._with(amount, f"{size:.4g}".replace("e+", "e"))
        unit, sign = next(((unit, sign) for unit, sign in UNITS if size >= unit), (1.0, ""))
        return self._with(amount, f"{size / unit:,.6f}".rstrip("0").removesuffix(".") + sign)

    def signed(self, amount: float) -> str:
        """Return the short form with + or − before it, and plain zero."""
        text = self.short(amount)
        return "+" + text if amount > 0 and any(digit in "123456789" for digit in text) else text

    def _with(self, amount: float, digits: str) -> str:
        signs = {",": self.group, ".": self.decimal}
        written = "".join(signs.get(sign, sign) for sign in digits)
        sign = MINUS if amount < 0 and any(digit in "123456789" for digit in digits) else ""
        return f"{sign}{self.prefix}{written}{self.suffix}"


INDEX = "index"
INDEX_NOTE = "All amounts are an index: today's budget = 100. Numbers of people are indexed too; per cents are real."
"""What a reader must know where money is no currency."""


@cache
def money_format(currency: str) -> MoneyFormat:
    """Return how amounts of an ISO currency, or of an index, are written."""
    if currency == INDEX:
        return MoneyFormat("", "", ",", ".")
    locale = Locale.parse(HOME.get(currency, "en_US"))
    symbols = locale.number_symbols["latn"]
    symbol = get_currency_symbol(currency, locale)
    after = locale.currency_formats["standard"].pattern.split(";")[0].find("¤") > 0
    gap = NBSP if after or symbol.isalpha() else ""
    prefix, suffix = ("", gap + symbol) if after else (symbol + gap, "")
    return MoneyFormat(prefix, suffix, symbols["group"], symbols["decimal"])


def percent(share: float, digits: int = 0) -> str:
    """Return a share as per cent: 0.25 as 25 %."""
    text = f"{abs(share) * 100:.{digits}f}"
    return f"{MINUS if share < 0 and float(text) else ''}{text}{NBSP}%"


def signed_percent(share: float) -> str:
    """Return a change in per cent, finer where it is small: +13 %, −0.4 %."""
    text = percent(share, 1 if abs(share) < 0.0995 else 0)
    return "+" + text if share > 0 and any(digit in "123456789" for digit in text) else text


def points(share: float) -> str:
    """Return a change of a share in percentage points: −1.2 pt."""
    text = f"{abs(share) * 100:.1f}"
    sign = "" if not float(text) else "+" if share > 0 else MINUS
    return f"{sign}{text}{NBSP}pt"


def count(number: float) -> str:
    """Return a number of people: whole from ten upwards, one decimal below."""
    return f"{number:,.0f}" if abs(number) >= 9.95 or float(number).is_integer() else f"{number:.1f}"


def signed_count(number: float) -> str:
    """Return a change in a number of people."""
    text = count(abs(number))
    return text if not any(digit in "123456789" for digit in text) else ("+" if number > 0 else MINUS) + text


def nice_step(total: float) -> float:
    """Return a round step of about half a per cent of ``total``: what one press of + moves."""
    if total <= 0:
        return 100.0
    size = 10.0 ** math.floor(math.log10(total / 200))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= total / 200 * 0.7)
    return max(step, 1.0 if float(total).is_integer() else 0.01)


def axis_ends(low: float, high: float, ticks: int = 4) -> tuple[float, float, list[float]]:
    """Return round ends that hold ``low`` and ``high``, and the round ticks between them."""
    spread = (high - low) or abs(high) or 1.0
    size = 10.0 ** math.floor(math.log10(spread / ticks))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= spread / ticks)
    first, last = math.floor(low / step), math.ceil(high / step)
    return first * step, last * step, [place * step for place in range(first, last + 1)]


def _three(number: float) -> str:
    return f"{number:.2f}" if number < 9.995 else f"{number:.1f}" if number < 99.95 else f"{number:.0f}"
