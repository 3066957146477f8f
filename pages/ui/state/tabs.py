"""The sessions of late by the secret their browser's tab holds, so that a reload finds its steps again.

In memory alone and few: a session that is not found starts without steps, which is all that is lost.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pages.ui.state.session import Session

MOST = 128
_sessions: OrderedDict[str, Session] = OrderedDict()
_lock = Lock()


def remember(session: Session) -> None:
    """Keep the session under its tab's secret; the oldest goes where there are too many."""
    with _lock:
        _sessions[session.tab] = session
        while len(_sessions) > MOST:
            _sessions.popitem(last=False)


def session_of(tab: str) -> Session | None:
    """Return the session of the tab that holds this secret."""
    with _lock:
        return _sessions.get(tab)
