"""The app as it is deployed, on a database of its own, for all tests of rooms that one worker runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from rooms.store import Store
from rooms.tables import Room
from tests.replicas import replica

Rooms = tuple[Store, str]
"""A database, and the address of the Training room of the app that has it."""


@pytest.fixture(scope="session")
def deployed_rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    """The app, started once: files of tests share it, and have no room in common."""
    place = str(tmp_path_factory.mktemp("rooms") / "rooms.sqlite3")
    store = Store(place)
    with replica(NEXT_DOLLAR_DATABASE=place) as running:
        yield store, f"{running.address}/Training_room"
    store.close()


@pytest.fixture(scope="module")
def room_app(deployed_rooms: Rooms) -> Iterator[Rooms]:
    """The app for the tests of one file, whose rooms go with it: a new one costs more where many were opened."""
    yield deployed_rooms
    with deployed_rooms[0].writing() as session:
        session.execute(delete(Room))
