"""The app as it is deployed, on a database of its own, for the tests of one file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from rooms.store import Store
from tests.replicas import replica


@contextmanager
def room_app(folders: pytest.TempPathFactory) -> Iterator[tuple[Store, str]]:
    """Serve it until the block ends; yield its database and the address of the Training room."""
    place = str(folders.mktemp("rooms") / "rooms.sqlite3")
    store = Store(place)
    with replica(NEXT_DOLLAR_DATABASE=place) as running:
        yield store, f"{running.address}/Training_room"
    store.close()
