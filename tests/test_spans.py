"""How far a point of a curve may be dragged."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.cases import Case, list_cases, load_case
from simulator.facts.business import Business
from simulator.facts.contradictions import contradictions
from simulator.facts.curve_facts import CHANNEL_CURVE, CHURN_CURVE, SHARE_CURVE, WIN_RATE_CURVE
from simulator.facts.paths import path_of
from simulator.facts.spans import stops
from tests.strategies import businesses

PARTS = (0.0, 0.25, 0.5, 0.75, 1.0)


def points(business: Business) -> Iterator[tuple[str, float]]:
    """Each point of each curve that is stated: its path, and the value there."""
    owned = [(channel, CHANNEL_CURVE) for channel in business.channels]
    for owner, curve in (*owned, *((business, each) for each in (WIN_RATE_CURVE, SHARE_CURVE, CHURN_CURVE))):
        for field in curve.fields.values():
            if (value := getattr(owner, field)) is not None:
                yield path_of(owner, field), value


@given(businesses(), st.data())
def test_all_between_the_stops_is_sound(business: Business, data: st.DataObject) -> None:
    """Wherever a point is let go between its stops, the facts fit together."""
    path, value = data.draw(st.sampled_from(list(points(business))))
    low, high = stops(business, path, value, 0.0, 2 * value + 0.1)
    assert low.value <= value <= high.value
    for part in PARTS:
        at = low.value + part * (high.value - low.value)
        assert not contradictions(business, {path: at}), (path, value, at)


@pytest.mark.parametrize("case", list_cases(), ids=lambda case: case.ref)
def test_a_stop_short_of_the_end_says_why(case: Case) -> None:
    """Where a point stops before the end it was pulled to, one sentence says why; where it does not, none does."""
    for path, value in points(case.business):
        for stop, end in zip(stops(case.business, path, value, 0.0, 3 * value), (0.0, 3 * value), strict=True):
            assert bool(stop.sentence) == (stop.value != end), (path, stop)


def test_today_can_be_moved_between_nothing_and_double() -> None:
    """Today's point stops below what doubling brings, in the words of the screen and of that place."""
    business = load_case("northwind.1").business
    low, high = stops(business, "win_rate", business.win_rate, 0.0, 1.0)
    assert business.win_rate_at_zero < low.value < business.win_rate < high.value < (business.win_rate_at_double or 0)
    assert high.sentence == "Twice the sales spend per prospect must bring the win rate above today's 4.4 %."
