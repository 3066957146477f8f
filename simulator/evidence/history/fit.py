"""The judgement of some channels corrected by what was spent on them and what came: one flow of a history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from scipy.special import expit

from simulator.evidence.history.background import Background, background
from simulator.evidence.history.judgement import MOST_CARRYOVER, ChannelJudgement, per_step
from simulator.evidence.history.priors import Prior
from simulator.evidence.history.sampling import DRAWS, Sample, sample
from simulator.evidence.history.series import A_MONTH, Floats, Flow, History, Step
from simulator.facts.curves import SHAPES, Curve, calibrate
from simulator.model.funnel import accumulate, ramped

PER_CHANNEL = 5
"""Numbers drawn for a channel: remains, bend, carry-over, its level beside the others', and the family of its curve."""
NOISE, NOISE_OFF = 0.12, 0.7
"""About how far a step's result is off its expectation, in logarithms, and how unsure that is."""
MOST_LINGERING = 0.9
MOST_REMAINS = 1 - 1e-6
"""A curve that is flat has no bend."""
HALF = 0.5
"""Half a prospect is added before logarithms are taken, so that a month without any counts for what it is."""


@dataclass(frozen=True)
class Draws:
    """Equally likely facts of one channel: (draws,) each, carry-over per step of the history, prospects per month."""

    prospects: Floats
    remains: Floats
    bend: Floats
    carryover: Floats
    shape: Floats
    """The family of its curve, by its place in `simulator.facts.curves.SHAPES`."""

    def curve(self, spend: float) -> Curve:
        """Return its response curves, people per month over money per month; ``spend``: where prospects hold."""
        return calibrate(
            self.shape, spend, zero=self.prospects * self.remains, today=self.prospects,
            double=self.prospects * (1 + self.bend * (1 - self.remains)),
        )  # fmt: skip


@dataclass(frozen=True)
class Fit:
    """What one flow says of its channels."""

    judged: tuple[ChannelJudgement, ...]
    draws: tuple[Draws, ...]
    before: tuple[Draws, ...]
    """The same without the history."""
    working: tuple[Floats, ...]
    """Each channel's spend at work by the middle carry-over, money per month: (steps,)."""
    background: Floats
    """What season and trend multiply results by in each draw: (steps, draws)."""
    expected: Floats
    """Results per step that each draw expects, season and trend with it: (steps, draws)."""
    lingering: Floats
    noise: Floats
    sample: Sample


class Model:
    """The likelihood of one flow, over numbers on the scale of a standard normal: (numbers, draws).

    ``PER_CHANNEL`` for each channel, then the share of noise that lingers, and its size.
    """

    def __init__(self, history: History, flow: Flow, judged: Sequence[ChannelJudgement], held_out: int = 0) -> None:
        self.judged = tuple(judged)
        self.step: Step = history.step
        self.spends = [_filled(flow.spends[each.channel]) for each in judged]
        self.results = flow.results
        self.prospects = None if flow.prospects is None else _filled(flow.prospects)
        known = flow.known
        if held_out:
            known[-held_out:] = False
        self.known = known
        self.mean = float(np.mean(flow.results[known]))
        self.usual = _smooth(np.where(known, flow.results, self.mean))
        self._carryovers = [_of_steps(each.carryover, history.step) for each in judged]
        self._phase, self._years = history.phase, history.years

    @cached_property
    def background(self) -> Background:
        """What else moves the results."""
        off = float(np.average([each.prospects_off for each in self.judged], weights=self._shares))
        return background(self._years, self._phase, self.known, self.usual, off if len(self.judged) == 1 else 0.02)

    @property
    def numbers(self) -> int:
        """How many numbers are drawn."""
        return PER_CHANNEL * len(self.judged) + 2

    @cached_property
    def _shares(self) -> list[float]:
        total = sum(each.prospects for each in self.judged)
        return [each.prospects / total for each in self.judged]

    @cached_property
    def _per_step(self) -> float:
        """What is held to come in a step at today's spend."""
        return sum(each.prospects for each in self.judged) / (1.0 if self.prospects is not None else A_MONTH[self.step])

    def log_likelihood(self, places: Floats) -> Floats:
        """Return the log density of the results: (draws,)."""
        return self.background.log_likelihood(self._rest(places), *self.of_noise(places))

    def of_noise(self, places: Floats) -> tuple[Floats, Floats]:
        """Return the share of noise that lingers, and the noise."""
        return MOST_LINGERING * expit(1.7 * places[-2] - 1.0), NOISE * np.exp(NOISE_OFF * places[-1])

    def channel(self, place: int, places: Floats) -> Draws:
        """Return the facts of a channel before the level of all is known: prospects as multiples of what is held."""
        judged, own = self.judged[place], places[PER_CHANNEL * place : PER_CHANNEL * (place + 1)]
        level = np.exp(judged.prospects_off * own[3]) if len(self.judged) > 1 else np.ones_like(own[3])
        remains = np.minimum(judged.remains.at(own[0]), MOST_REMAINS)
        bend, carryover = judged.bent(judged.bend.at(own[1]), remains), self._carryovers[place].at(own[2])
        stated = float(SHAPES.index(judged.family))
        shape = np.where(own[4] < 0, 1 - stated, stated) if judged.either_family else np.full_like(own[4], stated)
        return Draws(level, remains, bend, carryover, shape)

    def response(self, places: Floats) -> Floats:
        """Return what comes of spend alone, as a multiple of what is held to come today: (steps, draws)."""
        if self.prospects is not None:
            return self._wins(places, self.prospects)
        total = np.zeros((len(self.results), places.shape[1]))
        for place, (judged, spend) in enumerate(zip(self.judged, self.spends, strict=True)):
            drawn = self.channel(place, places)
            today = judged.spend / A_MONTH[self.step]
            working = _at_work(drawn.carryover, spend[:, None])
            total += self._shares[place] * np.asarray(drawn.curve(today).at(working))
        return total

    def _wins(self, places: Floats, prospects: Floats) -> Floats:
        """Return new customers, per win rate held today: each step's wins, which close as the model has it."""
        (judged,), (spend,) = self.judged, self.spends
        rate = np.asarray(self.channel(0, places).curve(judged.spend).at(_each(spend, prospects)[:, None]))
        wins = rate * prospects[:, None]
        steps = max(judged.cycle * A_MONTH[self.step], 1.0)
        before = steps * wins[:6].mean(axis=0)
        return np.asarray(accumulate(np.asarray(1 - 1 / steps), wins, before, len(wins))[:-1] / steps)

    def _rest(self, places: Floats) -> Floats:
        """Return the logs of results less those of the response: (known, draws)."""
        response = self.response(places)[self.known] * self._per_step
        return np.asarray(np.log(self.results[self.known] + HALF)[:, None] - _log(response))

    def fitted(self, found: Sample, seed: int = 1) -> Fit:
        """Return what draws of the history's numbers say."""
        random = np.random.default_rng(seed)
        lingering, noise = self.of_noise(found.draws)
        rest = self._rest(found.draws)
        normals = random.standard_normal((len(self.background.spread), found.draws.shape[1]))
        terms = self.background.terms(rest, lingering, noise, normals)
        level = np.exp(terms[0])
        full = _everywhere(self.background, self._years, self._phase, self.usual)
        beside = np.exp(full[:, 1:] @ terms[1:])
        expected = self.response(found.draws) * self._per_step * level * beside
        blank = random.standard_normal(found.draws.shape)
        if len(self.judged) == 1:
            before_level = np.exp(self.judged[0].prospects_off * blank[3])
        else:
            before_level = np.ones(blank.shape[1])
        return Fit(
            self.judged, self._monthly(found.draws, level), self._monthly(blank, before_level),
            self._working(found.draws), beside, expected, lingering, noise, found,
        )  # fmt: skip

    def _working(self, places: Floats) -> tuple[Floats, ...]:
        if self.prospects is not None:
            return (_each(self.spends[0], self.prospects),)
        middles = [np.median(self.channel(place, places).carryover) for place in range(len(self.judged))]
        pairs = zip(middles, self.spends, strict=True)
        return tuple(_at_work(middle, spend) * A_MONTH[self.step] for middle, spend in pairs)

    def _monthly(self, places: Floats, level: Floats) -> tuple[Draws, ...]:
        drawn = [self.channel(place, places) for place in range(len(self.judged))]
        return tuple(
            replace(own, prospects=own.prospects * level * judged.prospects)
            for own, judged in zip(drawn, self.judged, strict=True)
        )


def fit(history: History, flow: Flow, judged: Sequence[ChannelJudgement], held_out: int = 0, count: int = DRAWS) -> Fit:
    """Return what a flow says of its channels; the last ``held_out`` steps are not looked at."""
    model = Model(history, flow, judged, held_out)
    return model.fitted(sample(model.log_likelihood, model.numbers, count=count))


def _everywhere(own: Background, years: Floats, phase: Floats, usual: Floats) -> Floats:
    """Return the terms of the background at all steps: (steps, terms)."""
    return background(years, phase, np.ones(len(years), bool), usual, float(own.spread[0])).design


def _of_steps(carryover: Prior, step: Step) -> Prior:
    """Return a monthly judgement of carry-over for the history's steps."""
    if step == "month" or carryover.doubt >= 1:
        return carryover
    low, likely, high = (
        min(per_step(end, step), MOST_CARRYOVER) for end in (carryover.low, carryover.likely, carryover.high)
    )
    return replace(carryover, low=low, likely=likely, high=high)


def _filled(spend: Floats) -> Floats:
    """Return spend with the usual one where it is unknown: what works on from there is about that much."""
    return np.where(np.isnan(spend), np.nanmedian(spend), spend)


def _each(spend: Floats, prospects: Floats) -> Floats:
    """Return the spend per prospect: (steps,)."""
    return np.asarray(spend / np.maximum(prospects, HALF))


def _at_work(carryover: Floats | np.floating[Any], spend: Floats) -> Floats:
    """Return the spend at work in each step, as the model has it: (steps, …)."""
    return np.asarray(ramped(spend, np.asarray(carryover), np.asarray(_usual_at_first(spend)), len(spend)))


def _usual_at_first(spend: Floats) -> float:
    """Return what was spent before the history, about."""
    return float(spend[:6].mean())


def _smooth(results: Floats) -> Floats:
    """Return about how many come in each step: what came, a quarter of the way to the mean."""
    return np.asarray(0.75 * results + 0.25 * results.mean())


def _log(expected: Floats) -> Floats:
    """Return about what the logarithm of a count and a half is expected to be: that of half for none."""
    return np.asarray(0.5 * np.log(expected**2 + HALF**2))
