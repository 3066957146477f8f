"""Scenarios: facts and a plan, named; and the workspace, everything a link carries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from simulator.cases import Case, load_case
from simulator.facts.business import Business
from simulator.facts.declaration import InvalidInput, Problem
from simulator.facts.limits import SpendLimit
from simulator.facts.measures import DEFAULT_MONTHS, DEFAULT_SEED, Metric, check_metric, check_months, check_seed
from simulator.facts.names import Name, lever_title, looks
from simulator.facts.plan import TOTAL_LIMIT, Plan
from simulator.model.question import Question

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
    limits: tuple[SpendLimit, ...] = ()
    """The least and most of levers that have one, by lever; none is idle."""
    seed: int = DEFAULT_SEED
    """Which draws of uncertain facts are seen: whoever has the link sees the same."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "scenarios", tuple(self.scenarios))
        object.__setattr__(self, "locked", frozenset(self.locked))
        object.__setattr__(self, "limits", _in_order(self.limits))
        _check_scenarios(self.scenarios, self.current)
        check_months(self.months)
        check_metric(self.metric)
        check_seed(self.seed)
        _check_levers("locked", "Locked lever", self.locked, self.levers)
        _check_levers("limits", "Lever with limits", [limit.lever for limit in self.limits], self.levers)
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
    def question(self) -> Question:
        """What the scenario on show brings."""
        return self.question_of(self.scenario)

    def question_of(self, scenario: Scenario) -> Question:
        """Return what a scenario brings, over the horizon and in the measure on show."""
        return Question(scenario.business, scenario.plan, self.months, self.metric)

    @property
    def levers(self) -> tuple[str, ...]:
        """The levers of all scenarios, each once."""
        return tuple(dict.fromkeys(lever for scenario in self.scenarios for lever in scenario.business.levers))

    def limit_of(self, lever: str) -> SpendLimit:
        """Return the limits of a lever; without any, one that allows everything."""
        return next((limit for limit in self.limits if limit.lever == lever), SpendLimit(lever))

    def limited(self, limit: SpendLimit) -> Workspace:
        """Return a copy with these limits of one lever in place of its own."""
        others = tuple(each for each in self.limits if each.lever != limit.lever)
        return replace(self, limits=(*others, limit))

    def with_scenarios(self, scenarios: tuple[Scenario, ...], current: int) -> Workspace:
        """Return a copy with other scenarios; locks and limits of levers now gone are dropped."""
        levers = {lever for each in scenarios for lever in each.business.levers}
        limits = tuple(limit for limit in self.limits if limit.lever in levers)
        return replace(self, scenarios=scenarios, current=current, locked=self.locked & levers, limits=limits)

    def replaced(self, scenario: Scenario) -> Workspace:
        """Return a copy with ``scenario`` in place of the one on show; see `with_scenarios`."""
        scenarios = (*self.scenarios[: self.current], scenario, *self.scenarios[self.current + 1 :])
        return self.with_scenarios(scenarios, self.current)


def _in_order(limits: Iterable[SpendLimit]) -> tuple[SpendLimit, ...]:
    return tuple(sorted((limit for limit in limits if not limit.idle), key=lambda limit: limit.lever))


def _check_levers(field: str, title: str, named: Collection[str], levers: Sequence[str]) -> None:
    """Raise `InvalidInput` for levers there are none of, or that are named twice."""
    allowed = f"the levers are {', '.join(map(lever_title, levers))}"
    problems = [Problem(field, title, lever, allowed) for lever in sorted(set(named) - set(levers))]
    twice = sorted({lever for lever in named if list(named).count(lever) > 1})
    problems += [Problem(field, title, lever, "each lever is named once") for lever in twice]
    if problems:
        raise InvalidInput(*problems)


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
