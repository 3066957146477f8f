"""What an operator relies on: health, figures, lines in the log, and trouble in one place that stays there."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, event, make_url, select, text

from next_dollar.journal import SLOW_SECONDS, observed, request_id, watched
from next_dollar.turns import Turns
from pages.room.single_flight import single_flight
from rooms import facilitator, participant, reading, store
from rooms.errors import NotNow, Unreachable, Unusable
from rooms.limits import ROOM_HOURS
from rooms.settings import RoomSettings, RoundSettings
from rooms.store import Store
from rooms.sweep import sweep
from rooms.tables import Room
from rooms.views import settings_of
from tests.browser import ROOT, free_port
from tests.postgres import find_postgres
from tests.relay import Relay
from tests.replicas import replica
from tests.room_store import HandClock, Session, schema_of, session_in
from tests.test_server import Answer, ask


def eventually(address: str, status: int, *parts: str) -> Answer:
    """Return what is answered there once it has that status and all parts in it; a visit counts after its answer."""
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        answer = ask(address)
        missing = [part for part in parts if part.encode() not in answer.body]
        if answer.status == status and not missing:
            return answer
        time.sleep(0.2)
    raise AssertionError(f"{answer.status}, not {status}, without {missing}: {answer.body!r}")


def test_ready_follows_the_database_and_health_does_not(postgres_server: str) -> None:
    """While the database is gone no visitor is to be sent there, though the process lives; later they are again."""
    with schema_of(postgres_server) as url:
        way = Relay(make_url(url).port or 5432)
        there = make_url(url).set(port=way.port).render_as_string(hide_password=False)
        with replica("a", NEXT_DOLLAR_DATABASE=there) as running:
            ready = eventually(f"{running.address}/ready", 200)
            assert json.loads(ready.body)["schema"]
            way.cut()
            gone = eventually(f"{running.address}/ready", 503)
            assert json.loads(gone.body)["status"] == "not ready"
            assert "tester" not in gone.body.decode()
            assert json.loads(ask(f"{running.address}/health").body)["status"] == "ok"
            way.mend()
            eventually(f"{running.address}/ready", 200)


@pytest.fixture(scope="module")
def watched_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The app with figures; its address and that of the figures."""
    folder, port = tmp_path_factory.mktemp("watched"), free_port()
    named = {"NEXT_DOLLAR_DATABASE": str(folder / "rooms.sqlite3"), "NEXT_DOLLAR_METRICS_PORT": str(port)}
    with replica(**named) as running:
        yield running.address, f"http://127.0.0.1:{port}/metrics"


def test_figures_are_kept_where_visitors_do_not_reach(watched_app: tuple[str, str]) -> None:
    """Prometheus finds answers, rooms and visits on a port of its own; the public one shows nothing of the kind."""
    address, figures = watched_app
    ask(f"{address}/Compare?name=Secret+Ltd")
    ask(f"{address}/no/such/thing")
    page = 'kind="answer",name="Compare",outcome="done"'
    parts = "next_dollar_rooms 0.0", "next_dollar_sessions 0.0", page, 'name="other"'
    found = eventually(figures, 200, *parts).body.decode()
    assert "Secret" not in found
    assert "such" not in found
    for closed in ("_stcore/metrics", "_stcore/metrics/", "metrics"):
        assert b"cache_memory_bytes" not in ask(f"{address}/{closed}").body


def test_no_cookie_is_set(watched_app: tuple[str, str]) -> None:
    """Pages and what they ask for when they start set none, as the facilitator's guide says."""
    for path in ("", "Training_room", "_stcore/health", "_stcore/host-config", "health"):
        assert "Set-Cookie" not in ask(f"{watched_app[0]}/{path}").headers


def test_an_answer_carries_the_id_that_the_proxy_gave(watched_app: tuple[str, str]) -> None:
    """One id leads from nginx's log to the app's; what could not stand in a line is replaced."""
    assert ask(f"{watched_app[0]}/health", X_Request_ID="abc-123").headers["X-Request-ID"] == "abc-123"
    for bad in ("a b", "x" * 65, "a=b"):
        given = ask(f"{watched_app[0]}/health", X_Request_ID=bad).headers["X-Request-ID"]
        assert given != bad
        assert request_id(given) == given


def test_what_fails_or_is_slow_gets_a_line(caplog: pytest.LogCaptureFixture) -> None:
    """A refusal and a slow verb are each one line with name, outcome and id; what goes well is none."""
    with watched("verb", "join", "id1"):
        pass
    with pytest.raises(NotNow), watched("verb", "submit", "id2"):
        raise NotNow("The seat s3cret has not begun.")
    observed("verb", "reveal", "id3", "done", SLOW_SECONDS + 1)
    lines = [record.getMessage() for record in caplog.records if record.name == "next_dollar"]
    assert len(lines) == 2
    assert "verb=submit outcome=NotNow" in lines[0]
    assert "request=id2" in lines[0]
    assert "s3cret" not in lines[0]
    assert "verb=reveal outcome=done seconds=2.000 request=id3" in lines[1]


def test_a_slow_room_keeps_no_other_waiting(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the database takes its time over one room, the pulse of another is answered."""
    slow, other = session_in(store, 0), session_in(store, 0)
    go_on, asked, real = threading.Event(), threading.Event(), reading._ask

    def ask_slowly(store: Store, code: str) -> object:
        if code == slow.code:
            asked.set()
            assert go_on.wait(20)
        return real(store, code)

    monkeypatch.setattr(reading, "_ask", ask_slowly)
    with ThreadPoolExecutor(2) as threads:
        waiting = threads.submit(reading.pulse, store, slow.code)
        assert asked.wait(20)
        answered = threads.submit(reading.pulse, store, other.code)
        try:
            assert answered.result(timeout=10) is not None
            assert not waiting.done()
        finally:
            go_on.set()
        assert waiting.result(timeout=10) is not None


def test_work_is_shared_by_those_who_ask_the_same_alone() -> None:
    """One room's long work is done once for all who wait for it, and another room's does not wait."""
    go_on, begun, done = threading.Event(), threading.Event(), []

    @single_flight
    def work(room: str) -> str:
        done.append(room)
        if room == "slow":
            begun.set()
            assert go_on.wait(20)
        return room.upper()

    with ThreadPoolExecutor(4) as threads:
        waiting = [threads.submit(work, "slow") for _ in range(3)]
        assert begun.wait(20)
        other = threads.submit(work, "other")
        try:
            assert other.result(timeout=10) == "OTHER"
        finally:
            go_on.set()
        assert [each.result(timeout=10) for each in waiting] == ["SLOW"] * 3
    assert sorted(done) == ["other", "slow"]


def test_turns_are_forgotten_once_nobody_waits() -> None:
    """Locks of rooms long gone take no memory."""
    turns = Turns()
    with turns.of("a"), turns.of("b"):
        assert len(turns) == 2
    assert len(turns) == 0


def test_waiting_for_the_database_ends(postgres_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A verb that waits for a lock somebody keeps, or for a slow statement, is refused; the next one works again."""
    monkeypatch.setattr(store, "PATIENCE_SECONDS", 1)
    with schema_of(postgres_server) as url:
        opened = Store(url)
        room = session_in(opened, 1)
        with opened.writing() as holding:
            holding.scalars(select(Room).where(Room.code == room.code).with_for_update()).one()
            with pytest.raises(Unreachable):
                facilitator.begin_round(*room.lead)
        with pytest.raises(Unreachable), opened.reading() as session:
            session.execute(text("SELECT pg_sleep(20)"))
        facilitator.begin_round(*room.lead)
        assert facilitator.room(*room.lead).phase == "predict"
        opened.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the option is Linux's")
def test_a_database_that_is_gone_without_a_word_is_given_up(postgres_server: str) -> None:
    """The kernel ends a connection over which nothing has come back for as long as anybody waits."""
    with schema_of(postgres_server) as url:
        opened = Store(url)
        with opened.engine.connect() as connection, socket.socket(fileno=os.dup(_file(connection))) as way:
            assert way.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == store.PATIENCE_SECONDS * 1000
            assert way.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        opened.close()


def _file(connection: Connection) -> int:
    number: int = connection.connection.driver_connection.fileno()  # type: ignore[union-attr]
    return number


def test_a_whole_room_that_submits_at_once_waits_its_turn(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long one of them keeps the room, those behind wait for it outside the database, and none is refused."""
    monkeypatch.setattr(store, "PATIENCE_SECONDS", 1)
    opened = Store(database)
    room = session_in(opened, 40).to("decide")
    start, slowly = facilitator.room(*room.lead).start, participant._checked

    def checked(*given: Any) -> dict[str, float]:
        time.sleep(0.05)  # Together longer than a lock, or a connection, is waited for.
        return slowly(*given)

    monkeypatch.setattr(participant, "_checked", checked)
    with ThreadPoolExecutor(40) as people:
        list(people.map(lambda place: participant.submit(*room.at(place), start), range(40)))
    assert facilitator.room(*room.lead).submitted == 40
    opened.close()


def test_nobody_waits_for_a_turn_for_ever(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the room is kept by somebody who never comes back, whoever waits is refused."""
    monkeypatch.setattr(store, "QUEUE_SECONDS", 0.1)
    opened = Store(database)
    room = session_in(opened, 1).to("decide")
    with opened.turn(room.code), pytest.raises(Unreachable):
        participant.submit(*room.at(0), facilitator.room(*room.lead).start)
    participant.submit(*room.at(0), facilitator.room(*room.lead).start)
    opened.close()


def test_who_finds_no_connection_left_is_refused_and_not_lost(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all connections taken the next verb is refused in a way the page knows; given back, all works again."""
    monkeypatch.setattr(store, "PATIENCE_SECONDS", 1)
    opened = Store(database)
    room = session_in(opened, 0)
    with ExitStack() as taken:
        for _ in range(30):
            taken.enter_context(opened.reading()).execute(text("SELECT 1"))
        with pytest.raises(Unreachable):
            facilitator.room(*room.lead)
    assert facilitator.room(*room.lead).phase == "lobby"
    opened.close()


def test_what_a_newer_version_keeps_is_no_error(store: Store) -> None:
    """A room set up by a newer replica works on an older one; what only the newer knows is named."""
    settings = json.loads(RoomSettings().model_dump_json())
    newer = {**settings, "choir": 4, "rounds": [{**settings["rounds"][0], "weather": "rain"}]}
    room = _room_with(store, newer)
    assert facilitator.room(*room.lead).settings == RoomSettings()
    facilitator.begin_round(*room.lead)
    with pytest.raises(Unusable, match="newer version"):
        settings_of(json.dumps({**settings, "rounds": [{**settings["rounds"][0], "shock": "meteor"}]}))


def test_a_change_on_an_older_replica_keeps_what_a_newer_one_set_up(store: Store) -> None:
    """What only the newer version knows outlasts another timer; of a round it goes where another company is played."""
    settings = json.loads(RoomSettings(rounds=(RoundSettings(), RoundSettings())).model_dump_json())
    newer = {**settings, "choir": {"voices": 4}, "rounds": [{**settings["rounds"][0], "weather": "rain"}, {}]}
    room = _room_with(store, newer)
    changed = facilitator.room(*room.lead).settings.changed(months=36, rounds=(RoundSettings(seconds=60),))
    facilitator.configure(*room.lead, changed)
    assert facilitator.room(*room.lead).settings == changed
    kept = _settings_kept(store)
    assert (kept["choir"], kept["rounds"][0]["weather"], kept["rounds"][0]["seconds"]) == ({"voices": 4}, "rain", 60)
    facilitator.configure(*room.lead, changed.playing("tallgrass.1"))
    kept = _settings_kept(store)
    assert kept["choir"] == {"voices": 4}
    assert "weather" not in kept["rounds"][0]


def _settings_kept(store: Store) -> dict[str, Any]:
    with store.reading() as session:
        found: dict[str, Any] = json.loads(session.scalars(select(Room)).one().settings)
    return found


def _room_with(store: Store, settings: dict[str, object]) -> Session:
    room = session_in(store, 0)
    with store.writing() as session:
        session.scalars(select(Room)).one().settings = json.dumps(settings)
    return room


def test_a_replica_of_the_older_version_starts_on_the_newer_schema(database: str) -> None:
    """Replicas are upgraded one by one: the schema of a newer one is left as it is, and rooms go on."""
    first = Store(database)
    room = session_in(first, 1)
    with first.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    first.close()
    again = Store(database)
    assert again.schema() == "9999"
    assert facilitator.room(again, room.code, room.secret).participants == 1
    again.close()


def test_what_is_due_is_deleted_with_all_that_is_in_it(store: Store, clock: HandClock) -> None:
    """Rooms go when their time is over though nobody opens another; one that is still open stays."""
    session_in(store, 2)
    clock.time += ROOM_HOURS * 1800
    kept = session_in(store, 3).to("predict")
    for place in range(3):
        participant.predict(*kept.at(place), "upsell", 1000.0)
    assert sweep(store) == 0
    clock.time += ROOM_HOURS * 1800 + 1
    assert sweep(store) == 1
    assert reading.counts(store) == (1, 3)
    assert reading.look(store, kept.code).participants == 3


def test_no_database_is_made_before_a_first_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking for what is due makes no file where there is none."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert not store.is_there()
    Store(tmp_path / "next-dollar" / "rooms.sqlite3").close()
    assert store.is_there()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_is_made_while_a_room_runs_and_restores_it(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The commands of deploy/README.md, run as they stand, give a database in which the room goes on."""
    with ExitStack() as stack:
        place, restored, environment = _places(kind, tmp_path, request, stack)
        running = Store(place)
        room = session_in(running, 3).to("decide")
        with running.writing() as session:  # Somebody is at it in that moment.
            session.scalars(select(Room)).one().leaderboard = True
            command = _documented(f"backup {kind}")
            subprocess.run(["bash", "-euc", command], cwd=tmp_path, env={**os.environ, **environment}, check=True)
        again = Store(restored)
        found = facilitator.room(again, room.code, room.secret)
        assert (found.phase, found.participants, found.leaderboard) == ("decide", 3, False)
        facilitator.freeze(again, room.code, room.secret)
        running.close()
        again.close()


def _places(
    kind: str, folder: Path, request: pytest.FixtureRequest, stack: ExitStack
) -> tuple[str, str, dict[str, str]]:
    """Return where rooms are, where they are to be restored, and what the commands find in their environment."""
    if kind == "sqlite":
        return str(folder / "rooms.sqlite3"), str(folder / "backup.sqlite3"), {}
    server = make_url(request.getfixturevalue("postgres_server"))
    names = [f"backup_{uuid.uuid4().hex[:12]}" for _ in range(2)]
    engine = create_engine(server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    stack.callback(engine.dispose)
    for name in names:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    binaries = find_postgres()
    assert binaries is not None
    first, second = (
        server.set(database=name).render_as_string(hide_password=False).replace("+psycopg", "") for name in names
    )
    path = f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"
    return first, second, {"DATABASE": first, "RESTORED": second, "PATH": path}


def _documented(what: str) -> str:
    """Return the commands that stand between two marks in deploy/README.md."""
    readme = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    block = readme.split(f"<!-- {what} -->", 1)[1].split("<!-- /backup -->", 1)[0]
    return block.split("```sh", 1)[1].split("```", 1)[0].strip()


def test_a_full_disk_is_said_and_nothing_said_to_be_kept_is_lost(tmp_path: Path) -> None:
    """While nothing can be written a verb is refused, and no visitor is sent there; with room again all goes on."""
    opened = Store(tmp_path / "rooms.sqlite3")
    room = session_in(opened, 1).to("decide")
    start = facilitator.room(*room.lead).start
    participant.submit(*room.at(0), start)
    with opened.reading() as session:
        pages = session.execute(text("PRAGMA page_count")).scalar()
    # SQLite's own word for a disk on which the file cannot grow.
    for connection in [opened.engine.connect() for _ in range(2)]:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.close()
    with pytest.raises(Unreachable):
        _fill(opened, room.code)
    assert facilitator.room(*room.lead).submitted == 1
    opened.close()
    again = Store(tmp_path / "rooms.sqlite3")
    participant.join(again, room.code)
    again.close()


def test_ready_asks_for_something_to_be_written(store: Store) -> None:
    """A database that can be read and not written is not one to send visitors to."""
    assert store.schema()
    if store.is_sqlite:
        event.listen(store.engine, "begin", lambda connection: connection.exec_driver_sql("PRAGMA query_only = 1"))
    else:
        event.listen(store.engine, "begin", lambda connection: connection.exec_driver_sql("SET TRANSACTION READ ONLY"))
    with pytest.raises(Unreachable):
        store.schema()


def _fill(store: Store, code: str) -> None:
    for _ in range(200):
        participant.join(store, code)
