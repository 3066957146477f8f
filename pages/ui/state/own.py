"""The visitor's own company: what was answered of it, which company that made, and what does not fit yet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeVar

from simulator.facts.business import INDEX, Business
from simulator.facts.declaration import InvalidInput
from simulator.guided.answers import Answers
from simulator.guided.back import answered, answers_of
from simulator.guided.company import Refused, company_from
from simulator.guided.rows import begun, tidied
from simulator.workspace.following import under
from simulator.workspace.scenario import Workspace

Kept = TypeVar("Kept")
MOST = 400
"""Companies whose answers are kept as they were typed: twice as many as steps can be undone."""
MOST_COMPANIES = 8
"""Companies of one's own that a visit keeps to come back to."""


@dataclass
class Own:
    """What one visitor answered, by the company on show meanwhile; None stands for no company of one's own yet.

    Undo, a link and a file bring a company alone: its answers as they were typed are found again here, or else are
    read back from its facts.
    """

    said: dict[Business, Answers] = field(default_factory=dict)
    waiting: dict[Business | None, Answers] = field(default_factory=dict)
    """Answers that make no company yet, or contradict each other, while the last good company stays."""
    units: dict[str, str] = field(default_factory=dict)
    """The unit each question is asked in, where that was chosen."""
    companies: dict[int, Workspace] = field(default_factory=dict)
    """Each company of one's own that was on show in this visit, as it was last, by its number."""
    whose: dict[Business, int] = field(default_factory=dict)
    """Which of them facts that were on show are of."""
    at: int | None = None
    """The one on show; None while something else is."""
    before: int | None = None
    """The one last on show."""
    against: str = ""
    """Why the answers do not go with the company's further facts; blank where they do."""
    number: int = 0
    """Grows with each other company that is opened: what was half typed belongs to the one before."""

    @property
    def last(self) -> Workspace | None:
        """The own company last on show, with its plans."""
        return None if self.before is None else self.companies.get(self.before)

    def show(self, workspace: Workspace) -> None:
        """Keep what is on show, where it is a company of one's own: the one that was on show, changed, or another."""
        business = own_company(workspace)
        if business is None:
            self.at = None
            return
        self.at = self.whose.get(business, self.at)
        if self.at is None:
            self.at = max(self.companies, default=0) + 1
        self.before = self.at
        self.companies[self.at] = workspace
        _put(self.whose, business, self.at, MOST)
        if len(self.companies) > MOST_COMPANIES:
            del self.companies[next(number for number in self.companies if number != self.at)]

    def answers(self, business: Business | None, fresh: Answers) -> Answers:
        """Return what stands in the form."""
        if business in self.waiting:
            return self.waiting[business]
        return fresh if business is None else self.told(business)

    def told(self, business: Business) -> Answers:
        """Return the answers a company was made of, or those its facts are."""
        return self.said[business] if business in self.said else answers_of(business)

    def keep(self, business: Business, answers: Answers) -> None:
        """Keep the answers a company was made of."""
        _put(self.said, business, answers, MOST)

    def take(self, workspace: Workspace, answers: Answers, *, guesses_stay: bool = False) -> Workspace:
        """Return the workspace with these answers; the same one where they make no company, which is then kept."""
        base, taken, self.against = own_company(workspace), None, ""
        try:
            if business := self._made(base, tidied(answers), guesses_stay=guesses_stay):
                taken = with_company(workspace, base, business)
                self.keep(business, answers)
        except InvalidInput as error:
            self.against = str(error)
        except Refused:
            pass
        self.waiting.pop(base, None)
        if taken is None:
            self.waiting[base] = answers
        return taken or workspace

    def _made(self, base: Business | None, answers: Answers, *, guesses_stay: bool) -> Business | None:
        if base is not None:
            return answered(base, tidied(self.told(base)), answers, guesses_stay=guesses_stay)
        return company_from(answers) if begun(answers) else None


def _put(kept: dict[Business, Kept], business: Business, value: Kept, most: int) -> None:
    """Keep a value as the newest of at most so many."""
    kept.pop(business, None)
    kept[business] = value
    while len(kept) > most:
        del kept[next(iter(kept))]


def own_company(workspace: Workspace) -> Business | None:
    """Return the facts on show where they are of the visitor's own company: no example's, and no index."""
    business = workspace.scenario.business
    return None if workspace.case is not None or business.currency == INDEX else business


def with_company(workspace: Workspace, base: Business | None, business: Business) -> Workspace:
    """Return the workspace of that company: in place of ``base`` wherever it stands, and else on its own."""
    if base is None:
        fresh = Workspace.of(business)
        return replace(fresh, months=workspace.months, metric=workspace.metric, held=workspace.held)
    scenarios = tuple(under(each, business) if each.business == base else each for each in workspace.scenarios)
    return workspace.with_scenarios(scenarios, workspace.current)
