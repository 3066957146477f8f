"""The sessions of late by the secret their browser's tab holds, so that a reload finds its steps again.

In memory alone and few: a session that is not found starts without steps, which is all that is lost.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Protocol


class Tabbed(Protocol):
    """What one tab works on, with the secret that the tab holds."""

    tab: str


MOST = 128
_sessions: OrderedDict[str, Tabbed] = OrderedDict()
_lock = Lock()


def remember(session: Tabbed) -> None:
    """Keep the session under its tab's secret; the oldest goes where there are too many."""
    with _lock:
        _sessions[session.tab] = session
        while len(_sessions) > MOST:
            _sessions.popitem(last=False)


def session_of(tab: str) -> Tabbed | None:
    """Return the session of the tab that holds this secret."""
    with _lock:
        return _sessions.get(tab)
