"""From a debrief to what its charts show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pages.room.single_flight import single_flight
from pages.room.words import BRIEFLY, began
from pages.ui.charts.axes import axis, money_signals
from pages.ui.charts.bar_chart import Bar, bar_chart
from pages.ui.charts.label_layout import columns
from pages.ui.charts.split_map import split_chart
from pages.ui.live import ChartState, ChartTable
from pages.ui.text.formats import MoneyFormat, counted, in_months, money_format, percent
from pages.ui.text.returns import Returns
from pages.ui.text.words import MEASURES, capital, title
from rooms.debrief import Debrief, Judged
from simulator.facts.plan import FUNCTIONS, Plan, function_of
from simulator.model.question import Question
from simulator.optimise.split_map import shares_of, split_map

STEPS = 50
"""Of the map, per side: each phone gets it, so half as fine as on the Compare page."""


def money_of(played: Debrief) -> MoneyFormat:
    """Return how the company writes money."""
    return money_format(played.business.currency)


def map_of_splits(played: Debrief, mine: Judged | None, *, best: bool) -> ChartState:
    """Return everyone's split on the map of all splits; without ``best`` nothing tells which is better."""
    shared = _map_of_all(played, best)
    points = {**shared.datasets["people"], "mine": [each is mine for each in played.judged]}  # type: ignore[dict-item]
    yours = "; the large dot is yours" if mine else ""
    return replace(shared, title=f"{shared.title}{yours}", datasets={**shared.datasets, "people": points})


@single_flight
def _map_of_all(played: Debrief, best: bool) -> ChartState:
    """Return what the maps of a room have in common: hundreds of rows, for hundreds of pages at the same moment."""
    marks = [("today", "today", played.start)]
    if best:
        marks.append(("best possible", "best", played.optimum.plan))
    if best and played.middle:
        marks.append(("room's middle", "plan", played.middle))
    base = _bare_map(played.question, played.optimum.value, tuple(marks))
    silent = {} if best else {"bands": columns([]), "levels": columns([])}
    shares = [shares_of(each.plan)[:2].tolist() for each in played.judged]
    points = {
        "x": [x for x, _ in shares], "y": [y for _, y in shares],
        "close": [not best or each.close for each in played.judged],
    }  # fmt: skip
    total = money_of(played).exact(played.start.total)
    return replace(
        base,
        name="room_map",
        title=f"Every split of {total} a month that was submitted",
        alt=f"{len(shares)} submitted splits. {base.alt}",
        datasets={**base.datasets, **silent, "people": points},
        table=_table(played, best),
        clickable=False,
    )


@single_flight
def _bare_map(start: Question, best: float, marks: tuple[tuple[str, str, Plan], ...]) -> ChartState:
    money = money_format(start.business.currency)
    return split_chart(split_map(start, start.plan.total, STEPS), best, marks, (start.metric, start.months), money)


def _table(played: Debrief, best: bool) -> ChartTable:
    money = money_of(played)
    header = ["Split", "Prospecting", "Sales team", "Account care", *(["Short of the best"] if best else [])]
    # Without the best their order must not tell either.
    order = played.judged if best else sorted(played.judged, key=lambda each: -each.plan.conversion)
    rows = [
        [str(place), *(percent(float(share)) for share in shares_of(each.plan)),
         *([money.exact(round_(each.regret))] if best else [])]
        for place, each in enumerate(order, 1)
    ]  # fmt: skip
    return ChartTable(header, rows)


def round_(amount: float) -> float:
    """Return an amount in whole units."""
    return float(round(amount))


def predictions(played: Debrief, mine: int | None) -> ChartState | None:
    """Return prediction against outcome; None where nobody made both."""
    made = [each for each in played.judged if each.entry.expected is not None]
    if not made:
        return None
    scale = axis(*_ends(made))
    low, high = scale.low, scale.high
    money = money_of(played)
    rows = [
        {"brings": each.value, "expected": min(max(each.entry.expected or 0.0, low), high),
         "mine": each.entry.participant == mine, "name": "you"}
        for each in made
    ]  # fmt: skip
    wild = any(not low <= (each.entry.expected or 0.0) <= high for each in made)
    high_by = sum((each.entry.expected or 0) > each.value for each in made)
    return ChartState(
        name="room_predictions",
        title=f"{capital(MEASURES[played.metric])}, predicted and brought: {high_by} of {len(made)} predicted too much"
        + ("; the wildest stand at the edge" if wild else ""),
        alt=f"Prediction against outcome of {counted(len(made), 'participant')}; {high_by} predicted more than came.",
        datasets={"guesses": columns(rows), "same": {"brings": [low, high], "expected": [low, high]}},
        signals=money_signals(scale, money),
        table=ChartTable(["Split", "Predicted", "Brings"], [
            [str(place), money.exact(round_(each.entry.expected or 0)), money.exact(round_(each.value))]
            for place, each in enumerate(made, 1)
        ]),
    )  # fmt: skip


def _ends(made: list[Judged]) -> tuple[float, float]:
    """Return ends that hold all outcomes and all but wild predictions, which stand at the rim."""
    brings = [each.value for each in made]
    low, high = min(brings), max(brings)
    room = max(abs(high), high - low)
    guesses = [min(max(each.entry.expected or 0.0, low - 0.5 * room), high + 0.5 * room) for each in made]
    return min([low, *guesses]), max([high, *guesses])


def votes(played: Debrief, *, best: bool) -> ChartState:
    """Return how many called each function the bottleneck, with ``best`` which one it was."""
    most = max([*played.votes.values(), 1])
    bars = [
        Bar(BRIEFLY[name], name, played.votes.get(name, 0), str(played.votes.get(name, 0)),
            "← it was" if best and name == played.bottleneck else "")
        for name in FUNCTIONS
    ]  # fmt: skip
    return _bars("room_votes", "What the room called the bottleneck", bars, most, ["Function", "Votes"])


def outcomes(played: Debrief, mine: Judged | None) -> ChartState:
    """Return the regret of today's split, the room's median, yours and the best of the room, in money."""
    money, best = money_of(played), played.optimum.value
    values = [("Today's split", played.start_value), ("The room's median", played.median)]
    values += [("Yours", mine.value)] if mine else []
    values += [("Best of the room", played.judged[0].value if played.judged else None)]
    known = [(name, value, max(best - value, 0.0)) for name, value in values if value is not None]
    most = max(regret for *_, regret in known) or 1.0
    bars = [
        Bar(name, "today", regret, money.short(regret), f"brings {money.short(value)}") for name, value, regret in known
    ]
    phrase = f"Left on the table, of the {money.short(best)} the best split brings in {in_months(played.months)}"
    return _bars("room_outcomes", phrase, bars, most, ["Split", "Short of the best"])


def why(played: Debrief) -> ChartState:
    """Return what the next unit of money returned on each lever where the round began: what the bottleneck rests on."""
    plan = played.start
    money, returns = money_of(played), played.marginal(plan)
    most = max(0.0, *returns.values()) or 1.0
    bars = [
        Bar(title(lever), function_of(lever), brings, money.short(brings), _moves(played, lever))
        for lever, brings in sorted(returns.items(), key=lambda each: -each[1])
    ]
    each = Returns(played.metric, played.months, money, played.business.gross_margin)
    phrase = each.phrase(f" on each lever, {began(played)},")
    return _bars("room_why", phrase, bars, most, ["Lever", f"Next {each.one} spent brings back"])


def one_of(played: Debrief) -> str:
    """Return the unit of money whose return is told."""
    return Returns(played.metric, played.months, money_of(played), played.business.gross_margin).one


def _moves(played: Debrief, lever: str) -> str:
    """Return what the best split changes on a lever."""
    if lever in played.locked:
        return "locked"
    by = played.optimum.plan[lever] - played.start[lever]
    return f"best split: {money_of(played).signed(by)}" if abs(by) >= 1 else ""


def _bars(name: str, phrase: str, bars: Sequence[Bar], most: float, header: list[str]) -> ChartState:
    table = ChartTable(header, [[bar.label, bar.text] for bar in bars])
    return bar_chart(name, phrase, bars, (0.0, most), table, said=f"{phrase}: ", right=most * 1.02)


def on_the_wall(shown: ChartState, name: str) -> ChartState:
    """Return a chart as the whole room reads it from afar: of that spec, with nothing small and nothing to press."""
    silent = {"levels": columns([])} if "levels" in shown.datasets else {}
    return replace(shown, name=name, title="", table=None, datasets={**shown.datasets, **silent})


def why_briefly(played: Debrief) -> ChartState:
    """Return the bars of `why` without what the best split changes, for the wall."""
    full = why(played)
    bars = {**full.datasets["bars"], "note": [""] * len(full.datasets["bars"]["label"])}  # type: ignore[call-overload,dict-item]
    return replace(on_the_wall(full, "room_wall_why"), datasets={**full.datasets, "bars": bars})


def over_rounds(counted_rounds: Sequence[Debrief]) -> ChartState:
    """Return what half the room or more left on the table, round by round."""
    money = money_of(counted_rounds[0])
    shares = [(each.median_regret or 0) / (each.optimum.value or 1) for each in counted_rounds]
    bars = [
        Bar(f"Round {each.number}", "today", share, percent(share, 1), f"{money.short(each.median_regret or 0)} of "
            f"{money.short(each.optimum.value)}")
        for each, share in zip(counted_rounds, shares, strict=True)
    ]  # fmt: skip
    phrase = "What half the room or more left on the table, of what the best split brings"
    most = max([*shares, 0.01])
    return on_the_wall(_bars("room_outcomes", phrase, bars, most, ["Round", "of the best"]), "room_wall_rounds")
