"""A company's facts as coefficients of the monthly funnel, for one set of facts or for many draws of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.consistency import today_weights
from simulator.facts.curve_facts import CHANNEL_CURVE, CHURN_CURVE, SHARE_CURVE, WIN_RATE_CURVE
from simulator.facts.curves import Curve, Family, aligned

Array = NDArray[Any]
Draws = Mapping[str, NDArray[np.float64]]

NO_PROSPECTS = 1e-9
"""Stands for zero prospects or customers where effort is divided among them: all effort goes to the first."""


@dataclass(frozen=True)
class ChannelCurves:
    """The channels' response curves, those of one family evaluated together."""

    families: tuple[tuple[slice | list[int], Curve], ...]

    def at(self, spend: Array) -> Array:
        """Return prospects (months, channels, plans, draws) at that much working spend."""
        return self._each("at", spend)

    def slope(self, spend: Array) -> Array:
        """Return further prospects per unit of spend, in the same shape."""
        return self._each("slope", spend)

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

    Channel coefficients have shape (channels, 1, draws or 1), all others (draws,) or ().
    """

    levers: tuple[str, ...]
    prospects: ChannelCurves
    carryover: Array
    spend_today: Array
    win_rate_index: Array
    value_index: Array
    win_rate: Curve
    sales_cycle_months: Array
    share: Curve
    share_new: Array
    share_adjustment: Array
    churn: Array
    churn_curve: Curve | None
    wallet: Array
    gross_margin: Array
    first_order: Array
    fixed_cost: Array
    monthly_discount: Array
    pipeline: Array
    customers: Array
    wallet_won: Array

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

    @cached_property
    def sums(self) -> Array:
        """What channels are added up by: heads and, where channels differ in value, worth: (1 or 2, channels, 1, …)."""
        heads = np.ones_like(self.value_index)
        return heads[None] if self.equal_values else np.stack([heads, self.value_index])

    @cached_property
    def ready(self) -> Array:
        """What prospects are added up by: `sums`, of those ready to buy."""
        return np.asarray(self.sums * self.win_rate_index)

    @cached_property
    def starts(self) -> tuple[Array, Array, Array]:
        """Pipeline, customers and wallet won today, added up by `sums`: (1 or 2, 1, draws or 1) each."""
        pipeline, customers, wallet_won = (
            np.einsum("cjpd,jpd->cpd", self.sums, level) for level in (self.pipeline, self.customers, self.wallet_won)
        )
        return pipeline, customers, wallet_won

    @cached_property
    def concave(self) -> bool:
        """Whether every metric is a jointly concave function of the plan, so that a best split can be proved."""
        curves = [curve for _, curve in self.prospects.families] + [self.win_rate, self.share]
        return self.churn_curve is None and self.equal_values and all(curve.concave for curve in curves)

    @cached_property
    def count(self) -> int:
        """The number of draws."""
        curves = [self.share, self.win_rate, *(curve for _, curve in self.prospects.families)]
        curves += [self.churn_curve] if self.churn_curve else []
        facts = [part for c in curves for part in (c.floor, c.ceiling, c.scale, c.power)]
        facts += [getattr(self, field.name) for field in fields(self)]
        return max(int(fact.shape[-1]) for fact in facts if isinstance(fact, np.ndarray) and fact.ndim)

    def draws(self, part: slice) -> Funnel:
        """Return the funnel of some of the draws."""

        def cut(value: Any) -> Any:
            if isinstance(value, Curve):
                return Curve(value.family, *(cut(x) for x in (value.floor, value.ceiling, value.scale, value.power)))
            if isinstance(value, ChannelCurves):
                return ChannelCurves(tuple((rows, cut(curve)) for rows, curve in value.families))
            return value[..., part] if isinstance(value, np.ndarray) and value.ndim and value.shape[-1] > 1 else value

        return Funnel(**{field.name: cut(getattr(self, field.name)) for field in fields(self)})


@lru_cache(maxsize=256)
def funnel_of(business: Business) -> Funnel:
    """Return the coefficients of a company's facts."""
    return funnel_with(business, {})


def funnel_with(business: Business, draws: Draws) -> Funnel:
    """Return the coefficients with some facts replaced by draws of them.

    ``draws`` maps a fact's name ("churn") or a channel's ("Search.prospects") to an array (draws,).
    Today's budget and the shapes of the curves stay those of ``business``.
    """

    def value(field: str) -> Any:
        return draws.get(field, getattr(business, field))

    def number(field: str) -> Array:
        return np.asarray(value(field), float)

    channels = _channel_facts(business, draws)
    spend_today = channels["spend"]
    efforts = np.array([channel.effort for channel in business.channels])[:, None, None]
    curves = _channel_curves(business.channels, channels, efforts)
    now = curves.at(spend_today[None])[0]
    weights = now if np.any(now) else np.array(today_weights(business.channels))[:, None, None]
    index = channels["win_rate_index"] / _mean(channels["win_rate_index"], weights)
    ready_then = positive(_sum(index * weights))
    win_rate = WIN_RATE_CURVE.calibrated(_reference(business, "conversion") / ready_then, value)
    ready = _sum(index * now)
    wins = index * now * win_rate.at(business.conversion_spend / positive(ready))
    origins = (wins, index * weights, channels["prospects"])
    customers = _customers_by_channel(number("customers"), channels["customers"], origins)
    year = 12 * np.where(_sum(wins) > 0, _sum(wins), _sum(index * weights) * number("win_rate"))
    heads = np.where(_sum(customers) > 0, _sum(customers), year)
    heads = np.where(heads > 0, heads, 1.0)
    per_customer = _reference(business, "upsell") / heads
    churn_curve = None
    if business.churn_at_zero is not None and business.churn_at_double is not None:
        churn_curve = _plainly(CHURN_CURVE.calibrated(per_customer, value))
    return Funnel(
        levers=business.levers,
        prospects=curves,
        carryover=channels["carryover"],
        spend_today=spend_today,
        win_rate_index=index,
        value_index=channels["value_index"] / _mean(channels["value_index"], _first_of((customers, *origins))),
        win_rate=_plainly(win_rate),
        sales_cycle_months=number("sales_cycle_months"),
        share=_plainly(SHARE_CURVE.calibrated(per_customer, value)),
        share_new=number("share_new"),
        share_adjustment=number("share_adjustment"),
        churn=number("churn"),
        churn_curve=churn_curve,
        wallet=number("wallet"),
        gross_margin=number("gross_margin"),
        first_order=number("first_order"),
        fixed_cost=number("fixed_cost"),
        monthly_discount=(1 + number("discount_rate")) ** (1 / 12) - 1,
        pipeline=_pipeline(value("pipeline"), number("sales_cycle_months"), origins),
        customers=customers,
        wallet_won=customers * number("share_of_wallet"),
    )


def positive(amount: Array) -> Array:
    """Return ``amount``, but never quite zero, to divide by."""
    larger: Array = np.maximum(amount, NO_PROSPECTS)
    return larger


def _channel_facts(business: Business, draws: Draws) -> dict[str, Array]:
    def column(field: str) -> Array:
        each = [draws.get(f"{c.name}.{field}", _or_nan(getattr(c, field))) for c in business.channels]
        return np.stack(np.broadcast_arrays(*map(np.atleast_1d, each)))[:, None, :].astype(float)

    names = ("spend", "prospects", "carryover", "win_rate_index", "value_index", "customers")
    curve_facts = tuple(CHANNEL_CURVE.fields.values())
    return {name: column(name) for name in {*names, *curve_facts}}


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value


def _channel_curves(channels: Sequence[Channel], facts: Mapping[str, Array], efforts: Array) -> ChannelCurves:
    kinds: dict[tuple[Family, bool, bool], list[int]] = {}
    for place, channel in enumerate(channels):
        stated = channel.prospects_ceiling is None, channel.prospects_at_half_more is None
        kinds.setdefault((channel.curve, *stated), []).append(place)
    families = []
    for (family, no_ceiling, no_half_more), rows in kinds.items():
        absent = {"prospects_ceiling": no_ceiling, "prospects_at_half_more": no_half_more, "curve": False}

        def value(field: str, rows: list[int] = rows, absent: dict[str, bool] = absent, family: Family = family) -> Any:
            return family if field == "curve" else None if absent.get(field) else facts[field][rows]

        where = slice(None) if len(rows) == len(channels) else rows
        families.append((where, aligned(CHANNEL_CURVE.calibrated(efforts[rows], value))))
    return ChannelCurves(tuple(families))


def _reference(business: Business, lever: str) -> float:
    spend: float = getattr(business, f"{lever}_spend") or getattr(business, f"{lever}_reference_spend") or 1.0
    return spend


def _customers_by_channel(total: Array, known: Array, origins: Sequence[Array]) -> Array:
    unknown = np.isnan(known)
    rest = np.maximum(total - np.nansum(known, axis=0), 0.0)
    weights = unknown * _first_of([origin * unknown for origin in origins])
    share = np.divide(weights, _sum(weights), out=np.zeros_like(weights), where=_sum(weights) > 0)
    return np.where(unknown, rest * share, np.nan_to_num(known))


def _first_of(weights: Sequence[Array]) -> Array:
    """Return the first weights that are not all zero, or ones."""
    return next((each for each in weights if np.any(each)), np.ones_like(weights[0]))


def _pipeline(stated: Any, cycle: Array, origins: Sequence[Array]) -> Array:
    """Return deals under way by channel: a sales cycle of today's wins, or the stated number in proportion to them."""
    if stated is None:
        return cycle * origins[0]
    weights = _first_of(origins)
    return np.asarray(stated, float) * weights / positive(_sum(weights))


def _plainly(curve: Curve) -> Curve:
    """Return the curve with coefficients of shape (draws,) or ()."""

    def flat(value: Any) -> Array:
        array = np.asarray(value, float)
        return array.reshape(array.shape[-1:] if array.size > 1 else ())

    return aligned(Curve(curve.family, *map(flat, (curve.floor, curve.ceiling, curve.scale, curve.power))))


def _sum(values: Array) -> Array:
    total: Array = values.sum(axis=0)
    return total


def _mean(values: Array, weights: Array) -> Array:
    return _sum(values * weights) / _sum(weights)
