"""History, judgement and the corrected curve of one channel, as chart data."""

from __future__ import annotations

from collections.abc import Callable

from pages.ui.charts.axes import axis, count_label, percent_label
from pages.ui.live import ChartState, ChartTable
from pages.ui.text.formats import MoneyFormat, count
from pages.your_business.history.chart_name import chart_name
from simulator.evidence.history.finding import OfChannel, Picture
from simulator.evidence.history.judgement import SALES, STAYING, UPSELL
from simulator.facts.plan import Function

RATES: dict[str, tuple[str, str, Function]] = {
    SALES: ("Win rate, by the sales spend per prospect", "Spend per prospect", "conversion"),
    UPSELL: ("Share of wallet, by the spend at work per customer and month", "Spend per customer", "upsell"),
    STAYING: ("Customers who leave, by the spend on account care per customer", "Spend per customer", "upsell"),
}
"""What stands for a rate among channels: its picture's title, what its table calls the foot, and whose spend it is."""
WHOLE = 100
"""Money from which on a table has whole units."""


def history_chart(found: OfChannel, picture: Picture, money: MoneyFormat) -> ChartState:
    """Return the picture of one channel: its months as points, season and trend taken out, and its curves."""
    subject, foot, function = RATES.get(found.channel, ("", "", "prospecting"))
    written = _share if subject else _people
    per_head = bool(subject)
    subject = subject or f"Prospects a month from {found.channel}, by the spend at work"
    most = max([*picture.judged, *(picture.high or ()), *(came for _, came in picture.seen)])
    scale, end = axis(0.0, most, about=3), picture.spends[-1]
    feet = [foot for foot in axis(0.0, end).ticks if foot <= end]
    likely = picture.likely
    corrected = "" if likely is None else f", corrected by the history {written(likely[-1])}"
    names = [("judgement", picture.judged[-1])] + ([] if likely is None else [("corrected", likely[-1])])
    above = dict(names)
    return ChartState(
        name=chart_name(function),
        title=subject,
        alt=f"{subject}: at {money.short(end)} your judgement is {written(picture.judged[-1])}{corrected}; "
        f"{len(picture.seen)} points of the history beside it.",
        datasets={
            "seen": {"x": [at for at, _ in picture.seen], "y": [came for _, came in picture.seen]},
            "judged": {"x": list(picture.spends), "y": list(picture.judged)},
            "likely": _columns(picture, likely),
            "names": {
                "x": [end] * len(names), "y": list(above.values()), "text": list(above),
                "side": [1 if value == max(above.values()) else -1 for value in above.values()],
            },
        },
        signals={
            **scale.signals(percent_label if per_head else count_label),
            "xhi": end, "xticks": feet, "xlabels": [money.tick(foot) for foot in feet],
        },
        table=_table(picture, money, foot or "Spend at work", written),
        unit="both",
    )  # fmt: skip


def _people(value: float) -> str:
    return count(round(value))


def _share(value: float) -> str:
    return percent_label(round(value, 3))


def _columns(picture: Picture, likely: tuple[float, ...] | None) -> dict[str, list[object]]:
    if likely is None or picture.low is None or picture.high is None:
        return {"x": [], "y": [], "low": [], "high": []}
    return {"x": [*picture.spends], "y": [*likely], "low": [*picture.low], "high": [*picture.high]}


def _table(picture: Picture, money: MoneyFormat, foot: str, written: Callable[[float], str]) -> ChartTable:
    named = {"Your judgement": picture.judged, "Corrected": picture.likely, "Low": picture.low, "High": picture.high}
    curves = {name: curve for name, curve in named.items() if curve is not None}
    digits = 0 if picture.spends[-1] >= WHOLE else 2
    rows = [
        [money.exact(round(picture.spends[place], digits)), *(written(curve[place]) for curve in curves.values())]
        for place in range(0, len(picture.spends), 4)
    ]
    return ChartTable([foot, *curves], rows)
