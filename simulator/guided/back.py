"""From a company back to its owner's answers, and a company with other answers and all its further facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.origin import Origin, Sourced
from simulator.facts.sources import ends_of, with_origin
from simulator.guided.answers import Answer, Answers, Judged, Row
from simulator.guided.checks import contradictions_in
from simulator.guided.company import company_from

FACTS: Mapping[str, str] = {
    "wins": "win_rate",
    "sales_spend": "conversion_spend",
    "closing": "sales_cycle_months",
    "customers": "customers",
    "leaving": "churn",
    "paid": "wallet",
    "share": "share_of_wallet",
    "care_spend": "upsell_spend",
    "margin": "gross_margin",
}
"""The fact that each question of one number asks for."""
CURVED: Mapping[str, tuple[str, str, str]] = {
    "wins": ("conversion_spend", "win_rate", "win_rate"),
    "share": ("upsell_spend", "share_of_wallet", "share"),
}
"""The questions whose answer is a point of a curve: the spend it stands on, the fact, and the stem of its points."""


UNITS: Mapping[str, tuple[str, float]] = {
    "win_rate": ("per cent", 100),
    "conversion_spend": ("money a month", 1),
    "sales_cycle_months": ("months", 1),
    "customers": ("people", 1),
    "churn": ("per cent a month", 100),
    "wallet": ("a month", 1),
    "first_order": ("once", 1),
    "share_of_wallet": ("per cent", 100),
    "upsell_spend": ("money a month", 1),
    "gross_margin": ("per cent", 100),
}
"""The unit in which a fact is read back as an answer, and how many of it one of the fact's own unit is."""


def fact_of(business: Business, question: str) -> str:
    """Return the fact that the answer to a question of one number is in this company."""
    if question in CURVED:
        return _today(business, *CURVED[question])
    once = question == "paid" and not business.wallet and business.first_order
    return "first_order" if once else FACTS[question]


def as_answer(business: Business, question: str, value: float) -> Answer:
    """Return what the answer to a question would be, in the model's unit, if its fact had that value."""
    unit, times = UNITS["first_order" if fact_of(business, question) == "first_order" else FACTS[question]]
    share = getattr(business, fact_of(business, "share")) if unit == "a month" else 1.0
    return Answer(_short(value * share * times), unit)


def answers_of(business: Business, *, guessed: bool = False) -> Answers:
    """Return the answers that a company's facts are, in the model's units; what is guessed was not answered.

    Args:
        guessed: give guesses as answers too.
    """
    read = _answers_of(business, guessed)
    return read if guessed or not contradictions_in(read) else _without_points(read)


def _answers_of(business: Business, guessed: bool) -> Answers:
    found = _Facts(business, guessed)
    rows = tuple(_row(channel, guessed) for channel in business.channels)
    each: dict[str, Any] = {question: found.answer(question) for question in FACTS}
    return Answers(
        name=business.name,
        currency=business.currency,
        channels=rows,
        **each,
        sales_judged=found.judged("conversion_spend", "win_rate", "win_rate"),
        care_judged=found.judged("upsell_spend", "share_of_wallet", "share"),
    )


def answered(business: Business, before: Answers, after: Answers, *, guesses_stay: bool = False) -> Business:
    """Return the company with what ``after`` answers otherwise than ``before``; all its other facts stay.

    What is guessed from the answers is guessed anew, or, where ``guesses_stay``, only what is then stated changes.

    `Refused` where the answers contradict each other, `InvalidInput` where they do not go with its other facts.
    """
    new = company_from(after)
    try:
        old = company_from(before)
    except ValueError:
        return new
    channels = tuple(_channels(business, old, new, before, after, guesses_stay=guesses_stay))
    values = _values(business, old, new, guesses_stay=guesses_stay) | {"channels": channels}
    return _still_read(business, business.changed(**values), before, after)


def _still_read(business: Business, changed: Business, before: Answers, after: Answers) -> Business:
    """Return the changed company, an answer that stands on another fact now still known from the file it was read from.

    Today's win rate stands at zero while selling costs nothing: once its cost is said, the rate is the same, and is
    known from the same deals.
    """
    for question, curve in CURVED.items():
        was, now = _today(business, *curve), _today(changed, *curve)
        origin = business.origin(was)
        if was != now and origin.kind == "read" and getattr(before, question) == getattr(after, question):
            changed = changed.changed(**{now: getattr(business, was)})
            known = {"source": origin.source, "rows": origin.rows, "read_on": origin.read_on}
            changed = with_origin(changed, now, origin.kind, ends_of(business, was), **known)
    return changed


def _today(business: Business, spend: str, fact: str, stem: str) -> str:
    """Return the fact that a share of today is: without any spend, what stands at zero."""
    idle = not getattr(business, spend) and getattr(business, f"{stem}_curve") != "flat"
    return f"{stem}_at_zero" if idle else fact


def _without_points(answers: Answers) -> Answers:
    """Return the answers without any word on curves: those of a shape of their own fit no three points of ours."""
    rows = tuple(replace(row, stopped=None, doubled=None) for row in answers.channels)
    return replace(answers, channels=rows, sales_judged=Judged(), care_judged=Judged())


class _Facts:
    """A company's facts as answers."""

    def __init__(self, business: Business, guessed: bool) -> None:
        self._business, self._guessed = business, guessed

    def value(self, fact: str) -> float | None:
        return said(self._business, fact, self._guessed)

    def answer(self, question: str) -> Answer | None:
        """Return the answer to a question of one number, with how low and high it may be."""
        fact = fact_of(self._business, question)
        value = self.value(fact)
        if fact == "wallet" and self._business.origin(fact).source == "answers":
            value = self._business.wallet  # Where only its share of the wallet is a guess, the price itself was said.
        if fact == "first_order":
            value = self._business.first_order
        if value is None:
            return None
        low, high = (None if end is None else self._as(question, end).value for end in ends_of(self._business, fact))
        return replace(self._as(question, value), low=low, high=high)

    def _as(self, question: str, value: float) -> Answer:
        return as_answer(self._business, question, value)

    def judged(self, spend: str, fact: str, stem: str) -> Judged:
        business = self._business
        if not getattr(business, spend):
            return Judged()
        today = getattr(business, fact)
        if getattr(business, f"{stem}_curve") == "flat":
            return Judged(_short(100 * today) if 0 < today < 1 else None)
        points = (self.value(f"{stem}_at_{point}") for point in ("zero", "double"))
        return Judged(*(None if each is None else _short(100 * each) for each in points))


def _row(channel: Channel, guessed: bool) -> Row:
    spend, prospects = (said(channel, fact, guessed) for fact in ("spend", "prospects"))
    if not channel.spend and channel.curve != "flat":  # What it would bring, at a spend that is not there.
        prospects = channel.prospects_at_zero
    stopped, doubled = (said(channel, f"prospects_at_{point}", guessed) for point in ("zero", "double"))
    if not channel.spend or not channel.prospects:
        stopped = doubled = None
    low, high = (
        (None, None) if prospects is None else (channel.origin("prospects").low, channel.origin("prospects").high)
    )
    idle = channel.prospects != prospects  # What it would bring at a spend that is not there may be low or high too.
    return Row(
        channel.name, spend, prospects, stopped, None if channel.curve == "flat" else doubled,
        None if idle else low, None if idle else high,
    )  # fmt: skip


def said(owner: Sourced, fact: str, guessed: bool) -> float | None:
    """Return a fact; None where it is a guess and guesses are not wanted."""
    value: float | None = getattr(owner, fact)
    return value if guessed or owner.origin(fact).kind != "guessed" else None


def _short(value: float) -> float:
    """Return a number without the dust of what it was multiplied by."""
    return float(f"{value:.15g}")


def _values(owner: Sourced, old: Sourced, new: Sourced, *, guesses_stay: bool) -> dict[str, Any]:
    """Return the facts of ``owner`` to change: those that differ between ``old`` and ``new``, with their origins."""
    names = [name for name in type(new).model_fields if name not in ("channels", "origins")]
    moved = {name for name in names if _told(old, name) != _told(new, name)}
    if guesses_stay:
        moved = {name for name in moved if old.origin(name) != new.origin(name)}
    values = {name: getattr(new, name) for name in moved}
    kept = [each for each in owner.origins if each.fact not in moved]
    told = [each for each in new.origins if each.fact in moved]
    return {**values, "origins": [*kept, *told]}


def _told(owner: Sourced, name: str) -> tuple[Any, Origin]:
    return getattr(owner, name), owner.origin(name)


def _channels(
    business: Business, old: Business, new: Business, before: Answers, after: Answers, *, guesses_stay: bool
) -> Sequence[Channel]:
    """Return the channels as they are then: each with its further facts, those taken out gone, new ones added."""
    renamed = len(before.channels) == len(after.channels)
    found = []
    for place, channel in enumerate(new.channels):
        name = old.channels[place].name if renamed and place < len(old.channels) else channel.name
        mine = next((each for each in business.channels if each.name == name), None)
        was = next((each for each in old.channels if each.name == name), None)
        values = None if mine is None or was is None else _values(mine, was, channel, guesses_stay=guesses_stay)
        found.append(channel if mine is None or values is None else mine.changed(**values))
    return found
