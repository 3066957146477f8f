"""A crowd comes for news few at a time, and nobody who asks for something is kept waiting for it."""

from __future__ import annotations

import pytest

from pages.room import follow
from pages.room.follow import Keys, OwnSeat, seen_in
from pages.room.turns import ON_THE_WAY, Turns
from rooms import facilitator
from rooms.store import Store
from tests.room_store import HandClock, session_in

WAITING = (0, 0, 0)


def test_few_are_let_come_and_the_next_once_one_is_drawn() -> None:
    """As many may come as are drawn at once; each place is free again when its page is done."""
    turns = Turns(2, HandClock())
    assert [turns.let_come() for _ in range(3)] == [True, True, False]
    with turns.drawing():
        with turns.drawing():
            assert not turns.let_come()
        assert turns.let_come()
        assert not turns.let_come()
    assert turns.let_come()


def test_a_page_that_fails_gives_its_place_back() -> None:
    """Whatever ends a drawing, its place is another's."""
    turns = Turns(1, HandClock())
    with pytest.raises(RuntimeError), turns.drawing():
        raise RuntimeError
    assert turns.let_come()


def test_who_never_comes_holds_a_place_for_a_moment() -> None:
    """A page that was let come and was closed meanwhile keeps nobody out for long."""
    clock = HandClock()
    turns = Turns(1, clock)
    assert turns.let_come()
    clock.time += ON_THE_WAY / 2
    assert not turns.let_come()
    clock.time += ON_THE_WAY
    assert turns.let_come()


def test_whoever_comes_unasked_counts_and_is_not_kept_waiting() -> None:
    """Who presses or opens a page is drawn beyond the number too; then nobody else is let come."""
    turns = Turns(1, HandClock())
    with turns.drawing(), turns.drawing(), turns.drawing():
        assert not turns.let_come()
    assert turns.let_come()


def test_of_a_seat_news_waits_for_a_turn_and_of_who_leads_it_does_not(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While many pages are drawn a seat is told what it has seen; the facilitator, and later the seat, the news."""
    room = session_in(store, 0)
    monkeypatch.setattr(follow, "store", lambda: store)
    monkeypatch.setattr(follow, "TURNS", turns := Turns(1))
    keys = Keys()
    seat, lead = keys.key_of(room.code, OwnSeat(1, "here")), keys.key_of(room.code)
    facilitator.begin_round(room.store, room.code, room.secret)
    with turns.drawing():
        assert keys.told(seat, WAITING) == WAITING
        assert keys.told("another server's", WAITING) == WAITING
        assert keys.told(lead, WAITING) == keys.stand(lead)
    now = keys.told(seat, WAITING)
    assert now == keys.stand(seat)
    assert now > WAITING
    assert keys.told(seat, now) == now


def test_without_news_nobody_takes_a_turn(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that have all there is ask as often as they like."""
    room = session_in(store, 0)
    monkeypatch.setattr(follow, "store", lambda: store)
    monkeypatch.setattr(follow, "TURNS", turns := Turns(1))
    keys = Keys()
    seat = keys.key_of(room.code, OwnSeat(1, "here"))
    now = keys.stand(seat)
    assert now is not None
    for _ in range(5):
        assert keys.told(seat, now) == now
    assert turns.let_come()


@pytest.mark.parametrize("text", ["", "3", "3-1", "3-1-0-2", "a-b-c", "3--1-0", "3-1-" + "9" * 400, "²-1-0"])
def test_what_a_page_may_not_have_seen_is_news(text: str) -> None:
    """Any other text than a stand leads to an answer, never to an error, and to the news."""
    assert seen_in(text) < WAITING


def test_a_page_says_what_it_has_seen() -> None:
    """A stand comes back as it was told."""
    assert seen_in("3-1-0") == (3, 1, 0)
