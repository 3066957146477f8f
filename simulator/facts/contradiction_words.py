"""What is wrong with a fact, in one sentence and in the words of the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.curve_facts import CHURN_CURVE, SHARE_CURVE, WIN_RATE_CURVE, CurveFacts
from simulator.facts.declaration import Problem, declaration
from simulator.facts.digits import digits
from simulator.facts.nearest_values import Typed, curve_with
from simulator.facts.paths import owner_at
from simulator.facts.repair import title_of

NAMED: Mapping[str, str] = {
    "prospects": "the prospects a month",
    "win_rate": "the win rate",
    "share_of_wallet": "the share of wallet",
    "churn": "churn",
}
EFFORT: Mapping[str, str] = {
    "win_rate": "the sales spend per prospect",
    "share_of_wallet": "the upsell spend per customer",
    "churn": "the upsell spend per customer",
}
OWN: Mapping[str, str] = {
    "conversion_reference_spend": "Nothing is spent on sales today, so say at which spend your win rates hold.",
    "upsell_reference_spend": "Nothing is spent on upsell today, so say at which spend your shares of wallet hold.",
    "reference_spend": "Nothing is spent on {channel} today, so say at which spend its prospects would come.",
    "discount_rate": "No customer ever leaves and waiting costs nothing, so customers would be worth infinitely much.",
    "customers": "{shown} customers do not fit the channels', which add up to {sum}.",
    "pipeline": "{shown} deals under way do not fit the channels', which add up to {sum}.",
    "added_quality": "Were further prospects worth so little, {channel} would win more than all of its first ones.",
    "name": "{title} cannot be {shown}: {allowed}.",
    "currency": "A currency is a code of three capital letters, such as EUR.",
}


@dataclass(frozen=True)
class _Curve:
    """A curve's facts with the words for it."""

    points: Mapping[str, Any]
    noun: str
    effort: str
    unit: str
    falling: bool

    def __getitem__(self, point: str) -> str:
        return said(self.points[point], self.unit)

    @property
    def less(self) -> str:
        return "above" if self.falling else "below"

    @property
    def more(self) -> str:
        return "below" if self.falling else "above"


def sentence_of(business: Business, changes: Mapping[str, Any], problem: Problem) -> str:
    """Return why the fact cannot be as it is."""
    try:
        owner, fact = owner_at(business, problem.field)
    except KeyError:
        return str(problem)
    if fact not in type(owner).model_fields:
        return str(problem)
    facts, declared = Typed(business, changes), declaration(type(owner), fact)
    value, unit = facts.at(owner, fact), str(declared.get("unit", ""))
    title = title_of(problem.field)
    if value is None and type(owner).model_fields[fact].is_required():
        return f"{title} is missing."
    if "low" in declared and value is not None and not _within(value, declared):
        return f"{title} can be {said(declared['low'], unit)} to {said(declared['high'], unit)}."
    if fact in OWN:
        of_channels = [facts.at(channel, fact) for channel in business.channels if fact in ("customers", "pipeline")]
        known = [each for each in of_channels if isinstance(each, float)]
        words = {"sum": said(sum(known), unit), "channel": getattr(owner, "name", ""), "title": title}
        return OWN[fact].format(shown=said(value, unit), allowed=problem.allowed, **words)
    if fact == "win_rate_index":
        return f"With so many ready buyers, {owner.name} would win more than all its prospects."
    curve = curve_with(owner, fact)
    return _of_curve(facts, owner, curve, fact) if curve else str(problem)


def said(value: object, unit: str) -> str:
    """Return a fact as a person says it: a share in per cent."""
    if value is None:
        return "nothing"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return repr(value)
    return f"{digits(100 * value, ',.4g')} %" if unit.startswith("share") else digits(value, ",.15g")


def _within(value: object, declared: Mapping[str, Any]) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and bool(declared["low"] <= value <= declared["high"])


def _of_curve(facts: Typed, owner: Business | Channel, curve: CurveFacts, fact: str) -> str:
    today = curve.fields["today"]
    words = _Curve(
        facts.points(owner, curve),
        NAMED[today],
        EFFORT.get(today, f"the spend on {owner.name}"),
        str(declaration(type(owner), today)["unit"]),
        curve.falling,
    )
    point = next(point for point, field in curve.fields.items() if field == fact)
    family = facts.family(owner, curve)
    if family == "flat":
        return f"On a flat curve {words.noun} is {words['today']} at any spend, so it cannot be {words[point]} here."
    if point == "zero":
        return _zero(words)
    if point == "ceiling":
        return f"The best {words.noun.removeprefix('the ')} possible must lie above all that is stated of it."
    if point == "double" and family == "exponential" and words.points["ceiling"] is not None:
        return "Where the best possible is stated, what doubling brings follows from it: leave it empty."
    return _double(words, point, _top(curve))


def _zero(words: _Curve) -> str:
    if words.points["zero"] is None:
        return f"Churn with twice of {words.effort} is stated, so state it with none of it as well."
    return f"With none of {words.effort}, {words.noun} must be {words.less} today's {words['today']}."


def _double(words: _Curve, point: str, top: str) -> str:
    times = "Half as much again of" if point == "half_more" else "Twice"
    zero, today, value = (words.points[each] for each in ("zero", "today", point))
    if value is None:
        return f"Say what {words.noun} would be with {times.lower()} {words.effort}."
    sign = -1 if words.falling else 1
    if sign * (value - today) <= 0:
        return f"{times} {words.effort} must bring {words.noun} {words.more} today's {words['today']}."
    if words.points["ceiling"] is None and sign * (value - (2 * today - zero)) >= 0:
        limit = said(2 * today - zero, words.unit)
        return (
            f"{times} {words.effort} would add as much as all of today's has, or more: "
            f"{words.noun} must stay {words.less} {limit}."
        )
    if words.points["ceiling"] is not None:
        return f"{times} {words.effort} must bring {words.noun} between {words['today']} and {words['ceiling']}."
    return f"So much gained by doubling {words.effort} would lead {words.noun} {top} in the end."


def _top(curve: CurveFacts) -> str:
    if curve is CHURN_CURVE:
        return "below nothing"
    return {id(SHARE_CURVE): "above the whole wallet", id(WIN_RATE_CURVE): "above all prospects"}.get(
        id(curve), "too far"
    )
