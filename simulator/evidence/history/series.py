"""A history: for each month or week what was spent and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Step = Literal["month", "week"]
STEPS_A_YEAR: dict[Step, float] = {"month": 12.0, "week": 365.25 / 7}
A_MONTH: dict[Step, float] = {step: steps / 12 for step, steps in STEPS_A_YEAR.items()}
"""How many steps a month has."""


@dataclass(frozen=True)
class Flow:
    """What was spent on some channels and what came of it together; NaN where a figure is unknown.

    ``spends``: money per step by channel, (steps,) each. ``results``: people per step, or money of a revenue, (steps,).
    ``heads``: those that the spend is shared by, (steps,): prospects of a spend on sales, customers at the start of the
    step of one on account care; None for channels. ``new``: customers who join in the step, (steps,), of a revenue.
    """

    spends: dict[str, Floats]
    results: Floats
    heads: Floats | None = None
    new: Floats | None = None

    @property
    def known(self) -> NDArray[np.bool_]:
        """The steps of which all is known: (steps,)."""
        parts = [self.results, *self.spends.values(), self.heads, self.new]
        return np.asarray(~np.isnan(np.stack([part for part in parts if part is not None])).any(axis=0))


@dataclass(frozen=True)
class History:
    """Flows over the same steps without a gap; ``starts`` are the first days of the steps.

    Where prospects are known by channel there is a flow for each; else one flow has all channels.
    """

    step: Step
    starts: tuple[date, ...]
    flows: tuple[Flow, ...]

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def phase(self) -> Floats:
        """Where in its year each step lies, 0 to 1: (steps,)."""
        return np.array([(day.timetuple().tm_yday - 1) / 365.25 for day in self.starts])

    @property
    def years(self) -> Floats:
        """Years from the last step, so that what stands at 0 holds today: (steps,)."""
        return (np.arange(len(self)) - (len(self) - 1)) / STEPS_A_YEAR[self.step]
