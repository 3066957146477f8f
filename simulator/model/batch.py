"""Several companies' facts as draws of one funnel, so that all of them are one run of the kernel."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from simulator.facts.curves import Curve
from simulator.model.coefficients import ChannelCurves, Funnel


def shape_key(funnel: Funnel) -> Hashable:
    """Return what funnels must have in common to be stacked: levers and families of curves."""
    families = tuple((str(rows), curve.family) for rows, curve in funnel.prospects.families)
    return funnel.levers, families, funnel.win_rate.family, funnel.share.family, funnel.churn_curve is None


def stacked(funnels: Sequence[Funnel]) -> Funnel:
    """Return one funnel whose draws are the given ones in order; all of one `shape_key` and of one draw each."""
    if len({shape_key(funnel) for funnel in funnels}) != 1:
        raise ValueError("funnels of different shapes cannot be stacked")
    return Funnel(**{field.name: _joined([getattr(each, field.name) for each in funnels]) for field in fields(Funnel)})


def _joined(parts: Sequence[Any]) -> Any:
    first = parts[0]
    if isinstance(first, Curve):
        numbers = ("floor", "ceiling", "scale", "power")
        return Curve(first.family, *(_joined([getattr(part, name) for part in parts]) for name in numbers))
    if isinstance(first, ChannelCurves):
        rows = [where for where, _ in first.families]
        curves = [_joined([part.families[place][1] for part in parts]) for place in range(len(rows))]
        return ChannelCurves(tuple(zip(rows, curves, strict=True)))
    if first is None or isinstance(first, tuple):
        return first
    return np.concatenate([np.atleast_1d(part) for part in parts], axis=-1)
