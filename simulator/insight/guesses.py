"""What a verdict leans on: how many facts are guesses, and which of them alone would turn it within their range."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from simulator.facts.business import Business
from simulator.facts.curve_facts import CHANNEL_CURVE, CHURN_CURVE, SHARE_CURVE, WIN_RATE_CURVE
from simulator.facts.guesses import GAIN_OFF_BY, OFF_BY
from simulator.facts.paths import changed_at, owner_at
from simulator.facts.sources import ends_of, origins_of
from simulator.facts.spans import stops
from simulator.insight.diagnosis import diagnose
from simulator.model.question import Question

HALVINGS = 7
CURVES = (CHANNEL_CURVE, WIN_RATE_CURVE, SHARE_CURVE, CHURN_CURVE)


@dataclass(frozen=True)
class Leaning:
    """The guesses behind a verdict, by path."""

    guesses: tuple[str, ...]
    turning: tuple[str, ...]
    """Those with which alone, somewhere between their low and high, the verdict names other functions first."""

    @property
    def holds(self) -> bool:
        """Whether no guess alone would turn the verdict."""
        return not self.turning


@lru_cache(maxsize=64)
def leaning(question: Question) -> Leaning:
    """Return what the verdict on the company, as `diagnose` gives it today, leans on.

    Each guess is tried at its low and at its high, as far as the other facts allow, with all others as they are.
    """
    today = question.today
    business, named = today.business, diagnose(today).functions[:1]
    guesses = tuple(path for path, origin in origins_of(business).items() if _guessed(business, path, origin.kind))
    turning = tuple(
        path
        for path in guesses
        if any(diagnose(_with(today, path, end)).functions[:1] != named for end in tried(business, path))
    )
    return Leaning(guesses, turning)


@lru_cache(maxsize=512)
def turns(question: Question, path: str) -> tuple[float | None, float | None]:
    """Return below and above which value of the guess at ``path`` alone the verdict turns, in its own unit.

    None on a side where it does not between the guess and that end of its range; see `leaning`. Exact to a
    hundredth of the way from the guess to the end.
    """
    owner, fact = owner_at(question.business, path)
    value = float(getattr(owner, fact))
    low, high = (_turn(question.today, path, value, end) for end in tried(question.business, path))
    return low, high


def _turn(today: Question, path: str, value: float, end: float) -> float | None:
    named = diagnose(today).functions[:1]

    def turned(at: float) -> bool:
        return diagnose(_with(today, path, at)).functions[:1] != named

    if end == value or not turned(end):
        return None
    same, other = value, end
    for _ in range(HALVINGS):
        middle = (same + other) / 2
        same, other = (same, middle) if turned(middle) else (middle, other)
    return other


def tried(business: Business, path: str) -> tuple[float, float]:
    """Return the low and high at which the guess at ``path`` is tried, in its own unit."""
    owner, fact = owner_at(business, path)
    value = float(getattr(owner, fact))
    low, high = ends_of(business, path)
    least, most = _usual(business, path, value)
    down, up = stops(business, path, value, least if low is None else low, most if high is None else high)
    return down.value, up.value


def _usual(business: Business, path: str, value: float) -> tuple[float, float]:
    owner, fact = owner_at(business, path)
    for curve in CURVES:
        if fact == curve.fields["double"] and fact in type(owner).model_fields:
            today = float(getattr(owner, curve.fields["today"]))
            ends = [today + by * (value - today) for by in GAIN_OFF_BY]
            return min(ends), max(ends)
    least, most = (by * value for by in OFF_BY)
    return least, most


def _guessed(business: Business, path: str, kind: str) -> bool:
    owner, fact = owner_at(business, path)
    return kind == "guessed" and isinstance(getattr(owner, fact), float)


def _with(today: Question, path: str, value: float) -> Question:
    business = changed_at(today.business, {path: value})
    return replace(today, business=business, plan=business.plan)
