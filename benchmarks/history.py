"""What is recovered of facts that a history was made with, by how its spend came about: coverage, and how often it says
that it cannot tell. Not a measure of speed, but one that takes too long for a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from time import perf_counter

import numpy as np

from benchmarks.measure import Result
from simulator.evidence.history.finding import silences_of
from simulator.evidence.history.fit import fit, model_of
from simulator.evidence.history.judgement import SALES, STAYING, UPSELL, WALLET, judgement
from simulator.evidence.history.model import Draws
from simulator.evidence.history.telling import few, silence_of_fit, silence_of_rate
from tests.histories import (
    KINDS,
    Kind,
    OfCustomers,
    Simulated,
    as_held,
    company,
    simulated,
    simulated_customers,
    simulated_sales,
)

HISTORIES, CHANNELS = 200, 2
FEW: tuple[str, Callable[[float], bool | None]] = ("≤ 10%", lambda declined: declined <= 0.1)
MOST: tuple[str, Callable[[float], bool | None]] = ("≥ 90%", lambda declined: declined >= 0.9)
TELLS_NOTHING: tuple[Kind, ...] = ("steady", "with demand", "after enquiries", "every December", "no effect")
DECLINED = {"pulsed": FEW, "S-shaped": FEW} | dict.fromkeys(TELLS_NOTHING, MOST)
"""How many are to be declined; sales close a cycle later, which blurs their bursts, and are told as they come, as is
the share of wallet, which follows spend slowly."""
FACTS = ("prospects", "remains", "bend", "carryover")
OF_CARE = ("share_of_wallet", "remains", "bend", "share_adjustment")
OF_WALLET = ("wallet", "share_new", "first_order")
OF_SUBJECT = {"channel": FACTS, "sales": FACTS[:-1], "churn": ("churn",), "share": (*OF_CARE, *OF_WALLET)}
INTERVAL = (0.05, 0.95)
AS_HELD = ("channels", "sales", "customers")
"""What is tried of histories that are as their fit holds: there a 90 % interval covers neither less nor more."""


@dataclass(frozen=True)
class Tried:
    """One channel of one history: whether it was declined, else which of its facts lie in their 90 % interval."""

    declined: bool
    covered: tuple[bool, ...] = ()


def measure() -> list[Result]:
    """Return the lines of this part."""
    with ProcessPoolExecutor(cpu_count()) as pool:
        lines = [line for which in AS_HELD for line in _lines_as_held(which, pool)]
        lines += [line for kind in (*KINDS, "S-shaped", SALES) for line in _lines(kind, pool)]
        return [*lines, *(line for kind in KINDS for line in _lines_of_customers(kind, pool))]


def tried(kind: str, seed: int) -> list[Tried]:
    """Return what is recovered of one history, channel by channel."""
    made, held = _made(kind, seed)
    facts = FACTS[: len(FACTS) - (kind == SALES)]
    found = []
    for flow in made.history.flows:
        (channel,) = flow.spends
        truth = [getattr(made.truths[channel], fact) for fact in facts]
        found.append(_tried(made.history, flow, held[channel], facts, truth))
    return found


def _made(kind: str, seed: int):  # type: ignore[no-untyped-def]
    if kind == SALES:
        made: Simulated = simulated_sales(seed)
    elif kind == "S-shaped":
        made = simulated("pulsed", seed, CHANNELS, s_shaped=True)
    else:
        made = simulated(kind, seed, CHANNELS)  # type: ignore[arg-type]
    business = company(CHANNELS, s_shaped=kind == "S-shaped")
    return made, {each.channel: each for each in judgement(business)}


def tried_customers(kind: Kind, seed: int) -> dict[str, Tried]:
    """Return what is recovered of one history of customers: of churn, of the share of wallet and of the wallet."""
    made = simulated_customers(kind, seed)
    held = {each.channel: each for each in judgement(company())}
    staying, wallet = made.history.flows
    found = fit(made.history, staying, [held[STAYING]])
    silent = few(made.history, staying) or silence_of_rate(found.before[0].prospects, found.draws[0].prospects)
    churn = _covered(found.draws[0], OF_SUBJECT["churn"], [made.facts["churn"]])
    truth = [made.facts[fact] for fact in OF_CARE]
    told = fit(made.history, wallet, [held[UPSELL]])
    before, after = told.before[0], told.draws[0]
    of_wallet = [fact for fact in OF_WALLET if not silence_of_rate(before.others[fact], after.others[fact])]
    return {
        STAYING: Tried(True) if silent else Tried(False, churn),
        UPSELL: _tried(made.history, wallet, held[UPSELL], OF_CARE, truth),
        WALLET: Tried(not of_wallet, _covered(after, of_wallet, [made.facts[fact] for fact in of_wallet])),
    }


def tried_as_held(which: str, seed: int) -> list[Tried]:
    """Return what is recovered of bursts of spend whose results are drawn as their fit holds; nothing is declined."""
    if which == "customers":
        made: Simulated | OfCustomers = simulated_customers("pulsed", seed)
        held = {each.channel: each for each in judgement(company())}
    else:
        made, held = _made(SALES if which == "sales" else "pulsed", seed)
    found = []
    for place, flow in enumerate(made.history.flows):
        (channel,) = flow.spends
        drawn, truth = as_held(model_of(made.history, flow, [held[channel]]), seed + 1000 * (place + 1))
        facts = OF_SUBJECT[held[channel].of]
        after = fit(made.history, drawn, [held[channel]]).draws[0]
        found.append(Tried(False, _covered(after, facts, [float(_fact_of(truth, fact)[0]) for fact in facts])))
    return found


def _tried(history, flow, held, facts, truth) -> Tried:  # type: ignore[no-untyped-def]
    if any(silences_of(history, flow, [held])):
        return Tried(True)
    found = fit(history, flow, [held])
    if silence_of_fit(found.before[0], found.draws[0], found.gained):
        return Tried(True)
    return Tried(False, _covered(found.draws[0], facts, truth))


def _covered(draws: Draws, facts: Sequence[str], truth: Sequence[float]) -> tuple[bool, ...]:
    """Return which of the facts lie in their interval."""
    ends = [np.quantile(_fact_of(draws, fact), INTERVAL) for fact in facts]
    return tuple(bool(low <= true <= high) for (low, high), true in zip(ends, truth, strict=True))


def _fact_of(draws: Draws, fact: str):  # type: ignore[no-untyped-def]
    if fact in draws.others:
        return draws.others[fact]
    return draws.prospects if fact in ("share_of_wallet", "churn") else getattr(draws, fact)


def _lines_as_held(which: str, pool: ProcessPoolExecutor) -> Iterator[Result]:
    found = [
        each for some in pool.map(tried_as_held, [which] * HISTORIES, range(HISTORIES), chunksize=5) for each in some
    ]
    inside = [one for each in found for one in each.covered]
    mean = float(np.mean(inside))
    yield Result(
        f"{which} as held: 90 % intervals that cover", f"{mean:.1%} of {len(inside)}", "87–93%", 0.87 <= mean <= 0.93
    )


def _lines(kind: str, pool: ProcessPoolExecutor) -> Iterator[Result]:
    began = perf_counter()
    found = [each for some in pool.map(tried, [kind] * HISTORIES, range(HISTORIES), chunksize=5) for each in some]
    yield from _of(kind, kind, found, FACTS)
    yield Result(f"{kind}: seconds for all", f"{perf_counter() - began:.0f}")


def _lines_of_customers(kind: Kind, pool: ProcessPoolExecutor) -> Iterator[Result]:
    began = perf_counter()
    found = list(pool.map(tried_customers, [kind] * HISTORIES, range(HISTORIES), chunksize=5))
    rule = kind if kind in TELLS_NOTHING else ""
    yield from _of(f"care {kind}, share", rule, [each[UPSELL] for each in found], OF_CARE)
    yield from _of(f"care {kind}, wallet", "", [each[WALLET] for each in found], ())
    yield from _of(f"care {kind}, churn", "", [each[STAYING] for each in found], ("churn",))
    yield Result(f"care {kind}: seconds for all", f"{perf_counter() - began:.0f}")


def _of(name: str, kind: str, found: Sequence[Tried], facts: Sequence[str]) -> Iterator[Result]:
    """Yield how many were declined, and how much of the rest is covered."""
    declined = float(np.mean([each.declined for each in found]))
    target, met = DECLINED.get(kind, ("", lambda _: None))
    yield Result(f"{name}: declined, of {len(found)}", f"{declined:.1%}", target, met(declined))
    told = [each.covered for each in found if not each.declined]
    inside = [one for each in told for one in each]
    if kind == "no effect" or not inside:
        return
    shares = np.mean(told, axis=0) if facts else []
    by_fact = ", ".join(f"{fact} {share:.1%}" for fact, share in zip(facts, shares, strict=False))
    mean = float(np.mean(inside))
    most = 0.95 if DECLINED.get(kind) is FEW else 1.0
    target = "85–95%" if most < 1 else "≥ 85%"
    yield Result(f"{name}: 90 % intervals that cover ({by_fact})", f"{mean:.1%} of {len(inside)}", target,
                 0.85 <= mean <= most)  # fmt: skip
