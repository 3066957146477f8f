"""Teams: everyone decides alone, and a team is as good as its middle."""

from __future__ import annotations

from statistics import median

import pytest

from rooms import facilitator, participant
from rooms.debrief import debrief
from rooms.downloads import team_rows
from rooms.errors import NotNow, Unusable
from rooms.settings import RoomSettings
from rooms.store import Store
from rooms.teams import by_team, ranked
from simulator.facts.declaration import InvalidInput
from simulator.model.outcome import simulate
from simulator.optimise.optimizer import optimize
from tests.room_store import Session, more_sales, session_in

TEAMS = ("North", "South", "West")
SETTINGS = RoomSettings(teams=TEAMS)


def gathered(store: Store, *teams: int) -> Session:
    """Return a room with a seat in each of these teams; -1: in none."""
    room = session_in(store, 0, SETTINGS)
    room.seats = [participant.join(store, room.code, team=team) for team in teams]
    return room


def test_a_team_is_as_good_as_its_middle(store: Store) -> None:
    """Its regret is the median of its members', by the model; a team of one works, one without a split has none."""
    room = gathered(store, 0, 0, 0, 1, 2).to("decide")
    shifts = [100, 900, 1800, 600]
    start = facilitator.room(*room.lead).start
    for place, shift in enumerate(shifts):
        participant.submit(*room.at(place), more_sales(start, shift))
    facilitator.freeze(*room.lead)
    played = debrief(SETTINGS, 1, facilitator.entries(*room.lead))
    north, south, west = by_team(played, len(TEAMS))
    business = SETTINGS.business(1)
    best = optimize(business, start.total, SETTINGS.months).value
    left = [best - simulate(business, more_sales(start, shift), SETTINGS.months).total_revenue for shift in shifts]
    assert north.median_regret == pytest.approx(median(left[:3]))
    assert north.best is not None
    assert north.best.regret == pytest.approx(min(left[:3]))
    assert south.median_regret == pytest.approx(left[3])
    assert (west.median_regret, west.best) == (None, None)
    assert ranked([west, north, south])[-1] is west
    table = team_rows(facilitator.room(*room.lead), facilitator.entries(*room.lead), "revenue")
    assert [row[1:3] for row in table[1:]] == [["North", 3], ["South", 1], ["West", 0]]


def test_a_seat_without_a_team_finds_one_and_keeps_it(store: Store) -> None:
    """Who came in by an old page chooses later, once; after that the facilitator alone moves people."""
    room = gathered(store, -1)
    assert participant.sit(*room.at(0)).team == -1
    participant.choose_team(*room.at(0), 2)
    with pytest.raises(NotNow):
        participant.choose_team(*room.at(0), 1)
    assert participant.sit(*room.at(0)).team == 2
    facilitator.move_participants(*room.lead, list(facilitator.roster(*room.lead)), 0)
    assert list(facilitator.teams(*room.lead).values()) == [0]


def test_moving_someone_keeps_what_they_did(store: Store) -> None:
    """A member who is moved takes prediction and split along to the other team, in every round."""
    room = gathered(store, 0, 1).to("decide")
    participant.submit(*room.at(0), facilitator.room(*room.lead).start)
    first = next(iter(facilitator.roster(*room.lead)))
    facilitator.move_participants(*room.lead, [first], 1)
    facilitator.freeze(*room.lead)
    north, south, _ = by_team(debrief(SETTINGS, 1, facilitator.entries(*room.lead)), len(TEAMS))
    assert (len(north.judged), len(south.judged)) == (0, 1)


def test_strange_teams_are_refused(store: Store) -> None:
    """A team that the room does not have can neither be joined, chosen nor moved to."""
    room, plain = gathered(store, -1), session_in(store, 1)
    for verb in (
        lambda: participant.join(store, room.code, team=3), lambda: participant.choose_team(*room.at(0), 3),
        lambda: facilitator.move_participants(*room.lead, [1], 3), lambda: participant.choose_team(*plain.at(0), 0),
        lambda: participant.join(store, room.code, team=-2),
    ):  # fmt: skip
        with pytest.raises(Unusable):
            verb()
    assert len(facilitator.roster(*room.lead)) == 1


def test_a_team_that_is_gone_leaves_its_people_without_one(store: Store) -> None:
    """Where the facilitator takes a team away before the first round, its members may choose anew."""
    room = gathered(store, 2)
    facilitator.configure(*room.lead, SETTINGS.changed(teams=TEAMS[:2]))
    assert participant.sit(*room.at(0)).team == -1
    assert list(facilitator.teams(*room.lead).values()) == [-1]
    participant.choose_team(*room.at(0), 1)


def test_other_names_of_the_teams_forget_no_split(store: Store) -> None:
    """Taken back to the lobby, a room whose teams get other names keeps what people gave."""
    room = gathered(store, 0).to("predict")
    participant.predict(*room.at(0), "upsell", 1e6)
    facilitator.take_back(*room.lead)
    facilitator.configure(*room.lead, SETTINGS.changed(teams=("A", "B", "C")))
    assert len(facilitator.entries(*room.lead)) == 1


@pytest.mark.parametrize("teams", [("One",), ("One", "one"), ("One", ""), tuple(map(str, range(13))), ("a" * 25, "b")])
def test_impossible_teams_are_refused(teams: tuple[str, ...]) -> None:
    """Too few, too many, alike, blank or too long a name is named."""
    with pytest.raises(InvalidInput, match="Teams"):
        RoomSettings(teams=teams)
