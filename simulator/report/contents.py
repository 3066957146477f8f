"""What a report says: the answer, the plans, their figures and the facts they come from.

One description for every form it takes: page, paper, workbook and script. All figures come from calls that the pages
make too; none is computed here a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from simulator.cases import load_case
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import declaration
from simulator.facts.guesses import reason
from simulator.facts.measures import Metric
from simulator.facts.names import PLAN_TITLES
from simulator.facts.origin import Origin
from simulator.facts.paths import path_of
from simulator.facts.plan import Plan
from simulator.facts.sources import ends_of
from simulator.insight.comparison import ScenarioFigures, scenario_figures
from simulator.model.outcome import Outcome
from simulator.model.question import Question
from simulator.optimise.recommendation import Recommendation, recommend
from simulator.report.assumptions import TAKEN_FOR_GRANTED
from simulator.report.writing import ENGLISH, Writing
from simulator.workspace.scenario import Workspace

Role = Literal["today", "scenario", "best"]
TODAY, BEST = PLAN_TITLES
MEASURES: Mapping[Metric, str] = {
    "revenue": "revenue", "gross_profit": "gross profit", "customer_equity": "customer equity"
}  # fmt: skip


@dataclass(frozen=True)
class Alternative:
    """One plan under the facts of one scenario, with what it brings."""

    name: str
    role: Role
    question: Question

    @property
    def plan(self) -> Plan:
        """Money per month on each lever."""
        return self.question.plan

    @property
    def outcome(self) -> Outcome:
        """What the plan brings month by month, and by channel."""
        return self.question.outcome

    @property
    def figures(self) -> ScenarioFigures:
        """The figures by which plans are compared."""
        return scenario_figures(self.question)

    @property
    def marginal(self) -> Mapping[str, float]:
        """Per lever, what its next unit of money brings back over the horizon: money per money."""
        return self.question.marginal


@dataclass(frozen=True)
class Figure:
    """One figure of a plan over the horizon: its name, its unit as facts declare it, and where it is read."""

    title: str
    unit: str
    read: Callable[[Alternative], float | None]


def _payback(each: Alternative) -> float | None:
    """Return the month from which a plan stays ahead of today's; None for today's own, and where it does not."""
    return None if each.question == each.question.today else each.figures.payback


FIGURES = (
    Figure("Budget", "money per month", lambda each: each.figures.budget),
    Figure("Revenue", "money", lambda each: each.outcome.total_revenue),
    Figure("Gross profit", "money", lambda each: each.outcome.total_gross_profit),
    Figure("Customer equity", "money", lambda each: each.outcome.customer_equity),
    Figure("New customers", "customers", lambda each: float(each.outcome.new_customers.sum())),
    Figure("Customers at the end", "customers", lambda each: each.outcome.customers_at_end),
    Figure("Share of wallet at the end", "share", lambda each: each.outcome.share_of_wallet_at_end),
    Figure("Cost per new customer", "money", lambda each: each.figures.cost_per_new_customer),
    Figure("Stays ahead of today's profit from month", "month", _payback),
    Figure("Most behind today's profit", "money", lambda each: each.figures.deepest_shortfall),
)


@dataclass(frozen=True)
class FactLine:
    """One fact: whose it is (empty: the company's), what it is, its unit, and where it comes from."""

    path: str
    owner: str
    title: str
    unit: str
    value: float | str
    source: str
    low: float | None
    high: float | None
    usual: bool
    """Whether it stands at its default, so that it changes nothing."""


@dataclass(frozen=True, eq=False)
class Report:
    """All that a report says. Money in the company's currency; rates and plans per month."""

    workspace: Workspace
    link: str
    """What opens the same scenarios: an address, or the part behind its question mark."""
    version: str
    """Of Next Dollar."""
    made_on: date
    locale: str = ENGLISH
    alternatives: tuple[Alternative, ...] = field(init=False)
    """Today's plan and the best split under the facts on show, and every scenario."""
    best: Recommendation = field(init=False)
    """The best split of the money of the plan on show, its locks and limits kept."""
    facts: tuple[FactLine, ...] = field(init=False)
    """Of the scenario on show."""
    assumptions: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        workspace = self.workspace
        best = recommend(workspace.question, workspace.locked, workspace.limits)
        object.__setattr__(self, "best", best)
        object.__setattr__(self, "alternatives", _alternatives(workspace, best.optimum.plan))
        object.__setattr__(self, "facts", _facts(self.business))
        object.__setattr__(self, "assumptions", _assumptions(workspace))

    @property
    def business(self) -> Business:
        """The facts of the scenario on show."""
        return self.workspace.scenario.business

    @property
    def question(self) -> Question:
        """What the scenario on show brings."""
        return self.workspace.question

    @property
    def shown(self) -> Alternative:
        """The scenario on show."""
        return next(
            each for each in self.alternatives if each.role == "scenario" and each.name == self.workspace.scenario.name
        )

    @property
    def today(self) -> Alternative:
        """Today's plan under the same facts; the scenario on show where that is its plan."""
        return next((each for each in self.alternatives if each.role == "today"), self.shown)

    @property
    def best_split(self) -> Alternative:
        """The best split under the same facts; the scenario on show where that is its plan."""
        return next((each for each in self.alternatives if each.role == "best"), self.shown)

    @property
    def main(self) -> tuple[Alternative, ...]:
        """Today's plan, the one on show and the best split, each once."""
        return tuple(each for each in self.alternatives if each in (self.today, self.shown, self.best_split))

    @property
    def currency(self) -> str:
        """Of the company on show: an ISO code, or an index."""
        return self.business.currency

    @property
    def write(self) -> Writing:
        """How its numbers are written."""
        return Writing(self.currency, self.locale)

    @property
    def measure(self) -> str:
        """What plans are compared by, in words."""
        return MEASURES[self.workspace.metric]


def _alternatives(workspace: Workspace, best: Plan) -> tuple[Alternative, ...]:
    asked = workspace.question
    found = [Alternative(each.name, "scenario", workspace.question_of(each)) for each in workspace.scenarios]
    if asked != asked.today:
        found.insert(0, Alternative(TODAY, "today", asked.today))
    if best != asked.plan:
        found.append(Alternative(BEST, "best", asked.about(best)))
    return tuple(found)


def _facts(business: Business) -> tuple[FactLine, ...]:
    lines = [_fact(business, business, name) for name in Business.model_fields]
    for channel in business.channels:
        lines += [_fact(business, channel, name) for name in Channel.model_fields]
    return tuple(line for line in lines if line is not None)


def _fact(business: Business, owner: Business | Channel, name: str) -> FactLine | None:
    value = getattr(owner, name)
    if name in ("name", "currency", "channels", "origins") or value is None:
        return None
    declared, path = declaration(type(owner), name), path_of(owner, name)
    low, high = ends_of(business, path)
    channel = owner.name if isinstance(owner, Channel) else ""
    usual = value == declared["default"]
    return FactLine(
        path, channel, str(declared["title"]), str(declared.get("unit", "")), value,
        "usual" if usual and owner.origin(name).idle else source_of(owner.origin(name)), low, high, usual,
    )  # fmt: skip


def source_of(origin: Origin) -> str:
    """Return where a fact comes from, in words."""
    if origin.kind == "stated":
        return "stated"
    if origin.kind == "guessed":
        return f"guess: {reason(origin.source)}" if origin.source else "guess"
    rows = "" if origin.rows is None else f", {origin.rows:,} rows"
    when = "" if origin.read_on is None else f", read on {origin.read_on.isoformat()}"
    return f"{origin.source or 'read from data'}{rows}{when}"


def _assumptions(workspace: Workspace) -> tuple[str, ...]:
    of_case = load_case(workspace.case).assumptions if workspace.case else ()
    return (*of_case, *TAKEN_FOR_GRANTED)
