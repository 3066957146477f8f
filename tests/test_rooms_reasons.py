"""A question and answers of the facilitator's own, and reasons in one line: kept, grouped, hidden, never told early."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from pages.room.words import FUNCTION_NAMES
from rooms import facilitator, participant, reading
from rooms.downloads import as_xlsx, rows
from rooms.errors import NotNow, Unusable
from rooms.limits import LINE_LIMIT
from rooms.reasons import clean_line, groups
from rooms.settings import RoomSettings, Why
from rooms.store import Store
from simulator.facts.declaration import InvalidInput
from tests.room_store import Session, session_in

QUESTION, ANSWERS = "What would you cut first?", ("Fairs", "Nothing", "=Ads")
ASKING = RoomSettings(question=QUESTION, answers=ANSWERS, why="split")


def answered(store: Store, settings: RoomSettings = ASKING, people: int = 3) -> Session:
    """Return a room whose people answered in turn, said why, and submitted; the last of them says nothing."""
    room = session_in(store, people, settings).to("predict")
    for place in range(people):
        answer = settings.choices[place % 2] if settings.choices else ""
        vote = "upsell" if settings.bottleneck else None
        participant.predict(*room.at(place), vote, 1e6, answer=answer)
        if settings.line == "prediction" and place < people - 1:
            participant.explain(*room.at(place), f"Reason {place}")
    facilitator.open_decisions(*room.lead)
    for place in range(people):
        if settings.line == "split" and place < people - 1:
            participant.explain(*room.at(place), f"Reason {place}")
        participant.submit(*room.at(place), participant.sit(*room.at(place)).start)
    facilitator.freeze(*room.lead)
    return room


def test_answers_and_reasons_come_back_to_their_seat(store: Store) -> None:
    """What one answered and why is there when one comes back, and may be changed until the freeze."""
    room = answered(store)
    seat = participant.sit(*room.at(1))
    assert (seat.answer, seat.reason) == (ANSWERS[1], "Reason 1")
    facilitator.take_back(*room.lead)
    participant.explain(*room.at(1), "")
    assert participant.sit(*room.at(1)).reason == ""


def test_the_wall_is_grouped_by_answer_and_names_nobody(store: Store) -> None:
    """Once everyone's splits are on show each answer has its count and its reasons; those of nobody are none."""
    room = answered(store)
    facilitator.show_splits(*room.lead)
    found = groups(ASKING, reading.revealed(store, room.code))
    assert [(group.answer, group.count) for group in found] == [("Fairs", 2), ("Nothing", 1), ("=Ads", 0)]
    assert [[line.reason for line in group.lines] for group in found] == [["Reason 0"], ["Reason 1"], []]
    assert {line.nickname for group in found for line in group.lines} == {""}


def test_nicknames_stand_beside_reasons_only_with_the_leaderboard(store: Store) -> None:
    """Turned on, it names whose line it is to whoever reads the debrief; turned off again, it does not."""
    room = answered(store)
    facilitator.show_splits(*room.lead)
    for shown, names in ((True, {room.seats[0].nickname, room.seats[1].nickname}), (False, {""})):
        facilitator.set_leaderboard(*room.lead, shown)
        found = groups(ASKING, reading.revealed(store, room.code))
        assert {line.nickname for group in found for line in group.lines} == names


def test_nothing_is_told_before_everyones_splits(store: Store) -> None:
    """While predicting, deciding and frozen, nobody without the facilitator's secret reads a reason."""
    room = answered(store)
    with pytest.raises(NotNow):
        reading.revealed(store, room.code)


def test_a_hidden_line_is_gone_from_the_room_alone(store: Store) -> None:
    """Hidden, a line is read by the facilitator and not by the room; its answer still counts; it can be shown again."""
    room = answered(store)
    facilitator.reveal(*room.lead)
    first = next(iter(facilitator.roster(*room.lead)))
    facilitator.hide_lines(*room.lead, 1, [first])
    assert [group.count for group in groups(ASKING, reading.revealed(store, room.code))] == [2, 1, 0]
    assert "Reason 0" not in {entry.reason for entry in reading.revealed(store, room.code)}
    assert ("Reason 0", True) in {(entry.reason, entry.hidden) for entry in facilitator.entries(*room.lead)}
    facilitator.hide_lines(*room.lead, 1, [], [first])
    assert "Reason 0" in {entry.reason for entry in reading.revealed(store, room.code)}


def test_a_question_without_answers_is_answered_in_the_line(store: Store) -> None:
    """An open question asks for the line with the prediction, and its answers stand under the bottleneck called."""
    settings = RoomSettings(question=QUESTION)
    room = answered(store, settings)
    facilitator.reveal(*room.lead)
    found = {group.answer: group for group in groups(settings, reading.revealed(store, room.code))}
    assert [line.reason for line in found["upsell"].lines] == ["Reason 0", "Reason 1"]


def test_the_bottleneck_need_not_be_asked(store: Store) -> None:
    """In place of it the own question alone counts as a prediction; a vote for a function is refused then."""
    settings = ASKING.changed(bottleneck=False)
    room = session_in(store, 1, settings).to("predict")
    with pytest.raises(Unusable):
        participant.predict(*room.at(0), "upsell", 1e6, answer="Fairs")
    participant.predict(*room.at(0), None, 1e6, answer="Fairs")
    assert facilitator.room(*room.lead).predicted == 1


@pytest.mark.parametrize("answer", ["", "Elsewhere", "fairs"])
def test_an_answer_is_one_of_those_offered(store: Store, answer: str) -> None:
    """No other text can be put on the wall as an answer."""
    room = session_in(store, 1, ASKING).to("predict")
    with pytest.raises(Unusable):
        participant.predict(*room.at(0), "upsell", 1e6, answer=answer)


@pytest.mark.parametrize(("why", "phase"), [("no", "predict"), ("no", "decide"), ("split", "predict"),
                                            ("prediction", "decide")])  # fmt: skip
def test_a_reason_is_taken_while_it_is_asked_for(store: Store, why: Why, phase: str) -> None:
    """At any other time, or in a room that asks for none, a line is refused and nothing is kept."""
    room = session_in(store, 1, RoomSettings(why=why)).to(phase)
    with pytest.raises(NotNow):
        participant.explain(*room.at(0), "Because")
    assert participant.sit(*room.at(0)).reason == ""


@given(st.text(max_size=400))
def test_a_line_is_one_line_that_is_seen(text: str) -> None:
    """Whatever is typed, what is kept has no line break and no sign that is not seen, or it is refused for length."""
    try:
        line = clean_line(text)
    except Unusable:
        assert len(text) > LINE_LIMIT
        return
    assert len(line) <= LINE_LIMIT
    assert all(sign.isprintable() for sign in line)
    assert clean_line(line) == line


def test_the_workbook_holds_every_answer_as_text(store: Store) -> None:
    """Answer and reason stand beside each nickname under the question's words, and none of them is a formula."""
    room = answered(store)
    facilitator.hide_lines(*room.lead, 1, list(facilitator.roster(*room.lead)))
    view, people = facilitator.room(*room.lead), facilitator.roster(*room.lead)
    table = rows(view, facilitator.entries(*room.lead), people, FUNCTION_NAMES, "revenue")
    at = table[0].index(QUESTION)
    assert [row[at : at + 2] for row in table[1:]] == [
        ["Fairs", "Reason 0"], ["Nothing", "Reason 1"], ["Fairs", None], [None, None],
    ]  # fmt: skip
    assert all(len(row) == len(table[0]) for row in table)
    table[1][at] = ANSWERS[2]
    cells = [cell for row in load_workbook(BytesIO(as_xlsx(table))).worksheets[0].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)


def test_impossible_questions_are_refused() -> None:
    """One answer, seven, two alike, a blank or a long one, and a long question are named."""
    for wrong in (
        {"answers": ("Yes",)}, {"answers": tuple("abcdefg")}, {"answers": ("Yes", "YES")}, {"answers": ("Yes", " ")},
        {"answers": ("Yes", "n" * 41)}, {"question": "?" * 141}, {"why": "sometimes"},
    ):  # fmt: skip
        with pytest.raises(InvalidInput):
            RoomSettings(**wrong)  # type: ignore[arg-type]
