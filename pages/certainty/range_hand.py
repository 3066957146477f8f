"""A fact's own picture, whose low and high are dragged; the pictures beside follow the hand with few futures."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pages.certainty.decision_pictures import value_text
from pages.certainty.range_pictures import KINDS
from pages.ui import live
from pages.ui.controls.editor import live_money
from pages.ui.controls.fact_entry import Fact, entry_of
from pages.ui.state.session import Session, kept
from pages.ui.text.formats import money_format
from simulator.facts.declaration import InvalidInput
from simulator.facts.repair import title_of
from simulator.facts.round_step import axis_ends
from simulator.facts.sources import ends_of
from simulator.ranges.fact_range import FactRange, ranges_of
from simulator.workspace.fact_edits import with_range
from simulator.workspace.scenario import Workspace

SIDES = ("low", "high")
ROOM = 0.25
"""Of the likely value, or all of the range where that is more: the room on each side of the range to drag into."""
Parts = Callable[[Workspace, bool], Mapping[str, live.Part]]
"""Gives what else follows, under a workspace's facts; with few futures while the hand holds on."""


@dataclass
class Held:
    """What the hand holds, until it lets go."""

    workspace: Workspace | None = None
    """With the range as it is held; None while nothing is."""
    error: str = ""
    """Why the last range was not taken."""


def put_range(visit: Session, path: str, side: str, end: float | None) -> Workspace:
    """Return the workspace with one end of a fact's range as its owner says it. `InvalidInput` where it cannot be."""
    said = dict(zip(SIDES, ends_of(visit.workspace.scenario.business, path), strict=True)) | {side: end}
    return with_range(visit.workspace, path, (said["low"], said["high"]))


def range_hand(visit: Session, found: FactRange, parts: Parts, rested: Callable[[], None]) -> None:
    """Draw the picture of one fact's range, nothing where there is no room for one."""
    axis = _axis_of(visit, found)
    if axis is None:
        return
    hand, path = _hand(), found.path
    hand.workspace, key = None, f"spread_{Fact(visit.workspace.scenario.business, path).key}"

    def moved() -> None:
        move = live.read_move(key)
        if move is None or move.amount is None or move.lever not in SIDES:
            return
        hand.error, hand.workspace = "", None
        fact = Fact(visit.workspace.scenario.business, path)
        if move.amount == fact.typed(getattr(found, move.lever)):
            return
        try:
            after = put_range(visit, path, move.lever, fact.meant(move.amount))
        except InvalidInput as error:
            hand.error = str(error.problems[0])
            return
        if move.phase == "drag":
            hand.workspace = after
        else:
            visit.commit(after)

    def scene() -> live.Scene:
        shown = hand.workspace or visit.workspace
        business = shown.scenario.business
        now = next(each for each in ranges_of(business) if each.path == path)
        return live.Scene(_state(visit, now, axis, hand.error), parts(shown, hand.workspace is not None))

    def let_go() -> None:
        if hand.workspace is None and not hand.error:
            rested()

    first = live.Scene(_state(visit, found, axis, hand.error), parts(visit.workspace, False))
    live.hand(first, scene, key=key, on_move=moved, rested=let_go)


def _hand() -> Held:
    return kept("certainty_range_held", Held)


@dataclass(frozen=True)
class _Axis:
    """Where the picture begins and ends, as typed, and what each end may be dragged to."""

    start: float
    end: float
    step: float
    least: float
    most: float


def _axis_of(visit: Session, found: FactRange) -> _Axis | None:
    """Return the axis, the same while an end is dragged; None for a fact without an extent."""
    fact = Fact(visit.workspace.scenario.business, found.path)
    entry = entry_of(fact, money_format(fact.business.currency))
    likely, low, high = (fact.typed(value) or 0.0 for value in (found.likely, found.low, found.high))
    least, most = (end * fact.times for end in found.limits)
    least, most = max(entry.low or 0.0, least), min(math.inf if entry.high is None else entry.high, most)
    room = max(high - low, ROOM * abs(likely))
    start, end = max(least, low - room), min(most, high + room)
    if end <= start:
        return None
    first, last, _ = axis_ends(start, end)
    first, last = max(first, least), min(last, most)
    step = 10.0 ** math.floor(math.log10((last - first) / 100))
    return _Axis(first, last, step, max(least, first), min(most, last))


def _state(visit: Session, found: FactRange, axis: _Axis, error: str) -> live.SpreadState:
    business = visit.workspace.scenario.business
    fact, money = Fact(business, found.path), money_format(business.currency)
    low, likely, high = (fact.typed(value) or 0.0 for value in (found.low, found.likely, found.high))
    decimals = max(0, -round(math.log10(axis.step)))
    writes = replace(live_money(money, 1.0), decimals=decimals)
    if not fact.unit.startswith("money"):
        writes = replace(writes, prefix="", suffix="\u00a0%" if fact.times != 1 else "")
    ticks = [tick for tick in axis_ends(axis.start, axis.end, 3)[2] if axis.start <= tick <= axis.end]
    said = [value_text(found.path, value, money) for value in (found.low, found.likely, found.high)]
    return live.SpreadState(
        title=title_of(found.path),
        alt=f"{title_of(found.path)}, {KINDS[found.kind]}: low {said[0]}, likely {said[1]}, high {said[2]}",
        role=found.function,
        kind=found.kind,
        handles=[
            live.Handle("low", "Low", low, axis.least, likely),
            live.Handle("likely", "Likely", likely, likely, likely),
            live.Handle("high", "High", high, likely, axis.most),
        ],
        start=axis.start,
        end=axis.end,
        ticks=[(tick, value_text(found.path, tick / fact.times, money).removesuffix(" a month")) for tick in ticks],
        step=axis.step,
        writes=writes,
        note="Drag low or high, or type them below.",
        error=error,
    )
