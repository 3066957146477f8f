"""A channel as a person describes a new one: paid for today, begun only in the plan, or free."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from simulator.facts.channel import Channel
from simulator.facts.declaration import InvalidInput, Problem, declaration

Kind = Literal["paid", "begun", "free"]
ASKED: Mapping[Kind, tuple[str, ...]] = {
    "paid": ("spend", "prospects", "prospects_at_zero", "prospects_at_double"),
    "begun": ("reference_spend", "prospects", "prospects_at_double"),
    "free": ("prospects",),
}
"""The facts that describe a channel of each kind."""


def new_channel(kind: Kind, name: str, facts: Mapping[str, float | None]) -> Channel:
    """Return the channel; `InvalidInput` names, by field, what is missing or does not fit.

    One that is begun brings nothing without spend; a free one brings its prospects whatever is spent.
    """
    given = {field: facts.get(field) for field in ASKED[kind]}
    if missing := [field for field, value in given.items() if value is None]:
        raise InvalidInput(*(_problem(field, None, "it is needed") for field in missing))
    amounts = {field: float(value) for field, value in given.items() if value is not None}
    if kind == "free":
        prospects = amounts["prospects"]
        return Channel(name=name, spend=0.0, prospects=prospects, prospects_at_zero=prospects, curve="flat")
    amounts = {"spend": 0.0, "prospects_at_zero": 0.0} | amounts
    _check(kind, amounts)
    return Channel(
        name=name,
        spend=amounts["spend"],
        prospects=amounts["prospects"],
        prospects_at_zero=amounts["prospects_at_zero"],
        prospects_at_double=amounts["prospects_at_double"],
        reference_spend=amounts.get("reference_spend"),
    )


def _check(kind: Kind, amounts: Mapping[str, float]) -> None:
    """Raise `InvalidInput` where no curve goes through the three points, in words that need none."""
    spend = "reference_spend" if kind == "begun" else "spend"
    now, zero, double = (amounts[f"prospects{end}"] for end in ("", "_at_zero", "_at_double"))
    if amounts[spend] == 0:
        raise InvalidInput(_problem(spend, 0.0, "it must be above 0, or the channel be one you do not pay for"))
    if now == 0:
        raise InvalidInput(_problem("prospects", 0.0, "it must be above 0"))
    if zero >= now:
        raise InvalidInput(_problem("prospects_at_zero", zero, f"it must be below {now:g}, what the spend brings"))
    if not now < double < 2 * now - zero:
        allowed = f"it must lie between {now:g} and {2 * now - zero:g}: each further spend brings a little less"
        raise InvalidInput(_problem("prospects_at_double", double, allowed))


def _problem(field: str, value: object, allowed: str) -> Problem:
    return Problem(field, str(declaration(Channel, field)["title"]), value, allowed)
