"""The tables of a report in words, for page and paper: each a header and rows of texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.facts.names import lever_title
from simulator.facts.plan import function_of
from simulator.facts.plural import plural
from simulator.facts.repair import title_of, unit_of
from simulator.ranges.tornado import Swing
from simulator.report.alternatives import FIGURES, Alternative, Figure
from simulator.report.contents import Report
from simulator.report.fact_lines import FactLine
from simulator.report.writing import NOTHING


@dataclass(frozen=True)
class Table:
    """A table: what it is of, its header, and its rows; the first cell of each names it."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def figures(report: Report) -> Table:
    """Return every figure of every plan."""
    rows = tuple((figure.title, *(_figure(report, each, figure) for each in report.alternatives)) for figure in FIGURES)
    months = report.workspace.months
    return Table(f"What each plan brings over {plural(str(months), 'month')}", ("", *_names(report.alternatives)), rows)


def plans(report: Report) -> Table:
    """Return what each plan spends on each lever, money per month."""
    levers = list(dict.fromkeys(lever for each in report.alternatives for lever in each.plan.levers))
    levers.sort(key=lambda lever: function_of(lever) != "prospecting")
    rows = [(lever_title(lever), *(_spend(report, each, lever) for each in report.alternatives)) for lever in levers]
    total = ("Total", *(report.write.money(each.plan.total) for each in report.alternatives))
    return Table("The plans: money a month", ("", *_names(report.alternatives)), (*rows, total))


def years(report: Report) -> Table:
    """Return revenue and gross profit by year of the horizon, of today's plan, the one on show and the best split."""
    rows, months = [], report.workspace.months
    for first in range(0, months, 12):
        last = min(first + 12, months)
        amounts = [
            report.write.money(round(float(series[first:last].sum())))
            for each in report.main
            for series in (each.outcome.revenue, each.outcome.gross_profit)
        ]
        rows.append((f"Months {first + 1} to {last}" if last > first + 1 else f"Month {last}", *amounts))
    header = [f"{each.name}: {what}" for each in report.main for what in ("revenue", "gross profit")]
    return Table("Year by year", ("", *header), tuple(rows))


def returns(report: Report) -> Table:
    """Return what the next unit of money brings back on each lever."""
    rows = tuple(
        (lever_title(lever), *(report.write.money(round(each.marginal[lever], 2)) for each in report.main))
        for lever in report.question.levers
    )
    one = report.write.money(1)
    return Table(f"What the next {one} spent brings back, in {report.returned}", ("", *_names(report.main)), rows)


def hanging(report: Report, most: int = 8) -> Table | None:
    """Return the facts that a plan's lead over today's hangs on most, the first ones first; None where nothing does."""
    if report.sure is None:
        return None
    rows = tuple(_swing(report, swing) for swing in report.sure.tornado.swings[:most])
    header = ("", "Low", "Likely", "High", "Lead at low", "Lead at high", "No lead at")
    return Table(f"What the lead of {report.hoped.name} over today's split hangs on", header, rows)


def _swing(report: Report, swing: Swing) -> tuple[str, ...]:
    write, fact = report.write, swing.fact
    unit = unit_of(fact.path)
    spread = (write.value(value, unit) for value in (fact.low, fact.likely, fact.high))
    leads = (write.money(round(lead)) for lead in (swing.at_low, swing.at_high))
    turns = NOTHING if swing.turns_at is None else write.value(swing.turns_at, unit)
    return title_of(fact.path), *spread, *leads, turns


def facts(report: Report) -> Iterator[Table]:
    """Yield the facts, those of the company and then of each channel; what stands at its default is left out."""
    owners = dict.fromkeys(line.owner for line in report.facts)
    for owner in owners:
        lines = [line for line in report.facts if line.owner == owner and not (line.usual and line.source == "usual")]
        yield Table(owner or report.business.name, ("", "Value", "Where it comes from", "From", "To"),
                    tuple(_fact(report, line) for line in lines))  # fmt: skip


def _fact(report: Report, line: FactLine) -> tuple[str, ...]:
    ends = [NOTHING if end is None else report.write.value(end, line.unit) for end in (line.low, line.high)]
    value = report.write.value(line.value, line.unit)
    return line.title, f"{value}{' a month' if line.unit.endswith('per month') else ''}", line.source, *ends


def _figure(report: Report, each: Alternative, figure: Figure) -> str:
    value, unit = figure.read(each), figure.unit
    if value is None:
        return "not yet" if unit == "month" and each.question != each.question.today else NOTHING
    if unit == "month":
        return report.write.number(value) if value else "never behind"
    if unit.startswith("share"):
        return report.write.percent(value)
    return (
        report.write.money(round(value)) if unit == "money" and abs(value) >= 1000 else report.write.value(value, unit)
    )


def _spend(report: Report, each: Alternative, lever: str) -> str:
    return report.write.money(each.plan[lever]) if lever in each.plan.levers else NOTHING


def _names(alternatives: tuple[Alternative, ...]) -> tuple[str, ...]:
    return tuple(each.name for each in alternatives)
