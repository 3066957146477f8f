"""The store on both databases: migrations, replicas that start at once, many who submit at once."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from rooms import facilitator, leading, participant
from rooms.errors import NotNow
from rooms.migrate import _config
from rooms.store import Store
from rooms.tables import Base
from tests.room_store import more_sales, session_in

ROOT = Path(__file__).parent.parent


def test_migrations_lead_to_the_tables_as_declared(store: Store) -> None:
    """Nothing differs between the migrated schema and the tables in the code."""
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_an_older_schema_keeps_its_rooms_and_older_replicas_go_on(database: str) -> None:
    """What was written before a column was added, and what a replica of before writes after it, reads as without it."""
    join = "INSERT INTO participants (room_id, seat_hash, nickname, nickname_key, joined_at) VALUES (1, :h, :h, :h, 0)"
    predict = """INSERT INTO submissions (room_id, participant_id, round, bottleneck, expected, revisions)
        VALUES (1, :who, 1, 'upsell', 1.0, 0)"""
    before, config = Store(database), _config()
    opened = facilitator.open_room(before)
    with before.engine.connect().execution_options(writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
        connection.execute(text(join), {"h": "one"})
        connection.execute(text(predict), {"who": 1})
    before.close()
    after = Store(database)
    with after.writing() as session:
        session.execute(text(join), {"h": "two"})
        session.execute(text(predict), {"who": 2})
    lead = after, opened.code, opened.secret
    told = [(entry.answer, entry.reason, entry.hidden, entry.team) for entry in facilitator.entries(*lead)]
    assert told == [("", "", False, -1)] * 2
    assert leading.leads(*lead) == leading.Leads(first=True, helped=False)
    after.close()


def test_a_second_start_keeps_everything(database: str) -> None:
    """Opening the same database again finds the rooms as they were."""
    first = Store(database)
    room = session_in(first)
    first.close()
    again = Store(database)
    assert participant.sit(again, room.code, room.seats[0].seat).nickname == room.seats[0].nickname
    again.close()


def test_a_room_of_the_schema_before_homework_goes_on(database: str) -> None:
    """What was opened under an older schema is a room in class after the migration, with everything in it."""
    first = Store(database)
    room = session_in(first, 1).to("decide")
    start = facilitator.room(*room.lead).start
    participant.submit(*room.at(0), start)
    config = _config()
    with first.engine.connect().execution_options(writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.downgrade(config, "0005")
    first.close()
    again = Store(database)
    seat = participant.sit(again, room.code, room.seats[0].seat)
    assert (seat.room.phase, seat.room.closes_at, seat.submitted) == ("decide", None, start)
    again.close()


def test_replicas_may_start_at_once(database: str) -> None:
    """Four processes that open one empty database at the same moment all come up."""
    code = f"from rooms.store import Store; Store({database!r}); print('up')"
    started = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE) for _ in range(4)]
    assert [process.communicate(timeout=60)[0].strip() for process in started] == [b"up"] * 4


def test_many_submit_at_once_without_a_lock_error(database: str) -> None:
    """A hundred people on two replicas join and submit together; nobody waits long and nothing is lost."""
    replicas = [Store(database), Store(database)]
    room = session_in(replicas[0], 0)
    start = facilitator.room(*room.lead).start

    def join(number: int) -> str:
        return participant.join(replicas[number % 2], room.code).seat

    def submit(place: int) -> float:
        began = time.perf_counter()
        participant.save_draft(replicas[place % 2], room.code, seats[place], more_sales(start, 2.0 * place))
        participant.submit(replicas[place % 2], room.code, seats[place], more_sales(start, 10.0 * place))
        return time.perf_counter() - began

    with ThreadPoolExecutor(16) as pool:
        seats = list(pool.map(join, range(100)))
        room.to("decide")
        slowest = max(pool.map(submit, range(100)))
    plans = {entry.plan for entry in facilitator.entries(*room.lead)}
    assert plans == {more_sales(start, 10.0 * place) for place in range(100)}
    assert slowest < 10
    for replica in replicas:
        replica.close()


def test_a_submission_and_the_freeze_never_both_win(database: str) -> None:
    """Whatever the order of a race, what was accepted is in the results and nothing else is."""
    store = Store(database)
    room = session_in(store, 12).to("decide")
    start = facilitator.room(*room.lead).start
    barrier = threading.Barrier(13)

    def submit(place: int) -> int | None:
        barrier.wait()
        try:
            participant.submit(*room.at(place), start)
        except NotNow:
            return None
        return place

    with ThreadPoolExecutor(13) as pool:
        tried = [pool.submit(submit, place) for place in range(12)]
        pool.submit(lambda: (barrier.wait(), facilitator.freeze(*room.lead))).result()
        accepted = [task.result() for task in tried if task.result() is not None]
    assert facilitator.room(*room.lead).submitted == len(accepted)
    store.close()


def test_the_database_tells_the_time(database: str) -> None:
    """Without a clock of the test's own the time is the database's, close to this machine's."""
    store = Store(database)
    with store.reading() as session:
        assert store.now(session) == pytest.approx(time.time(), abs=5)
    store.close()
