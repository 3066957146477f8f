"""Revenue recomputed from the facts in live formulas, month by month: what a sceptic can follow cell by cell.

The same steps as `simulator.model.funnel.run`. Customers are carried as two sums, by heads and by what they spend
relative to an average customer of today, as `simulator.model.cohorts` explains.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from simulator.facts.plan import CONVERSION, UPSELL
from simulator.report.contents import Report
from simulator.report.ledger import Ledger, across
from simulator.report.sheets import HEAD, formula, put, title, widths
from simulator.report.trace_start import Opening, Start

NAME = "Step by step"
CHECKS = ("Revenue, by the formulas below", "Revenue, as Next Dollar says", "Difference")


def trace(sheet: Worksheet, report: Report, facts: Mapping[str, str], plan: Mapping[str, str]) -> None:
    """Write the sheet. ``facts``, ``plan``: where each fact, by path, and the spend on each lever stand elsewhere."""
    at = title(
        sheet, f"Revenue of {report.shown.name}, recomputed from the facts",
        "All below are live formulas over the sheets Facts and Plans: change a fact there, and all of it follows.",
        "Each month's levels (deals under way, customers, wallet won) are those at its start.",
    )  # fmt: skip
    checks = Ledger(sheet, at)
    first = at
    ledger = Ledger(sheet, at + len(CHECKS) + 1)
    start = Opening(ledger, report.business, facts).written()
    months = Months(sheet, ledger.at + 1, start, facts, plan)
    rows = months.written(report)
    total = f"SUM({months.column('revenue', rows)})"
    model = report.shown.outcome.total_revenue
    cells = [checks.put(CHECKS[0], 0, total, "money"), checks.number(CHECKS[1], 0, model, "money")]
    checks.put(CHECKS[2], 0, f"{cells[0]}-{cells[1]}", "money")
    assert checks.at == first + len(CHECKS)
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
        facts, start, now, before = self.facts, self.start, self._row(row), self._row(row - 1)
        letters = (get_column_letter(2 + self.count), get_column_letter(1 + 2 * self.count))
        prospects = f"{letters[0]}{row}:{letters[1]}{row}"
        cycle, pace = facts["sales_cycle_months"], facts["share_adjustment"]
        ramps = [f"({facts[name]}/(1+{facts[name]}))" for name in ("conversion_ramp_months", "upsell_ramp_months")]
        found = {
            "qualified": f"SUMPRODUCT({across(start.readiness)},{prospects})",
            "qualified_worth": f"SUMPRODUCT({across(start.worth)},{prospects})",
            "sales": _felt(ramps[0], before["sales"], self.plan[CONVERSION]),
            "win_rate": start.win_rate.at(f"{now['sales']}/MAX({now['qualified']},1E-9)"),
            "care": _felt(ramps[1], before["care"], self.plan[UPSELL]),
            "share": start.share.at(f"{now['care']}/MAX({now['customers']},1E-9)"),
            "churn": facts["churn"]
            if start.churn is None
            else start.churn.at(f"{now['care']}/MAX({now['customers']},1E-9)"),
            "revenue": f"{facts['wallet']}*{now['wallet_won']}+{facts['first_order']}*{now['new']}",
            "difference": f"{now['revenue']}-{now['says']}",
        }
        opening = dict(zip(("", "_worth"), zip(start.pipeline, start.customers, strict=True), strict=True))
        for kind, (pipeline, customers) in opening.items():
            left = (
                f"{before[f'pipeline{kind}']}-{before[f'new{kind}']}+{before['win_rate']}*{before[f'qualified{kind}']}"
            )
            stay = f"(1-{before['churn']})*{before[f'customers{kind}']}+{before[f'new{kind}']}"
            found |= {
                f"pipeline{kind}": pipeline if first else left,
                f"new{kind}": f"{now[f'pipeline{kind}']}/{cycle}",
                f"customers{kind}": customers if first else stay,
            }
        moved = f"(1-{pace})*{before['wallet_won']}+{pace}*{before['customers_worth']}*{before['share']}"
        won = f"(1-{before['churn']})*({moved})+{before['new_worth']}*{facts['share_new']}"
        return found | {"wallet_won": start.wallet_won if first else won}

    def _row(self, row: int) -> dict[str, str]:
        return {key: self._at(key, row) for key in MONTHLY}

    def _at(self, key: str, row: int) -> str:
        return f"{get_column_letter(self.places[key])}{row}"


def _felt(kept: str, before: str, spend: str) -> str:
    """Return the formula of what is felt of a spend: what is left of the month before, and the rest of this one."""
    return f"{kept}*{before}+(1-{kept})*{spend}"


def plan_cells(levers: Sequence[str], column: int, first: int) -> dict[str, str]:
    """Return where a plan's spends stand that were written down a column of the sheet Plans."""
    return {lever: f"Plans!${get_column_letter(column)}${first + place}" for place, lever in enumerate(levers)}
