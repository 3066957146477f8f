"""Values that a share of all futures stay below."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def at_chances(values: Floats, chances: Sequence[float] | Floats) -> Floats:
    """Return the values (…, futures) stays below with these chances: (…, chances), straight between the futures."""
    ranked = np.sort(values, axis=-1)
    count = ranked.shape[-1]
    places = np.clip(np.asarray(chances) * count - 0.5, 0, count - 1)
    below = places.astype(int)
    above = np.minimum(below + 1, count - 1)
    part = places - below
    return np.asarray(ranked[..., below] * (1 - part) + ranked[..., above] * part)
