"""One room cannot read or change another, secrets stay secret, texts stay texts."""

from __future__ import annotations

import logging
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from pages.room.words import FUNCTION_NAMES
from rooms import facilitator, leading, participant, reading, tokens
from rooms.downloads import as_csv, as_xlsx, rows
from rooms.errors import NoSuchRoom, RoomError
from rooms.settings import RoomSettings
from rooms.store import Store
from tests.room_store import more_sales, session_in

FACILITATOR: dict[str, Callable[..., Any]] = {
    "room": facilitator.room,
    "entries": facilitator.entries,
    "roster": facilitator.roster,
    "teams": facilitator.teams,
    "leads": leading.leads,
    "configure": lambda *lead: facilitator.configure(*lead, RoomSettings(case="tallgrass.1")),
    "begin_round": facilitator.begin_round,
    "open_decisions": facilitator.open_decisions,
    "extend": lambda *lead: facilitator.extend(*lead, 60),
    "freeze": facilitator.freeze,
    "show_splits": facilitator.show_splits,
    "reveal": facilitator.reveal,
    "take_back": facilitator.take_back,
    "reset_round": facilitator.reset_round,
    "set_leaderboard": lambda *lead: facilitator.set_leaderboard(*lead, True),
    "set_admission": lambda *lead: facilitator.set_admission(*lead, False),
    "remove_participants": lambda *lead: facilitator.remove_participants(*lead, [1]),
    "move_participants": lambda *lead: facilitator.move_participants(*lead, [1], -1),
    "hide_lines": lambda *lead: facilitator.hide_lines(*lead, 1, [1]),
    "set_end": lambda *lead: facilitator.set_end(*lead, 4e9),
    "end_homework": facilitator.end_homework,
    "invite": leading.invite,
    "withdraw": leading.withdraw,
    "delete_room": facilitator.delete_room,
}
PARTICIPANT: dict[str, Callable[..., Any]] = {
    "sit": participant.sit,
    "rename": lambda *seat: participant.rename(*seat, "Intruder"),
    "predict": lambda *seat: participant.predict(*seat, "upsell", 1.0),
    "choose_team": lambda *seat: participant.choose_team(*seat, 0),
    "explain": lambda *seat: participant.explain(*seat, "Because"),
    "save_draft": lambda *seat: participant.save_draft(*seat, RoomSettings().start(1)),
    "submit": lambda *seat: participant.submit(*seat, RoomSettings().start(1)),
}


def test_every_verb_is_listed_here() -> None:
    """A new verb cannot be forgotten by the tests below."""

    def verbs(module: Any) -> set[str]:
        return {name for name, it in vars(module).items() if getattr(it, "__module__", "") == module.__name__
                and callable(it) and not name.startswith("_") and not isinstance(it, type)}  # fmt: skip

    assert verbs(facilitator) | verbs(leading) == {*FACILITATOR, "open_room"}
    assert verbs(participant) == {*PARTICIPANT, "join", "clean_nickname"}
    assert verbs(reading) == {"look", "pulse", "revealed", "entries_of", "counts", "changes"}


@pytest.mark.parametrize("verb", FACILITATOR)
@pytest.mark.parametrize("secret_of", ["another room", "a participant", "nobody"])
def test_only_its_own_facilitator_may(store: Store, verb: str, secret_of: str) -> None:
    """A secret of another room, a seat or nothing neither reads nor changes a room."""
    room, other = session_in(store).to("decide"), session_in(store)
    before = _everything(store)
    secret = {"another room": other.secret, "a participant": room.seats[0].seat, "nobody": ""}[secret_of]
    with pytest.raises(NoSuchRoom):
        FACILITATOR[verb](store, room.code, secret)
    assert _everything(store) == before


@pytest.mark.parametrize("verb", PARTICIPANT)
@pytest.mark.parametrize("phase", ["predict", "decide"])
def test_a_seat_opens_its_own_room_alone(store: Store, verb: str, phase: str) -> None:
    """A seat of another room, or the facilitator's secret, neither reads nor changes anything here."""
    room, other = session_in(store).to(phase), session_in(store).to(phase)
    before = _everything(store)
    for seat in (other.seats[0].seat, room.secret, ""):
        with pytest.raises(NoSuchRoom):
            PARTICIPANT[verb](store, room.code, seat)
    assert _everything(store) == before


def test_a_facilitator_removes_only_people_of_the_own_room(store: Store) -> None:
    """The number of a participant elsewhere means nothing here."""
    room, other = session_in(store), session_in(store)
    stranger = next(iter(facilitator.roster(*other.lead)))
    facilitator.remove_participants(*room.lead, [stranger])
    assert len(facilitator.roster(*other.lead)) == 2
    facilitator.remove_participants(*room.lead, [next(iter(facilitator.roster(*room.lead)))])
    with pytest.raises(NoSuchRoom):
        participant.sit(*room.at(0))


def test_revealed_results_are_of_one_room(store: Store) -> None:
    """The results of a room hold nothing of another."""
    room, other = session_in(store).to("decide"), session_in(store).to("decide")
    start = participant.sit(*room.at(0)).room.start
    participant.submit(*room.at(0), start)
    participant.submit(*other.at(0), more_sales(start, 700))
    for each in (room, other):
        facilitator.freeze(*each.lead)
        facilitator.reveal(*each.lead)
    assert [entry.plan for entry in reading.revealed(store, room.code)] == [start]


def test_secrets_are_kept_as_hashes_and_never_logged(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the database nor a log, a repr or a refusal holds a facilitator's secret or a seat."""
    caplog.set_level(logging.DEBUG)
    room = session_in(store).to("decide")
    told = []
    try:
        facilitator.room(store, "2222-2222", room.secret)
    except RoomError as error:
        told.append(repr(error))
    with store.reading() as session:
        for table in ("rooms", "participants", "submissions", "attempts"):
            told += [str(row) for row in session.execute(text(f"SELECT * FROM {table}"))]
    opened = facilitator.Opened(room.code, room.secret)
    told += [caplog.text, repr(opened), str(room.seats[0]), repr(facilitator.room(*room.lead))]
    for secret in (room.secret, room.seats[0].seat):
        assert not any(secret in line for line in told)


def test_secrets_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison is the one that takes as long for a near miss as for a far one."""
    seen = []
    monkeypatch.setattr(tokens.hmac, "compare_digest", lambda a, b: seen.append((a, b)) or a == b)
    assert tokens.same("x", tokens.hashed("x"))
    assert not tokens.same("y", tokens.hashed("x"))
    assert len(seen) == 2


def test_codes_and_secrets_are_hard_to_guess() -> None:
    """Codes have 38 bits without look-alikes, secrets 192; typing one loosely still finds it."""
    assert len(tokens.ALPHABET) ** tokens.CODE_LENGTH > 2**38
    assert not set("AEIOU01L") & set(tokens.ALPHABET)
    assert len({tokens.new_token() for _ in range(1000)}) == 1000
    assert len(tokens.new_token()) == 32
    code = tokens.new_code()
    assert tokens.clean_code(f" {tokens.shown_code(code).lower()} ") == code


@pytest.mark.parametrize("name", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", " =HYPERLINK(1)", "|calc"])
def test_downloads_hold_no_formula(store: Store, name: str) -> None:
    """A nickname that looks like a formula arrives in CSV and XLSX as a text."""
    room = session_in(store, 1).to("decide")
    with store.writing() as session:
        session.execute(text("UPDATE participants SET nickname = :name"), {"name": name})
    participant.submit(*room.at(0), participant.sit(*room.at(0)).room.start)
    view, people = facilitator.room(*room.lead), facilitator.roster(*room.lead)
    table = rows(view, facilitator.entries(*room.lead), people, FUNCTION_NAMES, "revenue")
    assert {"Sales team (USD a month)", "Account care (USD a month)"} <= set(table[0])
    assert f",'{name}," in as_csv(table).decode("utf-8-sig").replace('"', "")
    sheet = load_workbook(BytesIO(as_xlsx(table))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(cell.value == f"'{name}" for cell in cells)


def _everything(store: Store) -> list[str]:
    with store.reading() as session:
        return [str(row) for table in ("rooms", "participants", "submissions")
                for row in session.execute(text(f"SELECT * FROM {table} ORDER BY id"))]  # fmt: skip
