"""Companies whose reports are checked: the stock cases, random ones, and one whose names mean harm."""

from __future__ import annotations

from datetime import date
from functools import cache

from hypothesis import Phase, given, seed, settings
from strategies import workspaces

from simulator.cases import list_cases, load_case
from simulator.facts.business import Business
from simulator.facts.origin import Origin
from simulator.facts.plan import CONVERSION, Plan
from simulator.link.codec import encode
from simulator.optimise.rebalance import move
from simulator.report.contents import Report
from simulator.workspace.scenario import Scenario, Workspace

RANDOM = 50
MADE_ON = date(2026, 3, 31)
HOSTILE = ('=HYPERLINK("//evil.example","Click")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1:A9)",
           "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "שם של ערוץ = עברית", "#N/A", '"""; import os',
           "$x$ #read(\"a\") *b* _c_ @d", "{{evil}} %s", "W" * 40)  # fmt: skip
"""Names that a spreadsheet, a browser, Python or Typst would run or be thrown by, were they not kept as texts."""


def reported(workspace: Workspace) -> Report:
    """Return the report of a workspace, dated and versioned alike each time."""
    return Report(workspace, f"https://next.example/?{encode(workspace)}", "1.2.3", MADE_ON)


@cache
def stock() -> tuple[Report, ...]:
    """Return the report of each stock case, with a plan of its own beside today's."""
    found = []
    for case in list_cases():
        business = case.business
        moved = move(business.plan, CONVERSION, business.plan.conversion * 1.3, unit=1.0).plan
        plans = (Scenario("Plan A", business, moved), Scenario("As today", business, business.plan))
        found.append(reported(Workspace(plans, case=case.ref)))
    return tuple(found)


@cache
def random() -> tuple[Report, ...]:
    """Return reports of random companies and scenarios, the same each time."""
    found: list[Workspace] = []

    @seed(20)
    @settings(max_examples=RANDOM, database=None, phases=[Phase.generate], derandomize=False)
    @given(workspaces())
    def collect(workspace: Workspace) -> None:
        found.append(workspace)

    collect()
    return tuple(map(reported, found[:RANDOM]))


@cache
def hostile() -> Report:
    """Return the report of a company all of whose names and sources mean harm."""
    return reported(Workspace((Scenario(HOSTILE[4], hostile_business(), hostile_business().plan),
                               Scenario(HOSTILE[0], hostile_business(), _other(hostile_business())))))  # fmt: skip


def hostile_business() -> Business:
    """Return a company with as many channels as there may be, named for harm, and a source of 120 signs."""
    first = load_case("northwind.1").business
    origins = (Origin(fact="spend", kind="guessed", source=HOSTILE[0].ljust(120, "=")),)
    channels = tuple(first.channels[0].changed(name=name, customers=None, origins=origins) for name in HOSTILE)
    return first.changed(name=HOSTILE[0], channels=channels)


def _other(business: Business) -> Plan:
    return Plan.of(business.levers, [1.1 * amount for amount in business.plan.amounts])


def everyone() -> tuple[Report, ...]:
    """Return all of them."""
    return (*stock(), *random(), hostile())
