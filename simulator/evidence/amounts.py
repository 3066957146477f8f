"""Amounts of a column: what a dot and a comma mean is decided from all its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Decimal = Literal[".", ","]

AMOUNT = re.compile(
    r"([-−(]?)\s*(?:[A-Z]{1,3}\s*)?[$£€¥₹]?\s*([-−]?)\s*(\d[\d.,'’\s\u00a0\u202f]*)\s*(?:[$£€¥₹]|[A-Z]{3})?\s*([-−)]?)",
    re.IGNORECASE,
)
CURRENCY = re.compile(r"[A-Z]{0,2}[$£€¥₹]|[A-Z]{3}", re.IGNORECASE)
SIGNS = {"€": "EUR", "£": "GBP", "₹": "INR", "r$": "BRL", "us$": "USD"}
GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})+")


def amounts_of(cells: Sequence[str], usual: Decimal = ".") -> tuple[float | None, ...]:
    """Return the amounts; None for a blank, which is unknown and not 0, and for what is no amount.

    ``usual`` is the decimal sign where no row of the column tells.
    """
    texts = [cell.strip() for cell in cells]
    decimal = decimal_sign(texts, usual)
    known = {text: _amount(text, decimal) for text in set(texts)}
    return tuple(known[text] for text in texts)


def decimal_sign(cells: Sequence[str], usual: Decimal = ".") -> Decimal:
    """Return the decimal sign of a column: the last of two different signs, or one that does not part off thousands."""
    votes = {".": 0, ",": 0}
    for cell in cells:
        match = AMOUNT.fullmatch(cell.strip())
        number = match[3].strip() if match else ""
        signs = [sign for sign in number if sign in ".,"]
        if not signs:
            continue
        if len(set(signs)) == 2 or not GROUPED.fullmatch(number):
            votes[signs[-1]] += 1
        elif len(signs) > 1:
            votes["," if signs[0] == "." else "."] += 1
    if votes["."] == votes[","]:
        return usual
    return "." if votes["."] > votes[","] else ","


def _amount(text: str, decimal: Decimal) -> float | None:
    match = AMOUNT.fullmatch(text)
    if not match:
        return None
    number = re.sub(r"['’\s\u00a0\u202f]", "", match[3])
    whole, _, part = number.partition(decimal)
    other = "," if decimal == "." else "."
    if other in part or decimal in part or (other in whole and not GROUPED.fullmatch(whole)):
        return None
    sign = -1.0 if match[1] or match[2] or match[4] in ("-", "−") else 1.0
    return sign * float(f"{whole.replace(other, '')}.{part or '0'}")


def currency_in(cell: str) -> str:
    """Return the code of the currency written beside an amount, or its sign where that stands for several."""
    match = CURRENCY.search(cell)
    sign = match[0] if match else ""
    return SIGNS.get(sign.casefold(), sign.upper())
