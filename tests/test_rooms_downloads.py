"""What a facilitator takes home from a room: everyone, every round, in a sheet that a spreadsheet can reckon with."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from pages.room.words import FUNCTION_NAMES
from rooms import facilitator, participant
from rooms.downloads import BEST, Cell, as_csv, as_xlsx, rows
from rooms.settings import RoomSettings, RoundSettings
from rooms.store import Store
from simulator.model.outcome import simulate
from simulator.optimise.optimizer import optimize
from tests.room_store import HandClock, Session, more_sales, session_in


@pytest.fixture
def played(store: Store, clock: HandClock) -> Session:
    """A room of three in its second round: one revised, one predicted alone, one did nothing."""
    rounds = (RoundSettings(practice=True), RoundSettings(shock="rival", news="A chain opened in town."))
    room = session_in(store, 3, RoomSettings(rounds=rounds)).to("predict")
    participant.predict(*room.at(1), "upsell", 2.5e6)
    facilitator.open_decisions(*room.lead)
    start = participant.sit(*room.at(0)).room.start
    participant.submit(*room.at(0), more_sales(start, 500))
    clock.time += 61.5
    participant.submit(*room.at(0), more_sales(start, 900))
    facilitator.freeze(*room.lead)
    facilitator.reveal(*room.lead)
    facilitator.begin_round(*room.lead)
    return room


def table_of(room: Session) -> list[list[Cell]]:
    view, people = facilitator.room(*room.lead), facilitator.roster(*room.lead)
    return rows(view, facilitator.entries(*room.lead), people, FUNCTION_NAMES, "revenue")


def test_everyone_who_was_there_stands_in_every_round(played: Session) -> None:
    """Each round so far has a row for each person and one for the best split, with what happened in it."""
    head, *found = table_of(played)
    names = [*facilitator.roster(*played.lead).values(), BEST]
    assert [row[3] for row in found] == names * 2
    assert {row[1] for row in found[:4]} == {"Nothing new"}
    assert {row[1] for row in found[4:]} == {"A chain opened in town."}
    assert all(len(row) == len(head) for row in found)
    assert found[1][4:6] == [FUNCTION_NAMES["upsell"], 2.5e6]
    assert set(found[2][4:]) == {None}


def test_figures_are_those_of_the_model(played: Session) -> None:
    """What a split brings is what `simulate` says, the best split what `optimize` finds, and regret lies between."""
    view = facilitator.room(*played.lead)
    head, *found = table_of(played)
    business, levers = view.settings.business(1), len(view.settings.business(1).levers)
    plan = more_sales(view.settings.start(1), 900)
    assert found[0][6 : 6 + levers] == list(plan.amounts)
    worth = simulate(business, plan, view.settings.months).total_revenue
    best = optimize(business, plan.total, view.settings.months)
    assert found[0][6 + levers] == pytest.approx(worth, abs=0.01)
    assert found[3][6 + levers] == pytest.approx(best.value, abs=0.01)
    assert found[0][7 + levers] == pytest.approx(best.value - worth, abs=0.02)
    assert head[6 + levers] == "Brings (revenue, 24 months, USD)"


def test_times_are_times(played: Session, clock: HandClock) -> None:
    """In the workbook a moment is a date that sorts, in the text file it reads as one."""
    table = table_of(played)
    at = table[0].index("Submitted (UTC)")
    when = datetime.fromtimestamp(int(clock.time), UTC).replace(tzinfo=None)
    sheet = load_workbook(BytesIO(as_xlsx(table))).worksheets[0]
    assert sheet.cell(2, at + 1).value == when
    assert sheet.cell(2, at + 1).is_date
    lines = list(csv.reader(StringIO(as_csv(table).decode("utf-8-sig"))))
    assert lines[1][at] == str(when)
