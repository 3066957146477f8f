"""For each fact that is refused, values near it that may be sound, the nearest first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.consistency import today_weights, win_rate_indices
from simulator.facts.curve_facts import CHANNEL_CURVE, CHURN_CURVE, SHARE_CURVE, WIN_RATE_CURVE, CurveFacts
from simulator.facts.curves import calibrate
from simulator.facts.declaration import InvalidInput, Problem, declaration
from simulator.facts.names import NAME_LIMIT, SEPARATOR, apart, looks, taken_by_a_lever, typed
from simulator.facts.paths import channel_with, owner_at, path_of
from simulator.facts.plan import CONVERSION, UPSELL
from simulator.facts.sound_points import INSIDE, sound_steps

Changes = Mapping[str, Any]
Candidate = tuple[str, Any]

CURVES = (WIN_RATE_CURVE, SHARE_CURVE, CHURN_CURVE)


class Typed:
    """The facts as they would be: those typed where there are any, else those of the valid company."""

    def __init__(self, business: Business, changes: Changes) -> None:
        self.business = business
        self.changes = changes

    def at(self, owner: Business | Channel, fact: str) -> Any:
        """Return a fact of the company or a channel; of a kind that cannot be read, the one that stood there."""
        value = self.changes.get(path_of(owner, fact), getattr(owner, fact))
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value

    def points(self, owner: Business | Channel, curve: CurveFacts) -> dict[str, Any]:
        """Return a curve's facts, by the name each has on a curve; None for those it has none of."""
        blank = dict.fromkeys(("zero", "today", "double", "half_more", "ceiling"))
        return {**blank, **{point: self.at(owner, field) for point, field in curve.fields.items()}}

    def family(self, owner: Business | Channel, curve: CurveFacts) -> Any:
        """Return a curve's family."""
        return self.at(owner, curve.family) if curve.family else "exponential"


def curve_with(owner: Business | Channel, fact: str) -> CurveFacts | None:
    """Return the curve that a fact is a point of."""
    curves = CURVES if isinstance(owner, Business) else (CHANNEL_CURVE,)
    return next((curve for curve in curves if fact in curve.fields.values()), None)


def candidates(business: Business, changes: Changes, problem: Problem) -> Iterator[Candidate]:
    """Yield path and value of what to take where ``problem`` is refused; not each is sound."""
    try:
        owner, fact = owner_at(business, problem.field)
    except KeyError:
        return
    typed_facts = Typed(business, changes)
    declared = declaration(type(owner), fact) if fact in type(owner).model_fields else {}
    value = typed_facts.at(owner, fact) if declared else None
    if "low" in declared and isinstance(value, float) and not declared["low"] <= value <= declared["high"]:
        yield problem.field, min(max(value, declared["low"]), declared["high"])
    if fact in ("name", "currency"):
        yield from ((problem.field, each) for each in _texts(business, changes, problem, str(value)))
    elif curve := curve_with(owner, fact):
        yield from _on_a_curve(typed_facts, owner, curve, fact)
    else:
        yield from ((path, each) for path, each in _others(typed_facts, owner, fact))


def _others(facts: Typed, owner: Business | Channel, fact: str) -> Iterator[Candidate]:
    if fact.endswith("reference_spend"):
        spend = getattr(owner, fact.replace("reference_spend", "spend"))
        yield path_of(owner, fact), spend or float(declaration(type(owner), fact)["step"])
    elif fact == "customers" and isinstance(owner, Business):
        known = [facts.at(channel, "customers") for channel in owner.channels]
        yield fact, math.fsum(each for each in known if isinstance(each, float))
    elif fact == "discount_rate":
        yield fact, float(declaration(Business, fact)["step"])
    elif fact == "win_rate_index" and isinstance(owner, Channel):
        yield from _less_ready(facts, owner)


def _less_ready(facts: Typed, channel: Channel) -> Iterator[Candidate]:
    """Yield the highest index with which a channel wins no more than all its prospects, then a lower win rate."""
    built = _channels(facts)
    if built is None:
        return
    ceiling = _ceiling(facts)
    scaled, weights = win_rate_indices(built), today_weights(built)
    place = [each.name for each in facts.business.channels].index(channel.name)
    mean = math.fsum(w * each.win_rate_index for w, each in zip(weights, built, strict=True))
    others = mean - weights[place] * built[place].win_rate_index
    beyond = ceiling * math.fsum(weights) - weights[place]
    if others > 0 and beyond > 0:
        index = max(others / beyond * (1 - 1e-9), declaration(Channel, "win_rate_index")["low"])
        changed = [each.changed(win_rate_index=index) if each.name == channel.name else each for each in built]
        # Where a lower index of one channel makes another's too high, only a lower win rate helps.
        if max(win_rate_indices(changed)) * ceiling <= 1:
            yield path_of(channel, "win_rate_index"), index
    yield from _on_a_curve(facts, facts.business, WIN_RATE_CURVE, "win_rate_at_double", 1 / max(scaled))
    yield from _on_a_curve(facts, facts.business, WIN_RATE_CURVE, "win_rate_ceiling", 1 / max(scaled))
    if ceiling > 0:
        yield "win_rate", facts.at(facts.business, "win_rate") * (1 - INSIDE) / (ceiling * max(scaled))


def _channels(facts: Typed) -> tuple[Channel, ...] | None:
    try:
        return tuple(channel_with(channel, facts.changes) for channel in facts.business.channels)
    except InvalidInput:
        return None


def _ceiling(facts: Typed) -> float:
    points = facts.points(facts.business, WIN_RATE_CURVE)
    return float(calibrate(facts.family(facts.business, WIN_RATE_CURVE), 1.0, **points).ceiling)


def _on_a_curve(
    facts: Typed, owner: Business | Channel, curve: CurveFacts, fact: str, top: float | None = None
) -> Iterator[Candidate]:
    """Yield other points of the curve; where one it needs is missing, as few as go with the rest."""
    points = facts.points(owner, curve)
    point = next((point for point, field in curve.fields.items() if field == fact), None)
    if point is None:
        return
    if curve.falling and points["zero"] is None:
        yield from _falling_from(points)
        return
    zero, today = points["zero"], points["today"]
    if not isinstance(zero, float) or not isinstance(today, float):
        return
    limit = _top(facts, owner, curve) if top is None else top
    paths: dict[str, str | None] = {str(name): field for name, field in curve.fields.items()}
    paths["family"] = curve.family
    for name, value in sound_steps(facts.family(owner, curve), points, point, limit, curve.falling):
        if path := paths.get(name):
            yield path_of(owner, path), value
    if curve.falling:
        yield from (("churn_at_double", None), ("churn_at_zero", None), ("discount_rate", 0.1))


def _falling_from(points: Mapping[str, Any]) -> Iterator[Candidate]:
    """Yield what churn without care may be, where only that with twice of it is stated."""
    today, double = points["today"], points["double"]
    if isinstance(today, float) and isinstance(double, float) and double < today:
        yield "churn_at_zero", today + (today - double) / 0.5
        yield "churn_at_zero", today + (today - double) / (1 - INSIDE)
    yield "churn_at_double", None


def _top(facts: Typed, owner: Business | Channel, curve: CurveFacts) -> float:
    """Return the most a curve may rise to; the least, where it falls."""
    if curve is CHANNEL_CURVE:
        return math.inf
    if curve.falling:
        return 0.0 if facts.at(owner, "discount_rate") else 1e-8
    channels = _channels(facts) if curve is WIN_RATE_CURVE else None
    return 1 / max(win_rate_indices(channels)) if channels else 1.0


def _texts(business: Business, changes: Changes, problem: Problem, text: str) -> Iterator[str]:
    if problem.field == "currency":
        letters = "".join(sign for sign in text.upper() if "A" <= sign <= "Z")
        yield letters[:3]
        return
    plain = "".join(sign for sign in text if sign.isprintable() and sign != SEPARATOR)
    short = typed(typed(plain)[:NAME_LIMIT])
    yield short
    others = {str(changes.get(path_of(each, "name"), each.name)) for each in business.channels}
    taken = {looks(each) for each in (*others, CONVERSION, UPSELL)}
    yield from (
        name for number in range(2, 16)
        if looks(name := apart(short, number)) not in taken and not taken_by_a_lever(name)
    )  # fmt: skip
