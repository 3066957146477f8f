"""Whom this process lets come for news of a room: few at a time.

A thread draws each page. Where a crowd comes at once, all of their threads share one interpreter: nobody's page is done
until nearly everybody's is, and what sends the pages waits behind them all. One after the other, half of the crowd has
its page in half the time, and whoever waits need not know: their page asks again in a few seconds.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

AT_ONCE = 6
"""Pages drawn at once: enough to fill a processor while some of them wait for the database."""
ON_THE_WAY = 2.0
"""Seconds within which a page that was let come is expected; later its place is another's."""


class Turns:
    """Counts the pages that are drawn, and those that were let come and are on the way.

    Args:
        now: seconds of a clock that only goes forward.
    """

    def __init__(self, at_once: int = AT_ONCE, now: Callable[[], float] = time.monotonic) -> None:
        self._at_once, self._now = at_once, now
        self._drawn = 0
        self._coming: deque[float] = deque()
        self._turn = threading.Lock()

    def let_come(self) -> bool:
        """Return whether a page may come now, and keep a place for it where it may."""
        with self._turn:
            while self._coming and self._now() - self._coming[0] > ON_THE_WAY:
                self._coming.popleft()
            if self._drawn + len(self._coming) >= self._at_once:
                return False
            self._coming.append(self._now())
            return True

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """Count a page while the block draws it; who comes unasked is never kept waiting."""
        with self._turn:
            self._drawn += 1
            if self._coming:
                self._coming.popleft()
        try:
            yield
        finally:
            with self._turn:
                self._drawn -= 1


TURNS = Turns()
"""Of this process."""
