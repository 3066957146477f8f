"""Where rooms are kept: SQLite with no set-up, PostgreSQL by one setting."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, make_url, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneLeft
from sqlalchemy.orm import Session

from next_dollar.settings import read_settings
from next_dollar.turns import Turns
from rooms.errors import Unreachable
from rooms.migrate import migrate, schema_at
from rooms.tokens import clean_code

Clock = Callable[[], float]

PATIENCE_SECONDS = 10
"""How long one statement may take, wait for another's lock, or wait for a connection: nobody in a room waits longer."""
CONNECT_SECONDS = 5
QUEUE_SECONDS = 30
"""How long a person waits for others of the room who submit at the same moment, before the database is asked at all."""
SILENCE = {
    "keepalives_idle": PATIENCE_SECONDS // 2, "keepalives_interval": PATIENCE_SECONDS // 4, "keepalives_count": 2,
    "tcp_user_timeout": PATIENCE_SECONDS * 1000,
}  # fmt: skip
"""Of a connection to PostgreSQL: a machine that has gone without a word keeps no limit of its own."""


class Store:
    """A database of rooms, its schema brought up to date when it is opened."""

    def __init__(self, place: str | Path, clock: Clock | None = None) -> None:
        """Open ``place``, a file path or a database URL; ``clock`` stands in for the server's in tests.

        Raises:
            Unreachable: it cannot be opened.
        """
        self.engine = _engine(_url(str(place)))
        self._clock = clock
        # SQLite has one writer: threads of one process queue here rather than poll the file.
        self._turn = threading.Lock() if self.is_sqlite else nullcontext()
        self._turns = Turns()
        with _answering():
            migrate(self.engine)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a file of SQLite."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that only reads. Raises `Unreachable`."""
        with _answering(), Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session whose changes are kept together when the block ends, or not at all. Raises `Unreachable`."""
        with (
            _answering(),
            self._turn,
            Session(self.engine.execution_options(writes=True), expire_on_commit=False) as session,
        ):
            yield session
            session.commit()

    @contextmanager
    def turn(self, code: str) -> Iterator[None]:
        """Let those of this process who change one room queue here: in the database each would hold a connection, and
        wait for the lock of all others before them no longer than for one. Raises `Unreachable`.
        """
        lock = self._turns.of(clean_code(code))
        if not lock.acquire(timeout=QUEUE_SECONDS):
            raise Unreachable("Queue")
        try:
            yield
        finally:
            lock.release()

    def now(self, session: Session) -> float:
        """Return the time by the one clock that all replicas share: the database's."""
        if self._clock:
            return self._clock()
        if self.is_sqlite:
            return time.time()
        return float(session.scalar(select(func.extract("epoch", func.clock_timestamp()))) or 0.0)

    def schema(self) -> str:
        """Return the revision of the schema, once something has been written, as on a full disk nothing can be.

        Raises:
            Unreachable: the database does not answer, or cannot keep anything.
        """
        with self.writing() as session:
            found = schema_at(session.connection()) or ""
            session.execute(text("UPDATE alembic_version SET version_num = version_num"))
            return found

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, NoneLeft) as error:
        raise Unreachable(type(getattr(error, "orig", None) or error).__name__) from error


_OPENING = threading.Lock()


def default_store() -> Store:
    """Return the store of this process, at the place that the settings name."""
    with _OPENING:  # A crowd may come first; one opens it, the others wait.
        return _default_store()


def is_there() -> bool:
    """Return whether there is a database at the place that the settings name; none is made before a first room."""
    settings = read_settings()
    return bool(settings.database) or Path(settings.database_place).exists()


@cache
def _default_store() -> Store:
    return Store(read_settings().database_place)


def _url(place: str) -> URL:
    if "://" not in place:
        file = Path(place).expanduser().resolve()
        file.parent.mkdir(parents=True, exist_ok=True)
        return URL.create("sqlite", database=str(file))
    url = make_url(place)
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgres", "postgresql") else url


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(
            url, pool_size=10, max_overflow=20, pool_timeout=PATIENCE_SECONDS, pool_pre_ping=True,
            connect_args={"connect_timeout": CONNECT_SECONDS, "options": _limits(url), **SILENCE},
        )  # fmt: skip
    given = {"timeout": PATIENCE_SECONDS, "check_same_thread": False}
    engine = create_engine(url, pool_size=10, max_overflow=20, pool_timeout=PATIENCE_SECONDS, connect_args=given)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _limits(url: URL) -> str:
    """Return PostgreSQL's options with a limit on time; those that the address itself gives come last, and count."""
    limit = f"-c statement_timeout={PATIENCE_SECONDS * 1000} -c lock_timeout={PATIENCE_SECONDS * 1000}"
    return f"{limit} {url.query.get('options', '')}".strip()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # Transactions begin as `_begin_sqlite` says.
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={PATIENCE_SECONDS * 1000}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and then writes cannot wait for its turn; one that says so at once can.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
