"""How much of the app an address asks for, as a frame in a course page does: what is shown, and what stays as it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlencode

from simulator.facts.names import SEPARATOR
from simulator.link.text import Notes
from simulator.link.view import read_locked

Shade = Literal["", "light", "dark"]
SHOW, ANSWER, FIXED, NUMBERS = "show", "answer", "fixed", "numbers"
FRAMING_KEYS = frozenset({SHOW, ANSWER, FIXED, NUMBERS})
"""Query parameters that say it."""
HIDDEN = "hidden"
PAGE, LEVERS = "page", "levers"
CHARTS = ("revenue", "board", "sources")
"""Charts of the levers' page that may stand beside them."""
PARTS = (PAGE, LEVERS, *CHARTS)


@dataclass(frozen=True)
class Framing:
    """What an address asks to be shown: everything, unless it says less."""

    part: str = ""
    """One of `PARTS`: a page without navigation, the levers alone, or with that chart; empty for the whole app."""
    answer: bool = True
    """Whether the page says its answer."""
    fixed: frozenset[str] = frozenset()
    """Levers that nobody may move or unlock."""

    @property
    def alone(self) -> bool:
        """Whether one page stands by itself, without the way to others."""
        return bool(self.part)

    @property
    def levers_only(self) -> bool:
        """Whether the levers' page shows no more than the levers and at most one chart."""
        return self.part in (LEVERS, *CHARTS)

    def among(self, levers: Collection[str]) -> Framing:
        """Return it with those fixed levers alone that there are."""
        return replace(self, fixed=self.fixed & frozenset(levers))


def read_framing(show: str | None, answer: str | None, fixed: str | None, levers: Collection[str]) -> Framing:
    """Return what an address asks for; what it cannot mean is passed over: the page is shown in full then."""
    part = show if show in PARTS else ""
    return Framing(part, answer != HIDDEN, read_locked(fixed, levers, Notes()))


def frame_query(framing: Framing, levers: Collection[str], shade: Shade, numbers: str = "") -> str:
    """Return the part of an address that asks for it in a frame, to stand before a link.

    Args:
        framing: what is to be shown.
        levers: all levers, in order.
        shade: the theme; empty for the reader's own.
        numbers: the language whose numbers are shown, as ``de-DE``; empty for the reader's own.
    """
    asked = {"embed": "true", SHOW: framing.part}
    if not framing.answer:
        asked[ANSWER] = HIDDEN
    if framing.fixed:
        asked[FIXED] = SEPARATOR.join(lever for lever in levers if lever in framing.fixed)
    if shade:
        asked["embed_options"] = f"{shade}_theme"
    asked[NUMBERS] = numbers
    return urlencode({name: value for name, value in asked.items() if value})
