"""Histories of a company whose facts are known, made by the model itself, to be recovered from what they show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from simulator.evidence.history.judgement import SALES
from simulator.evidence.history.series import Floats, Flow, History
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.origin import Origin
from simulator.model.funnel import run
from simulator.model.parameters import funnel_with
from simulator.ranges.fact_range import ranges_of
from simulator.ranges.sound_facts import sound_facts

Kind = Literal["pulsed", "steady", "with demand", "after enquiries", "no effect"]
"""How spend came about: in bursts; the same every month; a share of the month's demand; a share of the enquiries of
the month before; and in bursts that bring nothing."""
KINDS: tuple[Kind, ...] = ("pulsed", "steady", "with demand", "after enquiries", "no effect")
MONTHS, FIRST_YEAR = 36, 2022
SEASON, GROWTH, SHOCK, LINGERS = 0.2, 0.1, 0.06, 0.4
"""Standard deviations of the yearly wave, a year's growth and a month's shock, in logarithms; what lingers of that."""
BURSTS = (0.2, 0.6, 1.0, 2.4)
BARELY, ROUGHLY = 0.02, 0.05
"""How far spend is off the rule that sets it, as a share of it."""


@dataclass(frozen=True)
class Truth:
    """What a history was made with, by channel: facts as in `simulator.evidence.history.fit.Draws`."""

    prospects: float
    remains: float
    bend: float
    carryover: float


@dataclass(frozen=True)
class Simulated:
    """A history with a flow for each channel, in the company's order, and what it was made with."""

    history: History
    truths: dict[str, Truth]


def company(channels: int = 2) -> Business:
    """Return a company whose owner says of each fact how far it may be off."""
    return Business(
        name="Pumps and Valves", currency="EUR", channels=tuple(_channel(*each) for each in CHANNELS[:channels]),
        conversion_spend=6000, win_rate=0.2, win_rate_at_zero=0.08, win_rate_at_double=0.26, sales_cycle_months=2,
        upsell_spend=1500, share_of_wallet=0.4, share_at_zero=0.3, share_at_double=0.46, share_new=0.3,
        share_adjustment=0.2, customers=500, churn=0.02, wallet=200, gross_margin=0.4, origins=WIN_RATES,
    )  # fmt: skip


WIN_RATES = (
    Origin(fact="win_rate", high=0.26), Origin(fact="win_rate_at_zero", low=0.02, high=0.14),
    Origin(fact="win_rate_at_double", low=0.235, high=0.285),
)  # fmt: skip
CHANNELS = (("Search", 4000.0, 120.0, 0.2), ("Fairs", 9000.0, 60.0, 0.4), ("Mailings", 2500.0, 90.0, 0.3))


def _channel(name: str, spend: float, prospects: float, carryover: float) -> Channel:
    ends = {
        "prospects": (0.8, 1.25), "prospects_at_zero": (0.2, 1.7), "prospects_at_double": (0.85, 1.2),
        "carryover": (0.0, 2.2),
    }  # fmt: skip
    values = {
        "prospects": prospects, "prospects_at_zero": 0.4 * prospects, "prospects_at_double": 1.3 * prospects,
        "carryover": carryover,
    }  # fmt: skip
    origins = tuple(
        Origin(fact=fact, low=low * values[fact], high=high * values[fact]) for fact, (low, high) in ends.items()
    )
    return Channel(name=name, spend=spend, origins=origins, **values)


def simulated(kind: Kind, seed: int, channels: int = 2, months: int = MONTHS) -> Simulated:
    """Return a history of a company whose facts are one draw of its owner's judgement."""
    business, rng = company(channels), np.random.default_rng(seed)
    drawn = {
        each.path: each.at(rng.random(1))
        for each in ranges_of(business) if each.wide and each.path.startswith("channels.")
    }  # fmt: skip
    facts = sound_facts(business, drawn, 1).draws
    demand = np.stack([_demand(rng, months) for _ in business.channels])
    spend = np.stack([_spend(kind, each.spend, own, rng) for each, own in zip(business.channels, demand, strict=True)])
    if kind == "after enquiries":
        spend, results = _following(business, facts, demand, spend, rng)
    else:
        at = np.tile(np.array([[each.spend] for each in business.channels]), months) if kind == "no effect" else spend
        results = rng.poisson(_prospects(business, facts, at) * demand).astype(float)
    names = [each.name for each in business.channels]
    flows = tuple(Flow({name: spend[place]}, results[place]) for place, name in enumerate(names))
    return Simulated(History("month", _starts(months), flows), {name: _truth(business, facts, name) for name in names})


def simulated_sales(seed: int, months: int = MONTHS) -> Simulated:
    """Return a history of bursts of spend on sales, and the customers won, with what the win rate was made with."""
    business, rng = company(), np.random.default_rng(seed)
    drawn = {
        each.path: each.at(rng.random(1))
        for each in ranges_of(business) if each.wide and each.path.startswith("win_rate")
    }  # fmt: skip
    facts = sound_facts(business, drawn, 1).draws
    bursts = [each * rng.choice(BURSTS, months) for each in (4000.0, 9000.0, business.conversion_spend)]
    spend = np.stack([*bursts, np.full(months, business.upsell_spend)])
    made = run(funnel_with(business, facts), spend.T[:, :, None, None], months)
    shocks = np.exp(SHOCK * rng.standard_normal(months))
    won = rng.poisson(made.new_customers.sum(axis=1)[:, 0, 0] * shocks).astype(float)
    flow = Flow({SALES: spend[2]}, won, made.prospects.sum(axis=1)[:, 0, 0])
    today, zero, double = (float(facts[fact][0]) for fact in ("win_rate", "win_rate_at_zero", "win_rate_at_double"))
    truth = Truth(today, zero / today, (double - today) / (today - zero), 0.0)
    return Simulated(History("month", _starts(months), (flow,)), {SALES: truth})


def _starts(months: int) -> tuple[date, ...]:
    return tuple(date(FIRST_YEAR + month // 12, month % 12 + 1, 1) for month in range(months))


def _demand(rng: np.random.Generator, months: int) -> Floats:
    """Return what moves prospects besides spend, 1 in the last month on a long view: (months,)."""
    time = np.arange(months)
    wave = SEASON * rng.standard_normal() * np.cos(2 * np.pi * time / 12)
    wave += SEASON * rng.standard_normal() * np.sin(2 * np.pi * time / 12)
    shocks = np.zeros(months)
    for month, shock in enumerate(SHOCK * rng.standard_normal(months)):
        shocks[month] = LINGERS * shocks[month - 1] + shock
    return np.exp(wave + GROWTH * rng.standard_normal() * (time - months + 1) / 12 + shocks)


def _spend(kind: Kind, usual: float, demand: Floats, rng: np.random.Generator) -> Floats:
    months = len(demand)
    if kind == "with demand":
        return usual * demand * (1 + ROUGHLY * rng.standard_normal(months))
    if kind in ("pulsed", "no effect"):
        return usual * rng.choice(BURSTS, months) * (1 + ROUGHLY * rng.standard_normal(months))
    return usual * (1 + BARELY * rng.standard_normal(months))


def _following(
    business: Business, facts: dict[str, Floats], demand: Floats, spend: Floats, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return spend that is a share of the enquiries of the month before, and what comes: (channels, months) each."""
    usual = np.array([each.spend / each.prospects for each in business.channels])
    results = np.zeros_like(demand)
    for month in range(demand.shape[1]):
        if month:
            spend[:, month] *= usual * results[:, month - 1] / np.array([each.spend for each in business.channels])
        come = _prospects(business, facts, spend[:, : month + 1])[:, month] * demand[:, month]
        results[:, month] = rng.poisson(come)
    return spend, results


def _prospects(business: Business, facts: dict[str, Floats], spend: Floats) -> Floats:
    """Return the prospects that the model has come of spend, (channels, months) both."""
    months = spend.shape[1]
    others = np.tile(np.array([[business.conversion_spend], [business.upsell_spend]]), months)
    made = run(funnel_with(business, facts), np.concatenate([spend, others]).T[:, :, None, None], months)
    return np.asarray(np.broadcast_to(made.prospects[:, :, 0, 0], (months, len(spend))).T)


def _truth(business: Business, facts: dict[str, Floats], name: str) -> Truth:
    channel = next(each for each in business.channels if each.name == name)
    today, zero, double, carryover = (
        float(facts.get(f"{name}.{fact}", np.array([getattr(channel, fact)]))[0])
        for fact in ("prospects", "prospects_at_zero", "prospects_at_double", "carryover")
    )
    return Truth(today, zero / today, (double - today) / (today - zero), carryover)
