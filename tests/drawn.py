"""A company with the facts of one of its futures, built as its owner would enter them."""

from __future__ import annotations

import numpy as np

from simulator.facts.business import Business
from simulator.facts.curves import SHAPES
from simulator.facts.paths import changed_at
from simulator.ranges.fact_range import SHAPE_FACTS


def value_at(name: str, drawn: float) -> float | str:
    """A drawn fact as a company has it: the family of a curve by its name."""
    return SHAPES[round(drawn)] if name.rpartition(".")[2] in SHAPE_FACTS else drawn


def as_company(business: Business, draws: dict[str, np.ndarray], place: int) -> Business:
    """The company in one future."""
    owned = {name: value_at(name, float(values[place])) for name, values in draws.items()}
    names = {channel.name for channel in business.channels}
    return changed_at(
        business,
        {(f"channels.{n}" if n.rpartition(".")[0] in names and "." in n else n): value for n, value in owned.items()},
    )
