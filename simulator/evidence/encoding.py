"""From the bytes of a text file to its text."""

from __future__ import annotations

import codecs
import re
from collections import Counter

from charset_normalizer import from_bytes

SAMPLE = 200_000
"""Bytes by which an encoding is recognised."""
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""The mark at a file's beginning, the longer before those it begins with, and what it stands for."""
OLD = ["cp1252", "cp932", "gb18030", "big5", "euc_kr", "cp1250", "cp1251", "cp1253", "cp1254", "mac_roman"]
"""Encodings without a mark that spreadsheets still write, where it is not UTF-8."""
LETTER_BY_LETTER = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "mac_roman")
"""Those in which every sign is one byte, the commonest first."""
CURRENCIES = "€£¥"
BESIDE_NUMBER = re.compile(rb"\d ?([\x80-\xff])(?![\w\x80-\xff])|(?<![\w\x80-\xff])([\x80-\xff]) ?\d")
"""A single byte beyond ASCII, with no letter beside it, that follows or leads a number."""
NEVER_FIRST = b"\x80"
"""The byte by which no sign of two bytes begins: beside a number it is the euro of Windows."""
ASCII = bytes(range(128))


def decode(data: bytes) -> str:
    """Return the text; every file of bytes has one, if need be with signs that stand for what cannot be read."""
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if wide := _wide(data[:SAMPLE]):
        return data.decode(wide, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    found = from_bytes(_telling(data), cp_isolation=OLD, enable_fallback=False).best()
    return data.decode(_by_currency(data, found.encoding if found else "cp1252"), errors="replace")


def _by_currency(data: bytes, found: str) -> str:
    """Return the encoding found, or the commonest that makes a currency of what it makes a letter beside numbers.

    Letters are told from each other by the words they make; a sign of currency stands in no word.
    """
    signs = Counter(match[1] or match[2] for match in BESIDE_NUMBER.finditer(data[:SAMPLE]))
    if not signs:
        return found
    sign = signs.most_common(1)[0][0]
    only = set(data[:SAMPLE].translate(None, ASCII)) == set(sign)
    if found not in LETTER_BY_LETTER and sign != NEVER_FIRST and not only:
        return found
    readings = (found, *LETTER_BY_LETTER)
    return next((each for each in readings if sign.decode(each, errors="replace") in CURRENCIES), found)


def _wide(sample: bytes) -> str | None:
    """Return the UTF-16 of an unmarked sample: in a table of Latin letters every other byte is 0."""
    evens, odds = sample[::2].count(0), sample[1::2].count(0)
    if max(evens, odds) < 0.3 * len(sample) / 2:
        return None
    if min(evens, odds) > 0.05 * len(sample) / 2:
        return None
    return "utf-16-le" if odds > evens else "utf-16-be"


def _telling(data: bytes) -> bytes:
    """Return the lines of a file that tell its encoding: those that are not plain ASCII."""
    lines = [line for line in data.splitlines() if not line.isascii()]
    return b"\n".join(lines)[:SAMPLE]
