"""The horizon and the measures by which plans are compared, and by which draws of the facts."""

from __future__ import annotations

from numbers import Integral
from typing import Literal, get_args

from simulator.facts.declaration import InvalidInput, Problem

Metric = Literal["revenue", "gross_profit", "customer_equity"]
METRICS: tuple[Metric, ...] = get_args(Metric)

MONTHS = (1, 120)
DEFAULT_MONTHS = 24
SEEDS = (0, 9999)
DEFAULT_SEED = 0
"""The draws of uncertain facts that everyone sees until others are asked for."""


def check_months(months: object) -> None:
    """Raise `InvalidInput` unless ``months`` is a whole number, NumPy's too, within `MONTHS`."""
    low, high = MONTHS
    if not isinstance(months, Integral) or isinstance(months, bool) or not low <= int(months) <= high:
        raise InvalidInput(Problem("months", "Horizon", months, f"whole months from {low} to {high} are allowed"))


def check_metric(metric: object) -> None:
    """Raise `InvalidInput` unless ``metric`` is one of `METRICS`."""
    if metric not in METRICS:
        raise InvalidInput(Problem("metric", "Measure", metric, f"one of {', '.join(METRICS)} is allowed"))


def check_seed(seed: object) -> None:
    """Raise `InvalidInput` unless ``seed`` is a whole number, NumPy's too, within `SEEDS`."""
    low, high = SEEDS
    if not isinstance(seed, Integral) or isinstance(seed, bool) or not low <= int(seed) <= high:
        raise InvalidInput(
            Problem("seed", "Number of the draws", seed, f"whole numbers from {low} to {high} are allowed")
        )
