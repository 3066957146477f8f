"""What a facilitator tells in several lines: its breaks are kept wherever it is read, up to as many as fit."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from pages.room.news_words import happened
from pages.room.slides import slides
from pages.room.wall_case import told_on_the_wall
from pages.room.words import FUNCTION_NAMES
from rooms import downloads, facilitator
from rooms.debrief import debrief
from rooms.limits import NEWS_LIMIT, NEWS_LINES, STORY_LINES
from rooms.news import FactNews
from rooms.paragraphs import in_lines
from rooms.settings import RoomSettings, RoundSettings
from rooms.setup_file import read_setup, setup_text
from rooms.store import Store
from simulator.facts.declaration import InvalidInput
from tests.room_store import revealed_in, session_in
from tests.test_pages import html_of, opened

NEWS = "A rival opens:\n- cheap,\n- near.\n\n![x](https://example.org/x.png) <b>Now?</b>"
SHOWN = NEWS.replace("<", "&lt;").replace(">", "&gt;")


@pytest.mark.parametrize(("typed", "kept"), [
    ("  One line.  ", "One line."),
    ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
    ("\n\na  \n\n \n\n  b\n\n", "a\n\nb"),
    ("a\nb\nc\nd\ne\n\nf", "a\nb\nc\nd e f"),
    ("a\n\nb\n\nc\n\nd", "a\n\nb\nc d"),
    ("\n" * 300, ""),
])  # fmt: skip
def test_breaks_stand_as_typed_as_far_as_there_is_room(typed: str, kept: str) -> None:
    """Any kind of break is one, blank lines in a row are one, and what there is no room for joins the last."""
    assert in_lines(typed, 4) == kept
    assert in_lines(kept, 4) == kept


def test_whatever_is_stored_or_read_opens_in_so_many_lines() -> None:
    """News and story of an older room, or of a file written by hand, never are refused for their breaks."""
    many = "\n".join("x" * 20)
    settings = RoomSettings(story=many, rounds=(RoundSettings(news=many),))
    assert (settings.story.count("\n"), settings.rounds[0].news.count("\n")) == (STORY_LINES - 1, NEWS_LINES - 1)
    old = RoomSettings(story="As it was.", rounds=(RoundSettings(news="In one line."),))
    assert (old.story, old.rounds[0].news) == ("As it was.", "In one line.")
    told = RoomSettings(story=NEWS, rounds=(RoundSettings(news=NEWS),))
    assert read_setup(setup_text(told).encode()) == (told, ())


def test_too_long_a_text_is_told_how_long_it_is() -> None:
    """A refusal says how many signs are allowed, and how many there are."""
    with pytest.raises(InvalidInput, match=f"up to {NEWS_LIMIT} signs are allowed, and these are {NEWS_LIMIT + 1}"):
        RoundSettings(news="x" * (NEWS_LIMIT + 1))


def test_everyone_reads_the_news_in_its_lines(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seat, wall, printed sheet and the page to take home have the breaks, and neither Markdown nor a picture."""
    monkeypatch.setattr("rooms.store._default_store", lambda: store)
    room = session_in(store, 1, RoomSettings(rounds=(RoundSettings(news=NEWS),))).to("predict")
    for place in (f"seat={room.seats[0].seat}", "view=projector", "view=sheet"):
        assert SHOWN in html_of(opened("pages/Training_room.py", f"room={room.code}&{place}"))
    facilitator.open_decisions(*room.lead)
    facilitator.freeze(*room.lead)
    facilitator.reveal(*room.lead)
    mine = f"room={room.code}&seat={room.seats[0].seat}&view=takehome"
    assert f"Round 1: {SHOWN}" in html_of(opened("pages/Training_room.py", mine))


def test_files_have_the_news_in_its_lines(store: Store) -> None:
    """A slide, the workbook, where the cell shows all lines, and the CSV keep the breaks; facts that differ follow."""
    settings = RoomSettings(rounds=(RoundSettings(news=NEWS, facts=(FactNews(fact="customers", value=80.0),)),))
    room = revealed_in(store, settings)
    view, entries = facilitator.room(*room.lead), facilitator.entries(*room.lead)
    said = happened(settings, 1)
    assert said == f"{NEWS}\nCustomers: 160 → 80"
    table = downloads.rows(view, entries, facilitator.roster(*room.lead), FUNCTION_NAMES, "revenue", news={1: said})
    cell = load_workbook(BytesIO(downloads.as_xlsx(table))).active["B2"]
    assert (cell.value, cell.alignment.wrap_text) == (said, True)
    lines = list(csv.reader(StringIO(downloads.as_csv(table).decode("utf-8-sig"), newline="")))
    assert {line[1] for line in lines[1:]} == {said}
    deck = Presentation(BytesIO(slides((debrief(settings, 1, entries),), view)))
    texts = [shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame]
    assert NEWS.replace("\n", "\v") in "\n".join(texts)


def test_lines_the_wall_has_no_room_for_run_on(store: Store) -> None:
    """Six short lines stand on the wall as typed; beside all else that a round can tell they take no more than fits."""
    lines = RoundSettings(news="\n".join("abcdef"))
    room = session_in(store, 0, RoomSettings(rounds=(lines,)))
    assert "a\nb\nc\nd\ne\nf" in told_on_the_wall(facilitator.room(*room.lead), "What do you expect?", "Why?")[1]
    wordy = "word " * 500
    assert "a b c d e f" in told_on_the_wall(facilitator.room(*room.lead), "What do you expect?", wordy)[1]
