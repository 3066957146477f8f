"""Taking turns, each about one thing: who waits for one room does not wait for another."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from weakref import WeakValueDictionary


class Turns:
    """A lock for each key, kept as long as somebody holds it or waits for it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Hashable, threading.Lock] = WeakValueDictionary()
        self._own = threading.Lock()

    def __len__(self) -> int:
        """Return for how many keys somebody holds a lock or waits for one."""
        return len(self._locks)

    def of(self, key: Hashable) -> threading.Lock:
        """Return the lock of that key, to be entered by ``with``."""
        with self._own:
            return self._locks.setdefault(key, threading.Lock())
