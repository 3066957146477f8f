"""Writes tests/data/curves.json: response curves through facts, sampled by the model, for the browser code to match."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

from simulator.facts.curves import CurveError, Family, calibrate, check

FILE = Path(__file__).parent / "data" / "curves.json"
EFFORTS = (0.0, 0.001, 0.25, 0.5, 1.0, 1.5, 2.0, 2.38, 10.0)
SCALES = (1.0, 0.01, 37_000.0)
RISES: tuple[tuple[Family, dict[str, float | None]], ...] = (
    ("exponential", {"double": 1.5}),
    ("exponential", {"double": 1.02}),
    ("exponential", {"double": 1.97}),
    ("exponential", {"ceiling": 1.3}),
    ("exponential", {"ceiling": 9.0}),
    ("michaelis-menten", {"double": 1.5}),
    ("michaelis-menten", {"double": 1.95}),
    ("adbudg", {"double": 1.9, "ceiling": 2.5}),
    ("adbudg", {"double": 2.7, "ceiling": 3.0}),
    ("adbudg", {"half_more": 1.4, "ceiling": 2.0}),
    ("adbudg", {"double": 1.1, "ceiling": 4.0}),
    ("flat", {}),
)
"""By family: what more effort brings, in times what today's adds."""


def rows() -> list[dict[str, Any]]:
    """Return each curve: family, facts, and its result at each of `EFFORTS`; the third of each is one that falls."""
    found = []
    for (family, rises), scale, zero in product(RISES, SCALES, (0.0, 0.4)):
        for sign in (1.0, -1.0) if family != "adbudg" else (1.0,):
            start = zero if sign > 0 else 3.0
            gain = 0.0 if family == "flat" else sign
            points: dict[str, Any] = {"zero": start * scale, "today": (start + gain) * scale}
            for name in ("double", "half_more", "ceiling"):
                rise = rises.get(name)
                points[name] = None if rise is None else (start + gain * rise) * scale
            try:
                check(family, **points, falling=sign < 0)
            except CurveError:
                continue
            curve = calibrate(family, 1.0, **points)
            found.append({"family": family, "facts": points, "results": [float(curve.at(x)) for x in EFFORTS]})
    return found


def text() -> str:
    """Return the file's text."""
    lines = ",\n".join(f"  {json.dumps(row)}" for row in rows())
    return f'{{"efforts": {json.dumps(EFFORTS)}, "curves": [\n{lines}\n]}}\n'


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
