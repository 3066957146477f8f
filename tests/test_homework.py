"""Homework: each seat at its own pace, an end by the server's clock, and the debrief after it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from pages.room import decide, visit
from pages.room.visit import Visit
from rooms import facilitator, homework, participant, reading
from rooms.debrief import debrief
from rooms.errors import MovedOn, NoSuchRoom, NotNow, RoomError, Unusable
from rooms.limits import DEBRIEF_DAYS, HOMEWORK_SECONDS, ROOM_HOURS
from rooms.settings import RoomSettings, RoundSettings
from rooms.store import Store
from rooms.sweep import sweep
from simulator.facts.plan import Plan
from tests.room_store import HandClock, Session, more_sales, session_in

DAY = 86_400
ROUNDS = (RoundSettings(), RoundSettings(shock="churn"))


@pytest.fixture
def room(store: Store, clock: HandClock) -> Session:
    """A homework of two rounds that runs for a week, with three who have joined."""
    return begun(store, clock)


def begun(store: Store, clock: HandClock, rounds: tuple[RoundSettings, ...] = ROUNDS, people: int = 3) -> Session:
    """Return a homework that has begun and runs for a week."""
    settings = RoomSettings(pace="homework", ends=int(clock()) + 7 * DAY, rounds=rounds)
    opened = session_in(store, people, settings)
    facilitator.begin_round(*opened.lead)
    return opened


def start_of(room: Session, place: int = 0) -> Plan:
    """Return where a seat's levers stand when its round begins."""
    return participant.sit(*room.at(place)).room.start


def decides(room: Session, place: int, number: int = 1) -> None:
    """Take a seat to the levers of a round."""
    if number > 1:
        homework.go_on(*room.at(place), number - 1)
    participant.predict(*room.at(place), "conversion", 2e6)
    homework.open_levers(*room.at(place), number)


def submits(room: Session, place: int, by: float, number: int = 1) -> Plan:
    """Let a seat go through a round; return its split."""
    decides(room, place, number)
    split = more_sales(start_of(room, place), by)
    participant.submit(*room.at(place), split, drawn=number)
    return split


def places(room: Session) -> list[tuple[str, int]]:
    """Return where each seat is: what it does, and in which round."""
    return [participant.sit(*room.at(place)).room.step for place in range(len(room.seats))]


def test_each_goes_at_their_own_pace(room: Session) -> None:
    """One is in the second round while another decides in the first and a third predicts; the room stands still."""
    submits(room, 0, 500)
    homework.go_on(*room.at(0), 1)
    decides(room, 1)
    assert places(room) == [("predict", 2), ("decide", 1), ("predict", 1)]
    assert facilitator.room(*room.lead).step == ("homework", 1)
    late = participant.join(room.store, room.code)
    assert participant.sit(room.store, room.code, late.seat).room.step == ("predict", 1)


def test_coming_back_finds_the_round_the_levers_and_all_that_was_given(room: Session, clock: HandClock) -> None:
    """The seat alone, days later, brings back where its owner was, and what the rounds before hold."""
    first = submits(room, 0, 500)
    decides(room, 0, 2)
    draft = more_sales(start_of(room), 700)
    participant.save_draft(*room.at(0), draft, drawn=2)
    clock.time += 3 * DAY
    back = participant.sit(*room.at(0))
    assert (back.room.step, back.draft, back.bottleneck) == (("decide", 2), draft, "conversion")
    assert [entry.plan for entry in back.own] == [first, None]


def test_levers_open_only_after_a_prediction(room: Session) -> None:
    """Nobody tries a split before saying what they expect, and the prediction stays once the levers are open."""
    with pytest.raises(NotNow, match="prediction first"):
        homework.open_levers(*room.at(0), 1)
    with pytest.raises(NotNow, match="prediction first"):
        participant.submit(*room.at(0), start_of(room))
    decides(room, 0)
    with pytest.raises(NotNow, match="levers of this round are open"):
        participant.predict(*room.at(0), "upsell", 1.0)


def test_presses_that_come_twice_or_late_do_nothing(room: Session) -> None:
    """A double click moves one step, and what was drawn for a round that is over reaches no other round."""
    submits(room, 0, 500)
    for _ in range(2):
        homework.go_on(*room.at(0), 1)
    assert participant.sit(*room.at(0)).room.step == ("predict", 2)
    participant.predict(*room.at(0), "upsell", 3e6, drawn=2)
    for _ in range(2):
        homework.open_levers(*room.at(0), 2)
    stale: list[Callable[[], None]] = [
        lambda: participant.submit(*room.at(0), more_sales(start_of(room), 900), drawn=1),
        lambda: participant.save_draft(*room.at(0), more_sales(start_of(room), 900), drawn=1),
        lambda: participant.predict(*room.at(0), "conversion", 1.0, drawn=1),
    ]
    for press in stale:
        with pytest.raises(MovedOn):
            press()
    seat = participant.sit(*room.at(0))
    assert (seat.room.step, seat.draft, seat.bottleneck) == (("decide", 2), None, "upsell")


def test_a_round_is_not_left_before_it_is_over_nor_the_last_one_passed(room: Session) -> None:
    """The next round opens once a split is in, and after the last there is none."""
    decides(room, 0)
    with pytest.raises(NotNow, match="Submit your split first"):
        homework.go_on(*room.at(0), 1)
    participant.submit(*room.at(0), start_of(room))
    submits(room, 0, 300, 2)
    with pytest.raises(NotNow, match="last round"):
        homework.go_on(*room.at(0), 2)


def test_what_was_submitted_stays_unless_its_round_may_be_revised(store: Store, clock: HandClock) -> None:
    """A split is final, but in a round that says so it may be changed until the end, from any later round too."""
    room = begun(store, clock, (RoundSettings(), RoundSettings(revise=True), RoundSettings()))
    first = submits(room, 0, 500)
    with pytest.raises(NotNow):
        participant.submit(*room.at(0), more_sales(first, 100), drawn=1)
    submits(room, 0, 300, 2)
    homework.go_on(*room.at(0), 2)
    again = more_sales(participant.sit(*room.at(0), revised=2).room.start, 800)
    participant.submit(*room.at(0), again, drawn=2)
    seat = participant.sit(*room.at(0), revised=1)
    assert (seat.room.step, seat.revisable) == (("predict", 3), {2})
    assert [entry.plan for entry in seat.own] == [first, again, None]
    facilitator.end_homework(*room.lead)
    with pytest.raises(RoomError):
        participant.submit(*room.at(0), first, drawn=2)


def test_a_rounds_timer_runs_for_each_seat_from_its_own_beginning(store: Store, clock: HandClock) -> None:
    """At zero the levers count as they stand, for the one whose time is up and by the server's clock."""
    room = begun(store, clock, (RoundSettings(seconds=60), RoundSettings()))
    decides(room, 0)
    clock.time += 40
    decides(room, 1)
    split = more_sales(start_of(room), 400)
    participant.save_draft(*room.at(0), split)
    clock.time += 20
    assert places(room) == [("frozen", 1), ("decide", 1), ("predict", 1)]
    with pytest.raises(NotNow, match="time is over"):
        participant.submit(*room.at(0), more_sales(split, 100))
    seat = participant.sit(*room.at(0))
    assert (seat.submitted, seat.taken_as_it_stood, seat.dues) == (split, True, 1)
    assert homework.progress(*room.lead).rounds[0].submitted == 1
    clock.time += 40
    over = participant.sit(*room.at(1))
    assert (over.room.phase, over.submitted) == ("frozen", None)
    homework.go_on(*room.at(1), 1)
    assert participant.sit(*room.at(1)).room.step == ("predict", 2)


def test_nobody_sees_others_splits_before_the_end(room: Session) -> None:
    """Neither the room nor its facilitator can show a split while the homework runs."""
    submits(room, 0, 500)
    with pytest.raises(NotNow, match="own pace"):
        reading.revealed(room.store, room.code)
    for verb in (facilitator.freeze, facilitator.show_splits, facilitator.reveal, facilitator.open_decisions,
                 facilitator.reset_round):  # fmt: skip
        with pytest.raises(NotNow):
            verb(*room.lead)
    assert facilitator.room(*room.lead).phase == "homework"


def test_the_end_comes_by_itself_and_the_debrief_goes_round_by_round(room: Session, clock: HandClock) -> None:
    """Who finished one round counts there, a split that was begun as it stands, and each round is shown in turn."""
    first = [submits(room, 0, 500), submits(room, 1, 900)]
    second = submits(room, 0, 300, 2)
    decides(room, 1, 2)
    begun_split = more_sales(start_of(room, 1), 200)
    participant.save_draft(*room.at(1), begun_split)
    clock.time += 7 * DAY
    assert places(room) == [("frozen", 1)] * 3
    with pytest.raises(NotNow):
        participant.submit(*room.at(1), begun_split)
    with pytest.raises(NotNow, match="over"):
        participant.join(room.store, room.code)
    seen = []
    for verb in (facilitator.show_splits, facilitator.reveal, facilitator.begin_round, facilitator.reveal):
        verb(*room.lead)
        seen.append(facilitator.room(*room.lead).step)
    assert seen == [("spread", 1), ("revealed", 1), ("spread", 2), ("revealed", 2)]
    entries = reading.revealed(room.store, room.code)
    settings = facilitator.room(*room.lead).settings
    judged = [{each.plan for each in debrief(settings, number, entries).judged} for number in (1, 2)]
    assert judged == [set(first), {second, begun_split}]
    with pytest.raises(NotNow, match="last round"):
        facilitator.begin_round(*room.lead)


def test_steps_of_the_debrief_can_be_taken_back(room: Session, clock: HandClock) -> None:
    """From the second round's best split back to the end of the homework, and nothing is lost."""
    submits(room, 0, 500)
    clock.time += 7 * DAY
    for verb in (facilitator.show_splits, facilitator.reveal, facilitator.begin_round, facilitator.reveal):
        verb(*room.lead)
    before, seen = facilitator.entries(*room.lead), []
    for _ in range(4):
        facilitator.take_back(*room.lead)
        seen.append(facilitator.room(*room.lead).step)
    assert seen == [("spread", 2), ("revealed", 1), ("spread", 1), ("frozen", 1)]
    with pytest.raises(NotNow, match="another end"):
        facilitator.take_back(*room.lead)
    assert facilitator.entries(*room.lead) == before


def test_the_facilitator_prolongs_ends_early_and_reopens(room: Session, clock: HandClock) -> None:
    """A later end counts for all; reopened, whom the end caught goes on with the levers in hand, others keep theirs."""
    facilitator.set_end(*room.lead, clock() + 9 * DAY)
    clock.time += 8 * DAY
    first = submits(room, 0, 500)
    decides(room, 1)
    draft = more_sales(start_of(room, 1), 700)
    participant.save_draft(*room.at(1), draft)
    facilitator.end_homework(*room.lead, drawn=("homework", 1))
    assert [participant.sit(*room.at(place)).submitted for place in range(2)] == [first, draft]
    with pytest.raises(MovedOn):
        facilitator.end_homework(*room.lead, drawn=("homework", 1))
    facilitator.set_end(*room.lead, clock() + DAY)
    seat = participant.sit(*room.at(1))
    assert (seat.room.step, seat.draft, seat.submitted) == (("decide", 1), draft, None)
    assert participant.sit(*room.at(0)).submitted == first
    facilitator.end_homework(*room.lead)
    facilitator.show_splits(*room.lead)
    with pytest.raises(NotNow):
        facilitator.set_end(*room.lead, clock() + DAY)


def test_a_page_that_is_behind_moves_no_end(room: Session, clock: HandClock) -> None:
    """A day more that was drawn before a second facilitator gave a week does not take that week away."""
    ends = clock() + 7 * DAY
    facilitator.set_end(*room.lead, ends + 7 * DAY, seen=ends)
    with pytest.raises(MovedOn):
        facilitator.set_end(*room.lead, ends + DAY, seen=ends)
    assert facilitator.room(*room.lead).closes_at == ends + 7 * DAY


@pytest.mark.parametrize("seconds", [HOMEWORK_SECONDS[0] - 600, HOMEWORK_SECONDS[1] + 600])
def test_an_end_too_soon_or_too_late_is_refused(store: Store, clock: HandClock, seconds: float) -> None:
    """It is refused when chosen, when the homework begins and when it is moved, and nothing changes."""
    room = session_in(store, 1, RoomSettings(pace="homework", ends=int(clock() + seconds)))
    with pytest.raises(Unusable, match="one hour to 21 days"):
        facilitator.begin_round(*room.lead)
    fine = RoomSettings(pace="homework", ends=int(clock() + DAY))
    facilitator.configure(*room.lead, fine)
    with pytest.raises(Unusable, match="one hour to 21 days"):
        facilitator.configure(*room.lead, fine.changed(ends=int(clock() + seconds)))
    facilitator.begin_round(*room.lead)
    with pytest.raises(Unusable, match="one hour to 21 days"):
        facilitator.set_end(*room.lead, clock() + seconds)
    assert facilitator.room(*room.lead).closes_at == clock() + DAY


def test_a_homework_is_kept_for_its_debrief_and_goes_when_due(room: Session, clock: HandClock) -> None:
    """It outlives the days of a room in class, can be debriefed after its end, and goes with all that is in it."""
    submits(room, 0, 500)
    clock.time += 7 * DAY + (DEBRIEF_DAYS - 1) * DAY
    assert sweep(room.store) == 0
    facilitator.show_splits(*room.lead)
    clock.time += DAY
    with pytest.raises(NoSuchRoom):
        facilitator.room(*room.lead)
    assert sweep(room.store) == 1
    assert reading.counts(room.store) == (0, 0)


def test_a_homework_that_never_began_goes_as_any_room(store: Store, clock: HandClock) -> None:
    """Set up and abandoned, it takes no place for weeks."""
    room = session_in(store, 0, RoomSettings(pace="homework", ends=int(clock() + 20 * DAY)))
    clock.time += ROOM_HOURS * 3600
    with pytest.raises(NoSuchRoom):
        facilitator.room(*room.lead)


def test_a_homework_nobody_joined_makes_place(store: Store, clock: HandClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all places are taken it goes on its third day; one that somebody joined stays."""
    monkeypatch.setattr(facilitator, "MAX_ROOMS", 2)
    empty, joined = begun(store, clock, people=0), begun(store, clock, people=1)
    clock.time += ROOM_HOURS * 3600
    facilitator.open_room(store)
    assert facilitator.room(*joined.lead).participants == 1
    with pytest.raises(NoSuchRoom):
        facilitator.room(*empty.lead)


def test_progress_counts_without_naming(room: Session) -> None:
    """How many have begun, predicted and submitted in each round, and how many are through."""
    submits(room, 0, 500)
    submits(room, 0, 300, 2)
    submits(room, 1, 500)
    homework.go_on(*room.at(1), 1)
    decides(room, 2)
    far = homework.progress(*room.lead)
    assert [(each.begun, each.predicted, each.submitted) for each in far.rounds] == [(3, 3, 2), (2, 1, 1)]
    assert (far.joined, far.done) == (3, 1)


def test_what_is_set_up_stays_once_the_homework_began(room: Session) -> None:
    """Rounds cannot be added or changed while people are under way, nor after."""
    now = facilitator.room(*room.lead).settings
    more = now.changed(rounds=(*now.rounds, RoundSettings()))
    with pytest.raises(NotNow):
        facilitator.configure(*room.lead, more)
    facilitator.end_homework(*room.lead)
    facilitator.reveal(*room.lead)
    with pytest.raises(NotNow, match="stays as it was"):
        facilitator.configure(*room.lead, more)


def test_taken_back_to_the_lobby_nothing_is_lost_and_another_end_may_be_chosen(room: Session, clock: HandClock) -> None:
    """A homework opened by mistake waits again, and goes on where people were."""
    submits(room, 0, 500)
    facilitator.take_back(*room.lead)
    assert places(room) == [("lobby", 1)] * 3
    now = facilitator.room(*room.lead).settings
    facilitator.configure(*room.lead, now.changed(ends=int(clock()) + 2 * DAY))
    facilitator.begin_round(*room.lead)
    assert facilitator.room(*room.lead).closes_at == clock() + 2 * DAY
    assert places(room) == [("frozen", 1), ("predict", 1), ("predict", 1)]


def test_an_end_that_was_moved_stays_when_the_homework_is_taken_back(room: Session, clock: HandClock) -> None:
    """Closed and opened again, it runs until the end people were told last and not the one it was set up with."""
    facilitator.set_end(*room.lead, clock() + 9 * DAY)
    facilitator.take_back(*room.lead)
    facilitator.begin_round(*room.lead)
    assert facilitator.room(*room.lead).closes_at == clock() + 9 * DAY


def test_other_devices_and_a_clock_at_zero_are_news(store: Store, clock: HandClock) -> None:
    """A change in any round counts up for the seat's other devices, as does the end of its time, on the same terms."""
    room = begun(store, clock, (RoundSettings(seconds=60), RoundSettings(revise=True)), people=1)
    number = participant.sit(*room.at(0)).participant
    seen = []

    def look() -> None:
        view, told = participant.sit(*room.at(0)), reading.changes(store, room.code, max_age=0)
        news = told.get(number)
        assert news is None or (news.changes, news.device, news.dues) == (view.changes, view.changed_by, view.dues)
        seen.append((view.changes, view.dues))

    look()
    participant.predict(*room.at(0), "upsell", 1e6, "desk", drawn=1)
    look()
    homework.open_levers(*room.at(0), 1, "phone")
    look()
    clock.time += 60
    look()
    homework.go_on(*room.at(0), 1, "phone")
    look()
    assert seen == sorted(set(seen))
    assert seen[-1] == (3, 1)


def test_two_replicas_and_an_older_one_can_share_a_homework(database: str, clock: HandClock) -> None:
    """What is done on one is seen on the other; to a version that knows no homework it is a room that predicts."""
    replicas = [Store(database, clock), Store(database, clock)]
    room = begun(replicas[0], clock)
    split = submits(room, 0, 500)
    assert participant.sit(replicas[1], room.code, room.seats[0].seat).submitted == split
    with replicas[1].reading() as session:
        kept = session.execute(text("SELECT phase, round, deadline FROM rooms")).one()
    assert tuple(kept) == ("predict", 1, None)
    clock.time += 7 * DAY
    assert facilitator.room(replicas[1], room.code, room.secret).phase == "frozen"
    for replica in replicas:
        replica.close()


def test_a_room_in_class_has_no_pace_of_its_own(store: Store) -> None:
    """Verbs of homework do nothing in class, whatever the phase."""
    room = session_in(store, 1).to("predict")
    participant.predict(*room.at(0), "upsell", 1e6)
    for verb in (homework.open_levers, homework.go_on):
        with pytest.raises(NotNow):
            verb(*room.at(0), 1)
    with pytest.raises(NotNow):
        facilitator.set_end(*room.lead, 2e9)
    facilitator.open_decisions(*room.lead)
    with pytest.raises(MovedOn):
        participant.submit(*room.at(0), start_of(room), drawn=2)


def test_the_second_half_of_a_double_click_submits_nothing(
    store: Store, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On levers that have just opened and were not moved it is no wish; a moment later it is."""
    room = begun(store, clock, people=1)
    decides(room, 0)
    seat, mine = participant.sit(*room.at(0)), Visit()
    monkeypatch.setattr(decide, "store", lambda: store)
    monkeypatch.setattr(decide, "attempt", lambda verb, *args: verb(*args))
    for module in (decide, visit):
        monkeypatch.setattr(module, "visit", lambda: mine)
    visit.hand(seat, room.seats[0].seat)
    visit.note_when(seat.room)
    decide._submit(seat, room.seats[0].seat)
    assert participant.sit(*room.at(0)).submitted is None
    mine.step_since -= visit.REST_SECONDS
    decide._submit(seat, room.seats[0].seat)
    assert participant.sit(*room.at(0)).submitted == seat.room.start
