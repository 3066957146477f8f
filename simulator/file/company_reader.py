"""The company, its plans and how they are shown, from the tables of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.cases import load_case
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import InvalidInput, Problem
from simulator.facts.limits import SpendLimit
from simulator.facts.measures import DEFAULT_MONTHS
from simulator.facts.origin import Origin
from simulator.facts.plan import Plan
from simulator.file import document as doc
from simulator.file.faults import Faults
from simulator.workspace.scenario import FIRST_NAME, Scenario, Workspace

Place = tuple[str | int, ...]


class CompanyReader:
    """Reads a document of the newest version; each thing wrong goes to ``faults``."""

    def __init__(self, document: Mapping[str, Any], faults: Faults) -> None:
        self.faults = faults
        self.top = faults.table(document, (), doc.TOP)

    def workspace(self) -> Workspace | None:
        """Return the workspace; None where something is wrong."""
        if "company" not in self.top:
            self.faults.add((), "There is no [company] in the file")
            return None
        business = self._business(self.top["company"], ("company",))
        scenarios = [] if business is None else self._scenarios(business)
        limits = self._limits()
        view = self.faults.table(self.top.get("view", {}), ("view",), doc.VIEW)
        locked = self._locked(view)
        if self.faults.found:
            return None
        try:
            return Workspace(
                tuple(scenarios),
                current=self._whole(view, "shown", 1) - 1,
                months=self._whole(view, "months", DEFAULT_MONTHS),
                metric=view.get("metric", "revenue"),
                locked=locked,
                limits=tuple(limits),
                held=self._held(view),
                case=self._case(view),
            )
        except InvalidInput as error:
            for problem in error.problems:
                self.faults.add(_place_in_view(problem), str(problem))
            return None

    def _business(self, value: object, place: Place) -> Business | None:
        table = self.faults.table(value, place, doc.COMPANY)
        before = len(self.faults.found)
        channels = [
            self._channel(each, (*place, "channels", number))
            for number, each in enumerate(self.faults.tables(table.pop("channels", []), (*place, "channels")))
        ]
        origins = self._origins(table.pop("origins", {}), (*place, "origins"))
        found = [channel for channel in channels if channel is not None]
        if len(self.faults.found) > before:
            return None
        try:
            return Business(**table, channels=tuple(found), origins=tuple(origins))
        except InvalidInput as error:
            names = [channel.name for channel in found]
            for problem in error.problems:
                self.faults.add((*place, *_within(problem, names)), str(problem))
            return None

    def _channel(self, value: object, place: Place) -> Channel | None:
        table = self.faults.table(value, place, doc.CHANNEL)
        origins = self._origins(table.pop("origins", {}), (*place, "origins"))
        try:
            return Channel(**table, origins=tuple(origins))
        except InvalidInput as error:
            for problem in error.problems:
                self.faults.add((*place, *problem.field.split(".")[-1:]), str(problem))
            return None

    def _origins(self, value: object, place: Place) -> list[Origin]:
        found = []
        for fact, said in self.faults.table(value, place, None).items():
            table = self.faults.table(said, (*place, fact), doc.ORIGIN)
            try:
                found.append(Origin(fact=fact, **table))
            except InvalidInput as error:
                for problem in error.problems:
                    self.faults.add((*place, fact), f"Where {fact} comes from: {problem}")
        return found

    def _scenarios(self, business: Business) -> list[Scenario]:
        """Return the plans; today's, where there is none."""
        if "plans" not in self.top:
            return [Scenario(FIRST_NAME, business, business.plan)]
        found = []
        for number, value in enumerate(self.faults.tables(self.top["plans"], ("plans",))):
            place: Place = ("plans", number)
            table = self.faults.table(value, place, doc.PLAN)
            own = table.pop("company", None)
            facts = business if own is None else self._business(own, (*place, "company"))
            name = table.pop("name", f"Plan {number + 1}")
            if facts is not None and (scenario := self._scenario(name, facts, table, place)):
                found.append(scenario)
        return found

    def _scenario(self, name: Any, facts: Business, table: dict[str, Any], place: Place) -> Scenario | None:
        try:
            return Scenario(name, facts, Plan(**table))
        except InvalidInput as error:
            for problem in error.problems:
                self.faults.add((*place, *problem.field.split(".", 1)), str(problem))
            return None

    def _limits(self) -> list[SpendLimit]:
        found = []
        for number, value in enumerate(self.faults.tables(self.top.get("limits", []), ("limits",))):
            table = self.faults.table(value, ("limits", number), doc.LIMIT)
            lever = table.pop("lever", None)
            if not isinstance(lever, str):
                self.faults.add(("limits", number), "A limit needs the name of its lever")
                continue
            try:
                found.append(SpendLimit(lever, **{end: _float(amount) for end, amount in table.items()}))
            except InvalidInput as error:
                for problem in error.problems:
                    end = problem.field.rpartition(".")[2]
                    self.faults.add(("limits", number, end), str(problem))
        return found

    def _locked(self, view: Mapping[str, Any]) -> frozenset[str]:
        locked = view.get("locked", [])
        if isinstance(locked, list) and all(isinstance(lever, str) for lever in locked):
            return frozenset(locked)
        self.faults.add(("view", "locked"), "'locked' is a list of names of levers")
        return frozenset()

    def _whole(self, view: Mapping[str, Any], name: str, default: int) -> int:
        value = view.get(name, default)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        raise InvalidInput(Problem(name, repr(name), value, "a whole number is needed"))

    def _held(self, view: Mapping[str, Any]) -> bool:
        held = view.get("held", True)
        if not isinstance(held, bool):
            raise InvalidInput(Problem("held", "'held'", held, "true or false is allowed"))
        return held

    def _case(self, view: Mapping[str, Any]) -> str | None:
        """Return the stock case the facts came from; one that is not known is left out and noted."""
        case = view.get("case")
        if case is None:
            return None
        try:
            return load_case(str(case)).ref
        except InvalidInput as error:
            self.faults.notes.append(f"{error} It is left out.")
            return None


def _within(problem: Problem, channels: Sequence[str]) -> Place:
    """Return where in the company's table a problem stands."""
    if not problem.field.startswith("channels."):
        return tuple(problem.field.split("."))
    name, _, fact = problem.field.removeprefix("channels.").rpartition(".")
    name = name.removesuffix(".origins")
    # Of two of one name, the second is the one too many.
    places = [place for place, each in enumerate(channels) if each == name]
    return ("channels", places[-1], fact) if places else ("channels",)


def _place_in_view(problem: Problem) -> Place:
    if problem.field in ("scenarios", "limits"):
        return ("plans",) if problem.field == "scenarios" else ("limits",)
    return ("view", {"current": "shown"}.get(problem.field, problem.field))


def _float(amount: object) -> Any:
    return float(amount) if isinstance(amount, int) and not isinstance(amount, bool) else amount
