"""What a round leaves to the next: to each seat its own split, to the room one company that goes on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.room.news_words import came_from, goes_on_said
from rooms import facilitator, participant
from rooms.carry import begins_at, fitted
from rooms.debrief import best_split, debrief
from rooms.errors import Unusable
from rooms.news import FactNews
from rooms.settings import RoomSettings, RoundSettings
from rooms.setup_file import read_setup, setup_text
from rooms.store import Store
from simulator import simulate
from simulator.facts.declaration import InvalidInput
from simulator.facts.plan import Plan
from simulator.whatif.later import after
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


ON = RoomSettings(goes_on="middle", rounds=(RoundSettings(), RoundSettings(shock="rival"), RoundSettings()))


def settings_of(room: Session) -> RoomSettings:
    """Return the settings that the room keeps."""
    return facilitator.room(*room.lead).settings


def test_the_next_round_finds_the_company_as_the_room_s_middle_left_it(store: Store) -> None:
    """Its customers are those of the months that were played, and everyone's levers stand at that one split."""
    room = after_one(store, ON, 300, 900, 600)
    settings, middle = settings_of(room), more_sales(ON.start(1), 600)
    assert settings.begins(2) == after(ON.business(1), middle, ON.months)
    run = simulate(ON.business(1), middle, ON.months)
    assert settings.begins(2).customers == pytest.approx(run.customers_at_end)
    assert settings.begins(2).customers != pytest.approx(ON.business(1).customers)
    assert [participant.sit(*room.at(place)).start for place in range(3)] == [middle] * 3


def test_two_rounds_under_one_split_are_twice_the_months(store: Store) -> None:
    """Where the room stays where it is and nothing new happens, the second round brings what the model says of it."""
    room = after_one(store, RoomSettings(goes_on="middle", rounds=(RoundSettings(),) * 2), 500, 500)
    settings, plan = settings_of(room), more_sales(ON.start(1), 500)
    whole = simulate(settings.business(1), plan, 2 * settings.months)
    second = simulate(settings.business(2), plan, settings.months)
    assert second.revenue == pytest.approx(whole.revenue[settings.months :], rel=1e-9)


def test_what_a_round_began_with_stays_when_someone_is_removed(store: Store) -> None:
    """Before a round begins a removed seat is no part of the middle; after that nothing of the company moves."""
    room = after_one(store, ON, 300, 900, 600)
    begun = settings_of(room)
    numbers = list(facilitator.roster(*room.lead))
    facilitator.remove_participants(*room.lead, numbers[1:])
    assert settings_of(room) == begun
    facilitator.take_back(*room.lead)
    facilitator.begin_round(*room.lead)
    assert settings_of(room).today(2) == more_sales(ON.start(1), 300)


def test_beginning_again_with_another_company_forgets_what_was_submitted_on_the_first(store: Store) -> None:
    """Splits of a round stay while it begins with the same company, and go when it is another one."""
    room = after_one(store, ON, 300, 900, 600)
    facilitator.open_decisions(*room.lead)
    participant.submit(*room.at(0), participant.sit(*room.at(0)).start)
    for verb in (facilitator.take_back, facilitator.take_back, facilitator.begin_round):
        verb(*room.lead)
    assert participant.sit(*room.at(0)).submitted is not None
    facilitator.take_back(*room.lead)
    facilitator.remove_participants(*room.lead, list(facilitator.roster(*room.lead))[1:])
    facilitator.begin_round(*room.lead)
    assert participant.sit(*room.at(0)).submitted is None


def test_it_may_go_on_under_the_best_split(store: Store) -> None:
    """The facilitator may let it go on as well as could be, whatever the room did."""
    settings = ON.changed(goes_on="best")
    room = after_one(store, settings, 300)
    assert settings_of(room).today(2) == best_split(settings, 1).plan


def test_news_stays_with_a_company_that_goes_on(store: Store) -> None:
    """The rival of round two is still there in round three, which begins with the company as round two left it."""
    room = after_one(store, ON, 300)
    facilitator.open_decisions(*room.lead)
    participant.submit(*room.at(0), participant.sit(*room.at(0)).start)
    for verb in (facilitator.freeze, facilitator.reveal, facilitator.begin_round):
        verb(*room.lead)
    settings = settings_of(room)
    assert settings.business(3) == after(settings.business(2), settings.today(2), settings.months)
    assert settings.business(3).win_rate < 0.7 * settings.business(1).win_rate


def test_a_practice_round_leaves_nothing_and_a_round_of_nobody_goes_on_as_it_was_spent(store: Store) -> None:
    """Practice is no part of the company's life; a round that nobody decided passes with the money spread as it was."""
    practice = ON.changed(rounds=(RoundSettings(practice=True), RoundSettings()))
    settings = settings_of(after_one(store, practice, 300))
    assert settings.begins(2) == practice.business(1)
    settings = settings_of(after_one(store, ON, None))
    assert settings.today(2) == ON.start(1)
    assert settings.begins(2) == after(ON.business(1), ON.start(1), ON.months)


def test_in_homework_the_company_does_not_go_on() -> None:
    """Everyone is at their own pace there, and that is the reason given."""
    with pytest.raises(InvalidInput, match="own pace"):
        RoomSettings(goes_on="middle", pace="homework")


def test_news_that_does_not_fit_the_company_by_then_is_refused_when_the_round_begins(store: Store) -> None:
    """The room stays at its results with the reason, the facilitator changes the fact, and the round begins."""
    fits_today = RoundSettings(facts=(FactNews(fact="win_rate_at_double", value=0.05),))
    start = ON.changed(rounds=(RoundSettings(), fits_today))
    room = session_in(store, 1, start).to("decide")
    seat = participant.sit(*room.at(0))
    amounts = [0.0] * len(seat.start.levers)
    amounts[-2] = seat.start.total
    participant.submit(*room.at(0), Plan.of(seat.start.levers, amounts))
    facilitator.freeze(*room.lead)
    facilitator.reveal(*room.lead)
    with pytest.raises(Unusable, match=r"Round 2: Win rate at double spend: .* would fit"):
        facilitator.begin_round(*room.lead)
    view = facilitator.room(*room.lead)
    assert view.step == ("revealed", 1)
    by_then = RoundSettings(facts=(FactNews(fact="share_won", value=0.3),))
    facilitator.configure(*room.lead, view.settings.changed(rounds=(RoundSettings(), by_then)))
    facilitator.begin_round(*room.lead)
    assert settings_of(room).business(2).share_won == 0.3


def test_what_came_of_a_session_is_no_part_of_its_set_up(store: Store) -> None:
    """Run again, the company begins anew."""
    room = after_one(store, ON, 300, 900)
    assert settings_of(room) != ON
    assert read_setup(setup_text(settings_of(room)).encode()) == (ON, ())


def test_it_is_said_what_the_room_won_and_where_the_next_round_starts(store: Store) -> None:
    """The debrief tells how many customers were won together, the next round how many there are and were."""
    room = after_one(store, ON, 300, 900, 600)
    settings = settings_of(room)
    run = simulate(ON.business(1), settings.today(2), ON.months)
    said = goes_on_said(settings, debrief(settings, 1, facilitator.entries(*room.lead)))
    assert f"Together you won {run.new_customers.sum():.0f} customers" in said
    assert f"with {run.customers_at_end:.0f} customers" in said
    assert f"{run.customers_at_end:.0f} customers, and had {ON.business(1).customers:.0f}" in came_from(settings, 2)
    assert not came_from(settings, 1)
    assert not goes_on_said(settings, debrief(settings, 3, ()))
