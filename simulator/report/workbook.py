"""The workbook: comparison, plans, months by channel, marginal returns, facts, and revenue in live formulas."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from simulator.facts.names import lever_title
from simulator.facts.plan import function_of
from simulator.facts.plural import plural
from simulator.facts.repair import title_of, unit_of
from simulator.report.alternatives import FIGURES
from simulator.report.contents import Report
from simulator.report.palette import OF_ROLE, OTHER
from simulator.report.sentences import answer, certain, reasons
from simulator.report.sheets import Row, bar_chart, line_chart, put, table, title, widths
from simulator.report.trace import NAME, trace

MONTHLY = (
    ("Prospects", "people per month", "prospects"),
    ("Wins", "people per month", "wins"),
    ("New customers", "customers", "new_customers"),
    ("Customers at the start", "customers", "customers"),
    ("Revenue", "money per month", "revenue"),
)
"""What is told of each month by channel: title, unit, and the name in `Outcome`."""


def workbook(report: Report) -> bytes:
    """Return the XLSX file."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "Comparison"
    _comparison(first, report)
    plans = _plans(book.create_sheet("Plans"), report)
    _monthly(book.create_sheet("Monthly"), report)
    _by_channel(book.create_sheet("By channel"), report)
    _returns(book.create_sheet("Marginal returns"), report)
    facts = _facts(book.create_sheet("Facts"), report)
    _ranges(book.create_sheet("Ranges"), report)
    trace(book.create_sheet(NAME), report, facts, plans)
    _about(book.create_sheet("About"), report)
    book.calculation.fullCalcOnLoad = True
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def in_currency(report: Report, unit: str) -> str:
    """Return a unit as a heading names it, the company's money by its code: EUR per month."""
    return unit.replace("money", report.currency)


def _comparison(sheet: Worksheet, report: Report) -> None:
    at = title(sheet, f"{report.business.name}: {answer(report)}", *reasons(report), f"Link: {report.link}")
    header = ["Figure", "Unit", *(each.name for each in report.alternatives)]
    for row, figure in enumerate(FIGURES, at + 1):
        put(sheet.cell(row, 1), figure.title)
        put(sheet.cell(row, 2), in_currency(report, figure.unit))
        for column, each in enumerate(report.alternatives, 3):
            if (value := figure.read(each)) is not None:
                put(sheet.cell(row, column), value, figure.unit)
    table(sheet, at, header, ())
    widths(sheet, len(header))
    sheet.column_dimensions["B"].width = 14


def _plans(sheet: Worksheet, report: Report) -> dict[str, str]:
    """Write the plans; return where the spends of the one on show stand."""
    unit = in_currency(report, "money per month")
    at = title(sheet, f"Plans ({unit})")
    levers = list(dict.fromkeys(lever for each in report.alternatives for lever in each.question.levers))
    levers.sort(key=lambda lever: function_of(lever) != "prospecting")
    rows: list[Row] = [
        [lever_title(lever), *(each.plan[lever] if lever in each.plan.levers else None for each in report.alternatives)]
        for lever in levers
    ]
    header = ["Lever", *(each.name for each in report.alternatives)]
    below = table(sheet, at, header, rows, ["", *["money"] * len(report.alternatives)])
    put(sheet.cell(below, 1), "Total")
    for column in range(2, len(header) + 1):
        letter = get_column_letter(column)
        cell = sheet.cell(below, column)
        cell.value, cell.number_format = f"=SUM({letter}{at + 1}:{letter}{below - 1})", "#,##0.00"
    widths(sheet, len(header))
    shown = get_column_letter(2 + report.alternatives.index(report.shown))
    return {lever: f"Plans!${shown}${at + 1 + levers.index(lever)}" for lever in report.question.levers}


def _monthly(sheet: Worksheet, report: Report) -> None:
    unit = in_currency(report, "money per month")
    at = title(sheet, f"Every month of each plan ({unit})")
    header = ["Month"]
    for what in ("revenue", "gross profit"):
        header += [f"{each.name}: {what} ({unit})" for each in report.alternatives]
    series = [
        *(each.outcome.revenue for each in report.alternatives),
        *(each.outcome.gross_profit for each in report.alternatives),
    ]
    months = range(report.workspace.months)
    rows: list[Row] = [[month + 1, *(float(each[month]) for each in series)] for month in months]
    table(sheet, at, header, rows, ["month", *["money"] * len(series)])
    widths(sheet, len(header), 10)
    count, spread = len(report.alternatives), range(at + 1, at + 1 + len(rows))
    anchor = get_column_letter(len(header) + 2)
    colours = [
        OF_ROLE[each.role] if each.role != "scenario" or each is report.shown else OTHER for each in report.alternatives
    ]
    line_chart(sheet, f"{anchor}2", "Revenue", ("Month", unit), range(2, 2 + count), spread, colours)
    line_chart(sheet, f"{anchor}21", "Gross profit", ("Month", unit), range(2 + count, 2 + 2 * count), spread, colours)


def _by_channel(sheet: Worksheet, report: Report) -> None:
    outcome, channels = report.shown.outcome, [channel.name for channel in report.business.channels]
    at = title(sheet, f"{report.shown.name}, every month by channel of origin")
    header, units, series = ["Month"], ["month"], []
    for name, unit, read in MONTHLY:
        header += [f"{channel}: {name.lower()} ({in_currency(report, unit)})" for channel in channels]
        units += [unit.split()[0]] * len(channels)
        series += list(getattr(outcome, f"{read}_by_channel"))
    months = range(report.workspace.months)
    rows: list[Row] = [[month + 1, *(float(each[month]) for each in series)] for month in months]
    table(sheet, at, header, rows, units)
    widths(sheet, len(header), 10)
    spread, last = range(at + 1, at + 1 + len(rows)), len(header) + 1
    anchor = get_column_letter(last + 1)
    line_chart(sheet, f"{anchor}2", "Revenue by channel", ("Month", in_currency(report, "money per month")),
               range(last - len(channels), last), spread)  # fmt: skip


def _returns(sheet: Worksheet, report: Report) -> None:
    unit = f"{report.returned}, {report.currency} per {report.currency} spent"
    at = title(sheet, f"What the next unit of money brings back ({unit})")
    shown = list(report.main)
    rows: list[Row] = [
        [lever_title(lever), *(each.marginal[lever] for each in shown)] for lever in report.question.levers
    ]
    header = ["Lever", *(each.name for each in shown)]
    table(sheet, at, header, rows, ["", *["per unit"] * len(shown)])
    widths(sheet, len(header))
    spread = range(at + 1, at + 1 + len(rows))
    bar_chart(sheet, f"{get_column_letter(len(header) + 2)}2", "What the next unit of money brings back",
              ("", report.currency), range(2, len(header) + 1), spread)  # fmt: skip


def _facts(sheet: Worksheet, report: Report) -> dict[str, str]:
    """Write the facts; return where each stands, by path."""
    at = title(sheet, f"Facts of {report.shown.name}", "Shares are parts of one: 0.25 is a quarter.")
    header = ["Fact", "Whose", "Unit", "Value", "Where it comes from", "Low", "High"]
    rows: list[Row] = [
        [each.title, each.owner or report.business.name, in_currency(report, each.unit), each.value, each.source,
         each.low, each.high]
        for each in report.facts
    ]  # fmt: skip
    table(sheet, at, header, rows)
    widths(sheet, len(header), 34, 18)
    sheet.freeze_panes = f"A{at + 1}"
    return {each.path: f"Facts!$D${row}" for row, each in enumerate(report.facts, at + 1)}


def _ranges(sheet: Worksheet, report: Report) -> None:
    """Write what is not known exactly, and what a plan's lead over today's hangs on."""
    at = title(sheet, "What is not known exactly", certain(report) or "Nothing hangs on it: all facts are exact, or no "
               "plan is another than today's.")  # fmt: skip
    lead = in_currency(report, f"money over {plural(str(report.workspace.months), 'month')}")
    header = ["Fact", "Unit", "Low", "Likely", "High", "Range from", f"Lead at low ({lead})", f"Lead at high ({lead})",
              "No lead at"]  # fmt: skip
    rows: list[Row] = [
        [title_of(each.fact.path), in_currency(report, unit_of(each.fact.path)), each.fact.low, each.fact.likely,
         each.fact.high, "stated" if each.fact.owned else "assumed", each.at_low, each.at_high, each.turns_at]
        for each in (report.sure.tornado.swings if report.sure else ())
    ]  # fmt: skip
    table(sheet, at, header, rows, ["", "", "", "", "", "", "money", "money", ""])
    widths(sheet, len(header))


def _about(sheet: Worksheet, report: Report) -> None:
    rows: list[Row] = [
        ["Made with", f"Next Dollar {report.version}"], ["On", report.made_on.isoformat()], ["Link", report.link],
        ["Horizon (months)", report.workspace.months], ["Compared by", report.measure],
        *(["Assumed", line] for line in report.assumptions),
    ]  # fmt: skip
    table(sheet, title(sheet, "About this workbook"), ["What", "It says"], rows)
    widths(sheet, 2, 22, 110)
