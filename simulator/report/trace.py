"""Revenue recomputed from the facts in live formulas, month by month: what a sceptic can follow cell by cell.

The same steps as `simulator.model.funnel.run`. Customers are carried as two sums, by heads and by what they spend
relative to an average customer of today, as `simulator.model.cohorts` explains.
"""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from simulator.facts.plan import CONVERSION, UPSELL
from simulator.report.contents import Report
from simulator.report.ledger import Ledger, across
from simulator.report.sheets import HEAD, formula, put, title, widths
from simulator.report.trace_start import Opening, Start

NAME = "Step by step"
KINDS = ("", "_worth")
"""Customers by heads, and by what they spend, as the ends of the names of columns."""
CHECKS = ("Revenue, by the formulas below", "Revenue, as Next Dollar says", "Difference")


def trace(sheet: Worksheet, report: Report, facts: Mapping[str, str], plan: Mapping[str, str]) -> None:
    """Write the sheet. ``facts``, ``plan``: where each fact, by path, and the spend on each lever stand elsewhere."""
    at = title(
        sheet, f"Revenue of {report.shown.name}, recomputed from the facts",
        "All below are live formulas over the sheets Facts and Plans: change a fact there, and all of it follows.",
        "Each month's levels (deals under way, customers, wallet won) are those at its start.",
    )  # fmt: skip
    checks = Ledger(sheet, at)
    ledger = Ledger(sheet, at + len(CHECKS) + 1)
    start = Opening(ledger, report.business, facts).written()
    months = Months(sheet, ledger.at + 1, start, facts, plan)
    rows = months.written(report)
    total = f"SUM({months.column('revenue', rows)})"
    model = report.shown.outcome.total_revenue
    cells = [checks.put(CHECKS[0], 0, total, "money"), checks.number(CHECKS[1], 0, model, "money")]
    checks.put(CHECKS[2], 0, f"{cells[0]}-{cells[1]}", "money")
    widths(sheet, 2 * len(start.curves) + len(MONTHLY) + 3, 40, 15)
    sheet.freeze_panes = "B1"


MONTHLY: Mapping[str, tuple[str, str]] = {
    "qualified": ("Qualified prospects", "people per month"),
    "qualified_worth": ("Qualified prospects × spending", "people per month"),
    "sales": ("Sales effort felt", "money per month"),
    "win_rate": ("Win rate", "share"),
    "pipeline": ("Deals under way", "customers"),
    "pipeline_worth": ("Deals under way × spending", "customers"),
    "new": ("New customers", "customers"),
    "new_worth": ("New customers × spending", "customers"),
    "customers": ("Customers", "customers"),
    "customers_worth": ("Customers × spending", "customers"),
    "care": ("Account care felt", "money per month"),
    "share": ("Share of wallet that would settle", "share"),
    "churn": ("Churn", "share per month"),
    "wallet_won": ("Wallet won", "customers"),
    "revenue": ("Revenue", "money"),
    "says": ("Revenue, as Next Dollar says", "money"),
    "difference": ("Difference", "money"),
}
"""The columns of a month behind those of the channels: title and unit."""


class Months:
    """Writes one row for today and one for each month."""

    def __init__(
        self, sheet: Worksheet, at: int, start: Start, facts: Mapping[str, str], plan: Mapping[str, str]
    ) -> None:
        self.sheet, self.at, self.start, self.facts, self.plan = sheet, at, start, facts, plan
        self.count = len(start.curves)
        self.places = {key: 2 + 2 * self.count + place for place, key in enumerate(MONTHLY)}

    def written(self, report: Report) -> range:
        """Write all of it; return the rows of the months."""
        channels = [channel.name for channel in report.business.channels]
        heads = ["Month", *(f"{name}: spend felt" for name in channels), *(f"{name}: prospects" for name in channels)]
        for column, text in enumerate([*heads, *(name for name, _ in MONTHLY.values())], 1):
            put(self.sheet.cell(self.at, column), text, font=HEAD)
        self._today(self.at + 1)
        rows = range(self.at + 2, self.at + 2 + report.workspace.months)
        for month, row in enumerate(rows, 1):
            put(self.sheet.cell(row, 1), month)
            self._spend(row)
            for key, text in self._month(row, first=month == 1).items():
                formula(self.sheet.cell(row, self.places[key]), text, MONTHLY[key][1])
            put(self.sheet.cell(row, self.places["says"]), float(report.shown.outcome.revenue[month - 1]), "money")
        return rows

    def column(self, key: str, rows: range) -> str:
        """Return the range of a column over some rows."""
        return f"{self._at(key, rows.start)}:{self._at(key, rows.stop - 1)}"

    def _today(self, row: int) -> None:
        put(self.sheet.cell(row, 1), "today")
        for place, cell in enumerate(self.start.spend):
            formula(self.sheet.cell(row, 2 + place), cell, "money")
        for key, fact in (("sales", "conversion_spend"), ("care", "upsell_spend")):
            formula(self.sheet.cell(row, self.places[key]), self.facts[fact], "money")

    def _spend(self, row: int) -> None:
        """Write each channel's spend as it is felt, and the prospects that brings."""
        levers = list(self.plan)
        for place, (kept, curve) in enumerate(zip(self.start.carryover, self.start.curves, strict=True)):
            before, here = (f"{get_column_letter(2 + place)}{each}" for each in (row - 1, row))
            felt = _felt(kept, before, self.plan[levers[place]])
            formula(self.sheet.cell(row, 2 + place), felt, "money")
            formula(self.sheet.cell(row, 2 + self.count + place), curve.at(here), "people")

    def _month(self, row: int, *, first: bool) -> dict[str, str]:
        """Return the formulas of one month."""
        now, before = self._row(row), self._row(row - 1)
        levels = self._opening() if first else self._levels(before)
        new = {f"new{kind}": f"{now[f'pipeline{kind}']}/{self.facts['sales_cycle_months']}" for kind in KINDS}
        return self._flows(row, now, before) | levels | new

    def _flows(self, row: int, now: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
        """Return what happens in a month: prospects, effort, win rate, share of wallet, churn and revenue."""
        facts, start = self.facts, self.start
        prospects = f"{get_column_letter(2 + self.count)}{row}:{get_column_letter(1 + 2 * self.count)}{row}"
        ramps = [f"({facts[name]}/(1+{facts[name]}))" for name in ("conversion_ramp_months", "upsell_ramp_months")]
        care = f"{now['care']}/MAX({now['customers']},1E-9)"
        return {
            "qualified": f"SUMPRODUCT({across(start.readiness)},{prospects})",
            "qualified_worth": f"SUMPRODUCT({across(start.worth)},{prospects})",
            "sales": _felt(ramps[0], before["sales"], self.plan[CONVERSION]),
            "win_rate": start.win_rate.at(f"{now['sales']}/MAX({now['qualified']},1E-9)"),
            "care": _felt(ramps[1], before["care"], self.plan[UPSELL]),
            "share": start.share.at(care),
            "churn": facts["churn"] if start.churn is None else start.churn.at(care),
            "revenue": f"{facts['wallet']}*{now['wallet_won']}+{facts['first_order']}*{now['new']}",
            "difference": f"{now['revenue']}-{now['says']}",
        }

    def _opening(self) -> dict[str, str]:
        """Return the levels with which the first month begins."""
        start, found = self.start, {"wallet_won": self.start.wallet_won}
        for kind, pipeline, customers in zip(KINDS, start.pipeline, start.customers, strict=True):
            found |= {f"pipeline{kind}": pipeline, f"customers{kind}": customers}
        return found

    def _levels(self, before: Mapping[str, str]) -> dict[str, str]:
        """Return the levels with which a month begins, from the month before."""
        facts, stay, pace = self.facts, f"(1-{before['churn']})", self.facts["share_adjustment"]
        moved = f"(1-{pace})*{before['wallet_won']}+{pace}*{before['customers_worth']}*{before['share']}"
        found = {"wallet_won": f"{stay}*({moved})+{before['new_worth']}*{facts['share_new']}"}
        for kind in KINDS:
            pipeline, new, customers = (before[f"{name}{kind}"] for name in ("pipeline", "new", "customers"))
            won = f"{before['win_rate']}*{before[f'qualified{kind}']}"
            found |= {f"pipeline{kind}": f"{pipeline}-{new}+{won}", f"customers{kind}": f"{stay}*{customers}+{new}"}
        return found

    def _row(self, row: int) -> dict[str, str]:
        return {key: self._at(key, row) for key in MONTHLY}

    def _at(self, key: str, row: int) -> str:
        return f"{get_column_letter(self.places[key])}{row}"


def _felt(kept: str, before: str, spend: str) -> str:
    """Return the formula of what is felt of a spend: what is left of the month before, and the rest of this one."""
    return f"{kept}*{before}+(1-{kept})*{spend}"
