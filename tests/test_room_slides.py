"""A room's slides hold the splits and the figures of the debrief, and nobody's name."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pptx import Presentation

from pages.room.lettering import lines_of
from pages.room.slides import slides
from rooms import facilitator, participant, reading
from rooms.debrief import debrief
from rooms.settings import RoomSettings, RoundSettings
from rooms.store import Store
from rooms.teams import by_team, ranked
from simulator.cases import load_case
from simulator.link.codec import encode
from simulator.optimise.split_map import shares_of
from simulator.workspace.scenario import Workspace
from tests.room_store import Session, more_sales, revealed_in, session_in


def played(store: Store, rounds: int) -> Session:
    """Return a room after so many rounds, the last with its splits on show and not yet the best."""
    room = session_in(store, 3, RoomSettings(rounds=(RoundSettings(),) * rounds))
    for number in range(1, rounds + 1):
        facilitator.begin_round(*room.lead)
        facilitator.open_decisions(*room.lead)
        for place in range(3):
            start = participant.sit(*room.at(place)).room.start
            participant.submit(*room.at(place), more_sales(start, 300.0 * (place + number)))
        facilitator.freeze(*room.lead)
        facilitator.show_splits(*room.lead)
        if number < rounds:
            facilitator.reveal(*room.lead)
    return room


def opened(room: Session) -> tuple[Any, tuple[Any, ...]]:
    """Return the slides of the room as it stands, read back, and the debriefs they rest on."""
    view, entries = facilitator.room(*room.lead), facilitator.entries(*room.lead)
    shown = tuple(debrief(view.settings, number, entries) for number in range(1, view.on_show + 1))
    return Presentation(io.BytesIO(slides(shown, view))), shown


def charts(deck: Any) -> list[Any]:
    """Return its charts, in order."""
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def test_slides_of_a_long_name_keep_their_lines_apart(store: Store) -> None:
    """The quiet line above a title is one line whatever the company is called; an answer nobody gave makes no chart."""
    name = "The gardeners of Kassel and its villages"
    company = encode(Workspace.of(load_case("elmstreet.1").business.changed(name=name)))
    asked = RoomSettings(company=company, question="Where to?", answers=("North", "South"))
    room = revealed_in(store, asked)
    deck, _ = opened(room)
    first = [shape.text_frame.text for slide in deck.slides for shape in list(slide.shapes)[:1]]
    assert name in first[0]
    assert [text for text in first if lines_of(text, 120) > 1] == []
    scatter, _ = charts(deck)
    assert "prospecting" in scatter.category_axis.axis_title.text_frame.text


def test_each_round_shows_its_splits_then_why(store: Store) -> None:
    """Splits are points of a native chart, what the next unit brings is bars, and the rounds end in one table."""
    room = played(store, 2)
    facilitator.reveal(*room.lead)
    deck, shown = opened(room)
    assert len(deck.slides) == 5
    for round_, scatter, bars in zip(shown, charts(deck)[::2], charts(deck)[1::2], strict=True):
        xs = list(scatter.plots[0].series[0].values)
        assert xs == pytest.approx([shares_of(each.plan)[1] for each in round_.judged])
        returns = sorted(round_.marginal(round_.start).values())
        assert list(bars.plots[0].series[0].values) == pytest.approx(returns)
    (table,) = [shape.table for shape in deck.slides[4].shapes if shape.has_table]
    assert [row.cells[0].text for row in table.rows] == ["", "Round 1", "Round 2"]


def test_nothing_tells_the_best_before_it_is_shown(store: Store) -> None:
    """While only the spread is on show, its slide has no best split and no returns."""
    deck, _ = opened(played(store, 1))
    (scatter,) = charts(deck)
    assert [series.name for series in scatter.plots[0].series] == ["the room's splits", "where the round began"]


def test_nobody_is_named(store: Store) -> None:
    """No nickname stands on any slide."""
    room = played(store, 2)
    deck, _ = opened(room)
    said = " ".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    assert not [name for name in facilitator.roster(*room.lead).values() if name in said]


def test_reasons_and_teams_have_slides_of_their_own(store: Store) -> None:
    """What was answered and why stands after the splits, a hidden line not; the teams come last, by their regret."""
    settings = RoomSettings(question="Which?", answers=("This", "That"), why="split", teams=("North", "South"))
    room = session_in(store, 0, settings)
    room.seats = [participant.join(store, room.code, team=place % 2) for place in range(3)]
    room.to("predict")
    for place in range(3):
        participant.predict(*room.at(place), "upsell", 1e6, answer=settings.answers[place % 2])
    facilitator.open_decisions(*room.lead)
    for place in range(3):
        participant.explain(*room.at(place), f"Reason {place}")
        participant.submit(*room.at(place), more_sales(participant.sit(*room.at(place)).start, 300.0 * place))
    facilitator.freeze(*room.lead)
    facilitator.reveal(*room.lead)
    facilitator.hide_lines(*room.lead, 1, list(facilitator.roster(*room.lead))[:1])
    view, entries = facilitator.room(*room.lead), reading.revealed(store, room.code)
    deck = Presentation(io.BytesIO(slides((debrief(settings, 1, entries),), view)))
    texts = [[shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] for slide in deck.slides]
    bars = charts(deck)[1].plots[0]
    assert dict(zip(bars.categories, bars.series[0].values, strict=True)) == {"This": 2, "That": 1}
    assert "Which?" in texts[1]
    assert texts[2][-1].splitlines() == ["This: Reason 2", "That: Reason 1"]
    (table,) = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    played = debrief(settings, 1, entries)
    best = [settings.teams[each.team] for each in ranked(by_team(played, 2))]
    assert [row.cells[0].text for row in table.rows][1:] == best
