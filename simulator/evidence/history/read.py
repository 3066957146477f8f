"""A history out of a file, long or wide, and what it says of a company's channels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

import numpy as np

from simulator.evidence.amounts import Decimal, amounts_of
from simulator.evidence.dates import Order
from simulator.evidence.deals import Left
from simulator.evidence.history.customers import of_customers
from simulator.evidence.history.finding import Said, said_by
from simulator.evidence.history.judgement import SALES, ChannelJudgement
from simulator.evidence.history.meanings import LONGEST, OF_ALL, Column, Meaning, Role, columns_of
from simulator.evidence.history.series import Floats, Flow, History, Step
from simulator.evidence.history.steps import monday, steps_in
from simulator.evidence.limits import Unreadable
from simulator.evidence.table import read_sheet
from simulator.evidence.words import TOTALS, words_in
from simulator.facts.names import looks

LISTED = 50
MOST_STEPS = 1000
"""Steps of a history that are fitted: some twenty years of weeks."""
ENOUGH: tuple[frozenset[Role], ...] = (
    frozenset(("spend", "prospects")), frozenset(("customers", "wins")), frozenset(("upsell", "customers", "revenue")),
)  # fmt: skip
"""Which figures together say anything of a company."""
LONG_WEEK, LONG_MONTH = 10, 45
"""Days between rows up to which they are weeks, and months."""
ALL = ""
"""The name of what came by all channels together, and of a file's rows without a channel."""


@dataclass(frozen=True)
class HistoryChoices:
    """What its owner says of a history, and what is held of the company's channels so far."""

    judged: tuple[ChannelJudgement, ...]
    sheet: str = ""
    meanings: Mapping[int, Meaning | None] = field(default_factory=dict)
    """By the place of the column; None for one that is not used."""
    channels: Mapping[str, str | None] = field(default_factory=dict)
    """Which of the company's channels each of the file's counts as; None for none."""
    order: Order = "day first"
    decimal: Decimal = "."


@dataclass(frozen=True)
class Source:
    """One channel as a file in long form has it, and which of the company's it counts as; blank for none."""

    name: str
    counts_as: str


@dataclass(frozen=True)
class HistoryFinding:
    """What a history holds, as its owner's choices read it; rows = used + left out."""

    sheet: str
    sheets: tuple[str, ...]
    columns: tuple[Column, ...]
    sources: tuple[Source, ...]
    undecided: Order | None
    """By which order dates were read that no row proves."""
    rows: int
    used: int
    left_out: tuple[Left, ...]
    missing: str
    """What the file must have before it says anything; blank where it has it."""
    said: Said | None


def find_history(data: bytes, choices: HistoryChoices) -> HistoryFinding:
    """Return what a history says; `Unreadable` says why nothing is read."""
    sheet = read_sheet(data, choices.sheet)
    if len(sheet.rows) < 2:
        raise Unreadable("There is no table in the file: it is empty, or has no more than a header.")
    names = [each.channel for each in choices.judged if each.of == "channel"]
    columns = columns_of(sheet.rows, names, choices.meanings)
    rows = _Rows(sheet.rows, columns, choices)
    history = None if rows.missing else _history(rows)
    lacks = rows.missing or ("" if history else _lacks(rows))
    return HistoryFinding(
        sheet.name, sheet.names[:LISTED], columns, rows.sources, rows.undecided, len(sheet.rows) - 1,
        len(sheet.rows) - 1 - len(rows.left_out), tuple(rows.left_out[:LISTED]), lacks,
        said_by(history, choices.judged) if history else None,
    )  # fmt: skip


class _Rows:
    """The rows of a table with a day, as figures by what they mean."""

    def __init__(self, table: Sequence[Sequence[str]], columns: Sequence[Column], choices: HistoryChoices) -> None:
        self.choices = choices
        self.by_meaning = {each.means: each.place for each in columns if each.means}
        self.table = [list(row) + [""] * (len(table[0]) - len(row)) for row in table[1:]]
        self.left_out: list[Left] = []
        when = self.by_meaning.get(Meaning("when"))
        self.days: tuple[date | None, ...] = ()
        self.undecided: Order | None = None
        self.missing = self._missing()
        if when is not None:
            found = steps_in([row[when] for row in self.table], choices.order)
            self.days, self.undecided = found.values, next(iter(found.undecided), None)
            self._leave_out(when)
        self.sources = tuple(self._sources())

    def _missing(self) -> str:
        roles = {meaning.role for meaning in self.by_meaning}
        if "when" not in roles:
            return "No column says which month or week a row is: choose it."
        if any(needed <= roles for needed in ENOUGH):
            return ""
        if "spend" not in roles:
            return "No column says what was spent on a channel: choose one for each channel."
        if "prospects" not in roles:
            return "No column says how many prospects came: choose one, for all channels or for each."
        return ""

    def _leave_out(self, when: int) -> None:
        for line, (row, day) in enumerate(zip(self.table, self.days, strict=True), 2):
            if day is None:
                total = set(words_in(row[when])) & TOTALS
                why = "a total" if total else f"“{row[when][:LONGEST]}” is no month, week or day"
                self.left_out.append(Left(line, why if row[when].strip() else "no month, week or day"))

    def _sources(self) -> Iterator[Source]:
        place = self.by_meaning.get(Meaning("channel"))
        if place is None:
            return
        mine = {looks(each.channel): each.channel for each in self.choices.judged if each.of == "channel"}
        for name in list(dict.fromkeys(row[place].strip() for row in self.table))[:LISTED]:
            if name:
                chosen = self.choices.channels.get(name, mine.get(looks(name), ""))
                yield Source(name[:LONGEST], chosen or "")

    def figures(self) -> dict[Meaning, dict[date, float]]:
        """Return what was spent and came by day, rows of the same day added up; a blank is unknown and adds nothing."""
        found: dict[Meaning, dict[date, float]] = {}
        owner = self.by_meaning.get(Meaning("channel"))
        counts_as = {each.name: each.counts_as for each in self.sources}
        for meaning, place in self.by_meaning.items():
            if meaning.role in ("when", "channel"):
                continue
            of_all = meaning.role in OF_ALL
            amounts = amounts_of([row[place] for row in self.table], self.choices.decimal)
            seen: set[tuple[date, float]] = set()
            for row, day, amount in zip(self.table, self.days, amounts, strict=True):
                named = "" if owner is None else counts_as.get(row[owner].strip()[:LONGEST], "")
                channel = "" if of_all else meaning.channel or named
                if day is None or amount is None or amount < 0:
                    continue
                # In long form, what is of all channels stands again in the row of each.
                if owner is not None and ((day, amount) in seen if of_all else not channel):
                    continue
                seen.add((day, amount))
                series = found.setdefault(Meaning(meaning.role, channel), {})
                series[day] = series.get(day, 0.0) + amount
        return found


def _history(rows: _Rows) -> History | None:
    """Return the history in the rows; None where no spend of a known channel goes with what came."""
    figures = rows.figures()
    days = sorted({day for day in rows.days if day})
    step = _step(days)
    starts = _starts(days, step)
    if len(starts) > MOST_STEPS:
        raise Unreadable(f"The history has {len(starts):,} {step}s; up to {MOST_STEPS:,} are read.")
    series = {
        meaning: _series(values, starts, step, last=meaning.role == "customers") for meaning, values in figures.items()
    }
    spends = {meaning.channel: values for meaning, values in series.items() if meaning.role == "spend"}
    known = {each.channel for each in rows.choices.judged if each.of == "channel"}
    spends = {channel: values for channel, values in spends.items() if channel in known and _some(values)}
    came = {meaning.channel: values for meaning, values in series.items() if meaning.role == "prospects"}
    flows = [Flow({channel: spends[channel]}, came[channel]) for channel in spends if channel in came]
    if not flows and ALL in came and spends:
        flows = [Flow(spends, came[ALL])]
    flows += _of_sales(series, came, flows)
    of_all = {meaning.role: values for meaning, values in series.items() if meaning.role in OF_ALL and _some(values)}
    flows += of_customers(of_all, rows.choices.judged, step)
    return History(step, starts, tuple(each for each in flows if _some(each.results))) if flows else None


def _of_sales(series: Mapping[Meaning, Floats], came: Mapping[str, Floats], flows: Sequence[Flow]) -> list[Flow]:
    """Return the flow from spend on sales to wins, where both are known and the prospects they are shared by."""
    spend, wins = series.get(Meaning("sales")), series.get(Meaning("wins"))
    prospects = came.get(ALL, np.sum([each.results for each in flows], axis=0) if flows else None)
    if spend is None or wins is None or prospects is None or not _some(spend):
        return []
    return [Flow({SALES: spend}, wins, prospects)]


def _lacks(rows: _Rows) -> str:
    if rows.sources and not any(each.counts_as for each in rows.sources):
        return "None of the file's channels is one of yours: say which counts as which."
    return "No channel of yours has both spend and prospects in the file: choose their columns."


def _some(values: Floats) -> bool:
    return bool((~np.isnan(values)).any())


def _step(days: Sequence[date]) -> Step:
    if len(days) < 3:
        raise Unreadable("The history has fewer than three months or weeks.")
    gap = median((later - earlier).days for earlier, later in pairwise(days))
    if 5 <= gap <= LONG_WEEK:
        return "week"
    if gap <= LONG_MONTH:
        return "month"
    raise Unreadable("The rows are further apart than months: a row for each month or week is read.")


def _starts(days: Sequence[date], step: Step) -> tuple[date, ...]:
    """Return the first day of every step from the first to the last, those without a row too."""
    first, last = _start(days[0], step), _start(days[-1], step)
    if step == "week":
        return tuple(first + timedelta(days=7 * week) for week in range((last - first).days // 7 + 1))
    numbers = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    return tuple(date(number // 12, number % 12 + 1, 1) for number in numbers)


def _start(day: date, step: Step) -> date:
    return monday(day) if step == "week" else day.replace(day=1)


def _series(values: Mapping[date, float], starts: Sequence[date], step: Step, *, last: bool) -> Floats:
    """Return a figure for each step: what its days add up to, or what stood at the ``last`` of them."""
    places = {start: place for place, start in enumerate(starts)}
    found = np.full(len(starts), np.nan)
    for day, value in sorted(values.items()):
        place = places[_start(day, step)]
        found[place] = value if last or np.isnan(found[place]) else found[place] + value
    return found
