"""The likelihood of one flow of a history: what comes of spend by the model's curves, and what moves it besides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from scipy.special import expit

from simulator.evidence.history.background import Background, background, explained, rest_of, usual_terms
from simulator.evidence.history.judgement import ChannelJudgement, per_step
from simulator.evidence.history.priors import Prior
from simulator.evidence.history.sampling import Sample
from simulator.evidence.history.series import A_MONTH, Floats, Flow, History, Step
from simulator.facts.curves import SHAPES, Curve, Family, calibrate
from simulator.model.funnel import ramped

PER_CHANNEL = 6
"""Numbers drawn for a channel: remains, bend, carry-over, its level beside the others', the family of its curve, and
how far its spend follows what else moves results."""
FOLLOWS = 5
"""The last of them."""
NOISE, NOISE_OFF = 0.12, 0.7
"""About how far a step's result is off its expectation, in logarithms, and how unsure that is."""
MOST_LINGERING = 0.9
MOST_FOLLOWING, FOLLOWING_STEEP, FOLLOWING_AT, FOLLOWING_MORE = 0.9, 1.7, -1.5, 2.0
"""The correlation between what spend does of its own and what else moves results: mostly small, at most this. Who
spends more when demand is good makes it larger, and nothing in a history tells the two apart. Whose spend goes with
season and trend, which demand has too, may well follow the rest of demand: more, the larger that share of its moves."""
MOST_REMAINS = 1 - 1e-6
"""A curve that is flat has no bend."""
HALF = 0.5
"""Half a prospect is added before logarithms are taken, so that a month without any counts for what it is."""
TRIED = 256
"""Draws that are tried without any effect of spend."""
NO_EFFECT_LINGERS, NO_EFFECT_NOISE = (0.0, 1.0), (0.0, 0.5, 1.0)
"""How much further than where a curve was found, on the scale of what is drawn."""
AT_ONCE = 128_000
"""Figures of steps times draws that are worked on at once: what the processor keeps close by."""
FIRST_STEPS = 6
"""Steps that tell about what was spent before the history."""


@dataclass(frozen=True)
class Draws:
    """Equally likely facts of one channel: (draws,) each, carry-over per step of the history, prospects per month."""

    prospects: Floats
    remains: Floats
    bend: Floats
    carryover: Floats
    shape: Floats
    """The family of its curve, by its place in `simulator.facts.curves.SHAPES`."""
    family: Family = "exponential"
    beyond: tuple[tuple[str, float], ...] = ()
    """Of a curve with a ceiling, of the family: see `ChannelJudgement.beyond`."""
    others: dict[str, Floats] = field(default_factory=dict)
    """Facts that stand beside its curve, by their path."""

    def points(self) -> dict[str, Floats]:
        """Return the results that its curve goes through, per month, by their name in `calibrate`."""
        if self.beyond:
            rises = {name: self.prospects * (1 + self.bend * rise) for name, rise in self.beyond}
        else:
            rises = {"double": self.prospects * (1 + self.bend * (1 - self.remains))}
        return {"zero": self.prospects * self.remains, "today": self.prospects, **rises}

    def curve(self, spend: float) -> Curve:
        """Return its response curves, people per month over money per month; ``spend``: where prospects hold."""
        return calibrate(self.family if self.beyond else self.shape, spend, **self.points())


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
    gained: float
    """By how much a curve that bends fits better than none, in logarithms of the likelihood; infinite where several
    channels share the results."""


class Model:
    """The likelihood of one flow, over numbers on the scale of a standard normal: (numbers, draws).

    ``PER_CHANNEL`` for each channel, then those that a kind of flow has besides, the share of noise that lingers, and
    its size.
    """

    besides = 0
    """How many numbers this kind of flow has besides those of its channels and of the noise."""

    def __init__(self, history: History, flow: Flow, judged: Sequence[ChannelJudgement], held_out: int = 0) -> None:
        self.judged = tuple(judged)
        self.step: Step = history.step
        self.flow = flow
        self.spends = [_filled(flow.spends[each.channel]) for each in judged]
        self.results = np.maximum(flow.results, 0.0)
        known = flow.known
        if held_out:
            known[-held_out:] = False
        self.known = known
        self.mean = float(np.mean(self.results[known]))
        self._carryovers = [_of_steps(each.carryover, history.step) for each in judged]
        self._phase, self._years = history.phase, history.years
        terms = usual_terms(history)[known]
        self._own = [_standard(rest_of(effort[known], terms)) for effort in self.efforts()]
        moves_with = [explained(effort[known], terms, np.ones(len(terms), bool)) for effort in self.efforts()]
        self._follows = [FOLLOWING_AT + FOLLOWING_MORE * max(share, 0.0) for share in moves_with]

    def efforts(self) -> list[Floats]:
        """Return what each curve is taken at, before anything carries over: (steps,) each."""
        return self.spends

    @cached_property
    def background(self) -> Background:
        """What else moves the results."""
        return background(self._years, self._phase, self.known, self.usual, self.level_off)

    @cached_property
    def usual(self) -> Floats:
        """About how many come in each step: the mean, half of it as is held to come of the spend: (steps,).

        By what came, a step of which fewer came by chance would count for less, and all would be found too high.
        """
        held = self.response(np.zeros((self.numbers, 1)))[:, 0]
        return np.asarray(self.mean * (0.5 + 0.5 * held / max(float(held[self.known].mean()), 1e-9)))

    @property
    def level_off(self) -> float:
        """How far the level of today may be off, in logarithms, beside what is drawn of it."""
        return self.judged[0].prospects_off if len(self.judged) == 1 else 0.02

    @property
    def numbers(self) -> int:
        """How many numbers are drawn."""
        return PER_CHANNEL * len(self.judged) + self.besides + 2

    @cached_property
    def _shares(self) -> list[float]:
        total = sum(each.prospects for each in self.judged)
        return [each.prospects / total for each in self.judged]

    @property
    def per_step(self) -> float:
        """What is held to come in a step at today's spend."""
        return sum(each.prospects for each in self.judged) / A_MONTH[self.step]

    def log_likelihood(self, places: Floats) -> Floats:
        """Return the log density of the results: (draws,)."""
        parts = np.array_split(places, -(-len(self.results) * places.shape[1] // AT_ONCE), axis=1)
        return np.concatenate([self.background.log_likelihood(self.rest(part), *self.of_noise(part)) for part in parts])

    def of_noise(self, places: Floats) -> tuple[Floats, Floats]:
        """Return the share of noise that lingers, and the noise."""
        return MOST_LINGERING * expit(1.7 * places[-2] - 1.0), NOISE * np.exp(NOISE_OFF * places[-1])

    def level(self, place: int, own: Floats) -> Floats:
        """Return a channel's level as a multiple of what is held, as far as it is drawn and not integrated out."""
        return np.exp(self.judged[place].prospects_off * own) if len(self.judged) > 1 else np.ones_like(own)

    def channel(self, place: int, places: Floats) -> Draws:
        """Return the facts of a channel before the level of all is known: prospects as multiples of what is held."""
        judged, own = self.judged[place], places[PER_CHANNEL * place : PER_CHANNEL * (place + 1)]
        remains = judged.remains.at(own[0])
        if judged.remains.most <= 1:
            remains = np.minimum(remains, MOST_REMAINS)
        bend, carryover = judged.bent(judged.bend.at(own[1]), remains), self._carryovers[place].at(own[2])
        stated = float(SHAPES.index(judged.family)) if judged.family in SHAPES else 0.0
        shape = np.where(own[4] < 0, 1 - stated, stated) if judged.either_family else np.full_like(own[4], stated)
        return Draws(self.level(place, own[3]), remains, bend, carryover, shape, judged.family, judged.beyond)

    def response(self, places: Floats) -> Floats:
        """Return what comes of spend alone, as a multiple of what is held to come today: (steps, draws)."""
        total = np.zeros((len(self.results), places.shape[1]))
        for place, (judged, spend) in enumerate(zip(self.judged, self.spends, strict=True)):
            drawn = self.channel(place, places)
            today = judged.spend / A_MONTH[self.step]
            working = at_work(drawn.carryover, spend[:, None])
            total += self._shares[place] * np.asarray(drawn.curve(today).at(working))
        return total

    def rest(self, places: Floats) -> Floats:
        """Return the logs of results less those of the response and of what spend follows: (known, draws)."""
        response = self.response(places)
        if not self.known.all():
            response = response[self.known]
        response *= self.per_step
        rest = np.log(self.results[self.known] + HALF)[:, None] - _log(response)
        lingering, noise = self.of_noise(places)
        shocks = noise / np.sqrt(1 - lingering**2)
        for place, own in enumerate(self._own):
            follows = FOLLOWING_STEEP * places[PER_CHANNEL * place + FOLLOWS] + self._follows[place]
            rest -= own[:, None] * (MOST_FOLLOWING * expit(follows) * shocks)
        return rest

    def fitted(self, found: Sample, seed: int = 1) -> Fit:
        """Return what draws of the history's numbers say."""
        random = np.random.default_rng(seed)
        lingering, noise = self.of_noise(found.draws)
        normals = random.standard_normal((len(self.background.spread), found.draws.shape[1]))
        terms = self.background.terms(self.rest(found.draws), lingering, noise, normals)
        level = np.exp(terms[0])
        full = _everywhere(self.background, self._years, self._phase, self.usual)
        beside = np.exp(full[:, 1:] @ terms[1:])
        expected = self.response(found.draws) * self.per_step * level * beside
        blank = random.standard_normal(found.draws.shape)
        before_level = np.exp(self.level_off * random.standard_normal(blank.shape[1]))
        return Fit(
            self.judged, self.monthly(found.draws, level), self.monthly(blank, before_level),
            self.working(found.draws), beside, expected, lingering, noise, found, self._gained(found.draws),
        )  # fmt: skip

    def _gained(self, draws: Floats) -> float:
        """Return how much better the best of some draws is than the best without any effect of spend.

        Without one the rest is noise: more of it, and more that lingers, are tried.
        """
        if len(self.judged) > 1 or not self.judged[0].fitted:
            return np.inf
        some = draws[:, :TRIED]
        best, without = float(self.log_likelihood(some).max()), -np.inf
        for lingers in NO_EFFECT_LINGERS:
            for more in NO_EFFECT_NOISE:
                tried = some.copy()
                tried[0] = self.judged[0].remains.place(1.0)
                tried[-2] += lingers
                tried[-1] += more
                without = max(without, float(self.log_likelihood(tried).max()))
        return best - without

    def working(self, places: Floats) -> tuple[Floats, ...]:
        """Return each channel's spend at work by the middle carry-over, money per month: (steps,) each."""
        middles = [np.median(self.channel(place, places).carryover) for place in range(len(self.judged))]
        pairs = zip(middles, self.spends, strict=True)
        return tuple(at_work(middle, spend) * A_MONTH[self.step] for middle, spend in pairs)

    def monthly(self, places: Floats, level: Floats) -> tuple[Draws, ...]:
        """Return each channel's facts per month, ``level`` (draws,) being that of all."""
        drawn = [self.channel(place, places) for place in range(len(self.judged))]
        return tuple(
            replace(own, prospects=own.prospects * level * judged.prospects)
            for own, judged in zip(drawn, self.judged, strict=True)
        )


def _everywhere(own: Background, years: Floats, phase: Floats, usual: Floats) -> Floats:
    """Return the terms of the background at all steps: (steps, terms)."""
    return background(years, phase, np.ones(len(years), bool), usual, float(own.spread[0])).design


def _of_steps(carryover: Prior, step: Step) -> Prior:
    """Return a monthly judgement of carry-over for the history's steps."""
    if step == "month" or carryover.doubt >= 1:
        return carryover
    low, likely, high = (
        min(per_step(end, step), carryover.most) for end in (carryover.low, carryover.likely, carryover.high)
    )
    return replace(carryover, low=low, likely=likely, high=high)


def _filled(spend: Floats) -> Floats:
    """Return spend with the usual one where it is unknown: what works on from there is about that much."""
    return np.where(np.isnan(spend), np.nanmedian(spend), spend)


def _standard(values: Floats) -> Floats:
    """Return values at the scale of a standard normal, zeros where they are all the same."""
    scale = float(values.std())
    return values / scale if scale > 1e-9 * max(float(np.abs(values).max()), 1e-300) else np.zeros_like(values)


def at_work(carryover: Floats | np.floating[Any], spend: Floats) -> Floats:
    """Return the spend at work in each step, as the model has it: (steps, …)."""
    return np.asarray(ramped(spend, np.asarray(carryover), np.asarray(usual_at_first(spend)), len(spend)))


def usual_at_first(spend: Floats) -> float:
    """Return what was spent before the history, about."""
    return float(spend[:FIRST_STEPS].mean())


def _log(expected: Floats) -> Floats:
    """Return about what the logarithm of a count and a half is expected to be: that of half for none."""
    return np.asarray(0.5 * np.log(expected**2 + HALF**2))
