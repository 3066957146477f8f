"""All that a history says, in few figures: each channel's facts before and after, or why it says nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from simulator.evidence.history.fit import Draws, Fit, fit, model_of
from simulator.evidence.history.judgement import STAYING, WALLET, ChannelJudgement, per_month
from simulator.evidence.history.series import A_MONTH, STEPS_A_YEAR, Floats, Flow, History, Step
from simulator.evidence.history.telling import (
    NARROWER,
    Silence,
    by_head,
    contradicts,
    few,
    in_step,
    narrowed,
    silence_of_fit,
    silence_of_rate,
    silence_of_spend,
)
from simulator.evidence.proposals import Proposal

SURE = (0.025, 0.5, 0.975)
"""Low, middle and high of what is found."""
CURVE_POINTS, BEYOND = 25, 1.25
"""Points of a curve in the picture, and how far beyond the most that was spent it goes."""
FEWER_DRAWS = 512
"""Draws behind the middle of what is expected, which needs fewer than its ends."""
QUARTER = 4
"""Parts of a year, of which the last is held out."""


@dataclass(frozen=True)
class Told:
    """One fact before and after the history, low, middle and high, in the fact's own unit."""

    path: str
    """As in `simulator.facts.paths`, by the history's channels."""
    before: tuple[float, float, float]
    after: tuple[float, float, float]
    narrowed: float
    """How wide the middle 90 % is beside what it was."""


@dataclass(frozen=True)
class Picture:
    """Judgement, history and the corrected curve of one channel, money and prospects per month; or of sales or account
    care, money per head and rates.

    ``seen``: spend at work and prospects of each step, season and trend taken out. ``likely`` is None where the
    judgement stands.
    """

    spends: tuple[float, ...]
    judged: tuple[float, ...]
    low: tuple[float, ...] | None
    likely: tuple[float, ...] | None
    high: tuple[float, ...] | None
    seen: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Backtest:
    """How far the last quarter was off, as a share of what came, when it was not looked at; and by last year's."""

    steps: int
    error: float
    last_year: float | None


@dataclass(frozen=True)
class OfChannel:
    """What a history says of one channel."""

    channel: str
    """Its name; what stands for sales and customers among channels is in `simulator.evidence.history.judgement`."""
    silence: Silence | None
    """Why it says nothing; None where it does."""
    told: tuple[Told, ...]
    picture: Picture | None


@dataclass(frozen=True)
class Said:
    """What a history says, flow by flow; ``distinct`` of ``draws`` equally likely draws differ in the worst of them."""

    step: Step
    first: date
    last: date
    steps: int
    channels: tuple[OfChannel, ...]
    backtest: Backtest | None
    """Of people: prospects, and customers won."""
    of_revenue: Backtest | None
    """Of revenue, given the customers there were."""
    draws: int
    distinct: int
    rounds: int
    moved: float

    def proposals(self) -> tuple[Proposal, ...]:
        """Return the facts that were told, as they may be taken."""
        return tuple(
            Proposal(told.path, told.after[1], told.after[0], told.after[2], self.steps)
            for each in self.channels
            for told in each.told
        )


def said_by(history: History, judged: Sequence[ChannelJudgement]) -> Said:
    """Return what a history says of the channels that both know; names are the same in both."""
    found = list(_flows(history, judged))
    fits = [fit for _, fit in found if fit is not None]
    samples = [each.sample for each in fits]
    return Said(
        history.step, history.starts[0], history.starts[-1], len(history),
        tuple(channel for channels, _ in found for channel in channels),
        _backtest(history, judged, [flow for flow in history.flows if flow.new is None and STAYING not in flow.spends]),
        _backtest(history, judged, [flow for flow in history.flows if flow.new is not None]),
        samples[0].draws.shape[1] if samples else 0, min((each.distinct for each in samples), default=0),
        max((each.steps for each in samples), default=0), min((each.moved for each in samples), default=0.0),
    )  # fmt: skip


def _flows(history: History, judged: Sequence[ChannelJudgement]) -> Iterator[tuple[list[OfChannel], Fit | None]]:
    for flow in history.flows:
        own = [each for each in judged if each.channel in flow.spends]
        if len(own) < len(flow.spends) or not all(_asked(each) for each in own):
            yield [OfChannel(each.channel, "curve", (), None) for each in own], None
        elif reason := _too_little(history, flow, own):
            yield [OfChannel(each.channel, reason, (), None) for each in own], None
        else:
            found = fit(history, flow, own)
            yield list(_of_flow(history, flow, found)), found


def _asked(judged: ChannelJudgement) -> bool:
    """Return whether a history is asked about it: a rate of churn that no spend moves has a level all the same."""
    if judged.wallet is not None and not judged.wallet.wallet.likely:
        return False
    return judged.prospects > 0 and (judged.fitted or judged.of in ("churn", "share"))


def _too_little(history: History, flow: Flow, judged: Sequence[ChannelJudgement]) -> Silence | None:
    if judged[0].of == "churn" and contradicts(flow):
        return "stock"
    return "few" if few(history, flow) else None


def _of_flow(history: History, flow: Flow, found: Fit) -> Iterator[OfChannel]:
    """Yield what one flow says of each of its channels, and of the wallet where it is of revenue."""
    silences = silences_of(history, flow, found.judged)
    for place, silence in enumerate(silences):
        yield _of_channel(history, flow, found, place, silence)
    if flow.new is not None:
        yield _of_wallet(found)


def silences_of(history: History, flow: Flow, judged: Sequence[ChannelJudgement]) -> list[Silence | None]:
    """Return why spend as it was can tell nothing of each channel, before any fit; None where it may."""
    first = judged[0]
    if flow.heads is None:
        silences = [silence_of_spend(history, flow, each.channel) for each in judged]
        in_all: Silence | None = "in step" if in_step(history, flow, [each.channel for each in judged]) else None
        return [silence or in_all for silence in silences]
    if not first.fitted:
        return [None if first.of == "churn" else "curve"]
    if first.of_sales:
        silence = silence_of_spend(history, flow, first.channel)
        return [silence or ("in step" if in_step(history, flow, [first.channel]) else None)]
    shared = by_head(flow, model_of(history, flow, judged).efforts()[0])
    silence = silence_of_spend(history, shared, first.channel)
    rising = first.of == "share"
    return [silence or ("in step" if rising and in_step(history, shared, [first.channel]) else None)]


def _of_channel(history: History, flow: Flow, found: Fit, place: int, silence: Silence | None) -> OfChannel:
    judged, before, after = found.judged[place], found.before[place], found.draws[place]
    if not judged.fitted:
        silence = silence or silence_of_rate(before.prospects, after.prospects)
        level = _fact(judged.path(judged.fields["today"]), before.prospects, after.prospects)
        return OfChannel(judged.channel, silence, () if silence else (level,), None)
    silence = silence or silence_of_fit(before, after, found.gained)
    told = () if silence else tuple(_told(history.step, judged, before, after))
    return OfChannel(judged.channel, silence, told, _picture(history, flow, found, place, silence is not None))


def _of_wallet(found: Fit) -> OfChannel:
    """Return what revenue says beside the curve of the share of wallet, whether or not it tells that."""
    (before,), (after,) = found.before, found.draws
    facts = [
        _fact(path, before.others[path], after.others[path])
        for path in ("wallet", "share_new", "first_order")
        if np.ptp(before.others[path]) > 0
    ]
    told = tuple(fact for fact in facts if fact.narrowed <= NARROWER)
    return OfChannel(WALLET, None if told else "wide", told, None)


def _told(step: Step, judged: ChannelJudgement, before: Draws, after: Draws) -> Iterator[Told]:
    """Yield the facts in the order in which they are taken: the points of the curve at the level that is found."""
    level_before, level = (float(np.median(each.prospects)) for each in (before, after))
    yield _fact(judged.path(judged.fields["today"]), before.prospects, after.prospects)
    alone = [
        replace(each, prospects=np.full(1, level)).points() for each, level in ((before, level_before), (after, level))
    ]
    for point in alone[0]:
        if point != "today":
            yield _fact(judged.path(judged.fields[point]), alone[0][point], alone[1][point])
    if judged.of == "channel":
        carried = [np.array([per_month(value, step) for value in each.carryover]) for each in (before, after)]
        yield _fact(judged.path("carryover"), *carried)
    elif judged.of == "share":
        yield _fact("share_adjustment", before.others["share_adjustment"], after.others["share_adjustment"])


def _fact(path: str, before: Floats, after: Floats) -> Told:
    ends = [tuple(float(end) for end in np.quantile(each, SURE)) for each in (before, after)]
    return Told(path, ends[0], ends[1], narrowed(before, after))  # type: ignore[arg-type]


def _picture(history: History, flow: Flow, found: Fit, place: int, silent: bool) -> Picture:
    judged = found.judged[place]
    seen = _rates(flow, found) if flow.heads is not None else _seen(flow, found, place) * A_MONTH[history.step]
    most = BEYOND * max(float(np.nanmax(found.working[place])), judged.spend)
    spends = np.linspace(0, most, CURVE_POINTS)
    curves = [np.asarray(each.curve(judged.spend).at(spends[:, None]))
              for each in (found.before[place], found.draws[place])]  # fmt: skip
    ends = [] if silent else [tuple(map(float, each)) for each in np.quantile(curves[1], (0.05, 0.5, 0.95), axis=1)]
    low, likely, high = ends or (None, None, None)
    points = tuple(
        (float(at), float(came)) for at, came in zip(found.working[place], seen, strict=True) if not np.isnan(came)
    )
    return Picture(
        tuple(map(float, spends)), tuple(map(float, np.median(curves[0], axis=1))), low, likely, high, points
    )


def _rates(flow: Flow, found: Fit) -> Floats:
    """Return the rate in each step, what came beside what was expected, season and trend taken out."""
    (judged,), (after,), (working,) = found.judged, found.draws, found.working
    rate = np.median(np.asarray(after.curve(judged.spend).at(working[:, None])), axis=1)
    return np.asarray(rate * flow.results / np.median(found.expected, axis=1))


def _seen(flow: Flow, found: Fit, place: int) -> Floats:
    """Return what came by a channel in each step, season and trend taken out; its part where only all is known."""
    rest = flow.results / np.median(found.background, axis=1)
    if len(found.judged) == 1:
        return np.asarray(rest)
    of_each = [
        np.median(np.asarray(draws.curve(judged.spend).at(working[:, None])), axis=1)
        for judged, draws, working in zip(found.judged, found.draws, found.working, strict=True)
    ]
    return np.asarray(rest * of_each[place] / np.sum(of_each, axis=0))


def _backtest(history: History, judged: Sequence[ChannelJudgement], flows: Sequence[Flow]) -> Backtest | None:
    """Return how far the last quarter was off, these flows together; None where there is too little before it."""
    year = round(STEPS_A_YEAR[history.step])
    out = year // QUARTER
    if len(history) < 2 * year:
        return None
    off = by_last_year = came = 0.0
    for flow in flows:
        own = [each for each in judged if each.channel in flow.spends]
        known = ~np.isnan(flow.results[-out:]) & ~np.isnan(flow.results[-out - year : -year])
        before = np.count_nonzero(~np.isnan(flow.results[:-out]))
        if len(own) < len(flow.spends) or not all(_asked(each) for each in own) or not known.any() or before < year:
            continue
        expected = np.median(fit(history, flow, own, held_out=out, count=FEWER_DRAWS).expected[-out:], axis=1)
        actual, same = flow.results[-out:], flow.results[-out - year : -year]
        off += float(np.abs(actual - expected)[known].sum())
        by_last_year += float(np.abs(actual - same)[known].sum())
        came += float(actual[known].sum())
    return Backtest(out, off / came, by_last_year / came) if came else None
