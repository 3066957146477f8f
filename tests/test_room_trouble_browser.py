"""What a participant sees while the database is away or full: words, then the room again, and nothing lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import make_url

from rooms import facilitator, participant
from rooms.store import Store
from tests.relay import Relay
from tests.replicas import replica
from tests.room_store import Session, schema_of, session_in


@dataclass
class Frail:
    """An app, its rooms as they are kept, and the way between the two."""

    address: str
    store: Store
    way: Relay


@pytest.fixture
def frail(postgres_server: str) -> Iterator[Frail]:
    """An app whose way to its database can be cut."""
    with schema_of(postgres_server) as url:
        way = Relay(make_url(url).port or 5432)
        there = make_url(url).set(port=way.port).render_as_string(hide_password=False)
        store = Store(url)
        with replica(NEXT_DOLLAR_DATABASE=there) as running:
            yield Frail(running.address, store, way)
        store.close()


def deciding(page: Page, frail: Frail) -> Session:
    """Return a room whose levers are open, with the page of its one participant."""
    room = session_in(frail.store, 1).to("decide")
    page.goto(f"{frail.address}/Training_room?room={room.code}&seat={room.seats[0].seat}")
    expect(page.get_by_role("button", name="Submit this split")).to_be_visible()
    return room


def test_a_split_that_could_not_be_kept_is_said_to_be_so(page: Page, frail: Frail) -> None:
    """While the database is away the page stays, says what is not kept, and the next press keeps it."""
    room = deciding(page, frail)
    submit = page.get_by_role("button", name="Submit this split")
    frail.way.cut()
    submit.click()
    expect(page.get_by_text("That could not be kept just now. Please try again.").first).to_be_visible()
    expect(page.get_by_text(re.compile("^Submitted"))).to_have_count(0)
    assert participant.sit(*room.at(0)).submitted is None
    frail.way.mend()
    submit.click()
    expect(page.get_by_text("Submitted. You may revise it until the freeze.")).to_be_visible()
    assert participant.sit(*room.at(0)).submitted is not None


def test_a_page_opened_while_the_database_is_away_goes_on_by_itself(page: Page, frail: Frail) -> None:
    """Whoever comes in that minute reads what is the matter, and has the room without a press once it is there."""
    room = deciding(page, frail)
    frail.way.cut()
    page.reload()
    expect(page.get_by_text("The room cannot be reached at the moment.")).to_be_visible()
    expect(page.get_by_text("Traceback")).to_have_count(0)
    frail.way.mend()
    expect(page.get_by_role("button", name="Submit this split")).to_be_visible(timeout=30_000)
    facilitator.freeze(*room.lead)
    expect(page.get_by_text("Submissions are closed.")).to_be_visible()
