"""From two candidates and the others to what the Compare page's charts show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pages.compare.candidates import TODAY, Candidate
from pages.compare.sentences import called, name_of
from pages.ui.charts.axes import Axis, axis, money_signals, month_ticks
from pages.ui.charts.bar_chart import Bar, bar_chart
from pages.ui.charts.label_layout import clear_of, columns, isolated, spread
from pages.ui.live import ChartState, ChartTable
from pages.ui.text.formats import MoneyFormat, in_months
from pages.ui.text.words import MEASURES
from simulator.facts.plan import function_of
from simulator.insight.attribution import Attribution, Cause
from simulator.insight.comparison import cumulative_profit
from simulator.model.outcome import Floats
from simulator.model.question import Question

Series = Callable[[Question], Floats]


@dataclass(frozen=True)
class Line:
    """One candidate's line: a value for each month, and how loud it is drawn."""

    name: str
    tone: str
    values: list[float]

    @property
    def last(self) -> float:
        """Where it ends."""
        return self.values[-1]


def waterfall(pair: tuple[Candidate, Candidate], why: Attribution, money: MoneyFormat) -> ChartState:
    """Return the way from one result to the other, part by part."""
    one, other = pair
    gain, measure = why.after - why.before, MEASURES[other.question.metric]
    ordered = sorted(why.parts, key=lambda part: (part.kind != "plan", -abs(part.amount)))
    bars = [*_steps(ordered, money), Bar(f"{other.name} in all", "today", gain, money.signed(gain))]
    edges = [0.0, *(bar.zero for bar in bars), *(bar.value for bar in bars)]
    low, high = min(edges), max(edges)
    table = ChartTable(
        ["Step", "Kind", "Amount"],
        [
            [f"{one.name} brings", "", money.exact(round(why.before))],
            *([name_of(part), _kind(part), money.exact(round(part.amount))] for part in ordered),
            [f"{other.name} brings", "", money.exact(round(why.after))],
        ],
    )
    phrase = f"{_why(one, other, gain, money)}: {measure} over {in_months(other.question.months)}"
    said = f"From {one.name} to {other.name}, {measure}: "
    right = high if high > low else low + 1
    return bar_chart("why", phrase, bars, (low, high), table, said=said, right=right)


def _why(one: Candidate, other: Candidate, gain: float, money: MoneyFormat) -> str:
    if money.short(gain) == money.short(0.0):
        return f"Why {called(other)} brings as much as {called(one)}"
    return f"Why {called(other)} brings {money.short(abs(gain))} {'more' if gain > 0 else 'less'} than {called(one)}"


def _kind(part: Cause) -> str:
    return "decision" if part.kind == "plan" else "assumption"


def _steps(parts: Sequence[Cause], money: MoneyFormat) -> Iterator[Bar]:
    """Yield a bar for each part, beginning where the one before it ends."""
    reached = 0.0
    for part in parts:
        role = "today" if part.kind == "facts" else function_of(part.name)
        ends = {"zero": reached, "value": reached + part.amount}
        yield Bar(name_of(part), role, text=money.signed(part.amount), note=_kind(part), **ends)
        reached += part.amount


def revenues(pair: tuple[Candidate, Candidate], shown: Sequence[Candidate], money: MoneyFormat) -> ChartState:
    """Return revenue per month of every candidate."""
    return _lines("revenues", "Revenue per month", pair, shown, money, lambda each: each.outcome.revenue)


def profits(pair: tuple[Candidate, Candidate], shown: Sequence[Candidate], money: MoneyFormat) -> ChartState:
    """Return gross profit summed up month by month."""
    return _lines(
        "profits", "Gross profit up to each month", pair, shown, money, lambda each: cumulative_profit(each).total
    )


def ahead(pair: tuple[Candidate, Candidate], shown: Sequence[Candidate], money: MoneyFormat) -> ChartState:
    """Return by how much each candidate's summed gross profit is ahead of today's plan on its own facts."""
    moved = [each for each in shown if not each.as_today]
    several = len({each.question.business for each in moved}) > 1
    title = f"Cash: gross profit up to each month, ahead of today's plan{' under the same facts' if several else ''}"
    return _lines("ahead", title, pair, moved, money, lambda each: cumulative_profit(each).ahead)


def _lines(
    name: str, title: str, pair: tuple[Candidate, Candidate], shown: Sequence[Candidate], money: MoneyFormat,
    series: Series,
) -> ChartState:  # fmt: skip
    months = pair[1].question.months
    lines = [Line(each.name, _tone(each, pair), series(each.question).tolist()) for each in shown]
    scale = _scale([value for line in lines for value in line.values])
    ends = _ends(lines, scale, money)
    rows: list[dict[str, object]] = [
        {"month": month, "value": value, "which": line.name, "tone": line.tone}
        for line in lines
        for month, value in enumerate(line.values, 1)
    ]
    return ChartState(
        name=name,
        title=title,
        alt=f"{title} over {in_months(months)}; at the end: "
        + ", ".join(f"{end['name']}{end['figure']}" for end in ends),
        datasets={
            "lines": columns(rows),
            "ends": columns(ends),
            "zero": {"value": [0.0] if scale.low < 0 < scale.high else []},
        },
        signals={**money_signals(scale, money), "months": month_ticks(months), "last": max(months, 2)},
        table=ChartTable(
            ["Month", *(line.name for line in lines)],
            [[str(m + 1), *(money.exact(round(line.values[m])) for line in lines)] for m in range(months)],
        ),
    )


def _ends(lines: Sequence[Line], scale: Axis, money: MoneyFormat) -> list[dict[str, object]]:
    """Return the labels at the ends of lines, the highest of those compared, and all above it, over their line."""
    places = spread([line.last for line in lines], (scale.high - scale.low) * 17 / 150)
    top = max([line.last for line in lines if line.tone != "rest"] or [line.last for line in lines])
    return [
        {"month": len(line.values), "value": place, "tone": line.tone, "name": isolated(line.name),
         "figure": f" {money.short(line.last)}", "side": -1 if line.last >= top else 1,
         "clear": clear_of(line.values, line.last >= top)}
        for line, place in zip(lines, places, strict=True)
    ]  # fmt: skip


def _tone(each: Candidate, pair: tuple[Candidate, Candidate]) -> str:
    if each == pair[1]:
        return "main"
    return "today" if each.key == TODAY else "from" if each == pair[0] else "rest"


def _scale(values: Sequence[float]) -> Axis:
    low, high = min(values), max(values)
    room = max(high - low, 0.04 * abs(high))
    return axis(max(low - 0.1 * room, min(low, 0.0)), high + 0.1 * room, about=3)
