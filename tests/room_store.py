"""What the tests of rooms share: both databases, a clock that is moved by hand, a room with people in it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from rooms import facilitator, participant
from rooms.participant import Joined
from rooms.settings import RoomSettings
from rooms.store import Store
from simulator.facts.plan import Plan
from tests.postgres import HINT, find_postgres, postgres


@dataclass
class HandClock:
    """A clock that stands still until it is moved."""

    time: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.time


@dataclass
class Session:
    """A room with its facilitator's authority and some participants."""

    store: Store
    code: str
    secret: str
    seats: list[Joined] = field(default_factory=list)

    @property
    def lead(self) -> tuple[Store, str, str]:
        """What each of the facilitator's verbs takes first."""
        return self.store, self.code, self.secret

    def at(self, place: int) -> tuple[Store, str, str]:
        """Return what each of a participant's verbs takes first."""
        return self.store, self.code, self.seats[place].seat

    def to(self, phase: str) -> Session:
        """Take the room from the lobby to a phase."""
        for verb, reached in (
            (facilitator.begin_round, "predict"), (facilitator.open_decisions, "decide"),
            (facilitator.freeze, "frozen"), (facilitator.reveal, "revealed"),
        ):  # fmt: skip
            verb(*self.lead)
            if reached == phase:
                break
        return self


def session_in(store: Store, people: int = 2, settings: RoomSettings | None = None) -> Session:
    """Return a new room in its lobby, opened from a network of its own, however many a module of tests opens."""
    opened = facilitator.open_room(store, settings, address=uuid.uuid4().hex)
    seats = [participant.join(store, opened.code) for _ in range(people)]
    return Session(store, opened.code, opened.secret, seats)


def revealed_in(store: Store, settings: RoomSettings) -> Session:
    """Open a room with one seat, whose owner submits today's split, and show the best one."""
    session = session_in(store, 1, settings).to("decide")
    participant.submit(*session.at(0), participant.sit(*session.at(0)).start)
    facilitator.freeze(*session.lead)
    facilitator.reveal(*session.lead)
    return session


def more_sales(plan: Plan, by: float) -> Plan:
    """Return a plan that moves money from the first lever to conversion."""
    amounts = list(plan.amounts)
    amounts[0] -= by
    amounts[-2] += by
    return Plan.of(plan.levers, amounts)


@pytest.fixture
def clock() -> HandClock:
    """The clock of the store under test."""
    return HandClock()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL: the one named, else one started here; without, skipped, and failed in CI."""
    named = os.environ.get("NEXT_DOLLAR_TEST_POSTGRES")
    if named:
        yield named
        return
    binaries = find_postgres()
    if binaries is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HINT)
    with postgres(binaries) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield str(tmp_path / "rooms.sqlite3")
        return
    server = request.getfixturevalue("postgres_server")
    with schema_of(server) as url:
        yield url


@pytest.fixture
def store(database: str, clock: HandClock) -> Iterator[Store]:
    """A store on each kind of database."""
    opened = Store(database, clock)
    yield opened
    opened.close()


@contextmanager
def schema_of(server: str) -> Iterator[str]:
    """An empty schema of a PostgreSQL while the block lasts; yield the URL that leads there."""
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine, name = create_engine(url), f"test_{uuid.uuid4().hex}"
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    try:
        yield url.update_query_dict({"options": f"-csearch_path={name}"}).render_as_string(hide_password=False)
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
        engine.dispose()
