"""Sales, marketing, or both: which function holds the company back, and whether the next unit of money agrees."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import fsum, prod
from typing import Literal

from simulator.cases import Verdict
from simulator.facts.business import Business
from simulator.facts.frozen_map import FrozenMap
from simulator.facts.measures import METRICS, Metric
from simulator.facts.plan import CONVERSION, UPSELL, Function, Plan
from simulator.insight.decomposition import Coalition, lmdi, shapley
from simulator.insight.levels import FUNCTION_OF, Driver, Level, levels
from simulator.insight.ranking import MarginalRanking, Return, marginal_ranking
from simulator.model.outcome import discount
from simulator.model.question import Question
from simulator.optimise.recommendation import Recommendation, recommend

AS_GOOD = 0.02
"""Where nothing is short and the best split is worth less than this share, today's split is as good as the best."""

Agreement = Literal["agree", "too close", "soon used up", "more elsewhere", "nothing short"]


@dataclass(frozen=True)
class LevelGap:
    """What a month's prospects come to spend with us each month, with today's plan against the acceptable levels."""

    today: float
    """Prospects × win rate × share of wallet × wallet, money per month; each as in `Level.compared`."""
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
    """Those that fall short, the one whose next unit of money brings most first; none where nothing does."""
    ranking: MarginalRanking
    agreement: Agreement
    """Whether the marginal return says the same; if not, why."""
    level_gap: LevelGap
    today: Plan
    best: Recommendation
    """The best split of today's total, and what it is worth."""
    as_good: bool
    """Whether today's split is about as good as the best: worth less than `AS_GOOD` of what today's brings."""
    much_helps: bool
    """Whether twice the effort that the facts speak of, split best, brings more than none, its cost left aside."""

    @property
    def ruled(self) -> Return | None:
        """The marginal return of the function the verdict starts with; None where nothing is short."""
        return next((each for each in self.ranking.returns if each.function in self.functions[:1]), None)

    def level(self, driver: Driver) -> Level:
        """Return one driver's level."""
        return next(each for each in self.levels if each.driver == driver)

    def level_of(self, function: Function) -> Level:
        """Return the level of what a function is there for."""
        return next(each for each in self.levels if FUNCTION_OF[each.driver] == function)

    def more(self, function: Function) -> float:
        """Return what the best split spends on the function beyond today, money per month."""
        return spent_on(self.best.optimum.plan, function) - spent_on(self.today, function)


def diagnose(question: Question) -> Diagnosis:
    """Return what holds the company back today, whatever the plan.

    A function is named where its driver falls short, as `Level.short` says. Sales and marketing short: both,
    whatever the share of wallet; else the one named first; nothing short: neither.
    """
    return _diagnose(question.today)


@lru_cache(maxsize=256)
def _diagnose(today: Question) -> Diagnosis:
    found, ahead, best = levels(today), marginal_ranking(today), recommend(today)
    short = {FUNCTION_OF[level.driver] for level in found if level.short}
    functions = tuple(each.function for each in ahead.returns if each.function in short)
    return Diagnosis(
        levels=found,
        verdict=_verdict(functions),
        functions=functions,
        ranking=ahead,
        agreement=_agreement(today.plan, functions, ahead, best.optimum.plan),
        level_gap=level_gap(today.business, found),
        today=today.plan,
        best=best,
        as_good=best.gain <= AS_GOOD * abs(before_costs(today)),
        much_helps=ahead.first.marginal > 0 or _much_helps(today),
    )


def other_measures(question: Question) -> dict[Metric, Diagnosis]:
    """Return the diagnosis by each other measure, where it names other functions, or another first, than by this."""
    here = diagnose(question).functions
    others: dict[Metric, Diagnosis] = {
        each: diagnose(replace(question, metric=each)) for each in METRICS if each != question.metric
    }
    return {each: found for each, found in others.items() if found.functions != here}


def before_costs(question: Question) -> float:
    """Return what the plan brings before the budget and fixed cost: a size that costs cannot bring near zero."""
    if question.metric == "revenue":
        return question.value
    equity = question.metric == "customer_equity"
    factors = discount(question.outcome.run).ravel() if equity else [1.0] * question.months
    return question.value + fsum(factors) * (question.plan.total + question.business.fixed_cost)


def _much_helps(today: Question) -> bool:
    efforts = today.business.efforts
    nothing, much = (
        before_costs(today.about(Plan.of(today.levers, [by * effort for effort in efforts]))) for by in (0.0, 2.0)
    )
    return much > nothing + 1e-9 * abs(nothing)


def spent_on(plan: Plan, function: Function) -> float:
    """Return what a plan spends on a function, money per month."""
    return {"prospecting": fsum(plan.prospecting.values()), CONVERSION: plan.conversion, UPSELL: plan.upsell}[function]


def level_gap(business: Business, found: tuple[Level, Level, Level]) -> LevelGap:
    """Return what the gap to the acceptable levels consists of, with no remainder.

    Source: LMDI, Ang (2004); Shapley (1953) where a factor is zero.
    """
    today = {level.driver: level.compared for level in found}
    wanted = {level.driver: level.acceptable for level in found}
    exact = all(value > 0 for value in (*today.values(), *wanted.values()))
    parts = lmdi(_named(wanted), _named(today)) if exact else shapley(list(today), _products(wanted, today))
    return LevelGap(
        today=prod(today.values()) * business.wallet,
        acceptable=prod(wanted.values()) * business.wallet,
        parts=FrozenMap({driver: parts[driver] * business.wallet for driver in today}),
        method="lmdi" if exact else "shapley",
    )


def _verdict(functions: tuple[Function, ...]) -> Verdict:
    if {"prospecting", "conversion"} <= set(functions):
        return "both"
    named: dict[Function, Verdict] = {"prospecting": "marketing", "conversion": "sales", "upsell": "share of wallet"}
    return named[functions[0]] if functions else "neither"


def _agreement(today: Plan, functions: tuple[Function, ...], ahead: MarginalRanking, best: Plan) -> Agreement:
    if not functions:
        return "nothing short"
    if ahead.first.function in functions:
        return "agree"
    if not ahead.clear:
        return "too close"
    gets = {each: spent_on(best, each) - spent_on(today, each) for each in (functions[0], ahead.first.function)}
    return "soon used up" if gets[functions[0]] > max(gets[ahead.first.function], 0.0) else "more elsewhere"


def _named(factors: dict[Driver, float]) -> dict[str, float]:
    return {str(name): value for name, value in factors.items()}


def _products(
    before: dict[Driver, float], after: dict[Driver, float]
) -> Callable[[Sequence[Coalition]], Sequence[float]]:
    def values(groups: Sequence[Coalition]) -> list[float]:
        return [prod(after[name] if name in group else before[name] for name in before) for group in groups]

    return values
