"""Numbers as people type and paste them; `amounts.js` beside the live levers reads them in the same way.

A plain number may stand with a currency of the field, per cent, or k, m, bn, lakh, crore behind it, and be grouped as
anywhere in the world. ``=5000+2500`` and ``5000+2500`` are sums; a leading ``+`` adds to what stood there; a leading
minus is a negative number where the field takes such, and else takes away from what stood there. A dot or a comma
before three digits separates thousands where the field itself writes them so; else it can be read in two ways, and the
reading nearer in ratio to what stood there is taken and to be said, or the locale's where nothing stood there, unless
the field keeps too few decimals for it. What could be wrong by a factor without anyone noticing is not read at all.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 60
UNITS = {"": 0, "k": 3, "m": 6, "mn": 6, "mio": 6, "b": 9, "bn": 9, "mrd": 9, "lakh": 5, "cr": 7, "crore": 7}
"""What may stand behind a number, as a power of ten."""
ROUNDED_OFF = 0.005
"""The most that rounding to the field's decimals may change, as a share of what was typed."""
BIG = 1000
"""From here on numbers are grouped, so that a mark may be left from a number that was half overwritten."""

MARK = "\u066b"
"""The Arabic decimal mark, which can be read in one way only."""
_DROPPED = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SAME = str.maketrans(
    {"\u066c": "'", "\u060c": ",", "\uff0c": ",", "\uff0e": ".", "\u066a": "%", "\uff05": "%"}
    | dict.fromkeys("\u2018\u2019\u02bc\u00b4`\uff07", "'")
    | dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d", "-")
    | dict.fromkeys("\uff0b\ufe62", "+")
)
_USUAL = ".,'’ \u00a0\u202f"
"""Marks of locales that are read wherever they stand; others are read in their own locale alone."""
_TERM = re.compile(r"([\d.,' \u066b]+?) *([a-z]*)")
_THREES, _INDIAN = r"\d{1,3}(?:#\d{3})+", r"\d{1,2}(?:#\d\d)+#\d{3}"


@dataclass(frozen=True)
class Manner:
    """How numbers are written in one field; ``signs``, in small letters, may stand beside them."""

    group: str = ","
    decimal: str = "."
    signs: tuple[str, ...] = ()
    percent: bool = False
    """The number is a per cent, with its sign or without."""
    negative: bool = False
    decimals: int | None = None
    """How many the field keeps; None keeps all."""


@dataclass(frozen=True)
class Reading:
    """What a text means: an amount, nothing at all (``blank``), or, with neither, what cannot be read."""

    amount: float | None = None
    blank: bool = False
    say: bool = False
    """Whether the reader needs to be told how it was read."""


@dataclass(frozen=True)
class _Number:
    """One number of a sum: what the locale makes of it, the other reading, and with a stray mark left out."""

    local: float
    other: float
    joined: float | None = None
    foreign: bool = False


UNREADABLE = Reading()


def read(text: str, manner: Manner, standing: float | None = None, near: float | None = None) -> Reading:
    """Return what a text means in a field; never raises.

    Args:
        text: as typed.
        manner: how numbers are written in this field.
        standing: what stood there, which a leading + adds to.
        near: a number of about the expected size, for where nothing stood there.
    """
    body = tidy(text, manner)
    if not body:
        return UNREADABLE if body is None else Reading(blank=True)
    sign, terms, counted = _terms(body, manner)
    numbers = [_number(term, manner) for _, term in terms]
    found = [number for number in numbers if number is not None]
    if len(found) < len(numbers) or not found or (sign == "-" and not manner.negative and standing is None):
        return UNREADABLE
    beside = abs(standing or near or 0.0)
    if beside >= BIG and any(_half_overwritten(number, beside) for number in found):
        return UNREADABLE
    factors = [-1.0 if minus else 1.0 for minus, _ in terms]
    local = _total(factor * number.local for factor, number in zip(factors, found, strict=True))
    other = _total(factor * number.other for factor, number in zip(factors, found, strict=True))
    if beside and _far(other, beside) < _far(local, beside):
        local, other = other, local
    typed = local if _kept(local, manner) == local or _kept(other, manner) != other else other
    say = counted or local != other or any(number.foreign for number in found)
    return _settled(typed, sign, manner, standing, say)


def tidy(text: str, manner: Manner) -> str | None:
    """Return a text in small letters with plain digits, marks and spaces; None for what cannot be one number."""
    for mark, plain in ((manner.group, "'"), (manner.decimal, MARK)):
        if mark not in _USUAL:
            text = text.replace(mark, plain)
    text = _DROPPED.sub("", text).strip()
    if len(text) > LONGEST or re.search(r"[\t\n\r\v\f]", text):  # Two cells of a sheet are not one number.
        return None
    digits = (unicodedata.decimal(sign, None) for sign in text)
    same = "".join(sign if digit is None else str(digit) for sign, digit in zip(text, digits, strict=True))
    return re.sub(r"\s", " ", same.lower().translate(_SAME))


def _terms(body: str, manner: Manner) -> tuple[str, list[tuple[bool, str]], bool]:
    """Return the leading sign of a plain number, the parts of the sum, each with whether it is taken away, and whether
    anything is to be worked out."""
    if body.startswith("="):
        parts = re.findall(r"[+-]?[^+-]+", body[1:])
        whole = "".join(parts) == body[1:]
        return "", [(part.startswith("-"), part.lstrip("+-")) for part in parts] if whole else [(False, "")], True
    for mark in manner.signs:  # $-500 is −$500.
        if body.startswith(mark) and body[len(mark) :].lstrip().startswith("-"):
            body = body[len(mark) :].lstrip()
    sign = body[0] if body[0] in "+-" else ""
    terms = [(False, term) for term in body[len(sign) :].split("+")]
    if sign == "-" and len(terms) > 1:
        return sign, [(False, "")], True
    return sign, terms, len(terms) > 1 or sign == "+" or (sign == "-" and not manner.negative)


def _number(term: str, manner: Manner) -> _Number | None:
    bare = _bare(term.strip(), manner)
    match = _TERM.fullmatch(bare)
    if match is None or match[2] not in UNITS or (manner.percent and match[2]):
        return None
    power = UNITS[match[2]]
    if (found := _read(match[1], manner, power)) is None or not math.isfinite(found.local):
        return None
    return found


def _bare(term: str, manner: Manner) -> str:
    """Return a number without what stands beside it."""
    if manner.percent:
        term = term.removesuffix("%").strip() if term.endswith("%") else term.removeprefix("%").strip()
    for mark in manner.signs:
        if term.startswith(mark):
            term = term[len(mark) :].strip()
            break
    for mark in manner.signs:
        if term.endswith(mark):
            return term[: -len(mark)].strip()
    return term


def _read(core: str, manner: Manner, power: int) -> _Number | None:
    """Return the readings of digits with marks between them."""
    clear = [mark for mark in (" ", "'") if mark in core]
    marks = [mark for mark in (".", ",", MARK) if mark in core]
    if len(clear) > 1 or len(marks) > 2:
        return None
    if not marks or clear or len(marks) == 2:
        return _clear(core, clear, marks, manner, power)
    (mark,) = marks
    whole, *rest = core.split(mark)
    foreign = mark not in (manner.decimal, MARK)
    if len(rest) > 1:
        grouped = _grouped(core, mark, power)
        return None if grouped is None or mark == MARK else _Number(grouped, grouped, None, mark != manner.group)
    return _single(whole, rest[0], mark, foreign, manner, power)


def _clear(core: str, clear: list[str], marks: list[str], manner: Manner, power: int) -> _Number | None:
    """Return the one reading of digits whose groups and decimals are told apart."""
    ending = max(marks, key=core.rindex) if marks else ""
    whole, decimals = core.rsplit(ending, 1) if ending else (core, "")
    group = [*clear, *(mark for mark in marks if mark != ending)]
    if len(group) > 1 or (ending and not decimals) or not re.fullmatch(r"\d*", decimals):
        return None
    if group:
        if not _is_grouped(whole, group[0]):
            return None
        whole = whole.replace(group[0], "")
    if not re.fullmatch(r"\d+", whole):
        return None
    value = _value(whole, decimals, power)
    return _Number(value, value, None, bool(ending) and ending not in (manner.decimal, MARK))


def _single(whole: str, after: str, mark: str, foreign: bool, manner: Manner, power: int) -> _Number | None:
    """Return the readings of a number with one mark, which may be for thousands or for decimals."""
    if not re.fullmatch(r"\d*", whole) or not re.fullmatch(r"\d+", after):
        return None
    decimal, joined = _value(whole or "0", after, power), _value(whole + after, "", power)
    led = bool(whole) and not whole.startswith("0")
    if mark != MARK and led and len(after) == 3 and len(whole) <= 3 and not manner.percent:
        if mark == manner.group:  # As the field itself shows it.
            return _Number(joined, joined)
        return _Number(joined, decimal, None, True) if foreign else _Number(decimal, joined, None, True)
    if led and mark == manner.group and len(after) > 3:
        return None
    return _Number(decimal, decimal, joined if foreign and led and not power else None, foreign)


def _grouped(core: str, mark: str, power: int) -> float | None:
    return _value(core.replace(mark, ""), "", power) if _is_grouped(core, mark) else None


def _is_grouped(whole: str, mark: str) -> bool:
    return any(re.fullmatch(form.replace("#", re.escape(mark)), whole) for form in (_THREES, _INDIAN))


def _value(whole: str, decimals: str, power: int) -> float:
    return float(f"{whole}.{decimals or 0}e{power}")


def _half_overwritten(number: _Number, beside: float) -> bool:
    return number.joined is not None and _far(number.joined, beside) < _far(number.local, beside)


def _far(value: float, beside: float) -> float:
    """Return by what factor a value differs from another, which is not 0."""
    size = abs(value)
    return max(size / beside, beside / size) if size else math.inf


def _total(values: Iterable[float]) -> float:
    """Return the sum, without the dust of binary decimals."""
    total = 0.0
    for value in values:
        total += value
    return float(f"{total:.15g}")


def _kept(typed: float, manner: Manner) -> float:
    """Return an amount with as many decimals as the field keeps."""
    scale = 10.0 ** (manner.decimals or 0)
    if manner.decimals is None or not math.isfinite(typed * scale):
        return typed
    return math.floor(typed * scale + 0.5) / scale


def _settled(typed: float, sign: str, manner: Manner, standing: float | None, say: bool) -> Reading:
    """Return the amount a field takes for what was typed."""
    kept = _kept(typed, manner)
    if abs(kept - typed) > ROUNDED_OFF * abs(typed):
        return UNREADABLE
    base = 0.0 if sign == "" or (sign == "-" and manner.negative) else standing or 0.0
    amount = _total((base, -kept if sign == "-" else kept))
    return Reading(amount, say=say or abs(kept - typed) > 1e-9 * abs(typed)) if math.isfinite(amount) else UNREADABLE
