"""Ticks on a curve's picture: where Diagnose's verdict would turn, were that guess alone another."""

from __future__ import annotations

from dataclasses import replace

from pages.ui import live
from pages.your_business.curve_picture import Drawing
from simulator.insight.guesses import turns
from simulator.model.question import Question


def with_turns(state: live.CurveState, drawing: Drawing, question: Question) -> live.CurveState:
    """Return the picture with a tick at each guessed point whose range holds a value that turns the verdict."""
    points = [replace(point, turns=_ticks(drawing, point, question)) for point in state.points]
    said = [f"{tick[1]} {point.label}" for point in points for tick in point.turns]
    alt = f"{state.alt} The verdict {', '.join(said)}." if said else state.alt
    return replace(state, points=points, alt=alt)


def _ticks(drawing: Drawing, point: live.CurvePoint, question: Question) -> list[tuple[float, str]]:
    path = drawing.bend.paths.get(point.name)
    if point.kind != "guessed" or path is None or getattr(drawing.bend.owner, path.rpartition(".")[2]) is None:
        return []
    found = zip(("under", "above"), turns(question.today, path), strict=True)
    return [
        (value * drawing.fact.times, f"turns {side} {drawing.written(float(f'{value * drawing.fact.times:.3g}'))}")
        for side, value in found
        if value is not None
    ]
