"""Writing a company and its plans as a file a person can read and change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import tomlkit
from pydantic_core import PydanticUndefined
from tomlkit.items import AoT, InlineTable, Table

from simulator.cases import load_case
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import declaration
from simulator.facts.measures import DEFAULT_MONTHS
from simulator.facts.origin import Origin
from simulator.file.document import FORMAT, VERSION
from simulator.workspace.scenario import Scenario, Workspace

HEAD = (
    "A company and its plans, for Next Dollar.",
    "Money is per month in the company's own currency, rates are per month, and 0.25 is a quarter.",
)
MOST_EXACT = 2.0**53
"""Below it, a whole number is the same with and without a point."""


def file_text(workspace: Workspace) -> str:
    """Return the file that opens as just this workspace."""
    document = tomlkit.document()
    for line in HEAD:
        document.add(tomlkit.comment(line))
    document["format"], document["version"] = FORMAT, VERSION
    first = workspace.scenarios[0].business
    document["company"] = _company(first)
    document["view"] = _view(workspace)
    if workspace.limits:
        document["limits"] = _tables(
            {
                "lever": each.lever,
                "least": _number(each.least),
                "most": None if each.most is None else _number(each.most),
            }
            for each in workspace.limits
        )
    document["plans"] = _plans(workspace.scenarios, first)
    return tomlkit.dumps(document)


def case_text(ref: str) -> str:
    """Return the file of a stock case, such as ``northwind`` or ``northwind.1``; `InvalidInput` where there is none."""
    return file_text(Workspace.of(load_case(ref)))


def _company(business: Business) -> Table:
    table = _facts(business)
    channels = tomlkit.aot()
    for channel in business.channels:
        channels.append(_facts(channel))
    table["channels"] = channels
    return table


def _facts(owner: Business | Channel) -> Table:
    """Return the facts that are not at their default, each with its unit, and where they come from."""
    table = tomlkit.table()
    for name, info in type(owner).model_fields.items():
        value = getattr(owner, name)
        if (
            name in ("channels", "origins")
            or value is None
            or (info.default is not PydanticUndefined and value == info.default)
        ):
            continue
        table[name] = _number(value) if isinstance(value, float) else value
        if unit := declaration(type(owner), name).get("unit"):
            table[name].comment(unit)
    if owner.origins:
        origins = tomlkit.table()
        for origin in owner.origins:
            origins[origin.fact] = _origin(origin)
        table["origins"] = origins
    return table


def _origin(origin: Origin) -> InlineTable:
    table = tomlkit.inline_table()
    for name in ("kind", "source", "rows", "read_on", "low", "high"):
        value = getattr(origin, name)
        if value is not None and value != "":
            table[name] = _number(value) if isinstance(value, float) else value
    return table


def _view(workspace: Workspace) -> Table:
    view: dict[str, Any] = {"held": workspace.held}
    if workspace.months != DEFAULT_MONTHS:
        view["months"] = workspace.months
    if workspace.metric != "revenue":
        view["metric"] = workspace.metric
    if workspace.locked:
        view["locked"] = [lever for lever in workspace.levers if lever in workspace.locked]
    if workspace.current:
        view["shown"] = workspace.current + 1
    if workspace.case:
        view["case"] = workspace.case
    return _table(view)


def _plans(scenarios: tuple[Scenario, ...], first: Business) -> AoT:
    plans = tomlkit.aot()
    for scenario in scenarios:
        plan = scenario.plan
        table = _table({"name": scenario.name, "conversion": _number(plan.conversion), "upsell": _number(plan.upsell)})
        table["prospecting"] = _table({name: _number(spend) for name, spend in plan.prospecting.items()})
        if scenario.business != first:
            table["company"] = _company(scenario.business)
        plans.append(table)
    return plans


def _tables(rows: Any) -> AoT:
    tables = tomlkit.aot()
    for row in rows:
        tables.append(_table(row))
    return tables


def _table(values: Mapping[str, Any]) -> Table:
    table = tomlkit.table()
    for name, value in values.items():
        if value is not None:
            table[name] = value
    return table


def _number(value: float) -> float | int:
    """Return a number that reads back as the same and is written as a person would."""
    return int(value) if value.is_integer() and abs(value) < MOST_EXACT else value
