"""What a report says: the answer, the plans, their figures and the facts they come from.

One description for every form it takes: page, paper, workbook and script. All figures come from calls that the pages
make too; none is computed here a second time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from simulator.cases import load_case
from simulator.facts.business import Business
from simulator.facts.plan import Plan
from simulator.facts.plural import plural
from simulator.model.question import Question
from simulator.optimise.recommendation import Recommendation, recommend
from simulator.ranges.certainty import Certainty, certainty
from simulator.report.alternatives import BEST, MEASURES, TODAY, Alternative
from simulator.report.assumptions import TAKEN_FOR_GRANTED
from simulator.report.fact_lines import FactLine, fact_lines
from simulator.report.writing import ENGLISH, Writing
from simulator.workspace.scenario import Workspace


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
        object.__setattr__(self, "facts", fact_lines(self.business))
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
    def hoped(self) -> Alternative:
        """The plan whose lead over today's is in question: the one on show, or the best split where that is today's."""
        return self.best_split if self.shown is self.today else self.shown

    @property
    def sure(self) -> Certainty | None:
        """How sure that lead is; None where there is none, or all facts are known exactly."""
        if self.hoped is self.today:
            return None
        found = certainty(self.question, self.hoped.plan, self.today.plan, seed=self.workspace.seed)
        return found if found.futures.wide else None

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

    @property
    def returned(self) -> str:
        """What a unit of money spent brings back, in words: profit and equity have paid for the unit."""
        paid = "" if self.workspace.metric == "revenue" else " after its cost"
        return f"{self.measure}{paid} over {plural(str(self.workspace.months), 'month')}"


def _alternatives(workspace: Workspace, best: Plan) -> tuple[Alternative, ...]:
    asked = workspace.question
    found = [Alternative(each.name, "scenario", workspace.question_of(each)) for each in workspace.scenarios]
    if asked != asked.today:
        found.insert(0, Alternative(TODAY, "today", asked.today))
    if best != asked.plan:
        found.append(Alternative(BEST, "best", asked.about(best)))
    return tuple(found)


def _assumptions(workspace: Workspace) -> tuple[str, ...]:
    of_case = load_case(workspace.case).assumptions if workspace.case else ()
    return (*of_case, *TAKEN_FOR_GRANTED)
