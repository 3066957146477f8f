"""A crowd comes for news few at a time, and nobody who asks for something is kept waiting for it."""

from __future__ import annotations

from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@dataclass
class Crowd:
    """People who all have news to come for, on a clock of ticks: each asks once a second until let come.

    Args:
        line: ticks from being let come to being there.
        draws: ticks for which a page is drawn.
    """

    line: int
    draws: int
    people: int = 300
    at_once: int = 4
    tick: float = 0.01

    def come(self) -> tuple[int, list[int]]:
        """Let all of them come; return the ticks that takes, and how many are drawn in each."""
        clock = HandClock(0.0)
        turns = Turns(self.at_once, clock)
        asking, drawn = [self.people // 100] * 100, list[int]()
        coming, drawing = deque[int](), deque[tuple[int, ExitStack]]()
        for now in range(100_000):
            clock.time = now * self.tick
            while drawing and drawing[0][0] <= now:
                drawing.popleft()[1].close()
            while coming and coming[0] <= now:
                coming.popleft()
                page = ExitStack()
                page.enter_context(turns.drawing())
                drawing.append((now + self.draws, page))
            while asking[now % 100] and turns.let_come():
                asking[now % 100] -= 1
                coming.append(now + self.line)
            drawn.append(len(drawing))
            if not (coming or drawing or any(asking)):
                return now, drawn
        pytest.fail("some never came")


@given(st.integers(10, 60), st.floats(0, 2))
def test_a_long_line_leaves_the_processor_no_pause(draws: int, longer: float) -> None:
    """However long the line, to twice what a drawing takes: a crowd is drawn nearly as fast as it is next door."""
    line = int(longer * draws)
    assert Crowd(line, draws).come()[0] <= 1.3 * Crowd(0, draws).come()[0] + 2 * line


@given(st.integers(10, 60))
def test_no_more_are_drawn_at_once_where_nothing_lies_between(draws: int) -> None:
    """Next door, nobody is let come before there is a place to be drawn in."""
    assert max(Crowd(0, draws).come()[1]) == Crowd.at_once


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
