"""Facts and their ranges in one picture, each as a multiple of what is likely: a guess looks as wide as it is."""

from __future__ import annotations

from collections.abc import Sequence

from pages.certainty.charts_sizes import ROW
from pages.certainty.decision_pictures import value_text
from pages.ui.charts.label_layout import columns
from pages.ui.live import ChartState, ChartTable
from pages.ui.text.formats import MoneyFormat, plain
from simulator.facts.plural import plural
from simulator.facts.repair import title_of
from simulator.ranges.fact_range import FactRange
from simulator.ranges.tornado import Tornado

LEAST, LARGEST = 0.4, 2.5
"""Multiples of the likely value that the scale begins and ends at."""
INSIDE = (0.49, 2.05)
"""Multiples up to which there is room for the figure beside an end."""
KINDS = {"stated": "stated", "read": "read from data", "guessed": "our guess"}


def ranges(shown: Sequence[FactRange], of: int, found: Tornado, money: MoneyFormat) -> ChartState:
    """Return some facts with low, likely and high, and a mark where the answer turns; ``of`` is how many there are."""
    turns = {swing.fact.path: swing.turns_at for swing in found.swings}
    which = (
        "Facts and their ranges"
        if len(shown) == of
        else f"The {plural(str(len(shown)), 'fact')} that move the answer most, of {of}"
    )
    return ChartState(
        name="ranges",
        title=f"{which}, from {plain(LEAST)} to {plain(LARGEST)} times what is likely",
        alt="; ".join(f"{title_of(each.path)} {_span(each, money)}" for each in shown),
        datasets={"facts": columns([_row(each, rank, turns.get(each.path), money) for rank, each in enumerate(shown)])},
        signals={"lo": LEAST, "hi": LARGEST},
        table=ChartTable(
            ["Fact", "Where it comes from", "Low", "Likely", "High", "The answer turns at"],
            [_table_row(each, turns.get(each.path), money) for each in shown],
        ),
        height=ROW * len(shown),
        unit="both",
    )


def _row(each: FactRange, rank: int, turn: float | None, money: MoneyFormat) -> dict[str, object]:
    low, high = each.low / each.likely, each.high / each.likely
    ends = [value_text(each.path, end, money).removesuffix(" a month") for end in (each.low, each.high)]
    return {
        "rank": rank, "role": each.function, "kind": each.kind, "name": title_of(each.path),
        "text": value_text(each.path, each.likely, money), "low": low, "likely": 1.0, "high": high,
        "low_text": ends[0] if low >= INSIDE[0] else "", "high_text": ends[1] if high <= INSIDE[1] else "",
        "turn": None if turn is None else turn / each.likely,
    }  # fmt: skip


def _span(each: FactRange, money: MoneyFormat) -> str:
    low, likely, high = (value_text(each.path, end, money) for end in (each.low, each.likely, each.high))
    return f"{likely}, {low} to {high}, {KINDS[each.kind]}"


def _table_row(each: FactRange, turn: float | None, money: MoneyFormat) -> list[str]:
    figures = (value_text(each.path, end, money) for end in (each.low, each.likely, each.high))
    turned = "–" if turn is None else value_text(each.path, turn, money)
    return [title_of(each.path), KINDS[each.kind], *figures, turned]
