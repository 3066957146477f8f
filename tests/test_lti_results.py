"""Results on their way to course software: kept until they arrive, by whichever replica, and given up in the end."""

from __future__ import annotations

import itertools
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from next_dollar.platforms import Platform, Tool
from pages.serving.gauges import GAUGES
from pages.serving.lti.fetching import Unanswered
from pages.serving.lti.grades import IN_HAND_SECONDS, Post, Result, Sender
from pages.serving.lti.sealed import Vault
from rooms import outbox
from rooms.limits import RESULT_KEPT_SECONDS, RESULT_SECONDS
from rooms.outbox import InHand
from rooms.store import Store
from rooms.sweep import sweep
from rooms.tables import CourseResult
from tests.lms import LEAVE, PERSON, lms
from tests.room_store import HandClock

SITE = "https://moodle.example"
PLATFORM = Platform(SITE, "client", frozenset(), f"{SITE}/auth", f"{SITE}/token", f"{SITE}/keys")
TOOL = Tool("https://here.example/", (PLATFORM,))


def result(score: float = 1.0, person: str = PERSON) -> Result:
    """Return a result of somebody in one activity."""
    return Result(PLATFORM, f"{SITE}/line/1?type_id=4", person, score)


@contextmanager
def sending(store: Store, post: Callable[[Result], int], most: int = 100) -> Iterator[Sender]:
    """Send what the store keeps, as one replica does, until the block ends."""
    sender = Sender(TOOL, Vault(lambda: store), post, delays=(1.0,), most=most, look=0.02)
    try:
        yield sender
    finally:
        sender.stop()


def kept(store: Store) -> list[CourseResult]:
    """Return all that the database has of results."""
    with store.reading() as session:
        return list(session.scalars(select(CourseResult)))


def once(store: Store, stand: str) -> CourseResult:
    """Return the one result there is, once it stands so."""
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up:
        (row,) = kept(store)
        if row.stand == stand:
            return row
        time.sleep(0.01)
    raise AssertionError(row.stand)


def taken(store: Store) -> InHand:
    """Return the result that is in hand from now on."""
    found = outbox.take(store, IN_HAND_SECONDS)
    assert isinstance(found, InHand)
    return found


def test_a_result_is_in_one_hand_at_a_time_and_in_another_where_that_is_gone(store: Store, clock: HandClock) -> None:
    """While one replica sends it no other does; where that one ended meanwhile, another has it, and its word counts."""
    assert outbox.put(store, "one", "sealed", 1.0) == "waiting"
    first = taken(store)
    assert outbox.take(store, IN_HAND_SECONDS) == IN_HAND_SECONDS
    clock.time += IN_HAND_SECONDS
    second = taken(store)
    assert (second.about, second.score, second.made_at) == (first.about, first.score, first.made_at)
    outbox.close(store, first, "refused")
    assert [row.stand for row in kept(store)] == ["waiting"]
    outbox.close(store, second, "arrived")
    assert outbox.put(store, "one", "sealed", 1.0) == "arrived"
    assert outbox.take(store, IN_HAND_SECONDS) == math.inf


def test_a_later_result_of_the_same_person_is_sent_too(store: Store, clock: HandClock) -> None:
    """It has a later moment, and is not over because the one before has arrived."""
    outbox.put(store, "one", "sealed", 0.4)
    before = taken(store)
    outbox.put(store, "one", "sealed", 0.9)
    outbox.close(store, before, "arrived")
    after = taken(store)
    assert after.score == 0.9
    assert after.made_at >= before.made_at + outbox.ANOTHER_SECONDS
    clock.time += 10
    assert outbox.put(store, "one", "sealed", 0.9) == "waiting"
    outbox.close(store, after, "arrived")
    assert outbox.waiting(store) == 0


def test_what_was_not_tried_yet_comes_first(store: Store, clock: HandClock) -> None:
    """A platform that is away, with many results tried again and again, keeps nobody else's waiting."""
    outbox.put(store, "away", "sealed", 1.0)
    outbox.put_off(store, taken(store), 5.0)
    clock.time += 100
    outbox.put(store, "new", "sealed", 1.0)
    assert taken(store).about == "new"
    assert taken(store).about == "away"


def test_no_more_results_wait_than_may(store: Store) -> None:
    """Beyond the limit nothing is kept, and whoever asks again later is served."""
    assert [outbox.put(store, name, "sealed", 1.0, most=2) for name in "abc"] == ["waiting", "waiting", "full"]
    assert outbox.put(store, "a", "sealed", 0.5, most=2) == "waiting"
    outbox.close(store, taken(store), "arrived")
    assert outbox.put(store, "c", "sealed", 1.0, most=2) == "waiting"


def test_it_stays_when_the_process_ends_and_another_sends_it(store: Store) -> None:
    """What one process has kept and could not send arrives from another, with the moment at which it came about."""

    def away(_: Result) -> int:
        raise Unanswered("timeout")

    with sending(store, away) as sender:
        assert sender.send(result(0.25)) == "waiting"
        give_up = time.monotonic() + 20
        while kept(store)[0].tries == 0 and time.monotonic() < give_up:
            time.sleep(0.01)
    with store.writing() as session:  # Its time has come.
        session.scalars(select(CourseResult)).one().due_at = 0.0
    arrived: list[Result] = []

    def post(given: Result) -> int:
        arrived.append(given)
        return 200

    with sending(store, post) as other:
        other.start()
        row = once(store, "arrived")
        assert other.send(result(0.25)) == "arrived"
    assert [(each.person, each.line, each.score) for each in arrived] == [(PERSON, result().line, 0.25)]
    assert row.made_at < arrived[0].at < row.made_at + 60


def test_no_moment_is_said_twice(store: Store, clock: HandClock) -> None:
    """Open edX refuses the same moment, Moodle the same second: each try has its own, a later result later ones."""
    moments: list[float] = []

    def post(given: Result) -> int:
        moments.append(given.at)
        return 503 if len(moments) < 4 else 200

    with sending(store, post) as sender:
        for score in (0.5, 1.0):
            give_up = time.monotonic() + 20
            while sender.send(result(score)) != "arrived" and time.monotonic() < give_up:
                clock.time += 0.2
                time.sleep(0.01)
    assert len(moments) == 5
    assert [int(later) > int(before) for before, later in itertools.pairwise(moments)] == [True] * 4


def test_of_whom_it_is_is_sealed_and_forgotten_once_it_is_over(store: Store) -> None:
    """While it waits the database holds no id of a person, no platform and no address in clear; afterwards none."""
    going = threading.Event()

    def post(_: Result) -> int:
        going.wait(20)
        return 200

    with sending(store, post) as sender:
        sender.send(result())
        (row,) = kept(store)
        told = str((row.about, row.sealed))
        assert row.sealed
        assert not any(word in told for word in (PERSON, SITE, "client"))
        going.set()
        assert once(store, "arrived").sealed == ""


def test_a_result_is_given_up_after_a_day_and_said(
    store: Store, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    """Within a day it is tried again and again; then there is a line for whoever runs the app, and no more tries."""
    tries: list[float] = []

    def post(_: Result) -> int:
        tries.append(clock.time)
        return 503

    with sending(store, post) as sender:
        sender.send(result())
        made_at, give_up = kept(store)[0].made_at, time.monotonic() + 60
        while (row := kept(store)[0]).stand == "waiting" and time.monotonic() < give_up:
            clock.time += RESULT_SECONDS / 20
            time.sleep(0.05)
        assert (row.stand, row.sealed) == ("refused", "")
        assert max(tries) >= made_at + RESULT_SECONDS > min(tries)
        count = len(tries)
        clock.time += outbox.REST_SECONDS + 1
        assert sender.send(result()) == "waiting"
        while len(tries) == count and time.monotonic() < give_up:
            time.sleep(0.01)
        assert len(tries) > count
    assert "course_result_given_up outcome=503" in caplog.text
    assert PERSON not in caplog.text


@pytest.mark.parametrize(("status", "stand"), [(200, "arrived"), (204, "arrived"), (409, "arrived"), (422, "refused")])
def test_what_a_platform_answers_is_final(store: Store, status: int, stand: str) -> None:
    """Taken, or known already (409: it has this one or a later one) is arrived; refused for good is not sent again."""
    with sending(store, lambda _: status) as sender:
        sender.send(result())
        assert once(store, stand).tries == 1


def test_a_platform_that_is_known_no_more_is_told_nothing(store: Store) -> None:
    """Taken out of the settings meanwhile, it is asked nothing; back in them within the day, it has the result."""
    told: list[Result] = []

    def post(given: Result) -> int:
        told.append(given)
        return 200

    vault = Vault(lambda: store)
    unknown = Sender(Tool(TOOL.address, ()), vault, post, delays=(0.0,), look=0.02)
    unknown.send(result())
    give_up = time.monotonic() + 20
    while kept(store)[0].tries < 2 and time.monotonic() < give_up:
        time.sleep(0.01)
    unknown.stop()
    assert told == []
    with store.writing() as session:
        session.scalars(select(CourseResult)).one().due_at = 0.0
    with sending(store, post) as sender:
        sender.start()
        once(store, "arrived")


def test_what_is_over_is_forgotten_when_nobody_asks_any_more(store: Store, clock: HandClock) -> None:
    """As long as a page in the course may ask, it is known how it went; then the sweep takes it."""
    outbox.put(store, "one", "sealed", 1.0)
    outbox.close(store, taken(store), "arrived")
    outbox.put(store, "nobody sends", "sealed", 1.0)
    clock.time += RESULT_KEPT_SECONDS - 1
    sweep(store)
    assert len(kept(store)) == 2
    clock.time += 2
    sweep(store)
    assert kept(store) == []


def test_how_many_wait_is_among_the_figures(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the app sees at once where results pile up."""
    monkeypatch.setattr("rooms.store.default_store", lambda: store)
    monkeypatch.setattr("rooms.store.is_there", lambda: True)
    outbox.put(store, "one", "sealed", 1.0)
    _, read = GAUGES["course_results"]
    assert read() == 1.0


@pytest.mark.parametrize(
    ("line", "scores"),
    [
        ("/services.php/2/lineitems/3/lineitem?type_id=1", "/services.php/2/lineitems/3/lineitem/scores?type_id=1"),
        ("/api/lti/courses/7/line_items/9", "/api/lti/courses/7/line_items/9/scores"),
        ("/line/9/", "/line/9/scores"),
    ],
)  # fmt: skip
def test_scores_go_beside_the_column_whatever_its_address(
    store: Store, monkeypatch: pytest.MonkeyPatch, line: str, scores: str
) -> None:
    """Moodle's column has a query, which stays at the end; Canvas's has none."""
    asked: list[str] = []

    def asking(_: object, address: str, body: bytes | None = None, **_headers: str) -> object:
        asked.append(address)
        found = {"access_token": LEAVE, "expires_in": 3600, "token_type": "Bearer", "scope": "as Moodle writes it"}
        return type("Answer", (), {"status": 200, "body": body, "told": lambda _: found})()

    monkeypatch.setattr("pages.serving.lti.grades.ask", asking)
    seals = Vault(lambda: store).seals
    assert Post(seals)(Result(PLATFORM, f"{SITE}{line}", PERSON, 1.0)) == 200
    assert asked == [PLATFORM.token_url, f"{SITE}{scores}"]
    assert urlsplit(asked[1]).path.endswith("/scores")


def test_the_moment_is_that_of_the_result(store: Store) -> None:
    """A result that arrives late says when it came about, so that it replaces no grade given since."""
    with lms() as platform:
        platform.tool = f"{platform.address}/"
        seals = Vault(lambda: store).seals
        platform.granted = lambda _: True  # type: ignore[method-assign]
        post = Post(seals)
        late = Result(platform.platform, f"{platform.address}/line/9?type=2", PERSON, 0.5, 1_700_000_000.25)
        assert post(late) == 200
        assert platform.scores[0]["timestamp"] == "2023-11-14T22:13:20.250Z"
