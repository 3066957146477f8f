"""What a link leaves out beside what it states: in the proportions of a company that stands by, so that both fit."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.curve_facts import CHANNEL_CURVE, SHARE_CURVE, WIN_RATE_CURVE, CurveFacts

USUAL_GAIN = 1.5
"""Gain at double effort over today's, where the company that stands by states none."""
NEAR = 0.9
"""How far towards a limit a fact may be put."""

Stated = Mapping[str, Any]
Facts = dict[str, Any]


def of_business(stated: Stated, like: Business, channels: Sequence[Stated]) -> Facts:
    """Return facts of a company that fit those a link states (by field), where it states only some that go together."""
    customers = [each["customers"] for each in channels if each.get("customers")]
    facts = _curve(WIN_RATE_CURVE, stated, like, _most_won(channels)) | _curve(SHARE_CURVE, stated, like, 1.0)
    for lever, curve in (("conversion", WIN_RATE_CURVE), ("upsell", SHARE_CURVE)):
        spend, reference = f"{lever}_spend", f"{lever}_reference_spend"
        if stated.get(spend) == 0 and not stated.get(reference) and stated.get(str(curve.family)) != "flat":
            facts[reference] = getattr(like, spend) or getattr(like, reference)
    if "customers" not in stated and customers:
        facts["customers"] = math.fsum(customers)
        if len(customers) < len(channels):
            facts["customers"] = max(like.customers, facts["customers"])
    return facts


def _most_won(channels: Sequence[Stated]) -> float:
    """Return the win rate, on average, with which the channel that sells best would win all its prospects."""
    indices = [float(each.get("win_rate_index") or 1.0) for each in channels] or [1.0]
    weights = [float(each.get("prospects") or 0.0) for each in channels]
    weights = weights if any(weights) else [1.0] * len(indices)
    mean = math.fsum(w * k for w, k in zip(weights, indices, strict=True)) / math.fsum(weights)
    return min(mean / max(indices), 1.0)


def of_channel(stated: Stated, like: Channel) -> Facts:
    """The same for a channel, which costs as much for each prospect as ``like`` where the link does not say."""
    facts = _curve(CHANNEL_CURVE, stated, like, math.inf)
    prospects = stated.get("prospects", facts.get("prospects"))
    if not stated or not prospects:
        return facts
    cost = prospects * like.effort / (like.prospects or 1.0)
    if "spend" not in stated:
        facts["spend"] = float(f"{cost:.4g}")
    elif stated["spend"] == 0 and not stated.get("reference_spend") and stated.get("curve") != "flat":
        facts["reference_spend"] = float(f"{cost:.4g}")
    return facts


def _curve(curve: CurveFacts, stated: Stated, like: Any, top: float) -> Facts:
    """Return the facts of a curve that are left out; nothing where none is stated or a curve of another kind is."""
    names = curve.fields
    values = {fact: stated.get(names[fact]) for fact in ("zero", "today", "double")}
    family = stated.get(str(curve.family), "exponential")
    if all(value is None for value in values.values()) or any(
        stated.get(names[fact]) is not None for fact in ("half_more", "ceiling")
    ):
        return {}
    if family == "flat":
        level = next(value for value in values.values() if value is not None)
        return {names[fact]: level for fact in ("zero", "today") if values[fact] is None}
    if family != "exponential" and family != "michaelis-menten":
        return {}
    found = _points(values, lambda fact: getattr(like, names[fact]), top)  # type: ignore[index]
    return {names[fact]: float(f"{value:.4g}") for fact, value in found.items() if values[fact] is None}  # type: ignore[index]


def _points(values: Mapping[str, float | None], like: Callable[[str], float | None], top: float) -> dict[str, float]:
    zero, today, double = values["zero"], values["today"], values["double"]
    usual, least = like("today") or 1.0, like("zero") or 0.0
    gain = ((like("double") or 0.0) - least) / ((usual - least) or 1.0)
    gain = gain if 1 < gain < 2 else USUAL_GAIN
    rest = min(least / usual, NEAR)
    if today is None:
        today = _today(zero, double, rest, gain, usual, top)
    if zero is None:
        zero = today * rest if double is None else max(min(today * rest, NEAR * (2 * today - double)), 0.0)
    if double is None:
        reached = (today - zero) / (top - zero) if math.isfinite(top) and zero < top else 0.0
        double = zero + (today - zero) * min(gain, 1 + NEAR * (1 - reached))
    return {"zero": zero, "today": today, "double": double}


def _today(zero: float | None, double: float | None, rest: float, gain: float, usual: float, top: float) -> float:
    if double is not None:
        start = double * rest / (rest + (1 - rest) * gain) if zero is None else zero
        return start + (double - start) / gain
    if not zero:
        return usual
    return min(zero / rest if rest else 2 * zero, (zero + top) / 2)
