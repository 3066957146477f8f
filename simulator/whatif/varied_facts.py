"""Which facts can be moved to see what depends on them, and which of them move together."""

from __future__ import annotations

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.curve_facts import CHANNEL_CURVE, CHURN_CURVE, SHARE_CURVE, WIN_RATE_CURVE, CurveFacts

SINGLE = (
    *("sales_cycle_months", "share_new", "share_adjustment", "customers", "churn", "wallet"),
    *("gross_margin", "first_order", "discount_rate"),
)
OF_CHANNELS = ("carryover", "win_rate_index", "value_index")
IF_STATED = ("conversion_ramp_months", "upsell_ramp_months", "added_quality")
"""Facts to move only where they are not at their default: there nothing is said of them."""


def movable(business: Business) -> list[dict[str, float]]:
    """Return the facts to move, those that move together in one entry, the one that names it first."""
    found: list[dict[str, float]] = []
    for facts in (WIN_RATE_CURVE, SHARE_CURVE, *([CHURN_CURVE] if business.churn_at_zero is not None else [])):
        found += _of_curve(business, facts, "")
    curved = {name for entry in found for name in entry}
    found += [{name: getattr(business, name)} for name in SINGLE if name not in curved | {"customers"}]
    found += _stated(business, "")
    known = {f"channels.{c.name}.customers": c.customers for c in business.channels if c.customers}
    found.append({"customers": business.customers, **known})
    for channel in business.channels:
        prefix = f"channels.{channel.name}."
        found += _of_curve(channel, CHANNEL_CURVE, prefix)
        found += [{prefix + name: getattr(channel, name)} for name in OF_CHANNELS if _matters(business, name)]
        found += _stated(channel, prefix)
    return found


def _stated(owner: Business | Channel, prefix: str) -> list[dict[str, float]]:
    fields = type(owner).model_fields
    names = [name for name in IF_STATED if name in fields and getattr(owner, name) != fields[name].default]
    return [{prefix + name: getattr(owner, name)} for name in names]


def _matters(business: Business, name: str) -> bool:
    return name == "carryover" or len(business.channels) > 1


def _of_curve(owner: Business | Channel, facts: CurveFacts, prefix: str) -> list[dict[str, float]]:
    """Return the curve as a whole, then each of its other facts alone."""
    fields = [facts.fields["today"], *(field for fact, field in facts.fields.items() if fact != "today")]
    stated = {prefix + field: float(value) for field in fields if (value := getattr(owner, field)) is not None}
    if facts.family and getattr(owner, facts.family) == "flat":
        return [stated]
    whole, *others = stated
    return [stated, *({field: stated[field]} for field in others)] if stated[whole] else []
