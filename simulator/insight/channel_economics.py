"""What each channel costs, what its customers are worth, and where to lean in or ease off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.facts.business import Business
from simulator.facts.plan import Plan
from simulator.model.outcome import Outcome
from simulator.model.question import Question
from simulator.optimise.recommendation import recommend

LONGEST_PAYBACK = 120
"""Months within which payback is looked for."""
LEAST_MOVE = 0.02
"""Least share of the budget by which the best split must differ to be worth a word."""


@dataclass(frozen=True)
class ChannelEconomics:
    """One channel in the last month of the horizon. Ratios are None where there is nothing to divide by."""

    name: str
    spend: float
    """Money per month."""
    prospects: float
    """Per month."""
    wins: float
    """Prospects per month who decide for us."""
    win_rate: float
    cost_per_prospect: float | None
    """Channel spend ÷ prospects."""
    cost_per_customer: float | None
    """Channel spend and the sales effort spent on its prospects ÷ wins."""
    customer_value: float
    """Gross margin of one new customer over its life, discounted, less the account care it gets: money."""
    value_to_cost: float | None
    payback_months: int | None
    """Months from the first order until a customer has paid back its cost; None where not in `LONGEST_PAYBACK`."""
    average: float | None
    """What the channel's whole spend brings over the horizon, money per money."""
    marginal: float
    """What its next unit of money brings, money per money."""
    flatters: bool
    """Whether the average misleads: the next unit brings less than half of it, or the average alone beats what the
    next unit brings on every other lever."""


@dataclass(frozen=True)
class Advised:
    """A channel to put more on or less, and by how much the best split would. Returns are money per money."""

    channel: str
    spend: float
    best: float
    marginal: float
    elsewhere: float
    """Marginal return on the best other lever where to ease off, on the weakest where to focus."""
    other: str
    """That lever."""


@dataclass(frozen=True)
class Channels:
    """All channels under one plan."""

    channels: tuple[ChannelEconomics, ...]
    focus: Advised | None
    ease_off: Advised | None
    outcome: Outcome

    @property
    def by_worth(self) -> tuple[ChannelEconomics, ...]:
        """Those that bring customers at a cost, by what a customer is worth for what it costs, the best first.

        It rests on the average of all spent; where the next unit of money brings most is another question.
        """
        rated = [channel for channel in self.channels if channel.value_to_cost is not None]
        return tuple(sorted(rated, key=lambda channel: -(channel.value_to_cost or 0.0)))


@lru_cache(maxsize=128)
def channel_economics(question: Question) -> Channels:
    """Return what each channel costs and brings under the plan, and which to lean on."""
    plan, marginal = question.plan, question.marginal
    each = tuple(_economics(question, place, average) for place, average in enumerate(_averages(question)))
    advice = recommend(question)
    best = advice.optimum.plan if advice.gains else plan
    return Channels(each, _focus(plan, best, marginal), _ease_off(plan, best, marginal), question.outcome)


@dataclass(frozen=True)
class Life:
    """What one new customer of a channel brings and costs from its first month on, at the horizon's last care."""

    first: float
    """Gross margin of the first order."""
    margin: float
    """Gross margin per month at the whole wallet."""
    care: float
    """Account care per month."""
    kept: float
    """Share of customers kept per month."""
    share_new: float
    share_settled: float
    adjustment: float
    """Share of the way to the settled share of wallet gone each month."""
    discount: float
    """Per month."""

    @property
    def value(self) -> float:
        """Discounted over the whole life: money."""
        forever = 1 / (1 - self.kept / (1 + self.discount))
        while_new = 1 / (1 - self.kept * (1 - self.adjustment) / (1 + self.discount))
        share = self.share_settled * forever + (self.share_new - self.share_settled) * while_new
        return self.first + self.margin * share - self.care * forever

    def payback(self, cost: float) -> int | None:
        """Return the months until what it brought, less its care, covers ``cost``; None where not that soon."""
        month = np.arange(LONGEST_PAYBACK)
        share = self.share_settled + (self.share_new - self.share_settled) * (1 - self.adjustment) ** month
        brought = self.first + np.cumsum((self.margin * share - self.care) * self.kept**month)
        covered = brought >= cost
        return int(np.argmax(covered)) + 1 if covered.any() else None


def life_of(business: Business, outcome: Outcome, place: int) -> Life:
    """Return the life of one new customer of the channel at ``place``."""
    run = outcome.run
    kept = float(np.ravel(run.retention)[-1])
    heads = float(outcome.customers[-1])
    care = float(np.ravel(run.spend)[-1]) / heads if heads else 0.0
    value_index = float(np.ravel(run.funnel.value_index)[place])
    return Life(
        first=business.gross_margin * business.first_order,
        margin=business.gross_margin * business.wallet * value_index,
        care=care,
        kept=kept,
        share_new=business.share_new,
        share_settled=float(np.ravel(run.share)[-1]),
        adjustment=business.share_adjustment,
        discount=float(run.funnel.monthly_discount),
    )


def _economics(question: Question, place: int, average: float | None) -> ChannelEconomics:
    plan, outcome, marginal = question.plan, question.outcome, question.marginal
    name = question.levers[place]
    prospects, wins = float(outcome.prospects_by_channel[place, -1]), float(outcome.wins_by_channel[place, -1])
    qualified = outcome.qualified_prospects_by_channel[:, -1]
    effort = plan.conversion * float(qualified[place] / qualified.sum()) if qualified.sum() else 0.0
    cost = (plan[name] + effort) / wins if wins else None
    life = life_of(question.business, outcome, place)
    elsewhere = max(brings for lever, brings in marginal.items() if lever != name)
    return ChannelEconomics(
        name=name,
        spend=plan[name],
        prospects=prospects,
        wins=wins,
        win_rate=wins / prospects if prospects else 0.0,
        cost_per_prospect=plan[name] / prospects if prospects else None,
        cost_per_customer=cost,
        customer_value=life.value,
        value_to_cost=life.value / cost if cost else None,
        payback_months=None if cost is None else life.payback(cost),
        average=average,
        marginal=marginal[name],
        flatters=average is not None and average > 0 and _misleads(average, marginal[name], elsewhere),
    )


def _misleads(average: float, marginal: float, elsewhere: float) -> bool:
    return marginal < average / 2 or average > elsewhere > marginal


def _averages(question: Question) -> list[float | None]:
    """Return, per channel, what is lost without its spend, per unit of it; None where nothing is spent."""
    amounts = np.array(question.plan.amounts)
    without = (amounts - np.diag(amounts))[: len(question.business.channels)]
    brings = question.values_of(np.vstack([amounts, without]))
    return [
        float(brings[0] - rest) / (question.months * float(spend)) if spend else None
        for rest, spend in zip(brings[1:], amounts, strict=False)
    ]


def _focus(plan: Plan, best: Plan, marginal: Mapping[str, float]) -> Advised | None:
    """Return the channel whose next unit brings most of those the best split gives clearly more."""
    more = [name for name in plan.prospecting if best[name] - plan[name] > LEAST_MOVE * plan.total]
    if not more:
        return None
    name = max(more, key=lambda channel: marginal[channel])
    other = min((lever for lever in marginal if lever != name), key=lambda lever: marginal[lever])
    return Advised(name, plan[name], best[name], marginal[name], marginal[other], other)


def _ease_off(plan: Plan, best: Plan, marginal: Mapping[str, float]) -> Advised | None:
    """Return the channel whose next unit brings least of those the best split gives clearly less."""
    less = [name for name in plan.prospecting if plan[name] - best[name] > LEAST_MOVE * plan.total]
    if not less:
        return None
    name = min(less, key=lambda channel: marginal[channel])
    other = max((lever for lever in marginal if lever != name), key=lambda lever: marginal[lever])
    return Advised(name, plan[name], best[name], marginal[name], marginal[other], other)
