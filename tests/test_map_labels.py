"""Names on the map of all splits: whole wherever they can be, and clear of each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.charts.map_labels import AND, LINE, NARROW, WIDE, Mark, Plot, placed_names


def mark(name: str, prospecting: float, conversion: float) -> Mark:
    return name, "plan", np.array([prospecting, conversion, 1 - prospecting - conversion])


@pytest.mark.parametrize("at", [(0.55, 0.3), (0.05, 0.05), (0.02, 0.95), (0.9, 0.05), (0.3, 0.6)])
def test_names_of_one_mark_stand_below_each_other_on_a_phone(at: tuple[float, float]) -> None:
    """Today and the room's middle in one place are both told in full: on a phone in two rows, else in one."""
    both = mark(f"today{AND}room's middle", *at)
    assert [each["text"] for each in placed_names([both], WIDE)] == ["today, room's middle"]
    first, second = placed_names([both], NARROW)
    assert (first["text"], second["text"]) == ("today,", "room's middle")
    assert (first["x"], first["side"]) == (second["x"], second["side"])
    assert float(str(first["y"])) - float(str(second["y"])) == pytest.approx(LINE / NARROW.height)


SPLITS = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda at: (at[0] * (1 - at[1] / 2), at[1] / 2))
NAMES = ["today", "best possible", "room's middle", "Plan A", "Less"]


@given(st.lists(SPLITS, min_size=1, max_size=5), st.sampled_from([WIDE, NARROW]))
def test_every_name_is_told(at: list[tuple[float, float]], plot: Plot) -> None:
    """However the marks lie, and whichever have one name, two or three, each name stands on the side of its mark."""
    marks = [mark(AND.join(NAMES[: 1 + place % 3]), *each) for place, each in enumerate(at)]
    labels = placed_names(marks, plot)
    for name, _, shares in marks:
        rows = [each for each in labels if each["x"] == shares[0]]
        said = " ".join(str(each["text"]) for each in rows)
        assert all(part in said for part in name.split(AND))
