"""Published and exact results, computed anew by the code that answers everything else."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.facts.curves import Curve, Family, calibrate
from simulator.facts.roots import bisected
from simulator.insight.decomposition import Coalition, lmdi, shapley
from simulator.optimise.solver import best_split
from simulator.optimise.splits import Floats, Limits, Split

SHAPES: tuple[Family, ...] = ("exponential", "michaelis-menten")


@dataclass(frozen=True)
class Compared:
    """One published number beside the same number computed here."""

    what: str
    published: str
    """As it is printed, so that its last digit says how exact it is."""
    computed: float

    @property
    def digits(self) -> int:
        """Digits behind the point."""
        return len(self.published.partition(".")[2])

    @property
    def agrees(self) -> bool:
        """Whether it is the same to within one unit of the last digit printed: some are cut, others rounded."""
        return abs(self.computed - float(self.published)) <= 1.001 * 10.0**-self.digits


@dataclass(frozen=True)
class Check:
    """One published result: whose, from which inputs, and each number of it."""

    title: str
    source: str
    inputs: str
    results: tuple[Compared, ...]

    @property
    def agrees(self) -> bool:
        """Whether all its numbers do."""
        return all(each.agrees for each in self.results)


@lru_cache(maxsize=1)
def published_checks() -> tuple[Check, ...]:
    """Return every check."""
    return (
        _adbudg(), _three_facts(), _customer_equity(), _two_channels(), _three_levers(), *_s_shape(), *_shared_out(),
        _flat_maximum(),
    )  # fmt: skip


def _adbudg() -> Check:
    curve = calibrate("adbudg", 1.0, zero=40.0, today=100.0, half_more=120.0, ceiling=160.0)
    return Check(
        "A curve from a manager's judgement (ADBUDG)", "Little 1970",
        "40, 100, 120 and 160 at zero, today, half as much again and saturation",
        (Compared("exponent", "1.70951", float(curve.power)), Compared("at half", "68.10", float(curve.at(0.5))),
         Compared("at double", "131.90", float(curve.at(2.0))),
         Compared("elasticity today", "0.51285", float(curve.elasticity(1.0)))),
    )  # fmt: skip


def _three_facts() -> Check:
    bent, slow = (calibrate(family, 1.0, zero=40.0, today=100.0, double=130.0) for family in SHAPES)
    return Check(
        "A curve from three facts, in both shapes", "exact", "40, 100 and 130 at zero, today and double",
        (Compared("most, exponential", "160", float(bent.ceiling)),
         Compared("elasticity", "0.4159", float(bent.elasticity(1.0))),
         Compared("most, Michaelis–Menten", "220", float(slow.ceiling)),
         Compared("elasticity", "0.4000", float(slow.elasticity(1.0)))),
    )  # fmt: skip


def _customer_equity() -> Check:
    acquire = calibrate("exponential", 6.0, zero=0.0, today=0.25, ceiling=0.45)
    retain = calibrate("exponential", 10.0, zero=0.0, today=0.50, ceiling=0.80)

    def lifetime(spend: float) -> float:
        kept = float(retain.at(spend))
        return 60 + (60 * kept - spend) / (1.1 - kept)

    def falling(spend: float) -> float:
        kept, slope = float(retain.at(spend)), float(retain.slope(spend))
        return (1 - 60 * slope) * (1.1 - kept) - (60 * kept - spend) * slope

    kept_at = bisected(falling, 1.0, 60.0)
    won_at = bisected(lambda spend: 1 - float(acquire.slope(spend)) * lifetime(kept_at), 1.0, 60.0)

    def equity(won: float, kept: float) -> float:
        return float(acquire.at(won)) * lifetime(kept) - won

    return Check(
        "Acquisition against retention", "Blattberg & Deighton 1996",
        "6 to acquire .25 of at most .45; 10 to retain .50 of at most .80; margin 60; discount .10",
        (Compared("equity today", "17.3333", equity(6.0, 10.0)), Compared("best acquisition spend", "14.2037", won_at),
         Compared("best retention spend", "22.1696", kept_at),
         Compared("equity at best", "28.8499", equity(won_at, kept_at))),
    )  # fmt: skip


def _best(objective: Callable[[Floats], tuple[Floats, Floats]], total: float, levers: int, *, concave: bool) -> Split:
    within = Limits(total, np.zeros(levers), np.full(levers, total))
    return best_split(objective, within, np.full((1, levers), total / levers), concave=concave)


def _summed(curves: Curve) -> Callable[[Floats], tuple[Floats, Floats]]:
    return lambda plans: (curves.at(plans).sum(axis=1), curves.slope(plans))


def _two_channels() -> Check:
    curves = Curve("exponential", np.zeros(2), np.array([120.0, 80.0]), np.array([100.0, 1 / 0.03]))
    best = _best(_summed(curves), 200.0, 2, concave=True)
    return Check(
        "The best split of 200 over two channels", "Mantrala, Sinha & Zoltners 1992",
        "120(1 − e^(−.01x)) and 80(1 − e^(−.03x))",
        (Compared("first", "132.6713", float(best.plan[0])), Compared("second", "67.3287", float(best.plan[1])),
         Compared("value", "157.5443", best.value), Compared("shadow price", "0.318418", float(best.gradient[0]))),
    )  # fmt: skip


def _three_levers() -> Check:
    parts = Curve("exponential", np.array([20, 0.05, 0.3]), np.array([160, 0.25, 0.6]), np.array([4000.0, 5000, 6000]))

    def product(plans: Floats) -> tuple[Floats, Floats]:
        each = parts.at(plans)
        return each.prod(axis=1), each.prod(axis=1, keepdims=True) / each * parts.slope(plans)

    best = _best(product, 10_000.0, 3, concave=False)
    published = {"prospecting": "4309.870", "conversion": "4182.720", "upsell": "1507.410"}
    spent = [Compared(*said, float(at)) for said, at in zip(published.items(), best.plan, strict=True)]
    return Check(
        "Prospects × win rate × share of wallet", "exact; a common solver stops at 6.727849",
        "20 + 140(1 − e^(−x/4000)); .05 + .2(1 − e^(−x/5000)); .3 + .3(1 − e^(−x/6000)); 10,000 to split",
        (*spent, Compared("product", "6.728399", best.value)),
    )  # fmt: skip


def _s_shape() -> tuple[Check, ...]:
    curves = Curve("adbudg", np.zeros(2), np.ones(2), np.ones(2), np.full(2, 2.0))
    return tuple(
        Check(
            f"The trap of S-shaped curves, {total:g} to split", "exact", "x²/(1 + x²), twice",
            (Compared(where, said, _best(_summed(curves), total, 2, concave=False).value),),
        )
        for total, where, said in ((1.0, "all in one", "0.5"), (3.0, "half each", "1.3846"))
    )  # fmt: skip


def _shared_out() -> tuple[Check, ...]:
    before = {"prospects": 1000.0, "win rate": 0.05, "wallet": 400.0}
    after = {"prospects": 1200.0, "win rate": 0.06, "wallet": 380.0}

    def values(groups: Sequence[Coalition]) -> list[float]:
        return [math.prod(after[name] if name in group else before[name] for name in before) for group in groups]

    return tuple(
        Check(
            f"Why a result changed ({name})", source, "1000 × .05 × 400 becomes 1200 × .06 × 380",
            tuple(Compared(cause, text, parts[cause]) for cause, text in zip(before, said, strict=True)),
        )
        for name, source, parts, said in (
            ("LMDI", "Ang 2004", lmdi(before, after), ("4282.39", "4282.39", "-1204.78")),
            ("Shapley", "Shapley 1953", shapley(list(before), values), ("4286.67", "4286.67", "-1213.33")),
        )
    )  # fmt: skip


def _flat_maximum() -> Check:
    power = 0.34

    def loss(times: float) -> float:
        kept: float = (times**power / power - times) / (1 / power - 1)
        return 100 * (1 - kept)

    return Check(
        "How little a budget near the best loses", "exact, for the elasticity of personal selling",
        "a power response of elasticity .34, its best spend taken as 1",
        (Compared("a quarter less loses, in per cent", "1.239", loss(0.75)),
         Compared("a quarter more loses, in per cent", "0.936", loss(1.25))),
    )  # fmt: skip
