"""Joining and opening cost a moment that a class does not feel, and what nobody uses goes."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest

from rooms import costs, facilitator, limits, participant, reading, sweep
from rooms.costs import Puzzle
from rooms.errors import NoSuchRoom, NoSuchSeat, TooMany
from rooms.presence import PRESENCE, Presence
from rooms.store import Store
from tests.puzzles import solution
from tests.room_store import HandClock, session_in

EASY = Puzzle("t" * 32, bits=6, parts=3)


def test_a_solution_is_taken_and_nothing_else() -> None:
    """Each part wants its own number; what a browser may send in its place is refused without an error."""
    numbers = solution(EASY)
    assert costs.solved(EASY, numbers)
    wrong = next(n for n in range(1000) if sha256(f"{EASY.text}0{n:08x}".encode()).digest()[0] >= 4)
    for refused in (
        numbers[:-1],
        [*numbers, 0],
        [wrong, *numbers[1:]],
        [],
        [None] * 3,
        ["0"] * 3,
        [-1] * 3,
        [1 << 40] * 3,
    ):
        assert not costs.solved(EASY, refused)
    assert not costs.solved(replace(EASY, text="u" * 32, bits=20), numbers)


def test_a_class_of_forty_pays_the_least(store: Store) -> None:
    """Whoever of forty joins within a minute does the same small work, each a puzzle of their own."""
    room = session_in(store, 0)
    asked = []
    for _ in range(40):
        asked.append(costs.to_join(store, room.code))
        participant.join(store, room.code)
    assert {each.bits for each in asked} == {limits.JOIN_BITS}
    assert len({each.text for each in asked}) == 40


def test_a_rush_on_a_room_costs_more_until_it_is_over(
    store: Store, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work doubles with each so many seats of the last minute, to a most; another room's is what it was."""
    monkeypatch.setattr(limits, "JOIN_RUSH", 2)
    room, other = session_in(store, 0), session_in(store, 0)
    bits = []
    for _ in range(12):
        bits.append(costs.to_join(store, room.code).bits)
        participant.join(store, room.code)
    assert bits == sorted(bits)
    assert (bits[0], bits[2], bits[-1]) == (limits.JOIN_BITS, limits.JOIN_BITS + 1, limits.MOST_JOIN_BITS)
    assert costs.to_join(store, other.code).bits == limits.JOIN_BITS
    clock.time += limits.RUSH_SECONDS
    assert costs.to_join(store, room.code).bits == limits.JOIN_BITS


def test_a_rush_for_rooms_costs_more_and_a_workshop_does_not_feel_it(store: Store, clock: HandClock) -> None:
    """Thirty trainers pay the least, from whatever network; hundreds of rooms in ten minutes cost up to the most."""
    bits = []
    for number in range(160):
        bits.append(costs.to_open(store).bits)
        facilitator.open_room(store, address=f"198.51.100.{number // limits.NEW_ROOMS}")
    assert set(bits[:31]) == {limits.OPEN_BITS}
    assert bits == sorted(bits)
    assert bits[-1] == limits.MOST_OPEN_BITS
    clock.time += limits.WINDOW_SECONDS
    assert costs.to_open(store).bits == limits.OPEN_BITS


def test_cheap_puzzles_are_no_stock_for_a_rush() -> None:
    """Work that was asked for before a rush does not do in it; one step later it does, or a class would work twice."""
    base = Puzzle("t", limits.JOIN_BITS)
    assert costs.enough(base, replace(base, bits=base.bits + 1))
    assert not costs.enough(base, replace(base, bits=base.bits + 2))


def test_an_unknown_room_has_no_price(store: Store) -> None:
    """No puzzle is given for a code that leads nowhere."""
    with pytest.raises(NoSuchRoom):
        costs.to_join(store, "2222-2222")


def test_a_seat_that_nobody_uses_goes_and_the_others_stay(store: Store, clock: HandClock) -> None:
    """Who did something, however long ago, or has a page open keeps the seat; the facilitator's page is told."""
    room = session_in(store, 3).to("predict")
    participant.predict(*room.at(0), "upsell", 1000.0)
    here, before = participant.sit(*room.at(1)).participant, reading.pulse(store, room.code, max_age=0)
    clock.time += limits.UNUSED_SECONDS
    PRESENCE.note(here)
    sweep.sweep(store)
    assert participant.sit(*room.at(0)).bottleneck == "upsell"
    assert participant.sit(*room.at(1)).participant == here
    with pytest.raises(NoSuchSeat):
        participant.sit(*room.at(2))
    after = reading.pulse(store, room.code, max_age=0)
    assert before is not None
    assert after is not None
    assert after.activity > before.activity


def test_a_full_room_gives_the_place_of_a_seat_nobody_uses(
    store: Store, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seats that a script took make place for a person after minutes; those whose pages are open never do."""
    monkeypatch.setattr(participant, "MAX_PARTICIPANTS", 2)
    room = session_in(store, 2)
    with pytest.raises(TooMany):
        participant.join(store, room.code)
    clock.time += limits.CROWDED_SEAT_SECONDS
    open_pages = Presence()
    for number in range(2):
        open_pages.note(participant.sit(*room.at(number)).participant)
    open_pages.write(store)
    with pytest.raises(TooMany):
        participant.join(store, room.code)
    clock.time += limits.CROWDED_SEAT_SECONDS
    participant.join(store, room.code)
    assert facilitator.room(*room.lead).participants == 1


def test_which_pages_are_open_is_not_lost_with_a_database_that_is_away(
    store: Store, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be written is written the next time."""
    room = session_in(store, 1)
    seen = Presence()
    seen.note(participant.sit(*room.at(0)).participant)
    with monkeypatch.context() as away:
        away.setattr(store, "now", lambda _session: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            seen.write(store)
    clock.time += limits.UNUSED_SECONDS
    seen.write(store)
    sweep.sweep(store)
    assert participant.sit(*room.at(0)).nickname == room.seats[0].nickname


def test_rooms_nobody_uses_go_where_places_are_few(
    store: Store, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With more than half of all places taken the untouched go after an hour; else they wait for their day."""
    monkeypatch.setattr(sweep, "MAX_ROOMS", 6)
    idle = [session_in(store, 0) for _ in range(3)]
    clock.time += limits.UNTOUCHED_SECONDS
    sweep.sweep(store)
    assert reading.counts(store)[0] == 3
    used = session_in(store, 1)
    sweep.sweep(store)
    assert facilitator.room(*used.lead).participants == 1
    for room in idle:
        with pytest.raises(NoSuchRoom):
            facilitator.room(*room.lead)
