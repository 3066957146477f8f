"""A company's facts as coefficients of the monthly funnel, for one set of facts or for many draws of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.consistency import today_weights
from simulator.facts.curve_facts import CHANNEL_CURVE, CHURN_CURVE, SHARE_CURVE, WIN_RATE_CURVE
from simulator.facts.curves import Curve, Family, aligned, thinned
from simulator.model.arrays import Array, positive, sealed
from simulator.model.coefficients import ChannelCurves, Funnel

__all__ = ["Array", "ChannelCurves", "Draws", "Funnel", "funnel_of", "funnel_with", "positive"]

Draws = Mapping[str, NDArray[np.float64]]

OF_CHANNELS = (
    "spend",
    "prospects",
    "carryover",
    "win_rate_index",
    "value_index",
    "customers",
    "added_quality",
    "pipeline",
)
AS_THEY_ARE = (
    "sales_cycle_months", "share_new", "share_adjustment", "churn", "wallet", "gross_margin", "first_order",
    "fixed_cost",
)  # fmt: skip
"""Facts that are coefficients of the funnel by themselves."""


@lru_cache(maxsize=256)
def funnel_of(business: Business) -> Funnel:
    """Return the coefficients of a company's facts."""
    return sealed(funnel_with(business, {}))


def funnel_with(business: Business, draws: Draws) -> Funnel:
    """Return the coefficients with some facts replaced by draws of them.

    ``draws`` maps a fact's name ("churn") or a channel's ("Search.prospects") to an array (draws,).
    Today's budget and the shapes of the curves stay those of ``business``. What is derived from today:

        channels' curves ──► prospects today ──► readiness of mean 1 ──► qualified prospects ──► win-rate curve
                                                                                 └──► wins today ◄────┘
        wins today ──► pipeline, customers by channel ──► value of mean 1, upsell spend per customer ──► share, churn
    """
    facts = _Facts(business, draws)
    channels = facts.of_channels()
    prospects, equivalent_prospects = _channel_curves(business.channels, channels, facts.shapes())
    now = prospects.at(channels["spend"][None])[0]
    likely = now if np.any(now) else np.array(today_weights(business.channels))[:, None, None]
    index = channels["win_rate_index"] / _mean(channels["win_rate_index"], likely)
    win_rate, wins = _conversion(facts, index * now, index * likely)
    origins = (wins, index * likely, channels["prospects"])
    customers = _by_channel(facts.number("customers"), channels["customers"], origins)
    pipeline = _pipeline(facts, channels["pipeline"], origins)
    heads = _heads(facts, customers, wins, pipeline, (index * now, index * likely))
    per_customer = _reference(business, "upsell") / heads
    return Funnel(
        levers=business.levers,
        prospects=prospects,
        equivalent_prospects=equivalent_prospects,
        carryover=channels["carryover"],
        spend_today=channels["spend"],
        conversion_today=np.asarray(business.conversion_spend, float),
        conversion_carryover=_carryover(facts.number("conversion_ramp_months")),
        upsell_today=np.asarray(business.upsell_spend, float),
        upsell_carryover=_carryover(facts.number("upsell_ramp_months")),
        win_rate_index=index,
        value_index=channels["value_index"] / _mean(channels["value_index"], _first_of((customers, *origins))),
        win_rate=_plainly(win_rate),
        share=_plainly(SHARE_CURVE.calibrated(per_customer, facts.value)),
        churn_curve=_churn_curve(facts, per_customer),
        monthly_discount=(1 + facts.number("discount_rate")) ** (1 / 12) - 1,
        pipeline=pipeline,
        customers=customers,
        wallet_won=customers * facts.number("share_of_wallet" if facts.value("share_won") is None else "share_won"),
        **{name: facts.number(name) for name in AS_THEY_ARE},
    )


class _Facts:
    """A company's facts, some of them replaced by draws; the family of a curve too, by its place in `SHAPES`."""

    def __init__(self, business: Business, draws: Draws) -> None:
        self.business = business
        self.draws = draws

    def value(self, field: str) -> Any:
        """Return a fact of the company as it is stated, or its draws."""
        return self.draws.get(field, getattr(self.business, field))

    def number(self, field: str) -> Array:
        """Return a number of the company: (draws,) or ()."""
        return np.asarray(self.value(field), float)

    def of_channels(self) -> dict[str, Array]:
        """Return the channels' facts by name, NaN where one is not stated: (channels, 1, draws or 1)."""
        return {name: self._column(name) for name in {*OF_CHANNELS, *CHANNEL_CURVE.fields.values()}}

    def shapes(self) -> list[Array | Family]:
        """Return the family of each channel's curve: its name, or its draws (1, draws)."""
        drawn = ((c, self.draws.get(f"{c.name}.{CHANNEL_CURVE.family}")) for c in self.business.channels)
        return [channel.curve if shape is None else np.atleast_2d(shape) for channel, shape in drawn]

    def _column(self, field: str) -> Array:
        each = [self.draws.get(f"{c.name}.{field}", _or_nan(getattr(c, field))) for c in self.business.channels]
        return np.stack(np.broadcast_arrays(*map(np.atleast_1d, each)))[:, None, :].astype(float)


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value


def _conversion(facts: _Facts, qualified: Array, likely: Array) -> tuple[Curve, Array]:
    """Return the win-rate curve and today's wins by channel, from qualified prospects today.

    ``likely``: those of a company that has none today, at the efforts its facts are stated for.
    """
    reference = _reference(facts.business, "conversion") / positive(_sum(likely))
    win_rate = WIN_RATE_CURVE.calibrated(reference, facts.value)
    return win_rate, qualified * win_rate.at(facts.business.conversion_spend / positive(_sum(qualified)))


def _heads(facts: _Facts, customers: Array, wins: Array, pipeline: Array, qualified: tuple[Array, Array]) -> Array:
    """Return the customers today's upsell spend is shared by: where there are none, those of the first year.

    ``qualified``: prospects today, and the likely ones. Where none come any more either, deals under way still become
    customers, as many a year as were won until now.
    """
    now, likely = (_sum(each) * facts.number("win_rate") for each in qualified)
    closing = _sum(pipeline) / facts.number("sales_cycle_months")
    last = np.where((now > 0) | (closing <= 0), likely, closing)
    year = 12 * np.where(_sum(wins) > 0, _sum(wins), last)
    heads = np.where(_sum(customers) > 0, _sum(customers), year)
    return np.where(heads > 0, positive(heads), 1.0)


def _churn_curve(facts: _Facts, per_customer: Array) -> Curve | None:
    if facts.business.churn_at_zero is None or facts.business.churn_at_double is None:
        return None
    return _plainly(CHURN_CURVE.calibrated(per_customer, facts.value))


def _channel_curves(
    channels: Sequence[Channel], facts: Mapping[str, Array], shapes: Sequence[Array | Family]
) -> tuple[ChannelCurves, ChannelCurves]:
    """Return the curves of prospects, and of prospects counted in those of today's quality."""
    kinds: dict[tuple[str, bool, bool], list[int]] = {}
    for place, (channel, shape) in enumerate(zip(channels, shapes, strict=True)):
        stated = channel.prospects_ceiling is None, channel.prospects_at_half_more is None
        kinds.setdefault((shape if isinstance(shape, str) else "either", *stated), []).append(place)
    efforts = np.array([channel.effort for channel in channels])[:, None, None]
    families, counted = [], []
    for (_, no_ceiling, no_half_more), rows in kinds.items():
        drawn = [shape for row in rows if not isinstance(shape := shapes[row], str)]
        family: Any = np.stack(np.broadcast_arrays(*drawn)) if drawn else shapes[rows[0]]
        absent = {"prospects_ceiling": no_ceiling, "prospects_at_half_more": no_half_more, "curve": False}

        def value(field: str, rows: list[int] = rows, absent: dict[str, bool] = absent, family: Any = family) -> Any:
            return family if field == "curve" else None if absent.get(field) else facts[field][rows]

        where = slice(None) if len(rows) == len(channels) else np.array(rows)
        curve = CHANNEL_CURVE.calibrated(efforts[rows], value)
        families.append((where, aligned(curve)))
        counted.append((where, aligned(thinned(curve, efforts[rows], value("prospects"), value("added_quality")))))
    prospects = ChannelCurves(tuple(families))
    return prospects, prospects if np.all(facts["added_quality"] == 1) else ChannelCurves(tuple(counted))


def _carryover(ramp_months: Array) -> Array:
    """Return the carry-over with which spend is felt with a mean lag of that many months."""
    return np.asarray(ramp_months / (1 + ramp_months))


def _reference(business: Business, lever: str) -> float:
    spend: float = getattr(business, f"{lever}_spend") or getattr(business, f"{lever}_reference_spend") or 1.0
    return spend


def _by_channel(total: Array, known: Array, origins: Sequence[Array]) -> Array:
    """Return ``total`` by channel: what is known of each, and the rest in proportion to the first of ``origins``."""
    unknown = np.isnan(known)
    rest = np.maximum(total - np.nansum(known, axis=0), 0.0)
    weights = unknown * _first_of([origin * unknown for origin in origins])
    share = np.divide(weights, _sum(weights), out=np.zeros_like(weights), where=_sum(weights) > 0)
    return np.where(unknown, rest * share, np.nan_to_num(known))


def _first_of(weights: Sequence[Array]) -> Array:
    """Return the first weights that are not all zero, or ones."""
    return next((each for each in weights if np.any(each)), np.ones_like(weights[0]))


def _pipeline(facts: _Facts, known: Array, origins: Sequence[Array]) -> Array:
    """Return deals under way by channel: as stated, or a sales cycle of today's wins."""
    if facts.value("pipeline") is None:
        derived = facts.number("sales_cycle_months") * origins[0]
        return np.where(np.isnan(known), derived, known)
    return _by_channel(facts.number("pipeline"), known, origins)


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
