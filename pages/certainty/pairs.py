"""Which plan is compared with which: today's, the one on show and the best split."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.facts.plan import Plan
from simulator.optimise.recommendation import recommend
from simulator.workspace.scenario import Workspace

TODAY, SHOWN, BEST = "today's plan", "this plan", "the best split"


@dataclass(frozen=True)
class Named:
    """A plan by the name it has in sentences."""

    name: str
    plan: Plan

    @property
    def short(self) -> str:
        """The name beside a picture."""
        return {TODAY: "today", BEST: "best split"}.get(self.name, self.name)


@dataclass(frozen=True)
class Pair:
    """A plan and the one it is held against."""

    plan: Named
    than: Named

    @property
    def title(self) -> str:
        """What the choice is called."""
        return f"{self.plan.name[0].upper()}{self.plan.name[1:]} against {self.than.name}"


def named_plans(workspace: Workspace) -> list[Named]:
    """Return the plans that differ: today's first, then the one on show, then the best split of its total."""
    asked = workspace.question
    best = recommend(asked, workspace.locked, workspace.limits).optimum.plan
    found = [Named(TODAY, asked.today.plan)]
    for name, plan in ((SHOWN, asked.plan), (BEST, best)):
        if all(plan != each.plan for each in found):
            found.append(Named(name, plan))
    return found


def pairs_of(plans: list[Named]) -> list[Pair]:
    """Return what can be compared, the most asked for first; a plan that is the only one, against itself."""
    by_name = {each.name: each for each in plans}
    wanted = ((SHOWN, TODAY), (BEST, TODAY), (BEST, SHOWN))
    found = [Pair(by_name[one], by_name[other]) for one, other in wanted if one in by_name and other in by_name]
    return found or [Pair(plans[0], plans[0])]
