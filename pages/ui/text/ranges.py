"""A number that is not known exactly as people type it: ``20-30``, ``about 25``, ``25, 20 bis 30``, ``25 ± 5``, ``?``.

Each number in it is read by `amounts`, in the reader's format. Where an amount may be of any size and its high end is
at least `WIDE` times its low one, its middle is the one by ratio: as many times above the low as below the high end.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pages.ui.text.amounts import UNITS, Manner, read, tidy

ABOUT = (0.8, 1.25)
"""Low and high of what is said to be about so much, as multiples of it."""
WIDE = 3.0
Middle = Literal["", "middle", "middle by ratio"]


@dataclass(frozen=True)
class Spread:
    """What is likely, and how low and high it may be; ``middle``: how the likely value was found, where nobody said."""

    likely: float
    low: float
    high: float
    middle: Middle = ""
    assumed: bool = False
    """Whether nobody said how low and high it may be, so that the ends keep to what the field allows."""


@dataclass(frozen=True)
class InUnit:
    """A number or a range that was typed in another unit than the field's own."""

    value: float | Spread
    unit: str


Said = Spread | InUnit


@dataclass(frozen=True)
class Unknown:
    """That one does not know it."""


_PER_CENT = re.compile(r"\b(?:per ?cent|prozent|por cento|por ciento|pour ?cent)(?=\W|$)")
_ABOUT = (
    *("~", "≈", "about", "around", "approximately", "approx.", "approx", "roughly", "some", "nearly", "maybe"),
    *("perhaps", "probably", "likely", "most likely", "mostly", "usually", "ca.", "ca", "circa", "etwa", "ungefahr"),
    *("rund", "vielleicht", "wohl", "meist", "wahrscheinlich", "environ", "vers", "peut-etre", "plutot", "cerca de"),
    *("aproximadamente", "aprox.", "aprox", "mais ou menos", "mas o menos", "uns", "unos", "unas", "alrededor de"),
    *("talvez", "quizas", "quiza", "provavelmente", "probablemente"),
)
_BETWEEN = ("between", "from", "zwischen", "von", "entre", "de", "desde", "das")
_EXACTLY = ("exactly", "precisely", "genau", "exactement", "exatamente", "exactamente", "=")
_TO = r" +(?:to|and|or|until|till|bis|und|oder|et|ou|a|e|ate|hasta|y|o) +"
_DASH = r" *(?:-|\.\.+) *"
_OFF = r" *(?:±|\+ ?/ ?-|\+-|plus or minus|plus/minus) *"
_ASIDE = r" *[;(\[:] *|, +|,? +(?=(?:maybe|perhaps|vielleicht|talvez|quizas|peut-etre|between|zwischen|entre)\b)"
_UNKNOWN = {
    *("?", "??", "???", "don't know", "dont know", "do not know", "i don't know", "no idea", "unknown", "not known"),
    *("not sure", "unsure", "weiss nicht", "weiss ich nicht", "keine ahnung", "unbekannt", "je ne sais pas"),
    *("sais pas", "inconnu", "no se", "no lo se", "desconocido", "nao sei", "desconhecido", "no clue"),
}


def of_a_hundred(text: str) -> bool:
    """Return whether a text says that it is in per cent."""
    return bool(re.search(r"[%\uff05\u066a]", text) or _PER_CENT.search(_plain(text.lower())))


def ranged(text: str, manner: Manner, near: float | None = None, *, by_ratio: bool = False) -> Spread | Unknown | None:
    """Return what a text says of a number one is unsure of; None where it says no range of any kind.

    The ends stand as they were typed, the low one may be above the high one. ``by_ratio``: the amount may be of any
    size, so that the middle of far ends is the one by ratio.
    """
    body = tidy(text.replace("—", "-").replace("…", "..").replace("―", "-"), manner)
    if not body:
        return None
    body = _plain(body)
    if body in _UNKNOWN:
        return Unknown()
    return _Reader(manner, near, by_ratio).spread(_PER_CENT.sub("%", body))


def _plain(body: str) -> str:
    """Return small letters without accents."""
    letters = (sign for sign in unicodedata.normalize("NFKD", body) if not unicodedata.combining(sign))
    return "".join(letters).replace("ß", "ss")


@dataclass(frozen=True)
class _Reader:
    """Reads texts of one field."""

    manner: Manner
    near: float | None
    by_ratio: bool

    def spread(self, body: str) -> Spread | None:
        """Return the first of all ways to read a text that makes sense."""
        ends = self._ends(body)
        if ends is not None:
            return self._between(*ends)
        return self._aside(body) or self._off(body) or self._alone(body)

    def _between(self, low: float, high: float) -> Spread:
        if self.by_ratio and low > 0 and high >= WIDE * low:
            return Spread(float(f"{math.sqrt(low * high):.2g}"), low, high, "middle by ratio")
        return Spread(float(f"{(low + high) / 2:.12g}"), low, high, "middle")

    def _ends(self, body: str) -> tuple[float, float] | None:
        """Return the two ends that a text names."""
        bare = _without(body, (*_ABOUT, *_BETWEEN)).removesuffix(")").removesuffix("]").strip()
        for one, other in _cut(bare, f"{_TO}|{_DASH}"):
            if (ends := self._pair(one, _without(other, _ABOUT))) is not None:
                return ends
        return None

    def _pair(self, one: str, other: str) -> tuple[float, float] | None:
        """Return two numbers, each read with the other as what is about as large; a unit of the second is of both."""
        if (unit := re.search(r"\d *([a-z]+)$", other)) and unit[1] in UNITS and re.search(r"\d$", one):
            one += unit[1]
        first = self._number(one, self.near)
        second = self._number(other, first if self.near is None else self.near)
        again = None if second is None else self._number(one, second)
        return None if again is None or second is None else (again, second)

    def _aside(self, body: str) -> Spread | None:
        """Return a likely value with its range beside it, whichever is said first."""
        for one, other in _cut(body.removesuffix(")").removesuffix("]"), _ASIDE):
            for number, span in ((one, other), (other, one)):
                likely, ends = self._number(_without(number, _ABOUT), self.near), self._ends(span)
                if likely is not None and ends is not None:
                    return Spread(likely, *ends)
        return None

    def _off(self, body: str) -> Spread | None:
        """Return a number with how far off it may be: in its own unit, or in per cent of it."""
        for one, other in _cut(_without(body, _ABOUT), _OFF):
            likely, by = self._number(one, self.near), self._number(other, None)
            if by is None and other.endswith("%") and (share := self._number(other.removesuffix("%").strip(), None)):
                by = None if likely is None else likely * share / 100
            if likely is not None and by is not None:
                return Spread(likely, float(f"{likely - by:.12g}"), float(f"{likely + by:.12g}"))
        return None

    def _alone(self, body: str) -> Spread | None:
        """Return a number that is said to be about so much, or to be exact."""
        exact, rough = _without(body, _EXACTLY), _without(body, _ABOUT).removesuffix(" or so")
        if exact != body and (value := self._number(exact, self.near)) is not None:
            return Spread(value, value, value)
        if rough != body and (value := self._number(rough, self.near)) is not None:
            low, high = (float(f"{value * factor:.12g}") for factor in ABOUT)
            return Spread(value, low, high, assumed=True)
        return None

    def _number(self, text: str, near: float | None) -> float | None:
        if not text or text[0] in "+-=":
            return None
        return read(text, self.manner, None, near).amount


def _without(body: str, words: tuple[str, ...]) -> str:
    """Return a text without these words before it."""
    before = None
    while before != body:
        before = body
        for word in sorted(words, key=len, reverse=True):
            if body.startswith(word) and not (word[-1].isalpha() and body[len(word) :][:1].isalnum()):
                body = body[len(word) :].strip()
    return body


def _cut(body: str, at: str) -> Iterator[tuple[str, str]]:
    """Yield a text cut in two at each place that matches."""
    for found in re.finditer(at, body):
        one, other = body[: found.start()].strip(), body[found.end() :].strip()
        if one and other:
            yield one, other
