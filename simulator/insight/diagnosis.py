"""Sales, marketing, or both: which function holds the company back, by two rules that may disagree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Literal

from simulator.cases import Verdict
from simulator.facts.business import Business
from simulator.facts.frozen_map import FrozenMap
from simulator.insight.decomposition import Coalition, lmdi, shapley
from simulator.insight.levels import FUNCTION_OF, Driver, Function, Level, levels
from simulator.insight.ranking import Lead, Return, lead
from simulator.model.question import Question

Agreement = Literal["agree", "too close", "past the steep part", "more elsewhere"]


@dataclass(frozen=True)
class Gap:
    """What a month's prospects come to spend with us each month, today against the acceptable levels."""

    today: float
    """Prospects × win rate × share of wallet × wallet, money per month."""
    acceptable: float
    parts: Mapping[Driver, float]
    """What each driver adds to today's (or takes from it); they sum to ``today`` less ``acceptable``."""
    method: Literal["lmdi", "shapley"]


@dataclass(frozen=True)
class Diagnosis:
    """A company's bottleneck with its reasons."""

    levels: tuple[Level, Level, Level]
    """Prospects, win rate and share of wallet."""
    verdict: Verdict
    functions: tuple[Function, ...]
    """What the verdict names, the one to start with first."""
    lead: Lead
    agreement: Agreement
    """Whether the marginal return says the same; if not, why."""
    gap: Gap

    @property
    def ruled(self) -> Return:
        """The marginal return of the function the verdict starts with."""
        return next(each for each in self.lead.returns if each.function == self.functions[0])

    def level(self, driver: Driver) -> Level:
        """Return one driver's level."""
        return next(each for each in self.levels if each.driver == driver)


def diagnose(question: Question) -> Diagnosis:
    """Return what holds the company back today, whatever the plan.

    Few conversions on enough prospects: sales. Good conversion on too few prospects: marketing. Both
    short: both. Neither: share of wallet. Where both are short, the one to start with is the one whose
    next unit of money brings more.
    """
    return _diagnose(question.today)


@lru_cache(maxsize=256)
def _diagnose(today: Question) -> Diagnosis:
    business = today.business
    found, ahead = levels(business), lead(today)
    verdict, functions = _verdict(found, ahead)
    return Diagnosis(found, verdict, functions, ahead, _agreement(found, functions, ahead), gap(business, found))


def gap(business: Business, found: tuple[Level, Level, Level]) -> Gap:
    """Return what the gap to the acceptable levels consists of, with no remainder.

    Source: LMDI, Ang (2004); Shapley (1953) where a factor is zero.
    """
    today = {level.driver: level.today for level in found}
    wanted = {level.driver: level.acceptable for level in found}
    exact = all(value > 0 for value in (*today.values(), *wanted.values()))
    parts = lmdi(_named(wanted), _named(today)) if exact else shapley(list(today), _products(wanted, today))
    return Gap(
        today=prod(today.values()) * business.wallet,
        acceptable=prod(wanted.values()) * business.wallet,
        parts=FrozenMap({driver: parts[driver] * business.wallet for driver in today}),
        method="lmdi" if exact else "shapley",
    )


def _verdict(found: tuple[Level, Level, Level], ahead: Lead) -> tuple[Verdict, tuple[Function, ...]]:
    few_prospects, few_wins, _ = (level.short for level in found)
    if few_prospects and few_wins:
        first, second = (each.function for each in ahead.returns if each.function != "upsell")
        return "both", (first, second)
    if few_wins:
        return "sales", ("conversion",)
    return ("marketing", ("prospecting",)) if few_prospects else ("share of wallet", ("upsell",))


def _agreement(found: tuple[Level, Level, Level], functions: tuple[Function, ...], ahead: Lead) -> Agreement:
    if ahead.first.function in functions:
        return "agree"
    if not ahead.clear:
        return "too close"
    level = next(each for each in found if FUNCTION_OF[each.driver] == functions[0])
    return "past the steep part" if level.today >= level.reference * (1 - 1e-9) else "more elsewhere"


def _named(factors: dict[Driver, float]) -> dict[str, float]:
    return {str(name): value for name, value in factors.items()}


def _products(
    before: dict[Driver, float], after: dict[Driver, float]
) -> Callable[[Sequence[Coalition]], Sequence[float]]:
    def values(groups: Sequence[Coalition]) -> list[float]:
        return [prod(after[name] if name in group else before[name] for name in before) for group in groups]

    return values
