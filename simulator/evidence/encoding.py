"""From the bytes of a text file to its text."""

from __future__ import annotations

import codecs
import re

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
FOREIGN = ["cp932", "gb18030", "big5", "euc_kr", "cp1251", "cp1253"]
"""Encodings without a mark, whose words are all beyond ASCII, that spreadsheets still write where it is not UTF-8."""
RUNS = re.compile(rb"[\x80-\xff]{3,}|[\x81\x83\x86\x88\x8d\x8f\x90\x98]")
"""What words of Latin letters hardly have: three letters in a row with accents, and signs that nobody types."""
IN_WORDS = {
    "cp1250": re.compile(rb"[A-Za-z][\xb3\xb9\xba\xbe\xbf][A-Za-z]"),
    "mac_roman": re.compile(rb"[A-Za-z][\x80\x87\x88\x8a\x8e\x8f\x9f][a-z]|[a-z\x9a]\xa7[a-z]"),
}
"""Letters of related encodings that are signs or capitals in Windows-1252, where they would stand within a word."""
TOGETHER = (
    ("cp1250", b"\xf8", b"\xec\xf9\x9a\x9e", b"\xe0\xe5\xe6\xe7\xea"),
    ("cp1250", b"\x9a\x9e", b"\xe6\xe8\xf0", b"\xe0\xe5\xe7\xea"),
    ("cp1250", b"\xf5", b"\xfb", b"\xe3"),
    ("cp1250", b"\xfe", b"\xe3", b""),
    ("cp1254", b"\xf0\xfd\xfe", b"\xe7\xf6\xf0\xfc\xfd\xfe", b"\xe1\xe6\xed\xf3\xfa"),
)
"""Letters that no language of Windows-1252 has together, any of the first with any of the second but none of the third:
Czech, Slovene and Croatian, Hungarian, Romanian; and Turkish, where Icelandic would have accents."""


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
    telling = _telling(data)
    beyond = sum(byte > 127 for byte in telling)
    if 2 * sum(map(len, RUNS.findall(telling))) >= beyond:
        found = from_bytes(telling, cp_isolation=[*FOREIGN, "cp1252"], enable_fallback=False).best()
        return data.decode(found.encoding if found else "cp1252", errors="replace")
    return data.decode(_related(telling), errors="replace")


def _related(telling: bytes) -> str:
    """Return which encoding of Latin letters it is: Windows-1252 unless letters prove another."""
    signs = set(telling)
    for name, inside in IN_WORDS.items():
        if inside.search(telling):
            return name
    for name, one, other, none in TOGETHER:
        if signs & set(one) and signs & set(other) and not signs & set(none):
            return name
    return "cp1252"


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
