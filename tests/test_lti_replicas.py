"""LTI on two replicas behind nginx: each step may come to another one, and nothing is lost or taken twice."""

from __future__ import annotations

import os
import urllib.request
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest

from rooms import participant
from rooms.store import Store
from tests.browser import free_port
from tests.lms import PERSON, lms
from tests.replicas import HINT, behind_nginx, find_nginx, replicas
from tests.room_store import session_in
from tests.test_lti import App, answered


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Two replicas with one database, known to the platform by nginx's address."""
    if find_nginx() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HINT)
    folder, port = tmp_path_factory.mktemp("lti"), free_port()
    database, settings = folder / "rooms.sqlite3", folder / "lti.toml"
    with lms() as platform:
        platform.tool = f"http://127.0.0.1:{port}/"
        settings.write_text(platform.settings, encoding="utf-8")
        with (
            replicas(NEXT_DOLLAR_LTI=str(settings), NEXT_DOLLAR_DATABASE=str(database)) as running,
            behind_nginx(running, port),
        ):
            store = Store(database)
            yield App(platform, store)
            store.close()


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
