"""Where labels beside lines and bands stand: apart from each other, and inside their plot."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pages.ui.charts.label_layout import spread

LEAST, LOW, HIGH = 2.0, 0.0, 30.0
PLACES = st.lists(st.floats(LOW, HIGH), min_size=1, max_size=12)


@given(places=PLACES)
def test_labels_keep_their_order_and_distance_inside_the_plot(places: list[float]) -> None:
    """However crowded their lines end, labels stand apart, in the order of the lines, and none leaves the plot."""
    found = spread(places, LEAST, (LOW, HIGH))
    order = sorted(range(len(places)), key=lambda place: places[place])
    stood = [found[place] for place in order]
    assert all(LOW - 1e-9 <= place <= HIGH + 1e-9 for place in stood)
    assert all(after - before >= LEAST - 1e-9 for before, after in pairwise(stood))


@given(places=PLACES)
def test_labels_with_room_stand_where_their_lines_end(places: list[float]) -> None:
    """A label that is in nobody's way is not moved."""
    found = spread(places, LEAST, (LOW, HIGH))
    for rank, place in enumerate(places):
        others = [*places[:rank], *places[rank + 1 :]]
        if all(abs(place - other) > 12 * LEAST for other in others):
            assert found[rank] == place
