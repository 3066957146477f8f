"""What is recovered of facts that a history was made with, by how its spend came about: coverage, and how often it says
that it cannot tell. Not a measure of speed, but one that takes too long for a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from time import perf_counter

import numpy as np

from benchmarks.measure import Result
from simulator.evidence.history.fit import fit
from simulator.evidence.history.judgement import SALES, judgement
from simulator.evidence.history.telling import in_step, silence_of_fit, silence_of_spend
from tests.histories import KINDS, company, simulated, simulated_sales

HISTORIES, CHANNELS = 200, 2
FEW: tuple[str, Callable[[float], bool | None]] = ("≤ 10%", lambda declined: declined <= 0.1)
MOST: tuple[str, Callable[[float], bool | None]] = ("≥ 90%", lambda declined: declined >= 0.9)
DECLINED = {"pulsed": FEW} | dict.fromkeys(("steady", "with demand", "after enquiries", "no effect"), MOST)
"""How many are to be declined; sales close a cycle later, which blurs their bursts, and are told as they come."""
FACTS = ("prospects", "remains", "bend", "carryover")
INTERVAL = (0.05, 0.95)


@dataclass(frozen=True)
class Tried:
    """One channel of one history: whether it was declined, else which of its facts lie in their 90 % interval."""

    declined: bool
    covered: tuple[bool, ...] = ()


def measure() -> list[Result]:
    """Return the lines of this part."""
    with ProcessPoolExecutor(cpu_count()) as pool:
        return [line for kind in (*KINDS, SALES) for line in _lines(kind, pool)]


def tried(kind: str, seed: int) -> list[Tried]:
    """Return what is recovered of one history, channel by channel."""
    made = simulated_sales(seed) if kind == SALES else simulated(kind, seed, CHANNELS)  # type: ignore[arg-type]
    held = {each.channel: each for each in judgement(company(CHANNELS))}
    return [_tried(made.history, flow, held, made.truths) for flow in made.history.flows]


def _tried(history, flow, held, truths) -> Tried:  # type: ignore[no-untyped-def]
    (channel,) = flow.spends
    if silence_of_spend(history, flow, channel) or in_step(history, flow, [channel]):
        return Tried(True)
    found = fit(history, flow, [held[channel]])
    after = found.draws[0]
    if silence_of_fit(found.before[0], after):
        return Tried(True)
    ends = [np.quantile(getattr(after, fact), INTERVAL) for fact in FACTS]
    truth = [getattr(truths[channel], fact) for fact in FACTS]
    return Tried(False, tuple(bool(low <= true <= high) for (low, high), true in zip(ends, truth, strict=True)))


def _lines(kind: str, pool: ProcessPoolExecutor) -> Iterator[Result]:
    began = perf_counter()
    found = [each for some in pool.map(tried, [kind] * HISTORIES, range(HISTORIES), chunksize=5) for each in some]
    seconds = perf_counter() - began
    declined = float(np.mean([each.declined for each in found]))
    target, met = DECLINED.get(kind, ("", lambda _: None))
    yield Result(f"{kind}: declined, of {len(found)}", f"{declined:.1%}", target, met(declined))
    covered = np.array([each.covered for each in found if not each.declined])
    if kind != "no effect" and len(covered):
        own = covered[:, : len(FACTS) - (kind == SALES)]
        by_fact = ", ".join(f"{fact} {share:.1%}" for fact, share in zip(FACTS, own.mean(axis=0), strict=False))
        mean = float(own.mean())
        met_too = mean >= 0.85 and (kind != "pulsed" or mean <= 0.95)
        target = "85–95%" if kind == "pulsed" else "≥ 85%"
        yield Result(f"{kind}: 90 % intervals that cover ({by_fact})", f"{mean:.1%} of {own.size}", target, met_too)
    yield Result(f"{kind}: seconds for all", f"{seconds:.0f}")
