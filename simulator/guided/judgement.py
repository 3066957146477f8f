"""Judgement as a table: results at five or more efforts, and the curve of each family that comes closest.

Least squares. A curve is a + b·g(effort; shape): for a shape, a and b follow in closed form, so that only one number
(exponential, Michaelis–Menten) or two (ADBUDG) are searched for: variable projection (Golub & Pereyra 1973), from the
best of a grid, by ever smaller grids and Levenberg–Marquardt steps on the logarithms of the shape.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.facts.curve_facts import CurveFacts
from simulator.facts.curves import Curve, CurveError, Family, check
from simulator.facts.declaration import InvalidInput, Problem

Array = NDArray[np.float64]
LEAST_ROWS = 5
MOST_ROWS = 50
MOST_EFFORT = 10.0
"""Times today's effort; beyond it nobody can judge."""
EARNED = 0.8
"""A family with more to fit is preferred where it leaves less than this part of the error of a simpler one."""
FARTHEST = 100.0
"""Times the highest result of a table: ceilings beyond it are nothing that the table tells of."""
EXACT = 1e-9
"""Error, as a share of the span of the results, that is none."""


@dataclass(frozen=True)
class Fit:
    """The curve of one family nearest to the table, effort 1 being today's.

    ``error`` is the residual standard error in the unit of the results: √(sum of squares / (rows − coefficients)).
    """

    curve: Curve
    error: float

    @property
    def family(self) -> Family:
        """The curve's family."""
        return self.curve.one_family

    @property
    def s_shaped(self) -> bool:
        """Whether gains first grow and then shrink with effort."""
        return self.family == "adbudg" and float(self.curve.power) > 1

    def points(self) -> dict[str, float | None]:
        """Return the facts of a curve (zero, today and so on) that give this one."""
        zero, today, double = (float(self.curve.at(np.float64(effort))) for effort in (0.0, 1.0, 2.0))
        points: dict[str, float | None] = dict.fromkeys(("zero", "today", "double", "half_more", "ceiling"))
        if self.family == "flat":
            return points | {"zero": today, "today": today}
        ceiling = float(self.curve.ceiling) if self.family == "adbudg" else None
        return points | {"zero": zero, "today": today, "double": double, "ceiling": ceiling}

    def facts(self, spec: CurveFacts) -> dict[str, Any]:
        """Return the same by field of a company or channel, with the family, to be taken at once."""
        points = self.points()
        facts: dict[str, Any] = {field: points[point] for point, field in spec.fields.items()}
        return facts | ({spec.family: self.family} if spec.family else {})


@dataclass(frozen=True)
class _Shape:
    family: Family
    coefficients: int
    grid: tuple[tuple[float, ...], ...]
    """Values of each number of the shape from which the search starts; it never leaves their span."""
    rise: Callable[[Array, Array], Array]
    """Part of the rise won at each effort (rows,), for each of some shapes (shapes, numbers): (shapes, rows)."""
    curve: Callable[[float, float, Array], Curve]
    """The curve of a zero, a rise and a shape."""


def _saturation(efforts: Array, shapes: Array) -> Array:
    return np.asarray(-np.expm1(-efforts * shapes[:, :1]))


def _half_way(efforts: Array, shapes: Array) -> Array:
    return np.asarray(efforts / (shapes[:, :1] + efforts))


def _steep(efforts: Array, shapes: Array) -> Array:
    risen = (efforts / shapes[:, :1]) ** shapes[:, 1:]
    return np.asarray(risen / (1 + risen))


def _spaced(low: float, high: float, count: int) -> tuple[float, ...]:
    return tuple(np.geomspace(low, high, count).tolist())


SHAPES = (
    _Shape("exponential", 3, (_spaced(0.02, 7.0, 25),), _saturation,
           lambda a, b, shape: Curve("exponential", a, a + b, 1 / float(shape[0]))),
    _Shape("michaelis-menten", 3, (_spaced(0.002, 100.0, 25),), _half_way,
           lambda a, b, shape: Curve("michaelis-menten", a, a + b, float(shape[0]))),
    _Shape("adbudg", 4, (_spaced(0.1, 10.0, 15), _spaced(0.3, 8.0, 13)), _steep,
           lambda a, b, shape: Curve("adbudg", a, a + b, float(shape[0]), float(shape[1]))),
)  # fmt: skip


def fits(efforts: Sequence[float], results: Sequence[float], top: float = math.inf) -> tuple[Fit, ...]:
    """Return the nearest curve of each family that can be, the one to take first.

    ``efforts`` are times today's (0, 0.25 … 2), ``results`` what each would bring, 0 to ``top``. `InvalidInput` says
    what is wrong with a table. Among curves that come about equally close the simplest stands first.
    """
    check_table(efforts, results, top)
    order = np.argsort(efforts, kind="stable")
    x, y = (np.asarray(each, dtype=float)[order] for each in (efforts, results))
    scale = float(np.max(y)) or 1.0
    top = min(top, FARTHEST * scale)
    found = [_flat(y)]
    found += [fit for shape in SHAPES if (fit := _fitted(shape, x, y / scale, top / scale, scale)) is not None]
    best = _preferred(found, float(np.ptp(y)) or scale)
    return (best, *sorted((fit for fit in found if fit is not best), key=lambda fit: fit.error))


def check_table(efforts: Sequence[float], results: Sequence[float], top: float = math.inf) -> None:
    """Raise `InvalidInput` unless it has at least five efforts that differ, with a result for each."""
    if not LEAST_ROWS <= len(efforts) <= MOST_ROWS or len(efforts) != len(results):
        allowed = f"{LEAST_ROWS} to {MOST_ROWS} rows with an effort and a result each are needed"
        raise InvalidInput(Problem("judgement", "Number of rows", min(len(efforts), len(results)), allowed))
    for number, (effort, result) in enumerate(zip(efforts, results, strict=True), 1):
        if not 0 <= effort <= MOST_EFFORT:
            allowed = f"0 to {MOST_EFFORT:g} times today's are allowed"
            raise InvalidInput(Problem(f"judgement.{number}.effort", f"Effort in row {number}", effort, allowed))
        if not 0 <= result <= min(top, 1e12):
            allowed = f"a number from 0 to {min(top, 1e12):,.10g} is allowed"
            raise InvalidInput(Problem(f"judgement.{number}.result", f"Result in row {number}", result, allowed))
    if len(set(efforts)) < LEAST_ROWS:
        allowed = f"{LEAST_ROWS} efforts that differ are needed"
        raise InvalidInput(Problem("judgement", "Number of efforts", len(set(efforts)), allowed))


def _preferred(found: Sequence[Fit], span: float) -> Fit:
    """Return the simplest fit that no other one clearly betters; ``found`` has the simpler ones first."""
    best = found[0]
    for fit in found[1:]:
        if best.error > EXACT * span and fit.error < EARNED * best.error:
            best = fit
    return best


def _flat(y: Array) -> Fit:
    mean = float(np.mean(y))
    return Fit(Curve("flat", mean, mean, 1.0), math.sqrt(float(np.sum((y - mean) ** 2)) / (len(y) - 1)))


def _fitted(shape: _Shape, x: Array, y: Array, top: float, scale: float) -> Fit | None:
    """Return the nearest curve of one family; None where it is none that facts could state."""
    best = _searched(shape, x, y, top)
    (zero,), (rise,), (squares,) = _linear(shape.rise(x, best[None]), y, top)
    curve = shape.curve(float(zero) * scale, float(rise) * scale, best)
    fit = Fit(curve, scale * math.sqrt(float(squares) / (len(y) - shape.coefficients)))
    try:
        check(fit.family, **_numbers(fit.points()))
    except CurveError:
        return None
    return fit


def _numbers(points: Mapping[str, float | None]) -> dict[str, Any]:
    return dict(points)


def _searched(shape: _Shape, x: Array, y: Array, top: float) -> Array:
    """Return the shape with the least squares: the best of a grid, drawn closer, stepped from, drawn closer again.

    Steps alone would stop where zero or the ceiling comes to its bound and the squares have an edge.
    """

    def squares(at: Array) -> Array:
        return _linear(shape.rise(x, np.exp(at)), y, top)[2]

    grid = np.array(list(product(*map(np.log, shape.grid))))
    ends = grid.min(axis=0), grid.max(axis=0)
    wide = np.array([values[1] - values[0] for values in map(np.log, shape.grid)])
    found = grid[np.argmin(squares(grid))]
    found = _closer(squares, found, wide, ends, 12)
    found = _stepped(lambda at: _residuals(shape.rise(x, np.exp(at[None])), y, top), found, ends)
    return np.exp(_closer(squares, found, wide / 50, ends, 40))


def _closer(squares: Callable[[Array], Array], at: Array, span: Array, ends: tuple[Array, Array], rounds: int) -> Array:
    """Return the best of ever smaller grids about ``at``."""
    around = np.array(list(product(*[np.linspace(-1, 1, 9)] * len(at))))
    for _ in range(rounds):
        tried = np.clip(np.vstack([at, at + around * span]), *ends)
        best = int(np.argmin(squares(tried)))
        # Where the best stands at the rim it may lie beyond; there the grid moves and keeps its size.
        span = span if best and np.max(np.abs(around[best - 1])) == 1 else span * 0.55
        at = tried[best]
    return at


def _stepped(residuals: Callable[[Array], Array], now: Array, ends: tuple[Array, Array]) -> Array:
    """Return where Levenberg–Marquardt steps lead."""
    left, damping = residuals(now), 1e-3
    for _ in range(100):
        slopes = np.array([_difference(residuals, now, place) for place in range(len(now))]).T
        square = slopes.T @ slopes
        held = square + damping * (np.diag(np.diag(square)) + 1e-12 * np.eye(len(now)))
        tried = np.clip(now - np.linalg.solve(held, slopes.T @ left), *ends)
        trial = residuals(tried)
        gained = left @ left - trial @ trial
        if gained > 0:
            now, left, damping = tried, trial, damping / 5
        else:
            damping *= 4
        if damping > 1e8 or 0 < gained <= 1e-14 * (left @ left) or left @ left < 1e-30:
            break
    return now


def _difference(residuals: Callable[[Array], Array], at: Array, place: int) -> Array:
    step = np.zeros(len(at))
    step[place] = 1e-5
    return np.asarray((residuals(at + step) - residuals(at - step)) / 2e-5)


def _residuals(rise: Array, y: Array, top: float) -> Array:
    """Return the distances (rows,) of the best curve with one rise (1, rows)."""
    zero, gain, _ = _linear(rise, y, top)
    return np.asarray((y - zero[:, None] - gain[:, None] * rise)[0])


def _linear(rise: Array, y: Array, top: float) -> tuple[Array, Array, Array]:
    """Return zero, gain and sum of squares (shapes,) for each of ``rise`` (shapes, rows).

    Least squares with zero and gain at least 0 and their sum at most ``top``: the best of the free solution and those
    on each side and corner of what is allowed.
    """
    count = len(rise)
    nothing, mean = np.zeros(count), np.full(count, np.mean(y))
    free = _ratio(rise - rise.mean(axis=1, keepdims=True), y - np.mean(y))
    options = [(np.mean(y) - free * rise.mean(axis=1), free), (nothing, _ratio(rise, y)), (mean, nothing)]
    if math.isfinite(top):
        zero = _ratio(1 - rise, y - top * rise)
        options += [(zero, top - zero), (nothing, nothing + top), (nothing + top, nothing)]
    zeros, gains = (np.array(each) for each in zip(*options, strict=True))
    left = np.sum((y - zeros[..., None] - gains[..., None] * rise) ** 2, axis=-1)
    left[(zeros < 0) | (gains < 0) | (zeros + gains > top * (1 + 1e-12))] = np.inf
    best = np.argmin(left, axis=0), np.arange(count)
    return zeros[best], gains[best], left[best]


def _ratio(rise: Array, y: Array) -> Array:
    square = np.sum(rise * rise, axis=1)
    return np.asarray(np.sum(rise * y, axis=1) / np.where(square > 0, square, 1.0))
