"""What can be compared: today's plan, each scenario, the best split; and which two of them are."""

from __future__ import annotations

from dataclasses import dataclass

from pages.ui.state.session import Session, page_parameter, put_page_parameters
from simulator.model.question import Question
from simulator.optimise.recommendation import recommend
from simulator.workspace.operations import key_of
from simulator.workspace.scenario import Workspace

TODAY, BEST = "today", "best"
NAMES = {TODAY: "Today", BEST: "Best split"}


@dataclass(frozen=True)
class Candidate:
    """One thing to compare."""

    key: str
    """How the address calls it: ``today``, ``1`` to ``6``, ``best``."""
    name: str
    """How the page does."""
    question: Question

    @property
    def as_today(self) -> bool:
        """Whether it splits the budget as today."""
        return self.question == self.question.today


def candidates(workspace: Workspace) -> list[Candidate]:
    """Return today's plan, the scenarios and the best split, the first and last only where no scenario is that."""
    asked = workspace.question
    best = asked.about(recommend(asked, workspace.locked, workspace.limits).optimum.plan)
    known = [workspace.question_of(scenario) for scenario in workspace.scenarios]
    named = enumerate(zip(workspace.scenarios, known, strict=True))
    found = [Candidate(key_of(place), scenario.name, question) for place, (scenario, question) in named]
    if asked.today not in known:
        found.insert(0, Candidate(TODAY, _name(TODAY, workspace), asked.today))
    if best not in known:
        found.append(Candidate(BEST, _name(BEST, workspace), best))
    return found


def compared(visit: Session, found: list[Candidate]) -> tuple[Candidate, Candidate]:
    """Return the two that are compared: as the address says, as chosen before, else what suits best."""
    by_key = {candidate.key: candidate for candidate in found}
    given = (page_parameter("from") or "", page_parameter("to") or "")
    for one, other in (given, visit.compared or ("", "")):
        if one in by_key and other in by_key and one != other:
            choose(visit, one, other)
            return by_key[one], by_key[other]
    shown = by_key[key_of(visit.workspace.current)]
    later = found[found.index(shown) + 1 :]
    first = found[0] if len(visit.workspace.scenarios) == 1 else by_key["1"]
    if shown != first:
        return first, shown
    return (shown, later[0]) if later else (shown, shown)


def choose(visit: Session, one: str, other: str) -> None:
    """Compare these two from now on, in the address too."""
    visit.compared = (one, other)
    put_page_parameters(**{"from": one, "to": other})


def _name(key: str, workspace: Workspace) -> str:
    shown, name = workspace.scenario, NAMES[key]
    taken = {scenario.name.casefold() for scenario in workspace.scenarios}
    if name.casefold() in taken or any(each.business != shown.business for each in workspace.scenarios):
        return f"{name} ({shown.name[:24].strip()})"
    return name


def kind_of(candidate: Candidate, shown: str) -> str:
    """Return how a candidate is marked on the map."""
    return candidate.key if candidate.key in (TODAY, BEST) else "shown" if candidate.key == shown else "plan"
