"""Which of several plans to take when the facts are not known: best on average, or least regretted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.ranges.quantiles import Floats

TAIL = 0.1
"""The share of the futures, the worst, whose regret is to be small."""


@dataclass(frozen=True)
class Standing:
    """How the options (rows of what was asked about) stand against each other in the same futures."""

    mean: Floats
    """What each brings on average: (options,)."""
    regret: Floats
    """What each brings less than the best of them would have, in the worst tenth of the futures on average."""

    @property
    def best_on_average(self) -> int:
        """The option whose mean is highest."""
        return int(self.mean.argmax())

    @property
    def least_regret(self) -> int:
        """The option whose regret in the worst tenth of the futures is least."""
        return int(self.regret.argmin())


def standing(brought: Floats) -> Standing:
    """Return how options stand: (options, futures), what each brings in each future."""
    regret = np.sort(brought.max(axis=0) - brought, axis=1)
    worst = max(round(TAIL * brought.shape[1]), 1)
    return Standing(brought.mean(axis=1), regret[:, -worst:].mean(axis=1))
