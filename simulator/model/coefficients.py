"""The numbers the monthly funnel runs on: a company's facts as coefficients, for one set of facts or many draws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.facts.curves import Curve
from simulator.facts.plan import channels_in
from simulator.model.arrays import Array, sealed_property
from simulator.model.cohorts import ALL, BY_HEADS, BY_WORTH, Cohorts


@dataclass(frozen=True)
class ChannelCurves:
    """The channels' response curves, those of one family evaluated together.

    Each entry of ``families`` says which channels (all of them: a slice; some: their places) lie on its curve.
    """

    families: tuple[tuple[slice | NDArray[np.intp], Curve], ...]

    def at(self, spend: Array) -> Array:
        """Return people per month (months, channels, plans, draws) at that much adstocked spend."""
        return self._each("at", spend)

    def slope(self, spend: Array) -> Array:
        """Return further people per unit of spend, in the same shape."""
        return self._each("slope", spend)

    @property
    def concave(self) -> bool:
        """Whether every channel brings ever less for each further unit of spend."""
        return all(curve.concave for _, curve in self.families)

    def _each(self, method: str, spend: Array) -> Array:
        if len(self.families) == 1:
            return np.asarray(getattr(self.families[0][1], method)(spend))
        facts = [fact for _, curve in self.families for fact in (curve.floor, curve.ceiling, curve.scale, curve.power)]
        shape = np.broadcast_shapes(spend.shape, *((1, *np.shape(fact)[1:]) for fact in facts))
        result = np.empty(shape, np.result_type(spend, float))
        for rows, curve in self.families:
            result[:, rows] = getattr(curve, method)(spend[:, rows])
        return result


@dataclass(frozen=True)
class Funnel:
    """A company's facts as coefficients of the recursion, for one set of facts or for many draws.

    Shapes: (channels, 1, draws or 1) where it says "by channel", (draws,) or () elsewhere.
    """

    levers: tuple[str, ...]
    """Each channel's name, then conversion and upsell."""
    prospects: ChannelCurves
    """From a channel's adstocked spend (money per month) to its prospects (people per month)."""
    equivalent_prospects: ChannelCurves
    """The same, counted in prospects of today's quality (people per month): where added ones are worth less, fewer."""
    carryover: Array
    """By channel: share of a month's adstock that is still there the month after, 0 to 1."""
    spend_today: Array
    """By channel: money per month."""
    conversion_today: Array
    """Sales spend: money per month."""
    conversion_carryover: Array
    """Share of a month's sales effort that is still there the month after, 0 to 1: people take time to work."""
    upsell_today: Array
    """Upsell spend: money per month."""
    upsell_carryover: Array
    """Share of a month's upsell effort that is still there the month after, 0 to 1."""
    win_rate_index: Array
    """By channel: readiness to buy, relative; its mean over today's prospects is 1."""
    value_index: Array
    """By channel: what its customers spend, relative; its mean over today's customers is 1."""
    win_rate: Curve
    """From sales spend per qualified prospect (money) to the share of them who are won, 0 to 1."""
    sales_cycle_months: Array
    """Mean months from a win to the first revenue, 1 or more."""
    share: Curve
    """From account spend per customer (money per month) to the share of wallet that settles, 0 to 1."""
    share_new: Array
    """Share of wallet in a customer's first month, 0 to 1."""
    share_adjustment: Array
    """Share of the way to the settled share of wallet that is gone each month, 0 to 1."""
    churn: Array
    """Share of customers lost per month today, 0 to 1."""
    churn_curve: Curve | None
    """From account spend per customer (money per month) to churn (share per month); None: churn is constant."""
    wallet: Array
    """What one customer spends in the category: money per month."""
    gross_margin: Array
    """Share of revenue left after the cost of what is sold, 0 to 1."""
    first_order: Array
    """One-off revenue from each new customer: money."""
    fixed_cost: Array
    """Money per month that no plan changes."""
    monthly_discount: Array
    """What a month's wait costs, as a share."""
    pipeline: Array
    """By channel: deals won today whose first revenue is still to come, in customers."""
    customers: Array
    """By channel: customers today."""
    wallet_won: Array
    """By channel: customers today times their share of wallet, in customers that spend their whole wallet with us."""

    def with_curve(self, test: Callable[[Curve], NDArray[np.bool_]]) -> NDArray[np.bool_]:
        """Return the levers whose curve, in any draw, passes a test of its coefficients: (levers,)."""
        channels = np.zeros(len(channels_in(self.levers)), bool)
        for rows, curve in self.prospects.families:
            channels[rows] = test(curve).reshape(len(channels[rows]), -1).any(axis=1)
        return np.array([*channels, test(self.win_rate).any(), test(self.share).any()])

    @cached_property
    def remembers(self) -> bool:
        """Whether any channel's spend still works in later months."""
        return bool(np.any(self.carryover))

    @cached_property
    def has_first_orders(self) -> bool:
        """Whether new customers bring one-off revenue."""
        return bool(np.any(self.first_order))

    @cached_property
    def equal_values(self) -> bool:
        """Whether customers of all channels are worth the same."""
        return bool(np.all(np.abs(self.value_index - 1) < 1e-15))

    @sealed_property
    def summed(self) -> Cohorts:
        """Customers as sums alone: by heads and, where channels differ in value, by worth."""
        ones = np.ones_like(self.value_index)
        sums = ones[None] if self.equal_values else np.stack([ones, self.value_index])
        pipeline, customers, wallet_won = (
            np.einsum("cjpd,jpd->cpd", sums, level) for level in (self.pipeline, self.customers, self.wallet_won)
        )
        heads, worth = (ALL, ALL) if self.equal_values else (BY_HEADS, BY_WORTH)
        return Cohorts(heads, worth, sums * self.win_rate_index, pipeline, customers, wallet_won)

    @sealed_property
    def by_origin(self) -> Cohorts:
        """Customers by channel of origin, those of today apart from the new ones."""
        worth = np.concatenate([self.value_index] * 2)
        own = np.concatenate([np.zeros((len(self.customers),) * 2), np.eye(len(self.customers))])
        nothing = np.zeros_like(self.customers)
        pipeline = np.concatenate([np.zeros_like(self.pipeline), self.pipeline])
        customers, wallet_won = (np.concatenate([level, nothing]) for level in (self.customers, self.wallet_won))
        origins = own[:, :, None, None] * self.win_rate_index
        return Cohorts(np.ones_like(worth), worth, origins, pipeline, customers, wallet_won)

    @cached_property
    def concave(self) -> bool:
        """Whether every metric is a jointly concave function of the plan, so that a best split can be proved."""
        curved = self.equivalent_prospects.concave and self.win_rate.concave and self.share.concave
        return self.churn_curve is None and self.equal_values and curved

    @cached_property
    def count(self) -> int:
        """The number of draws."""
        channels = (*self.prospects.families, *self.equivalent_prospects.families)
        curves = [self.share, self.win_rate, *(curve for _, curve in channels)]
        curves += [self.churn_curve] if self.churn_curve else []
        facts = [part for c in curves for part in (c.floor, c.ceiling, c.scale, c.power)]
        facts += [getattr(self, field.name) for field in fields(self)]
        return max(int(fact.shape[-1]) for fact in facts if isinstance(fact, np.ndarray) and fact.ndim)

    def draws(self, part: slice | NDArray[np.intp]) -> Funnel:
        """Return the funnel of some of the draws."""

        def cut(value: Any) -> Any:
            if isinstance(value, Curve):
                return Curve(value.family, *(cut(x) for x in (value.floor, value.ceiling, value.scale, value.power)))
            if isinstance(value, ChannelCurves):
                return ChannelCurves(tuple((rows, cut(curve)) for rows, curve in value.families))
            return value[..., part] if isinstance(value, np.ndarray) and value.ndim and value.shape[-1] > 1 else value

        parts = {field.name: cut(getattr(self, field.name)) for field in fields(self)}
        if self.equivalent_prospects is self.prospects:
            parts["equivalent_prospects"] = parts["prospects"]
        return Funnel(**parts)
