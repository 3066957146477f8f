"""Histories of a company whose facts are known, made by the model itself, to be recovered from what they show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

import numpy as np

from simulator.evidence.history.customers import of_customers
from simulator.evidence.history.judgement import SALES, judgement
from simulator.evidence.history.meanings import Role
from simulator.evidence.history.model import HALF, Draws, Model
from simulator.evidence.history.series import Floats, Flow, History
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.origin import Origin
from simulator.model.coefficients import Funnel
from simulator.model.funnel import run, wallet_won
from simulator.model.parameters import funnel_with
from simulator.ranges.fact_range import ranges_of
from simulator.ranges.sound_facts import sound_facts

Kind = Literal[
    "pulsed", "steady", "with demand", "loosely with demand", "after enquiries", "every December", "no effect"
]
"""How spend came about: in bursts; the same every month; a share of the month's demand, closely or roughly; a share of
the enquiries, or the revenue, of the month before; much of it every December; and in bursts that bring nothing."""
KINDS: tuple[Kind, ...] = get_args(Kind)
MONTHS, FIRST_YEAR = 36, 2022
SEASON, GROWTH, SHOCK, LINGERS = 0.2, 0.1, 0.06, 0.4
"""Standard deviations of the yearly wave, a year's growth and a month's shock, in logarithms; what lingers of that."""
BURSTS = (0.2, 0.6, 1.0, 2.4)
BARELY, ROUGHLY, LOOSELY = 0.02, 0.05, 0.15
"""How far spend is off the rule that sets it, as a share of it."""
CAMPAIGN = 3
"""Months that a burst of account care lasts: the share of wallet takes about as long to follow."""
DECEMBER = 4.0


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


@dataclass(frozen=True)
class OfCustomers:
    """A history of customers and their revenue, the facts it was made with, and its columns."""

    history: History
    facts: dict[str, float]
    """By name, and the ``remains`` and ``bend`` of the curve of the share of wallet."""
    columns: dict[Role, Floats]


def company(channels: int = 2, *, s_shaped: bool = False) -> Business:
    """Return a company whose owner says of each fact how far it may be off."""
    own = _s_shaped if s_shaped else _channel
    return Business(
        name="Pumps and Valves", currency="EUR", channels=tuple(own(*each) for each in CHANNELS[:channels]),
        conversion_spend=6000, win_rate=0.2, win_rate_at_zero=0.08, win_rate_at_double=0.26, sales_cycle_months=2,
        upsell_spend=1500, share_of_wallet=0.4, share_at_zero=0.3, share_at_double=0.46, share_new=0.3,
        share_adjustment=0.2, customers=500, churn=0.02, wallet=200, gross_margin=0.4, first_order=400,
        share_low=0.32, churn_high=0.03, origins=RANGES,
    )  # fmt: skip


RANGES = (
    Origin(fact="win_rate", high=0.26), Origin(fact="win_rate_at_zero", low=0.02, high=0.14),
    Origin(fact="win_rate_at_double", low=0.235, high=0.285), Origin(fact="share_of_wallet", high=0.5),
    Origin(fact="share_at_zero", low=0.1, high=0.37), Origin(fact="share_at_double", low=0.42, high=0.5),
    Origin(fact="share_new", low=0.15, high=0.45), Origin(fact="share_adjustment", low=0.05, high=0.4),
    Origin(fact="churn", low=0.012), Origin(fact="wallet", low=140, high=280),
    Origin(fact="first_order", low=150, high=700),
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


def _s_shaped(name: str, spend: float, prospects: float, carryover: float) -> Channel:
    """Return a channel of which little works: its curve rises most steeply about today."""
    values = {
        "prospects": prospects, "prospects_at_zero": 0.25 * prospects, "prospects_at_double": 1.45 * prospects,
        "prospects_ceiling": 1.65 * prospects, "carryover": carryover,
    }  # fmt: skip
    ends = {
        "prospects": (0.8, 1.25), "prospects_at_zero": (0.2, 1.7), "prospects_at_double": (0.8, 1.2),
        "carryover": (0.0, 2.2),
    }  # fmt: skip
    origins = tuple(
        Origin(fact=fact, low=low * values[fact], high=high * values[fact]) for fact, (low, high) in ends.items()
    )
    return Channel(name=name, spend=spend, curve="adbudg", origins=origins, **values)


def simulated(kind: Kind, seed: int, channels: int = 2, months: int = MONTHS, *, s_shaped: bool = False) -> Simulated:
    """Return a history of a company whose facts are one draw of its owner's judgement."""
    business, rng = company(channels, s_shaped=s_shaped), np.random.default_rng(seed)
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


def simulated_customers(kind: Kind, seed: int, months: int = MONTHS) -> OfCustomers:
    """Return a history of customers and revenue of a company whose facts are one draw of its owner's judgement.

    Customers come as the model has it, by chance, and leave by chance; what they bring is the model's, times demand.
    """
    business, rng = company(), np.random.default_rng(seed)
    drawn = {
        each.path: each.at(rng.random(1))
        for each in ranges_of(business) if each.wide and each.function == "upsell"
    }  # fmt: skip
    facts = sound_facts(business, drawn, 1).draws
    funnel = funnel_with(business, facts)
    now = [*(each.spend for each in business.channels), business.conversion_spend, business.upsell_spend]
    made = run(funnel, np.array(now)[None, :, None, None], months)
    expected = np.broadcast_to(made.new_customers.sum(axis=1)[:, 0, 0], (months,))
    joined = rng.poisson(expected * _demand(rng, months)).astype(float)
    demand, leaving = _demand(rng, months), np.sqrt(_demand(rng, months))
    spend = np.repeat(_spend(kind, business.upsell_spend, demand[::CAMPAIGN], rng), CAMPAIGN)[:months]
    if kind not in ("pulsed", "no effect"):
        spend = _spend(kind, business.upsell_spend, demand, rng)
    churn, customers = float(_one(facts, business, "churn")), [float(business.customers)]
    for month in range(months):
        lost = rng.binomial(round(customers[-1]), min(churn * leaving[month], 1.0))
        customers.append(customers[-1] - lost + joined[month])
    stock = np.array(customers)
    revenue = np.zeros(months)
    usual = None
    for month in range(months):
        if kind == "after enquiries" and month:
            usual = usual or revenue[0]
            spend[month] *= revenue[month - 1] / usual
        felt = np.full(months, business.upsell_spend) if kind == "no effect" else spend
        revenue[: month + 1] = _revenue(funnel, felt[: month + 1], stock[: month + 2], joined[: month + 1])
        revenue[: month + 1] *= demand[: month + 1]
    columns: dict[Role, Floats] = {"upsell": spend, "customers": stock[1:], "wins": joined, "revenue": revenue}
    flows = tuple(of_customers(columns, judgement(business), "month"))
    return OfCustomers(History("month", _starts(months), flows), _care_facts(business, facts), columns)


def as_held(model: Model, seed: int) -> tuple[Flow, Draws]:
    """Return a flow with results as its fit holds that they come of the same spend, and the facts they came of.

    Facts, season, trend and noise are one draw of what is held of them: nothing is as the fit does not expect it.
    """
    rng = np.random.default_rng(seed)
    places, behind, known = rng.standard_normal((model.numbers, 1)), model.background, model.known
    (lingering,), (noise,) = model.of_noise(places)
    shocks = rng.standard_normal(len(behind.weights))
    for step, begins in enumerate(behind.begins):
        if begins:
            shocks[step] /= np.sqrt(1 - lingering**2)
        else:
            shocks[step] += lingering * shocks[step - 1]
    terms = behind.spread * rng.standard_normal(len(behind.spread))
    # What is left of results is their logarithm less what spend brings of its own.
    logs = np.log(model.results[known] + HALF) - model.rest(places)[:, 0]
    logs += behind.design @ terms + noise * behind.weights * shocks
    results = np.full(len(known), np.nan)
    results[known] = np.maximum(np.exp(logs) - HALF, 0.0)
    (facts,) = model.monthly(places, np.exp(terms[:1]))
    return replace(model.flow, results=results), facts


def _revenue(funnel: Funnel, spend: Floats, customers: Floats, joined: Floats) -> Floats:
    """Return what the model has customers bring who are known one by one: (months,)."""
    share = funnel.share.at((spend / customers[:-1])[:, None, None])
    stay = (customers[1:] - joined) / customers[:-1]
    won = wallet_won(
        np.asarray(customers[0] * funnel.share.at(np.asarray(funnel.upsell_today / customers[0]))).reshape(1, 1, 1),
        customers[:, None, None, None], joined[:, None, None, None], stay[:, None, None], share,
        funnel.share_adjustment, funnel.share_new,
    )  # fmt: skip
    return np.asarray((funnel.wallet * won[:-1, 0, 0] + funnel.first_order * joined[:, None])[:, 0])


def _one(facts: dict[str, Floats], business: Business, name: str) -> float:
    return float(facts[name][0]) if name in facts else float(getattr(business, name))


def _care_facts(business: Business, facts: dict[str, Floats]) -> dict[str, float]:
    names = ("share_of_wallet", "share_adjustment", "share_new", "wallet", "first_order", "churn")
    today, zero, double = (
        _one(facts, business, name) for name in ("share_of_wallet", "share_at_zero", "share_at_double")
    )
    curve = {"remains": zero / today, "bend": (double - today) / (today - zero)}
    return {name: _one(facts, business, name) for name in names} | curve


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
    if kind in ("with demand", "loosely with demand"):
        off = ROUGHLY if kind == "with demand" else LOOSELY
        return np.asarray(usual * demand * np.maximum(1 + off * rng.standard_normal(months), 0.1))
    if kind == "every December":
        more = np.where(np.arange(months) % 12 == 11, DECEMBER, 1.0)
        return np.asarray(usual * more * (1 + ROUGHLY * rng.standard_normal(months)))
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
    rises = today * (channel.prospects_at_double / channel.prospects - 1), today - zero
    return Truth(today, zero / today, (double - today) / rises[channel.curve != "adbudg"], carryover)
