"""What things may be called: channels, scenarios and companies are told apart by what a reader sees."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator

NAME_LIMIT = 40
SEPARATOR = "~"
"""No name may hold it: it stands between the parts of a link's values."""

LEVER_TITLES: Mapping[str, str] = {"conversion": "Sales team", "upsell": "Account care"}
"""What owners call the money for conversion and for upsell."""
PLAN_TITLES = ("Today", "Best split")
"""Plans that are no scenario but stand beside the scenarios on the screen."""

JOINERS = frozenset("\u200c\u200d")
"""They join letters and pictures of one sign, in Persian and in emoji; nothing else without a width is taken."""
UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0\u034f\u180b\u180c\u180d\u180f") | {*map(chr, range(0xFE00, 0xFE10))}
"""Signs that count as letters or marks and show nothing by themselves."""


def lever_title(lever: str) -> str:
    """Return what a lever is called on the screen and in messages."""
    return LEVER_TITLES.get(lever, lever)


def readable(name: str) -> str:
    """Return a name as it is stored; `ValueError` with what is allowed where it cannot be one."""
    clean = unicodedata.normalize("NFC", name)
    if not clean or (clean.isprintable() and not visible(clean)):
        raise ValueError(f"a name of 1 to {NAME_LIMIT} characters is needed")
    if len(clean) > NAME_LIMIT:
        raise ValueError(f"a name of 1 to {NAME_LIMIT} characters is needed, and this one has {len(clean)}")
    if clean != clean.strip():
        raise ValueError("a name without spaces around it is needed")
    if not "".join(sign for sign in clean if sign not in JOINERS).isprintable() or SEPARATOR in clean:
        raise ValueError(f"a name may not hold control characters or the sign {SEPARATOR}")
    return clean


Name = Annotated[str, AfterValidator(readable)]


def typed(text: str) -> str:
    """Return a name as a person meant it: any run of spaces is one plain space, and none stands around it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def visible(text: str) -> bool:
    """Return whether a reader sees anything of it."""
    return any(_drawn(sign) for sign in text)


def looks(name: str) -> str:
    """Return the same for names that look alike: letter case, spaces and variants of a sign do not count."""
    wide = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in unicodedata.normalize("NFKC", wide) if _drawn(sign))


def taken_by_a_lever(name: str) -> str | None:
    """Return the title of the lever, other than a channel, that a channel of this name would look like."""
    return next((title for title in LEVER_TITLES.values() if looks(title) == looks(name)), None)


def apart(name: str, number: int = 2) -> str:
    """Return the name with a number behind it, within the limit."""
    return f"{name[: NAME_LIMIT - 1 - len(str(number))].rstrip()} {number}"


def _drawn(sign: str) -> bool:
    return sign not in UNSEEN and unicodedata.category(sign)[0] not in "CZ"
