"""Reasons in one line: how they are kept, and how they stand together by what was answered."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rooms.errors import Unusable
from rooms.limits import LINE_LIMIT
from rooms.settings import RoomSettings
from rooms.views import Entry
from simulator.facts.plan import FUNCTIONS


@dataclass(frozen=True)
class Group:
    """Those who gave one answer."""

    answer: str
    """One of the answers offered, else the function called the bottleneck; blank: no answer, or none was asked for."""
    count: int
    """How many gave it, with or without a reason."""
    lines: tuple[Entry, ...]
    """Those of them whose reason may be read, in the order of joining."""
    asked: bool = True
    """Whether the room was asked for an answer."""


def clean_line(text: str) -> str:
    """Return a line as it is kept: single spaces, and no sign that is not seen; blank is allowed.

    Raises:
        Unusable: it is too long.
    """
    seen = "".join(sign if sign.isprintable() else " " * sign.isspace() for sign in text)
    clean = " ".join(unicodedata.normalize("NFC", seen).split())
    if len(clean) > LINE_LIMIT:
        raise Unusable(f"Your line has {len(clean)} characters; up to {LINE_LIMIT} fit.")
    return clean


def groups(settings: RoomSettings, entries: Iterable[Entry]) -> tuple[Group, ...]:
    """Return one round's answers: by the own question's where it offers any, else by the bottleneck.

    Answers that nobody gave have a group of none; last come those without an answer, where there are any.
    """
    ordered = sorted(entries, key=lambda entry: entry.participant)
    named = settings.choices or (FUNCTIONS if settings.bottleneck else ())
    found = [_group(name, [entry for entry in ordered if _answer(settings, entry) == name]) for name in named]
    silent = _group("", [entry for entry in ordered if _answer(settings, entry) not in named], bool(named))
    return (*found, silent) if silent.lines or not named else tuple(found)


def _answer(settings: RoomSettings, entry: Entry) -> str:
    return entry.answer if settings.choices else (entry.bottleneck or "") if settings.bottleneck else ""


def _group(answer: str, entries: list[Entry], asked: bool = True) -> Group:
    return Group(answer, len(entries), tuple(entry for entry in entries if entry.reason), asked)
