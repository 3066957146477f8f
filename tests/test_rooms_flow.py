"""A room from lobby to debrief: phases, timer, revisions, resets, and coming back."""

from __future__ import annotations

from functools import partial

import pytest

from pages.room import settings_form
from rooms import facilitator, participant, reading
from rooms.debrief import debrief
from rooms.errors import MovedOn, NoSuchRoom, NotNow, RoomError, TooMany, Unusable
from rooms.limits import MAX_PARTICIPANTS, NEW_ROOMS, ROOM_HOURS, UNTOUCHED_SECONDS, WRONG_CODES
from rooms.settings import RoomSettings, RoundSettings
from rooms.store import Store
from rooms.tokens import shown_code
from simulator.facts.declaration import InvalidInput
from simulator.facts.plan import Plan
from tests.room_store import HandClock, Session, more_sales, session_in


def test_a_round_goes_from_lobby_to_results(store: Store) -> None:
    """Each step of the facilitator shows the room the next phase."""
    room = session_in(store)
    seen = [participant.sit(*room.at(0)).room.phase]
    for verb in (facilitator.begin_round, facilitator.open_decisions, facilitator.freeze, facilitator.show_splits,
                 facilitator.reveal):  # fmt: skip
        verb(*room.lead)
        seen.append(participant.sit(*room.at(0)).room.phase)
    assert seen == ["lobby", "predict", "decide", "frozen", "spread", "revealed"]


@pytest.mark.parametrize(
    "verb", [facilitator.open_decisions, facilitator.freeze, facilitator.show_splits, facilitator.reveal]
)
def test_steps_out_of_turn_are_refused(store: Store, verb: object) -> None:
    """A step that does not follow from the phase changes nothing and says why."""
    room = session_in(store)
    with pytest.raises(NotNow, match="not begun"):
        verb(*room.lead)  # type: ignore[operator]
    assert facilitator.room(*room.lead).phase == "lobby"


def test_a_step_counts_only_where_it_was_drawn(store: Store) -> None:
    """A step pressed on a page that is behind changes nothing, whichever step stands there now."""
    room = session_in(store).to("decide")
    drawn = facilitator.room(*room.lead).step
    facilitator.freeze(*room.lead, drawn=drawn)
    before = facilitator.room(*room.lead)
    for verb in (facilitator.freeze, facilitator.take_back, partial(facilitator.extend, seconds=60)):
        with pytest.raises(MovedOn):
            verb(*room.lead, drawn=drawn)
    after = facilitator.room(*room.lead)
    assert (after.step, after.revision) == (before.step, before.revision)


def test_steps_taken_back_lose_nothing(store: Store) -> None:
    """From the second round's predictions back to the lobby: all that people gave is there, and steps lead on again."""
    room = session_in(store, settings=RoomSettings(rounds=(RoundSettings(), RoundSettings(shock="none"))))
    room.to("predict")
    participant.predict(*room.at(0), "upsell", 1e6)
    facilitator.open_decisions(*room.lead)
    participant.submit(*room.at(0), participant.sit(*room.at(0)).room.start)
    for verb in (facilitator.freeze, facilitator.reveal, facilitator.begin_round):
        verb(*room.lead)
    participant.predict(*room.at(1), "conversion", 2e6)
    entries, seen = facilitator.entries(*room.lead), []
    for _ in range(6):
        facilitator.take_back(*room.lead)
        seen.append(facilitator.room(*room.lead).step)
    assert seen == [("revealed", 1), ("spread", 1), ("frozen", 1), ("decide", 1), ("predict", 1), ("lobby", 1)]
    assert facilitator.entries(*room.lead) == entries
    with pytest.raises(NotNow, match="not begun"):
        facilitator.take_back(*room.lead)
    room.to("revealed")
    facilitator.begin_round(*room.lead)
    assert facilitator.entries(*room.lead) == entries


def test_a_round_that_asks_something_else_forgets_what_was_given(store: Store) -> None:
    """Taken back to the lobby and changed, a round keeps no split of the question before; the others keep theirs."""
    settings = RoomSettings(rounds=(RoundSettings(), RoundSettings()))
    room = session_in(store, settings=settings).to("decide")
    participant.submit(*room.at(0), participant.sit(*room.at(0)).room.start)
    for _ in range(2):
        facilitator.take_back(*room.lead)
    facilitator.configure(*room.lead, settings.changed(rounds=(*settings.rounds, RoundSettings())))
    assert facilitator.entries(*room.lead)
    facilitator.configure(*room.lead, RoomSettings(case="tallgrass.1"))
    assert not facilitator.entries(*room.lead)


def test_a_submission_may_be_revised_until_the_freeze(store: Store) -> None:
    """The last split before the freeze counts; after it none is taken."""
    room = session_in(store).to("decide")
    start = participant.sit(*room.at(0)).room.start
    participant.submit(*room.at(0), more_sales(start, 500))
    participant.submit(*room.at(0), more_sales(start, 900))
    facilitator.freeze(*room.lead)
    with pytest.raises(NotNow, match="closed"):
        participant.submit(*room.at(0), start)
    (entry,) = [entry for entry in facilitator.entries(*room.lead) if entry.plan]
    assert (entry.plan, entry.revisions) == (more_sales(start, 900), 1)


def test_the_timer_freezes_by_the_servers_clock(store: Store, clock: HandClock) -> None:
    """Once the time is up a submission is refused although nobody pressed freeze."""
    room = session_in(store, settings=RoomSettings(rounds=(RoundSettings(seconds=60),))).to("decide")
    start = participant.sit(*room.at(0)).room.start
    clock.time += 59
    participant.submit(*room.at(0), start)
    clock.time += 1
    with pytest.raises(NotNow, match="closed"):
        participant.submit(*room.at(1), start)
    assert participant.sit(*room.at(1)).room.phase == "frozen"
    facilitator.reveal(*room.lead)


def test_at_the_end_of_the_time_splits_count_as_they_stand(store: Store, clock: HandClock) -> None:
    """Who set the levers and did not submit has submitted them; who submitted keeps that; who did nothing is not in."""
    room = session_in(store, 3, RoomSettings(rounds=(RoundSettings(seconds=60),))).to("decide")
    start = participant.sit(*room.at(0)).room.start
    participant.save_draft(*room.at(0), more_sales(start, 700))
    participant.submit(*room.at(1), more_sales(start, 300))
    participant.save_draft(*room.at(1), more_sales(start, 900))
    clock.time += 61
    views = [participant.sit(*room.at(place)) for place in range(3)]
    assert [view.submitted for view in views] == [more_sales(start, 700), more_sales(start, 300), None]
    assert [view.taken_as_it_stood for view in views] == [True, False, False]
    assert facilitator.room(*room.lead).submitted == 2
    facilitator.freeze(*room.lead)
    assert participant.sit(*room.at(0)).taken_as_it_stood
    facilitator.reveal(*room.lead)
    entries = facilitator.entries(*room.lead)
    assert [entry.plan for entry in entries] == [more_sales(start, 700), more_sales(start, 300)]


def test_a_step_taken_after_the_end_finds_the_splits(store: Store, clock: HandClock) -> None:
    """Nobody need have looked in between: the facilitator's next step counts what stood at the end of the time."""
    room = session_in(store, 1, RoomSettings(rounds=(RoundSettings(seconds=60),))).to("decide")
    start = participant.sit(*room.at(0)).room.start
    participant.save_draft(*room.at(0), more_sales(start, 700))
    clock.time += 61
    facilitator.show_splits(*room.lead)
    (entry,) = facilitator.entries(*room.lead)
    assert entry.plan == more_sales(start, 700)


def test_frozen_by_hand_only_what_was_submitted_counts(store: Store) -> None:
    """A facilitator who closes early takes nobody's half-made split."""
    room = session_in(store, 1).to("decide")
    participant.save_draft(*room.at(0), more_sales(participant.sit(*room.at(0)).room.start, 700))
    facilitator.freeze(*room.lead)
    assert participant.sit(*room.at(0)).submitted is None


def seconds_left(room: Session) -> float | None:
    """Until submissions close."""
    view = facilitator.room(*room.lead)
    return None if view.deadline is None else view.deadline - view.now


def test_more_time_counts_from_the_deadline_or_from_now(store: Store, clock: HandClock) -> None:
    """Extending adds to a running timer, and opens the levers again where the time was up."""
    room = session_in(store, settings=RoomSettings(rounds=(RoundSettings(seconds=60),))).to("decide")
    facilitator.extend(*room.lead, 30)
    assert seconds_left(room) == 90
    clock.time += 200
    facilitator.extend(*room.lead, 30)
    assert (facilitator.room(*room.lead).phase, seconds_left(room)) == ("decide", 30)
    facilitator.freeze(*room.lead)
    facilitator.extend(*room.lead, 45)
    assert seconds_left(room) == 45


def test_coming_back_loses_nothing(store: Store) -> None:
    """The seat alone brings back nickname, prediction, the levers as left, and what was submitted."""
    room = session_in(store).to("predict")
    participant.predict(*room.at(0), "conversion", 2.5e6)
    facilitator.open_decisions(*room.lead)
    start = participant.sit(*room.at(0)).room.start
    participant.submit(*room.at(0), more_sales(start, 500))
    participant.save_draft(*room.at(0), more_sales(start, 700))
    back = participant.sit(*room.at(0))
    assert back.nickname == room.seats[0].nickname
    assert (back.bottleneck, back.expected) == ("conversion", 2.5e6)
    assert (back.submitted, back.draft) == (more_sales(start, 500), more_sales(start, 700))


def test_a_practice_round_can_be_reset(store: Store) -> None:
    """A reset forgets the round's predictions and splits, and keeps the people."""
    room = session_in(store).to("predict")
    participant.predict(*room.at(0), "upsell", 1e6)
    facilitator.open_decisions(*room.lead)
    participant.submit(*room.at(0), participant.sit(*room.at(0)).room.start)
    facilitator.reset_round(*room.lead)
    view = facilitator.room(*room.lead)
    assert (view.phase, view.participants, view.predicted, view.submitted) == ("lobby", 2, 0, 0)


def test_each_round_has_its_own_facts(store: Store) -> None:
    """The next round begins with its own shock and without the last one's splits."""
    settings = RoomSettings(rounds=(RoundSettings(), RoundSettings(shock="dry_channel", total=20_000.0)))
    room = session_in(store, settings=settings).to("decide")
    participant.submit(*room.at(0), participant.sit(*room.at(0)).room.start)
    facilitator.freeze(*room.lead)
    facilitator.reveal(*room.lead)
    facilitator.begin_round(*room.lead)
    seat = participant.sit(*room.at(0))
    assert (seat.room.round, seat.room.phase, seat.submitted) == (2, "predict", None)
    assert seat.room.start.total == 20_000
    assert seat.room.business.channels[0].prospects == 0 < settings.business(1).channels[0].prospects
    with pytest.raises(NotNow):
        facilitator.begin_round(*room.lead)


def test_settings_change_only_what_has_not_begun(store: Store) -> None:
    """After the first round the case is fixed, and rounds may be added."""
    room = session_in(store)
    facilitator.configure(*room.lead, RoomSettings(case="tallgrass.1"))
    room.to("revealed")
    now = facilitator.room(*room.lead).settings
    with pytest.raises(NotNow, match="case"):
        facilitator.configure(*room.lead, now.changed(case="northwind.1"))
    facilitator.configure(*room.lead, now.changed(rounds=(*now.rounds, RoundSettings(shock="churn"))))
    facilitator.begin_round(*room.lead)
    assert facilitator.room(*room.lead).round == 2


def test_splits_must_use_the_whole_budget_and_respect_locks(store: Store) -> None:
    """A split over the total, with a strange lever or with a moved locked lever is refused."""
    room = session_in(store, settings=RoomSettings(rounds=(RoundSettings(locked=("upsell",)),))).to("decide")
    start = participant.sit(*room.at(0)).room.start
    amounts = start.amounts
    wrong = [
        Plan.of(start.levers, [amounts[0] + 1, *amounts[1:]]),
        Plan.of(start.levers, [amounts[0] + 100, *amounts[1:-1], amounts[-1] - 100]),
        Plan(prospecting={"Skywriting": start.total}, conversion=0.0, upsell=0.0),
    ]
    for plan in wrong:
        for verb in (participant.submit, participant.save_draft):
            with pytest.raises(Unusable):
                verb(*room.at(0), plan)
    assert facilitator.room(*room.lead).submitted == 0


@pytest.mark.parametrize("locked", [(), ("upsell",)])
def test_the_rooms_middle_keeps_total_and_locks(store: Store, locked: tuple[str, ...]) -> None:
    """Where everyone bets all on another lever, the room's middle still uses the total and keeps the locks."""
    room = session_in(store, 3, RoomSettings(rounds=(RoundSettings(locked=locked),))).to("decide")
    seen = participant.sit(*room.at(0)).room
    held = {lever: seen.start[lever] for lever in locked}
    for place in range(3):
        bet = {
            **dict.fromkeys(seen.start.levers, 0.0),
            **held,
            seen.start.levers[place]: seen.start.total - sum(held.values()),
        }
        participant.submit(*room.at(place), Plan.of(seen.start.levers, bet.values()))
    middle = debrief(seen.settings, 1, facilitator.entries(*room.lead)).middle
    assert middle is not None
    assert middle.total == pytest.approx(seen.start.total)
    assert {lever: middle[lever] for lever in locked} == held
    assert min(middle.amounts[:3]) > 0


def test_results_stay_private_until_revealed(store: Store) -> None:
    """Others' splits can be read only once they are on show, and with names only where the leaderboard is on."""
    room = session_in(store).to("decide")
    participant.submit(*room.at(0), participant.sit(*room.at(0)).room.start)
    facilitator.freeze(*room.lead)
    with pytest.raises(NotNow):
        reading.revealed(store, room.code)
    facilitator.reveal(*room.lead)
    assert [entry.nickname for entry in reading.revealed(store, room.code)] == [""]
    facilitator.set_leaderboard(*room.lead, True)
    assert [entry.nickname for entry in reading.revealed(store, room.code)] == [room.seats[0].nickname]


def test_rooms_expire_and_can_be_deleted(store: Store, clock: HandClock) -> None:
    """A room that has ended or whose time is over is gone for everyone, with all that was in it."""
    room, other = session_in(store), session_in(store)
    facilitator.delete_room(*room.lead)
    with pytest.raises(NoSuchRoom):
        participant.sit(*room.at(0))
    clock.time += ROOM_HOURS * 3600
    with pytest.raises(NoSuchRoom):
        facilitator.room(*other.lead)
    facilitator.open_room(store)
    with store.reading() as session:
        counts = [session.connection().exec_driver_sql(f"select count(*) from {table}").scalar()
                  for table in ("rooms", "participants", "submissions")]  # fmt: skip
    assert counts == [1, 0, 0]


def test_nicknames_are_unique_and_plain(store: Store) -> None:
    """A nickname is taken once per room whatever its case, and is printable and short."""
    room = session_in(store, 30)
    assert len({seat.nickname for seat in room.seats}) == 30
    assert participant.rename(*room.at(0), "  Ada   Lovelace ") == "Ada Lovelace"
    for refused in ("ADA lovelace", "", "x" * 25, "a\u202eb", "a\x00b", "***"):
        with pytest.raises(Unusable):
            participant.rename(*room.at(1), refused)


def test_a_room_and_its_door_have_limits(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full room and a closed door let nobody in; those inside stay."""
    assert MAX_PARTICIPANTS >= 300
    monkeypatch.setattr(participant, "MAX_PARTICIPANTS", 2)
    room = session_in(store)
    with pytest.raises(TooMany, match="full"):
        participant.join(store, room.code)
    monkeypatch.undo()
    facilitator.set_admission(*room.lead, False)
    with pytest.raises(NotNow, match="door"):
        participant.join(store, room.code)
    assert participant.sit(*room.at(1)).nickname == room.seats[1].nickname


def test_wrong_codes_lock_nobody_out(store: Store, clock: HandClock) -> None:
    """After too many wrong codes an address is told so, and its right codes, links and projector work all the same."""
    room = session_in(store, 1)
    for _ in range(WRONG_CODES):
        with pytest.raises(NoSuchRoom):
            participant.join(store, "2222-2222", "203.0.113.9")
    with pytest.raises(TooMany, match="works at any time"):
        participant.join(store, "2222-2222", "203.0.113.9")
    participant.join(store, shown_code(room.code).lower(), "203.0.113.9")
    assert reading.look(store, room.code, "203.0.113.9").participants == 2
    with pytest.raises(NoSuchRoom):
        reading.look(store, "2222-2222", "198.51.100.7")
    clock.time += 601
    with pytest.raises(NoSuchRoom):
        participant.join(store, "2222-2222", "203.0.113.9")


def test_opening_rooms_is_limited(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """One address opens only so many rooms in a while, and all together only so many exist."""
    for _ in range(NEW_ROOMS):
        facilitator.open_room(store, address="203.0.113.9")
    with pytest.raises(TooMany):
        facilitator.open_room(store, address="203.0.113.9")
    monkeypatch.setattr(facilitator, "MAX_ROOMS", NEW_ROOMS)
    with pytest.raises(TooMany, match="taken"):
        facilitator.open_room(store, address="198.51.100.7")


def test_untouched_rooms_make_place_where_all_are_taken(
    store: Store, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of rooms an hour old, those nobody joined or set up go when there is no other place; no other room ever does."""
    monkeypatch.setattr(facilitator, "MAX_ROOMS", 4)
    idle = session_in(store, 0)
    joined, set_up = session_in(store, 1), session_in(store, 0)
    facilitator.configure(*set_up.lead, RoomSettings(months=36))
    clock.time += UNTOUCHED_SECONDS
    fresh = session_in(store, 0)
    assert facilitator.room(*idle.lead).code == idle.code
    facilitator.open_room(store)
    with pytest.raises(NoSuchRoom):
        facilitator.room(*idle.lead)
    for room in (joined, set_up, fresh):
        assert facilitator.room(*room.lead).code == room.code
    with pytest.raises(TooMany, match="taken"):
        facilitator.open_room(store)


def test_the_pulse_changes_with_the_room(store: Store, clock: HandClock) -> None:
    """Joining is news for the facilitator alone; a phase, or time running out, is news for all."""
    room = session_in(store, settings=RoomSettings(rounds=(RoundSettings(seconds=60),)))
    first = reading.pulse(store, room.code, max_age=0)
    participant.join(store, room.code)
    second = reading.pulse(store, room.code, max_age=0)
    assert first
    assert second
    assert (first.revision, first.activity) == (second.revision, second.activity - 1)
    room.to("decide")
    third = reading.pulse(store, room.code, max_age=0)
    clock.time += 60
    fourth = reading.pulse(store, room.code, max_age=0)
    assert third
    assert fourth
    assert third.revision > second.revision
    assert (third.phase, fourth.phase) == ("decide", "frozen")
    facilitator.delete_room(*room.lead)
    assert reading.pulse(store, room.code, max_age=0) is None


def test_impossible_settings_are_refused() -> None:
    """Unknown shocks, strange locks, locks that cost more than the total and too many rounds are named."""
    for wrong in (
        {"shock": "meteor"}, {"locked": ("Skywriting",)}, {"locked": ("conversion", "upsell", "Search ads")},
        {"locked": ("Search ads",), "total": 5000.0},
    ):  # fmt: skip
        with pytest.raises(InvalidInput):
            RoomSettings(rounds=(RoundSettings(**wrong),))  # type: ignore[arg-type]
    with pytest.raises(InvalidInput):
        RoomSettings(rounds=(RoundSettings(),) * 7)


def test_predictions_are_checked(store: Store) -> None:
    """A prediction names one of the three functions and a finite amount."""
    room = session_in(store).to("predict")
    for bottleneck, expected in (("luck", 1.0), ("upsell", float("nan")), ("upsell", 1e16)):
        with pytest.raises(RoomError):
            participant.predict(*room.at(0), bottleneck, expected)  # type: ignore[arg-type]
    assert facilitator.room(*room.lead).predicted == 0


def test_choices_made_before_the_page_is_drawn_again_are_all_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two choices about a round from one drawing of the form are both kept, on a slow line too."""
    monkeypatch.setattr(settings_form, "store", lambda: store)
    room = session_in(store, 0)
    drawn = facilitator.room(*room.lead)
    for values in ({"seconds": 180}, {"total": 12_000.0}, {"practice": True}):
        settings_form._configured(drawn, room.secret, partial(settings_form._with_round, number=1, **values))
    (kept,) = facilitator.room(*room.lead).settings.rounds
    assert (kept.seconds, kept.total, kept.practice) == (180, 12_000, True)
