"""A response curve whose points can be dragged: it bends under the finger, and the value is told at release."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal, cast

import streamlit as st

from .delivery import entry, mounted
from .levers import Money
from .picture import ChartTable

_CURVE = st.components.v2.component("next_dollar_curve", js=entry("curve"))

PointName = Literal["zero", "today", "half_more", "double", "ceiling"]
POINTS: tuple[PointName, ...] = ("zero", "today", "half_more", "double", "ceiling")
Kind = Literal["stated", "read", "guessed"]


@dataclass(frozen=True)
class CurvePoint:
    """One fact of the curve, in the unit it is written in (per cent, people)."""

    name: PointName
    label: str
    """What stands under it: "if you stopped"."""
    spend: str
    """The effort it is about: "€3,200 a month"."""
    value: float
    kind: Kind
    low: float
    """The least it can be with the other facts as they are; the same as ``high`` where it cannot be moved."""
    high: float
    too_low: str = ""
    """Why it cannot be less, in one sentence."""
    too_high: str = ""
    ends: tuple[float, float] | None = None
    """How low and high a guess may be; drawn for ``double`` alone."""
    turns: Sequence[tuple[float, str]] = ()
    """Values at which a verdict turns, each with its words: "turns under 35 %"."""


@dataclass(frozen=True)
class CurveLine:
    """Another curve through the same picture, sampled at `CurveState.efforts`."""

    name: str
    results: Sequence[float]


@dataclass(frozen=True)
class CurveState:
    """All that the picture shows. Efforts are times today's."""

    title: str
    alt: str
    family: str
    role: Literal["prospecting", "conversion", "upsell"]
    points: Sequence[CurvePoint]
    top: float
    """The upper end of the axis."""
    ticks: Sequence[tuple[float, str]]
    step: float
    """What one press of an arrow key changes, and what a dragged value is rounded to."""
    writes: Money
    """How a value is written."""
    table: ChartTable
    note: str = ""
    """Quiet words under the curve while nothing is wrong: "drag, or type below"."""
    error: str = ""
    """Why the value last reported was not taken."""
    efforts: Sequence[float] = ()
    others: Sequence[CurveLine] = ()
    rows: Sequence[tuple[float, float]] = ()
    """Judgements to be drawn as they were given: effort and result."""

    def data(self) -> dict[str, Any]:
        """The JSON the browser gets."""
        return {
            **vars(self),
            "points": [vars(point) for point in self.points],
            "others": [vars(line) for line in self.others],
            "writes": vars(self.writes),
            "table": vars(self.table),
        }


@dataclass(frozen=True)
class Dragged:
    """A point let go at a value, in the unit it is written in."""

    point: PointName
    value: float


def curve(state: CurveState, *, key: str, on_drag: Callable[[], None]) -> None:
    """Show the curve; ``on_drag`` runs before the rerun that letting go causes, and reads `read_drag(key)`."""
    _CURVE(key=key, data=mounted(key, state.data()), on_point_change=on_drag)


def read_drag(key: str) -> Dragged | None:
    """The point let go on the `curve` mounted under ``key`` that caused this run; None when it cannot be read."""
    state: object = st.session_state.get(key)
    return parse_drag(cast("Mapping[str, Any]", state).get("point")) if isinstance(state, Mapping) else None


def parse_drag(raw: object) -> Dragged | None:
    """A `Dragged` from the browser's JSON, or None when any part of it is not as it should be."""
    if not isinstance(raw, Mapping):
        return None
    said = cast("Mapping[str, object]", raw)
    name = next((point for point in POINTS if point == said.get("point")), None)
    value = said.get("value")
    if name is None or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Dragged(name, float(value)) if abs(value) < 1e15 and isfinite(value) else None
