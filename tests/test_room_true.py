"""What a debrief says and draws holds of the splits that were submitted."""

from __future__ import annotations

import itertools
from typing import Any

from pages.room import pictures
from pages.room.charts import room_map
from pages.room.debrief import spread_said, why_best
from pages.room.decide import left_out
from pages.ui.text import markup
from rooms.debrief import debrief
from rooms.settings import RoomSettings, RoundSettings
from rooms.views import Entry
from simulator.facts.plan import Plan


def test_money_is_said_to_move_from_where_there_is_some() -> None:
    """A lever with nothing on it brings least at times, and has nothing to give; locked ones do not give either."""
    free = debrief(RoomSettings(case="elmstreet.1"), 1, [])
    assert free.start["Referrals"] == 0 == min(free.marginal(free.start).values())
    assert "on Referrals" not in why_best(free)
    assert "on Search ads. Every $1 that moves" in why_best(free)
    levers = free.start.levers
    spent = [lever for lever in levers if free.start[lever] > 0 and lever != "conversion"]
    alone = RoomSettings(case="elmstreet.1", rounds=(RoundSettings(locked=tuple(spent)),))
    assert "moves from" not in why_best(debrief(alone, 1, []))


def test_a_round_without_splits_tells_nobody_to_do_what_only_one_can() -> None:
    """Everyone reads it, and a homework's round cannot be reopened: it says what comes next."""
    assert spread_said(debrief(RoomSettings(), 1, []), None)[1] == "Next comes the best split, and why."


def test_a_lever_with_nothing_is_named_beside_its_bar() -> None:
    """It has no part there, so that the others would be taken for those before them."""
    best = debrief(RoomSettings(rounds=(RoundSettings(shock="dry_channel"),)), 1, [])
    rows = [("today", markup.parts_of(best.start)), ("best possible", markup.parts_of(best.optimum.plan))]
    assert left_out(rows) == " Nothing on Search ads: best possible."
    assert left_out(rows[:1]) == ""
    assert left_out(rows[1:]) == " Nothing on Search ads."


def test_a_split_under_a_mark_is_seen_through_it() -> None:
    """Today's ring, the best split and the room's middle are drawn over the dots, and hide nobody's."""
    layers: list[dict[str, Any]] = room_map().to_dict()["layer"]
    dots = [place for place, layer in enumerate(layers) if layer.get("data", {}).get("name") == "people"]
    over = [layer["mark"] for layer in layers[max(dots) + 1 :] if layer["mark"]["type"] == "point"]
    hollow = [mark for mark in over if mark["fill"] != mark["stroke"] and "paper" not in mark["stroke"]]
    assert len(hollow) >= 3
    assert {mark["fill"] for mark in hollow} == {"transparent"}


def test_each_map_of_a_room_marks_its_owner_alone() -> None:
    """Of the map that all share, whoever looks has their own dot as the large one, and the wall has none."""
    settings = RoomSettings(case="elmstreet.1")
    start = settings.start(1)
    given = [
        Entry(seat, "", 1, None, None, Plan.of(start.levers, amounts), 0.0, 1)
        for seat, amounts in enumerate(itertools.islice(itertools.permutations(start.amounts), 3))
    ]
    played = debrief(settings, 1, given)
    for mine in (*played.judged, None, played.judged[0]):
        shown = pictures.map_of_splits(played, mine, best=True)
        assert shown.datasets["people"]["mine"] == [each is mine for each in played.judged]  # type: ignore[call-overload]
        assert ("yours" in shown.title) == (mine is not None)
    hidden = pictures.map_of_splits(played, None, best=False)
    assert all(hidden.datasets["people"]["close"])  # type: ignore[call-overload]
    assert hidden.table is not None
    assert len(hidden.table.header) == 4
