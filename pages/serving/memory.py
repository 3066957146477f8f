"""Giving back to the machine what a crowd needed, once it has left."""

from __future__ import annotations

import ctypes
import gc
import math
import sys
from contextlib import suppress

from starlette.concurrency import run_in_threadpool

from pages.ui.streamlit_internals.sessions import held_sessions

MANY = 50


class Crowd:
    """How many visits were held when memory was given back last, or most since."""

    def __init__(self) -> None:
        self._most = 0.0

    def has_left(self, now: float) -> bool:
        """Return whether many visits have ended since: looking for what they left behind stops everyone's answers."""
        self._most = max(self._most, 0.0 if math.isnan(now) else now)
        left = self._most - now >= MANY
        if left:
            self._most = now
        return left


CROWD = Crowd()


async def give_back() -> None:
    """Let go of visits that are over; where many are, give their memory back too. In the server's event loop."""
    if CROWD.has_left(held_sessions()):
        await run_in_threadpool(_trim)


def _trim() -> None:
    gc.collect()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # A C library that keeps no arenas has nothing to give back.
            ctypes.CDLL("libc.so.6").malloc_trim(0)
