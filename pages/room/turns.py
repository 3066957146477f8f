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
RECENT = 30
"""Pages by whose times the drawing is known."""
CAME = 1000
"""Pages by whose times the line is known: more than a crowd is, or all of them waited for a server that was busy."""


class Turns:
    """Counts the pages that are drawn, and those that were let come and are on the way.

    While as many are drawn as may be, those that come next are already on the way: by Little's law (Operations
    Research 9(3), 1961) as many as are drawn in the time that the line takes, or a long one leaves the processor idle.
    That time is the shortest of late: the others waited for a busy server too, and letting more come for it would
    make it busier still.

    Args:
        at_once: pages that are drawn at once.
        now: seconds of a clock that only goes forward.
    """

    def __init__(self, at_once: int = AT_ONCE, now: Callable[[], float] = time.monotonic) -> None:
        self._at_once, self._now = at_once, now
        self._drawn = 0
        self._coming: deque[float] = deque()
        self._came: deque[float] = deque(maxlen=CAME)
        self._done: deque[float] = deque(maxlen=RECENT)
        self._turn = threading.Lock()

    def let_come(self) -> bool:
        """Return whether a page may come now, and keep a place for it where it may."""
        with self._turn:
            while self._coming and self._now() - self._coming[0] > ON_THE_WAY:
                self._coming.popleft()
            if self._drawn + len(self._coming) >= self._at_once + self._on_the_way():
                return False
            self._coming.append(self._now())
            return True

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """Count a page while the block draws it; who comes unasked is never kept waiting."""
        with self._turn:
            self._drawn += 1
            began = self._now()
            if self._coming:
                self._came.append(began - self._coming.popleft())
        try:
            yield
        finally:
            with self._turn:
                self._drawn -= 1
                self._done.append(self._now() - began)

    def _on_the_way(self) -> int:
        if not self._came or not any(self._done):
            return 0
        drawing = sum(self._done) / len(self._done)
        return min(2 * self._at_once, int(self._at_once * min(self._came) / drawing))


TURNS = Turns()
"""Of this process."""
