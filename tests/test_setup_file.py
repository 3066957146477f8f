"""A room's set-up as a file: what is saved opens as it was, and what cannot be is named by its line."""

from __future__ import annotations

import pytest

from rooms import facilitator, participant
from rooms.company import link_of
from rooms.settings import RoomSettings, RoundSettings
from rooms.setup_file import read_setup, setup_text
from rooms.store import Store
from simulator.cases import load_case
from simulator.file.faults import BrokenFile
from tests.room_store import session_in

OWN = link_of(load_case("elmstreet").business.changed(name="Heating"))
SETTINGS = [
    RoomSettings(),
    RoomSettings(case="tallgrass.1", months=36, metric="gross_profit", facts=("spend",), results=(), rounds=(
        RoundSettings(shock="churn", total=9000.0, locked=("upsell",), seconds=120, news="Two left: “both” = 1"),
        RoundSettings(practice=True),
    )),
    RoomSettings(company=OWN, story="A firm of # fitters."),
    RoomSettings(pace="homework", ends=1_800_000_000, best_at_once=True, rounds=(RoundSettings(revise=True),)),
    RoomSettings(bottleneck=False, question="What would you drop?", answers=("Ads = old", "Nothing"), why="split",
                 teams=("North", "South"), carry=True),
]  # fmt: skip


@pytest.mark.parametrize("settings", SETTINGS)
def test_a_saved_set_up_opens_as_it_was(settings: RoomSettings) -> None:
    """Case or own company, what is shown, and every round come back the same, with nothing left out."""
    assert read_setup(setup_text(settings).encode()) == (settings, ())


def test_the_end_of_a_homework_is_a_moment_in_any_zone() -> None:
    """A date and time with its zone, as a person writes it, is the same moment everywhere."""
    head = 'format = "next-dollar-room"\nversion = 1\npace = "homework"\nends = '
    ends = [read_setup((head + moment).encode())[0].ends
            for moment in ("2027-01-31T17:00:00Z", "2027-01-31T18:00:00+01:00")]  # fmt: skip
    assert ends == [1_801_414_800] * 2


def test_a_file_written_by_hand_may_be_short_and_have_whole_numbers() -> None:
    """What is left out is at its default, and an amount needs no point."""
    text = 'format = "next-dollar-room"\nversion = 1\n[[rounds]]\ntotal = 12000\n'
    settings, notes = read_setup(text.encode())
    assert settings == RoomSettings(rounds=(RoundSettings(total=12_000.0),))
    assert notes == ()


@pytest.mark.parametrize(("line", "said"), [
    ("months = 1000", "Line 3: Horizon"), ('case = "nowhere.1"', "Line 3: "), ("rounds = 3", "Line 3: "),
    ('[[rounds]]\nshock = "earthquake"', "Line 4: Round 1: Shock"),
    ("[[rounds]]\ntotal = -1.0", "Line 4: Round 1: Total"),
    ("ends = 2027-01-31T17:00:00", "Line 3: End of the homework"), ("ends = 1800000000", "Line 3: End of the homework"),
    ('pace = "never"', "Line 3: Held"), ('teams = ["One"]', "Line 3: Teams"),
    ('answers = ["Yes", "yes"]', "Line 3: Its answers"), (f'question = "{"why " * 40}"', "Line 3: Own question"),
    ("months = ", "Line 3: "), ('company = "v=1"\nmonths = "x"', "Line 4: Horizon"),
])  # fmt: skip
def test_what_cannot_be_is_named_by_its_line(line: str, said: str) -> None:
    """A value that is not allowed is refused in the words of the screen, with the line it stands in."""
    with pytest.raises(BrokenFile) as refused:
        read_setup(f'format = "next-dollar-room"\nversion = 1\n{line}\n'.encode())
    assert any(str(fault).startswith(said) for fault in refused.value.faults)


@pytest.mark.parametrize("data", [b"", b'format = "next-dollar"\nversion = 1\n', b"\xff\xfe", b"version = 1\n", b"{"])
def test_another_file_is_refused(data: bytes) -> None:
    """What is no set-up says so, and is never half opened."""
    with pytest.raises(BrokenFile):
        read_setup(data)


def test_what_a_newer_version_knows_is_left_out_by_name() -> None:
    """An unknown setting of a newer version is left aside and told."""
    text = setup_text(RoomSettings()).replace("version = 3", "version = 4\nmood = 4")
    settings, notes = read_setup(text.encode())
    assert settings == RoomSettings()
    assert any("mood" in note for note in notes)
    assert any("newer version" in note for note in notes)


def test_a_set_up_holds_nothing_of_who_took_part(store: Store) -> None:
    """No nickname, code, secret or split of a room stands in its set-up."""
    room = session_in(store, 2).to("decide")
    participant.submit(*room.at(0), participant.sit(*room.at(0)).room.start)
    text = setup_text(facilitator.room(*room.lead).settings)
    assert not [word for word in (*facilitator.roster(*room.lead).values(), room.code, room.secret) if word in text]


def test_many_are_removed_at_once(store: Store) -> None:
    """Those chosen are gone with what they submitted, the others stay."""
    room = session_in(store, 4).to("decide")
    participant.submit(*room.at(0), participant.sit(*room.at(0)).room.start)
    roster = list(facilitator.roster(*room.lead))
    facilitator.remove_participants(*room.lead, roster[:3])
    assert list(facilitator.roster(*room.lead)) == roster[3:]
    assert facilitator.room(*room.lead).submitted == 0
