"""Rounds that carry over: a later round begins where this seat's split of the round before stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms import facilitator, participant
from rooms.carry import begins_at, fitted
from rooms.settings import RoomSettings, RoundSettings
from rooms.store import Store
from simulator.facts.plan import Plan
from tests.room_store import Session, more_sales, session_in

LEVERS = RoomSettings().start(1).levers
SMALLER = RoomSettings(carry=True, rounds=(RoundSettings(), RoundSettings(total=9000.0, locked=("upsell",))))


def after_one(store: Store, settings: RoomSettings, *shifts: float | None) -> Session:
    """Return a room in its second round; in the first its people moved so much to sales, or submitted nothing."""
    room = session_in(store, len(shifts), settings).to("decide")
    for place, shift in enumerate(shifts):
        if shift is not None:
            participant.submit(*room.at(place), more_sales(participant.sit(*room.at(place)).start, shift))
    for verb in (facilitator.freeze, facilitator.reveal, facilitator.begin_round):
        verb(*room.lead)
    return room


def test_the_next_round_begins_at_ones_own_split(store: Store) -> None:
    """With the same total and no locks the levers stand just where one submitted them; others have no part in it."""
    settings = RoomSettings(carry=True, rounds=(RoundSettings(), RoundSettings(shock="rival")))
    room = after_one(store, settings, 300, 900, None)
    seats = [participant.sit(*room.at(place)) for place in range(3)]
    start = settings.start(1)
    assert [seat.start for seat in seats] == [more_sales(start, 300), more_sales(start, 900), settings.start(2)]
    assert [seat.began_at for seat in seats] == [1, 1, 0]


def test_rooms_do_not_carry_over_unless_they_are_told_to(store: Store) -> None:
    """Without the setting every round begins at the room's start."""
    room = after_one(store, RoomSettings(rounds=(RoundSettings(), RoundSettings())), 300)
    seat = participant.sit(*room.at(0))
    assert (seat.start, seat.began_at) == (seat.room.start, 0)


def test_what_is_carried_may_be_submitted_at_once(store: Store) -> None:
    """Fitted to a smaller total and a lock, the split that a round begins with is one that the round takes."""
    room = after_one(store, SMALLER, 700)
    facilitator.open_decisions(*room.lead)
    seat = participant.sit(*room.at(0))
    assert seat.start.total == 9000
    participant.submit(*room.at(0), seat.start)


def test_who_missed_a_round_goes_on_from_the_one_before() -> None:
    """The latest split before this round counts, and never one of this round or a later one."""
    settings = RoomSettings(carry=True, rounds=(RoundSettings(),) * 4)
    start = settings.start(1)
    theirs = {1: more_sales(start, 100), 2: more_sales(start, 200), 4: more_sales(start, 400)}
    assert begins_at(settings, 4, theirs) == (theirs[2], 2)
    assert begins_at(settings, 1, theirs) == (start, 0)


@given(st.lists(st.integers(0, 10_000), min_size=len(LEVERS), max_size=len(LEVERS)), st.sampled_from([(), ("upsell",)]),
       st.floats(6000, 60_000))  # fmt: skip
def test_any_split_is_carried_within_total_and_locks(amounts: list[int], locked: tuple[str, ...], total: float) -> None:
    """Whatever was submitted, the next round's total is used in full, locks hold, the others keep their proportions."""
    settings = RoomSettings(carry=True, rounds=(RoundSettings(), RoundSettings(total=round(total, 2), locked=locked)))
    plan, start = Plan.of(LEVERS, map(float, amounts)), settings.start(2)
    carried = fitted(settings, 2, plan)
    free = [lever for lever in LEVERS if lever not in locked]
    assert carried.total == pytest.approx(start.total)
    assert all(carried[lever] == start[lever] for lever in locked)
    assert min(carried.amounts) >= 0
    own, left = sum(plan[lever] for lever in free), sum(start[lever] for lever in free)
    if own:
        assert all(carried[lever] == pytest.approx(plan[lever] * left / own, abs=2) for lever in free)
    else:
        assert carried == start
    assert fitted(settings, 2, carried) == carried
