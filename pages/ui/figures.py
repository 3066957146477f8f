"""The figures of the plan on show beside today's: all from `simulate` and its exact derivatives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pages.ui.text.formats import MoneyFormat, money_format
from simulator.facts.business import Business
from simulator.facts.measures import Metric
from simulator.facts.plan import CONVERSION, UPSELL, Plan
from simulator.facts.round_step import nice_step
from simulator.model.outcome import Outcome
from simulator.model.question import Question
from simulator.workspace.scenario import Workspace

ABOUT = 0.05
"""Returns closer than this share of the larger are called about the same."""


@dataclass(frozen=True)
class Figures:
    """One plan's outcome beside today's, and what more money on each lever would bring."""

    question: Question
    outcome: Outcome
    today: Outcome
    marginal: Mapping[str, float]
    """What the next unit of money spent on each lever brings back in the measure over the horizon."""
    step: float
    """The next round amount a month that `next_step` is about."""
    next_step: dict[str, float]
    """What that amount a month on each lever would add to the measure over the horizon."""
    other_facts: str = ""
    """The scenario's name where its facts are not those of the first one; else empty."""

    @property
    def business(self) -> Business:
        """The company's facts."""
        return self.question.business

    @property
    def plan(self) -> Plan:
        """The plan on show."""
        return self.question.plan

    @property
    def months(self) -> int:
        """The horizon."""
        return self.question.months

    @property
    def metric(self) -> Metric:
        """The measure."""
        return self.question.metric

    @property
    def money(self) -> MoneyFormat:
        """How the company writes money."""
        return money_format(self.business.currency)

    @property
    def total(self) -> float:
        """The measure over the horizon under this plan."""
        return self.outcome.total(self.metric)

    @property
    def total_today(self) -> float:
        """The measure over the horizon under today's plan."""
        return self.today.total(self.metric)

    @property
    def ranking(self) -> list[str]:
        """Levers by what the next step brings, the most first."""
        return sorted(self.next_step, key=lambda lever: -self.next_step[lever])

    @property
    def bottleneck(self) -> str | None:
        """The lever whose next unit of money returns clearly most, and its next step too; None where two are close.

        None also where no money brings anything back: then nothing holds the others back.
        """
        first = max(self.marginal, key=lambda lever: self.marginal[lever])
        clear = not self.close and first == self.ranking[0] and self.marginal[first] > 0
        return first if clear else None

    @property
    def close(self) -> bool:
        """Whether the two levers whose next unit of money returns most are about alike."""
        first, second = sorted(self.marginal.values(), reverse=True)[:2]
        return first - second <= ABOUT * abs(first)

    @property
    def balanced(self) -> bool:
        """Whether all levers that get money return about the same: the mark of a best split."""
        funded = [self.marginal[lever] for lever in self.plan.levers if self.plan[lever] > 0]
        return bool(funded) and max(self.marginal.values()) - min(funded) <= ABOUT * abs(max(funded))


def figures_of(workspace: Workspace) -> Figures:
    """Return the figures of the scenario on show."""
    question = workspace.question
    step = 10 * nice_step(question.today.plan.total, question.unit)
    tried = np.array(question.plan.amounts) + step * np.eye(len(question.levers))
    added = question.values_of(tried) - question.value
    return Figures(
        question=question,
        outcome=question.outcome,
        today=question.today.outcome,
        marginal=question.marginal,
        step=step,
        next_step=dict(zip(question.levers, map(float, added), strict=True)),
        other_facts="" if question.business == workspace.scenarios[0].business else workspace.scenario.name,
    )


def effort(business: Business, lever: str, outcome: Outcome, plan: Plan) -> float:
    """Return money a month per prospect (conversion) or per customer (upsell) in the last month."""
    if lever == CONVERSION:
        return plan.conversion / max(float(outcome.prospects[-1]), 1e-9)
    if lever == UPSELL:
        return plan.upsell / max(float(outcome.customers[-1]), 1e-9)
    place = business.levers.index(lever)
    run = outcome.run
    slope = run.funnel.prospects.slope(run.adstocked_spend)[-1, place, 0, 0]
    return 1 / max(float(slope), 1e-12)
