"""How much room a text takes that nobody has drawn yet: the wall is one sheet, and what does not fit it is not seen."""

from __future__ import annotations

import unicodedata
from math import ceil

WIDE = {"W": 2.2, "F": 2.2}
"""How many small letters wide a sign is, by its width in East Asian scripts; capitals and m are told apart besides."""


def lines_of(text: str, signs: int) -> int:
    """Return how many lines a text takes at most: broken as written, between words, and within one that is longer.

    Args:
        text: to be drawn.
        signs: small letters that fit in a line.
    """
    return sum(_lines_of(line, signs) for line in text.split("\n"))


def _lines_of(text: str, signs: int) -> int:
    lines, left = 1, float(signs)
    for word in text.split():
        width = sum(map(_width, word))
        if width > left and left < signs:
            lines, left = lines + 1, signs
        more = max(ceil((width - left) / (signs - 2)), 0)
        lines, left = lines + more, left + more * (signs - 2) - width - 1
    return lines


def _width(sign: str) -> float:
    wide = WIDE.get(unicodedata.east_asian_width(sign), 1.0)
    return max(wide, 1.9 if sign in "MW@%mw" else 1.35 if sign.isupper() else 1.0 if sign.isascii() else 1.3)
