"""Scenarios: facts and a plan, named; and the workspace, everything a link carries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from simulator.cases import Case, load_case
from simulator.facts.business import Business
from simulator.facts.declaration import InvalidInput, Problem
from simulator.facts.measures import DEFAULT_MONTHS, Metric, check_metric, check_months
from simulator.facts.names import Name, looks
from simulator.facts.plan import TOTAL_LIMIT, Plan

MAX_SCENARIOS = 6
FIRST_NAME = "Plan A"

_NAME: TypeAdapter[str] = TypeAdapter(Name)


def readable_name(title: str, text: str) -> str:
    """Return a name as it is stored; `InvalidInput`, calling it ``title``, where it cannot be one."""
    try:
        return _NAME.validate_python(text, strict=True)
    except ValidationError as error:
        allowed = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise InvalidInput(Problem("name", title, text, allowed)) from None


def check_apart(title: str, name: str, others: Iterable[str], reason: str) -> None:
    """Raise `InvalidInput` where a reader could take ``name`` for one of ``others``."""
    for other in others:
        if looks(other) == looks(name):
            allowed = reason if other == name else f"it looks like {other!r}, and {reason}"
            raise InvalidInput(Problem("name", title, name, allowed))


@dataclass(frozen=True)
class Scenario:
    """Facts and a plan under a name; the plan is kept in the order of the company's levers."""

    name: str
    business: Business
    plan: Plan

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", readable_name("Scenario name", self.name))
        object.__setattr__(self, "plan", self.plan.fitted(self.business.levers))
        if self.plan.total > TOTAL_LIMIT:
            allowed = f"{TOTAL_LIMIT:,.0f} a month is the most"
            raise InvalidInput(Problem("total", "Total a month", self.plan.total, allowed))


@dataclass(frozen=True)
class Workspace:
    """Everything a link carries. ``case`` names the stock case the facts of the first scenario started from."""

    scenarios: tuple[Scenario, ...]
    current: int = 0
    """Place of the scenario on show, from 0."""
    months: int = DEFAULT_MONTHS
    metric: Metric = "revenue"
    locked: frozenset[str] = frozenset()
    """Levers that keep their amount when others move."""
    held: bool = True
    """Whether the total budget is held when one lever moves."""
    case: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "scenarios", tuple(self.scenarios))
        object.__setattr__(self, "locked", frozenset(self.locked))
        _check_scenarios(self.scenarios, self.current)
        check_months(self.months)
        check_metric(self.metric)
        if strangers := self.locked - set(self.levers):
            allowed = f"the levers are {', '.join(self.levers)}"
            raise InvalidInput(*(Problem("locked", "Locked lever", lever, allowed) for lever in sorted(strangers)))
        if self.case is not None and load_case(self.case).ref != self.case:
            raise InvalidInput(Problem("case", "Case", self.case, "its version is needed too"))

    @classmethod
    def of(cls, facts: Case | Business) -> Workspace:
        """Return the workspace that opens on these facts with today's plan."""
        business, case = (facts.business, facts.ref) if isinstance(facts, Case) else (facts, None)
        return cls((Scenario(FIRST_NAME, business, business.plan),), case=case)

    @property
    def scenario(self) -> Scenario:
        """The scenario on show."""
        return self.scenarios[self.current]

    @property
    def levers(self) -> tuple[str, ...]:
        """The levers of all scenarios, each once."""
        return tuple(dict.fromkeys(lever for scenario in self.scenarios for lever in scenario.business.levers))

    def replaced(self, scenario: Scenario) -> Workspace:
        """Return a copy with ``scenario`` in place of the one on show; locks of levers now gone are dropped."""
        scenarios = (*self.scenarios[: self.current], scenario, *self.scenarios[self.current + 1 :])
        levers = {lever for each in scenarios for lever in each.business.levers}
        return replace(self, scenarios=scenarios, locked=self.locked & levers)


def _check_scenarios(scenarios: tuple[Scenario, ...], current: object) -> None:
    count = len(scenarios)
    if not 1 <= count <= MAX_SCENARIOS:
        raise InvalidInput(Problem("scenarios", "Number of scenarios", count, f"1 to {MAX_SCENARIOS} are allowed"))
    if not isinstance(current, int) or isinstance(current, bool) or not 0 <= current < count:
        raise InvalidInput(Problem("current", "Scenario on show", current, f"0 to {count - 1} are allowed"))
    seen: set[str] = set()
    for scenario in scenarios:
        if scenario.name.casefold() in seen:
            raise InvalidInput(
                Problem("scenarios", "Scenario name", scenario.name, "each scenario needs a name of its own")
            )
        seen.add(scenario.name.casefold())
