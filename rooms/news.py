"""News as facts: what a facilitator lets be other in a round, and the company that makes.

A fact of a curve changes with the whole curve, and customers, churn and prospects as in the what-ifs: the same news
does the same here as among Diagnose's dangers. Points of a curve other than today's, and facts of no curve, are put as
they are, all together. What is spent is no news: that is the round's total and its split.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress

import numpy as np
from pydantic import Field, model_validator

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.contradiction_words import said
from simulator.facts.contradictions import contradictions
from simulator.facts.declaration import Declared, InvalidInput, Problem, declaration
from simulator.facts.paths import changed_at, owner_at, path_of
from simulator.facts.repair import title_of, unit_of
from simulator.model.parameters import funnel_of
from simulator.whatif.what_if import (
    from_now_on,
    known_origins,
    share_won,
    tidy,
    with_channels,
    with_churn,
    with_customers,
    with_prospects,
    with_share,
    with_win_rate,
)
from simulator.workspace.differences import JUDGED_BY, FactChange

MOST_TIMES = 100.0
SEARCHED = 24
"""Halves of the way to a value that cannot be, to find the last that can."""
MOVED = ("prospects", "customers", "pipeline", "win_rate", "share_of_wallet", "churn")
"""Facts that others move with, by name, those first that others are stated for."""


class FactNews(Declared):
    """One fact that is other in a round: its new ``value``, or ``times`` what it was.

    As a part of what it was it also holds for another case, or for a company that the class has moved.
    """

    fact: str = Field(title="Fact")
    """Its path: ``churn`` of the company, ``channels.Search.prospects`` of a channel."""
    value: float | None = Field(None, title="New value", allow_inf_nan=False)
    times: float | None = Field(
        None,
        title="Times what it was",
        ge=0,
        le=MOST_TIMES,
        allow_inf_nan=False,
        json_schema_extra={"allowed": f"a number from 0 to {MOST_TIMES:g} is allowed"},
    )

    @property
    def name(self) -> str:
        """The fact's name, in the company or the channel it is of."""
        return self.fact.rpartition(".")[2]

    @property
    def title(self) -> str:
        """What the fact is called."""
        return title_of(self.fact)

    @property
    def unit(self) -> str:
        """The fact's unit, as declared."""
        return unit_of(self.fact)

    @model_validator(mode="after")
    def _sound(self) -> FactNews:
        owner, _, name = self.fact.rpartition(".")
        model = Channel if owner.startswith("channels.") else Business
        if bool(owner) != (model is Channel) or not _newsworthy(model, name):
            raise InvalidInput(Problem("fact", "Fact", self.fact, "this is no fact that a round can change"))
        if (self.value is None) == (self.times is None):
            raise InvalidInput(
                Problem(
                    "value", self.title, None, "", f"{self.title}: state its new value, or how many times what it was."
                )
            )
        declared = declaration(model, name)
        if self.value is not None and not declared["low"] <= self.value <= declared["high"]:
            low, high = (said(declared[end], self.unit) for end in ("low", "high"))
            raise InvalidInput(Problem("value", self.title, self.value, "", f"{self.title} can be {low} to {high}."))
        return self

    def wanted(self, business: Business) -> float:
        """Return the new value. `InvalidInput` where there is no such fact, or nothing to take a part of."""
        before = stands(business, self.fact)
        if self.value is not None:
            return self.value
        if before is None:
            raise _refused(self, "nothing is stated, so it cannot be a part of what it was")
        assert self.times is not None
        return tidy(before * self.times)


def _newsworthy(model: type[Business] | type[Channel], name: str) -> bool:
    """Return whether news can be of a fact: a number that moves results and is no spend."""
    return (
        name in model.model_fields
        and "low" in declaration(model, name)
        and not name.endswith("spend")
        and not name.startswith(JUDGED_BY)
    )


def stands(business: Business, path: str) -> float | None:
    """Return a fact as it stands, with what follows from others where it is not stated; None where nothing does.

    `InvalidInput` where the company has no such channel.
    """
    try:
        owner, name = owner_at(business, path)
    except KeyError:
        channels = ", ".join(channel.name for channel in business.channels)
        sentence = f"{title_of(path)} is no fact here: the channels are {channels}."
        raise InvalidInput(Problem("facts", title_of(path), None, "", sentence)) from None
    value: float | None = getattr(owner, name)
    if value is not None:
        return value
    if name == "share_won":
        return share_won(business)
    if name not in ("customers", "pipeline"):
        return None
    known = np.ravel(getattr(funnel_of(business), name))
    return float(known.sum() if owner is business else known[business.channels.index(owner)])


def news_facts(business: Business) -> tuple[str, ...]:
    """Return the paths of the facts that news can be of: those a company states or that follow, channel by channel."""
    owners: tuple[Business | Channel, ...] = (business, *business.channels)
    found = [
        path_of(owner, name) for owner in owners for name in type(owner).model_fields if _newsworthy(type(owner), name)
    ]
    return tuple(path for path in found if stands(business, path) is not None)


def with_news(business: Business, news: Sequence[FactNews], before: Business | None = None) -> Business:
    """Return the company once those facts are as the news says; deals under way stay, unless the news is of them.

    Each fact is in the end what was wanted of it, whatever else the news moves.

    Args:
        before: what ``times`` is taken of; None: the company itself.

    Raises:
        InvalidInput: a sentence that names the fact which cannot be so, and what is allowed.
    """
    wanted = {each: each.wanted(before or business) for each in news}
    changed, points = business, {each.fact: value for each, value in wanted.items() if each.name not in MOVED}
    for each in sorted((each for each in news if each.name in MOVED), key=_turn):
        changed = _moved(changed, each, wanted[each])
    if points:
        changed = _put(from_now_on(changed), points)
    for each, value in wanted.items():
        if not math.isclose(stands(changed, each.fact) or 0.0, value, rel_tol=1e-6, abs_tol=1e-12):
            raise _refused(each, "it does not fit the other facts that differ", value)
    return changed


def fact_news(before: Business, after: Business, news: Sequence[FactNews]) -> tuple[FactChange, ...]:
    """Return what each fact of the news was and is; those that stay as they were are left out."""
    found = [FactChange(each.fact, each.title, each.unit, stands(before, each.fact), stands(after, each.fact))
             for each in news]  # fmt: skip
    return tuple(each for each in found if each.before != each.after)


def _turn(each: FactNews) -> tuple[int, bool]:
    """Return when a fact has its turn: what others are stated for comes before them, parts before their sum."""
    return MOVED.index(each.name), "." not in each.fact


def _put(business: Business, points: dict[str, float]) -> Business:
    """Return the company with facts as they are told; refused, with the nearest value that would fit."""
    if found := contradictions(business, points):
        first = found[0]
        title, near = title_of(first.field), first.nearest
        fits = "" if near is None else f" {said(near, unit_of(first.field))} would fit."
        lead = "" if first.sentence.startswith(title) else f"{title}: "
        sentence = f"{lead}{first.sentence}{fits}"
        raise InvalidInput(Problem("facts", title, points.get(first.field), "", sentence))
    return changed_at(business, points)


def _moved(business: Business, each: FactNews, wanted: float) -> Business:
    """Return the company with a fact that others move with; refused, with the furthest that it can be."""
    before = stands(business, each.fact)
    assert before is not None
    with suppress(InvalidInput):
        return _reaching(business, each.fact, wanted)
    good, bad = before, wanted
    for _ in range(SEARCHED):
        middle = (good + bad) / 2
        try:
            _reaching(business, each.fact, middle)
        except InvalidInput:
            bad = middle
        else:
            good = middle
    most = "most" if wanted > before else "least"
    raise _refused(each, f"{said(_short(good, up=wanted < before), each.unit)} is the {most} it can be here", wanted)


def _short(value: float, *, up: bool) -> float:
    """Return a value with three digits, rounded to the side on which it can still be."""
    step = 10 ** (math.floor(math.log10(value)) - 2) if value else 1.0
    return float(f"{(math.ceil if up else math.floor)(value / step) * step:.3g}")


def _reaching(business: Business, path: str, value: float) -> Business:
    """Return the company once the fact is that. `InvalidInput` where it cannot be, or only comes near."""
    before = stands(business, path)
    owner, name = owner_at(business, path)
    factor = value / before if before else None
    if factor is None:
        return _from_nothing(business, path, value)
    if name == "pipeline":
        return _with_deals(business, owner, value)
    if isinstance(owner, Channel):
        if name == "prospects":
            return with_prospects(business, {owner.name: factor})
        return with_customers(business, factor, owner.name)
    changed = {"win_rate": with_win_rate, "share_of_wallet": with_share, "churn": with_churn,
               "customers": with_customers}[name](business, factor)  # fmt: skip
    if not math.isclose(getattr(changed, name), value, rel_tol=1e-6):
        raise InvalidInput(Problem(path, title_of(path), value, "another fact would leave its bounds"))
    return changed


def _from_nothing(business: Business, path: str, value: float) -> Business:
    """Return the company with a fact that was nothing so far, so that nothing moves in proportion to it."""
    owner, name = owner_at(business, path)
    if name == "pipeline":
        return _with_deals(business, owner, value)
    if isinstance(owner, Channel) and name == "prospects":
        flat = {"prospects_at_zero": value} if owner.curve == "flat" else {}
        channels = [each.changed(prospects=value, **flat) if each.name == owner.name else each
                    for each in known_origins(business)]  # fmt: skip
        return with_channels(business, channels)
    if name != "customers":
        return from_now_on(business, **{name: value})
    if not isinstance(owner, Channel):
        return from_now_on(business, customers=value, channels=_without(business, "customers"))
    channels = [each.changed(customers=value) if each.name == owner.name else each for each in known_origins(business)]
    return from_now_on(
        business, channels=tuple(channels), customers=math.fsum(each.customers or 0 for each in channels)
    )


def _with_deals(business: Business, owner: Business | Channel, value: float) -> Business:
    """Return the company with other deals under way: of a channel alone, or of each in the proportions they have."""
    channels = known_origins(business)
    if isinstance(owner, Channel):
        channels = tuple(each.changed(pipeline=value) if each.name == owner.name else each for each in channels)
        return business.changed(channels=channels, pipeline=math.fsum(each.pipeline or 0.0 for each in channels))
    total = math.fsum(each.pipeline or 0.0 for each in channels)
    if not total:
        return business.changed(pipeline=value, channels=_without(business, "pipeline"))
    channels = tuple(each.changed(pipeline=(each.pipeline or 0.0) * value / total) for each in channels)
    return business.changed(pipeline=value, channels=channels)


def _without(business: Business, fact: str) -> tuple[Channel, ...]:
    return tuple(each.changed(**{fact: None}) for each in business.channels)


def _refused(each: FactNews, why: str, wanted: float | None = None) -> InvalidInput:
    be = "" if wanted is None else f" {said(wanted, each.unit)}"
    return InvalidInput(Problem("facts", each.title, wanted, "", f"{each.title} cannot be{be}: {why}."))
