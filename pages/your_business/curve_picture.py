"""What the picture of a response curve shows, from the facts it goes through."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from pages.ui import live
from pages.ui.controls.fact_entry import Fact
from pages.ui.text.facts import fact_text
from pages.ui.text.formats import MoneyFormat, money_format
from pages.your_business.groups import Bend, groups_of
from simulator.facts.business import Business
from simulator.facts.curve_facts import CHURN_CURVE, SHARE_CURVE, WIN_RATE_CURVE
from simulator.facts.curves import Curve
from simulator.facts.round_step import axis_ends
from simulator.facts.sources import ends_of, origin_of
from simulator.facts.spans import stops

LABELS: dict[live.PointName, str] = {
    "zero": "if you stopped", "today": "today", "half_more": "half as much again", "double": "if you doubled",
    "ceiling": "the most it could be",
}  # fmt: skip
TIMES: dict[live.PointName, float] = {"zero": 0.0, "today": 1.0, "half_more": 1.5, "double": 2.0}
TITLES = {id(WIN_RATE_CURVE): "Win rate", id(SHARE_CURVE): "Share of wallet", id(CHURN_CURVE): "Churn a month"}
EFFORTS = {
    id(WIN_RATE_CURVE): "the sales spend per prospect",
    id(SHARE_CURVE): "the upsell spend per customer",
    id(CHURN_CURVE): "the upsell spend per customer",
}


@dataclass(frozen=True)
class Drawing:
    """A curve of the company on show with all it takes to draw it."""

    business: Business
    bend: Bend

    @property
    def fact(self) -> Fact:
        """What is so today."""
        return Fact(self.business, self.bend.today)

    @property
    def family(self) -> str:
        """The curve's family."""
        family = self.bend.curve.family
        return str(getattr(self.bend.owner, family)) if family else "exponential"

    @property
    def curve(self) -> Curve:
        """The curve, effort 1 being today's."""
        return self.bend.curve.calibrated(1.0, lambda field: getattr(self.bend.owner, field))

    @property
    def title(self) -> str:
        """What it is of."""
        return TITLES.get(id(self.bend.curve), f"Prospects a month from {self.bend.lever}")

    @property
    def effort(self) -> float:
        """Money per month on its lever today, without any the reference."""
        return dict(zip(self.business.levers, self.business.efforts, strict=True))[self.bend.lever]

    def written(self, value: float) -> str:
        """Return a result, as it is typed, as a person reads it."""
        unit = self.fact.unit.removesuffix(" per month")
        return fact_text(value / self.fact.times, unit, money_format(self.business.currency))

    def results(self) -> dict[live.PointName, float]:
        """Return each point's result in its own unit, those that follow from the others among them."""
        found: dict[live.PointName, float] = {}
        for point in live.POINTS:
            field = self.bend.curve.fields.get(point)
            stated = None if field is None else getattr(self.bend.owner, field)
            if stated is not None:
                found[point] = stated
        found.setdefault("double", float(self.curve.at(2.0)))
        return {point: found[point] for point in live.POINTS if point in found}


def can_be_drawn(bend: Bend) -> bool:
    """Whether all that the curve needs is stated: churn may be the same whatever is spent."""
    return bend.curve is not CHURN_CURVE or getattr(bend.owner, "churn_at_zero", None) is not None


def state_of(drawing: Drawing, top: float, error: str = "") -> live.CurveState:
    """Return the picture of a curve whose axis ends at ``top``, as it is written."""
    money = money_format(drawing.business.currency)
    step = step_of(top)
    points = [_point(drawing, point, result, top, money) for point, result in drawing.results().items()]
    return live.CurveState(
        drawing.title,
        alt_of(drawing, points),
        drawing.family,
        drawing.bend.function,
        points,
        top,
        ticks_of(drawing, top),
        step,
        _writes(drawing, step, money),
        live.ChartTable(["", "Spend", drawing.title], [_row(drawing, point) for point in points], "as a table"),
        "drag a point, or type below",
        error,
    )


def top_of(drawing: Drawing, before: float | None) -> float:
    """Return where the axis ends: as ``before`` while the curve fills between half and all of it, else anew."""
    highest = max(drawing.results().values()) * drawing.fact.times
    if before and 0.5 * before <= highest <= 0.9 * before:
        return before
    most = float(drawing.fact.declared["high"]) * drawing.fact.times
    return min(axis_ends(0.0, 1.25 * highest or 1.0, 3)[1], max(most, highest))


def step_of(top: float) -> float:
    """Return the power of ten that a finger can set on an axis up to ``top``."""
    return float(10.0 ** math.floor(math.log10(top / 100)))


def _point(drawing: Drawing, point: live.PointName, result: float, top: float, money: MoneyFormat) -> live.CurvePoint:
    fact, path = drawing.fact, drawing.bend.paths.get(point)
    stated = path is not None and getattr(drawing.bend.owner, path.rpartition(".")[2]) is not None
    low = high = written = float(f"{result * fact.times:.12g}")
    too_low = too_high = ""
    if drawing.family == "flat" and point == "today":
        low, high = 0.0, top
    elif drawing.family != "flat" and path is not None and stated:
        down, up = stops(drawing.business, path, result, 0.0, top / fact.times)
        low, high, too_low, too_high = down.value * fact.times, up.value * fact.times, down.sentence, up.sentence
    kind: Literal["stated", "read", "guessed"] = _kind(drawing, point if stated else "today")
    ends = None
    if path is not None and stated and kind == "guessed":
        first, last = ends_of(drawing.business, path)
        ends = None if first is None or last is None else (first * fact.times, last * fact.times)
    spend = _spend(drawing, point, money)
    return live.CurvePoint(point, LABELS[point], spend, written, kind, low, high, too_low, too_high, ends)


def _kind(drawing: Drawing, point: live.PointName) -> Literal["stated", "read", "guessed"]:
    return origin_of(drawing.business, drawing.bend.paths[point]).kind


def _spend(drawing: Drawing, point: live.PointName, money: MoneyFormat) -> str:
    if point not in TIMES:
        return "whatever is spent"
    amount = money.short(drawing.effort * TIMES[point])
    return f"{amount} a month" if point == "today" else amount


def ticks_of(drawing: Drawing, top: float) -> list[tuple[float, str]]:
    """Return the marks of an axis up to ``top``, each with its words."""
    return [(tick, drawing.written(tick)) for tick in axis_ends(0.0, top, 3)[2] if tick <= top]


def _row(drawing: Drawing, point: live.CurvePoint) -> list[str]:
    guess = ", a guess" if point.kind == "guessed" else ""
    return [point.label, point.spend, f"{drawing.written(point.value)}{guess}"]


def alt_of(drawing: Drawing, points: list[live.CurvePoint]) -> str:
    """Return what a screen reader says in place of the picture."""
    said = [f"{drawing.written(point.value)} {point.label}" for point in points]
    effort = EFFORTS.get(id(drawing.bend.curve), f"the spend on {drawing.bend.lever}")
    return f"{drawing.title} by {effort}: {', '.join(said)}"


def _writes(drawing: Drawing, step: float, money: MoneyFormat) -> live.Money:
    numbers = money.numbers
    decimals = max(0, -round(math.log10(step)))
    suffix = "\u00a0%" if drawing.fact.times != 1 else ""
    return live.Money("", suffix, numbers.group, numbers.decimal, decimals, numbers.locale.replace("_", "-"), ())


def bend_of(business: Business, lever: str) -> Bend:
    """Return the first curve of a lever: a channel's prospects, the win rate or the share of wallet."""
    return next(bend for group in groups_of(business) for bend in group.bends if bend.lever == lever)
