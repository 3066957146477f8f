"""The facts of a company as the form of all facts groups them; each fact stands in one group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.curve_facts import CHANNEL_CURVE, CHURN_CURVE, SHARE_CURVE, WIN_RATE_CURVE, CurveFacts
from simulator.facts.paths import path_of
from simulator.facts.plan import CONVERSION, UPSELL, Function


@dataclass(frozen=True)
class Bend:
    """One response curve of a company: of what, on which lever, through which facts."""

    owner: Business | Channel
    curve: CurveFacts
    lever: str
    function: Function

    @property
    def paths(self) -> dict[str, str]:
        """The path of each of its points: zero, today and so on."""
        return {point: path_of(self.owner, field) for point, field in self.curve.fields.items()}

    @property
    def today(self) -> str:
        """The path of what is so today."""
        return self.paths["today"]


@dataclass(frozen=True)
class Group:
    """Facts that belong together: first those of no curve, then the curves."""

    key: str
    title: str
    facts: tuple[str, ...]
    """Paths."""
    bends: tuple[Bend, ...] = ()


CHANNEL_FACTS = (
    "spend", "reference_spend", "customers", "pipeline", "win_rate_index", "value_index", "carryover", "added_quality",
)  # fmt: skip
OF_THE_COMPANY: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "conversion": (
        "Turning prospects into customers",
        ("conversion_spend", "conversion_reference_spend", "sales_cycle_months", "pipeline", "conversion_ramp_months"),
    ),
    "customers": (
        "The customers you have",
        ("customers", "wallet", "upsell_spend", "upsell_reference_spend", "share_new", "share_adjustment", "share_won",
         "upsell_ramp_months"),
    ),
    "money": ("Money", ("gross_margin", "first_order", "fixed_cost", "discount_rate")),
    "acceptable": ("What is acceptable to you", ("acceptable_prospects", "acceptable_win_rate", "acceptable_share")),
    "slip": ("How far it may slip", ("win_rate_low", "share_low", "churn_high")),
}  # fmt: skip
OF_CURVES: Mapping[str, tuple[tuple[CurveFacts, str, Function], ...]] = {
    "conversion": ((WIN_RATE_CURVE, CONVERSION, "conversion"),),
    "customers": ((SHARE_CURVE, UPSELL, "upsell"), (CHURN_CURVE, UPSELL, "upsell")),
}


def groups_of(business: Business) -> Iterator[Group]:
    """Yield the groups, channel by channel first."""
    for place, channel in enumerate(business.channels):
        facts = tuple(path_of(channel, fact) for fact in CHANNEL_FACTS)
        bend = Bend(channel, CHANNEL_CURVE, channel.name, "prospecting")
        yield Group(f"channel_{place}", f"Prospects from {channel.name}", facts, (bend,))
    for key, (title, facts) in OF_THE_COMPANY.items():
        bends = tuple(Bend(business, *each) for each in OF_CURVES.get(key, ()))
        yield Group(key, title, facts, bends)


def paths_in(group: Group) -> tuple[str, ...]:
    """Return the path of every fact of a group, those of its curves and the choice of their family among them."""
    families = [path_of(bend.owner, bend.curve.family) for bend in group.bends if bend.curve.family]
    return (*group.facts, *(path for bend in group.bends for path in bend.paths.values()), *families)
