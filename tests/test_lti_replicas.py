"""LTI on two replicas behind nginx: each step may come to another one, and nothing is lost or taken twice."""

from __future__ import annotations

import json
import os
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from pages.serving.lti.sealed import KEYS_SECONDS, kid_of, new_key
from rooms import participant
from rooms.course_keys import renew
from rooms.store import Store
from tests.browser import free_port
from tests.lms import PERSON, lms
from tests.replicas import HINT, Replica, behind_nginx, find_nginx, replicas
from tests.room_store import session_in
from tests.test_lti import App, answered


@contextmanager
def deployment(folder: Path) -> Iterator[tuple[App, list[Replica]]]:
    """Run two replicas with one database, known to the platform by nginx's address."""
    if find_nginx() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HINT)
    port = free_port()
    database, settings = folder / "rooms.sqlite3", folder / "lti.toml"
    with lms() as platform:
        platform.tool = f"http://127.0.0.1:{port}/"
        settings.write_text(platform.settings, encoding="utf-8")
        with (
            replicas(NEXT_DOLLAR_LTI=str(settings), NEXT_DOLLAR_DATABASE=str(database)) as running,
            behind_nginx(running, port),
        ):
            store = Store(database)
            yield App(platform, store), running
            store.close()


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Two replicas behind nginx."""
    with deployment(tmp_path_factory.mktemp("lti")) as (app, _):
        yield app


def test_each_step_may_come_to_another_replica(deployed: App) -> None:
    """Begun on one, taken on the other and looked at by both; taken again by neither; both sign with one key."""
    room = session_in(deployed.store, people=0)
    login = deployed.platform.login(f"{deployed.address}Training_room?room={room.code}")
    place = answered(urllib.request.Request(login.replace("/lti/", "/a/lti/"))).onward
    question = dict(parse_qsl(urlsplit(place).query))
    sent = {"id_token": deployed.platform.signed(deployed.platform.told(question)), "state": question["state"]}
    taken = deployed.post("launch", sent, at="b/")
    assert taken.onward.startswith(f"{deployed.address}lti/show#")
    assert [deployed.post("launch", sent, at=f"{path}/").status for path in "ab"] == [403, 403]
    sources = {deployed.post("stand", {"ticket": taken.ticket}, at=f"{path}/").body for path in "ab"}
    assert len(sources) == 1
    assert participant.sit(deployed.store, room.code, deployed.seat(taken.ticket)).room.participants == 1
    keys = {answered(urllib.request.Request(f"{deployed.address}{path}/lti/keys")).body for path in "ab"}
    assert len(keys) == 1


def test_nginx_passes_on_what_a_platform_sends(deployed: App) -> None:
    """A launch and a result go through the shared address, on whichever replica they land."""
    for _ in range(6):
        ticket = deployed.launch().ticket
        assert deployed.stand(ticket)["source"] == f"{deployed.address}?embed=true"
    deployed.stand(ticket, "true")
    assert deployed.platform.wait_for(1)[0]["userId"] == PERSON


def test_a_result_arrives_though_the_replica_that_took_it_is_gone(tmp_path: Path) -> None:
    """The platform was away when one replica sent it; that one is killed, and another sends it once it is back."""
    with deployment(tmp_path) as (app, running):
        app.platform.failing = [503]
        ticket = app.launch().ticket
        app.post("stand", {"ticket": ticket, "tried": "true"}, at="a/")
        give_up = time.monotonic() + 20
        while not app.platform.asked.count("/line/9/scores") and time.monotonic() < give_up:
            time.sleep(0.01)
        for each in running:
            if each.address.endswith("/a"):
                each.kill()
        (score,) = app.platform.wait_for(1, 60)
        assert (score["userId"], score["scoreGiven"]) == (PERSON, 100)
        assert "Your course has it." in app.stand_once(ticket, "Your course has it.", "true")["said"]
        assert len(app.platform.scores) == 1


def test_a_new_key_is_followed_by_every_replica(deployed: App) -> None:
    """Renewed while both run, each publishes it soon, beside the one that signs."""
    renew(deployed.store, new_key, kid_of)
    give_up = time.monotonic() + 2 * KEYS_SECONDS
    for path in "ab":
        while time.monotonic() < give_up:
            told = json.loads(answered(urllib.request.Request(f"{deployed.address}{path}/lti/keys")).body)
            if len(told["keys"]) == 2:
                break
            time.sleep(0.5)
        assert len(told["keys"]) == 2
