"""Golden links: ``python -m tests.update_golden`` adds new ones; an entry once issued is never changed.

Before a first release, delete the file to write all entries afresh.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from simulator.cases import list_cases, load_case
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.plan import Plan
from simulator.link.codec import decode, encode
from simulator.link.private import indexed
from simulator.model.outcome import simulate
from simulator.workspace.scenario import Scenario, Workspace

GOLDEN = Path(__file__).parent / "data" / "golden_links_v1.json"


def as_json(workspace: Workspace) -> dict[str, Any]:
    """Return a workspace as plain values; facts at their default are left out, so that new facts may join."""
    return {
        "case": workspace.case,
        "current": workspace.current,
        "months": workspace.months,
        "metric": workspace.metric,
        "locked": sorted(workspace.locked),
        "held": workspace.held,
        "scenarios": [
            {
                "name": scenario.name,
                "business": scenario.business.model_dump(mode="json", exclude_defaults=True),
                "plan": dict(zip(scenario.plan.levers, scenario.plan.amounts, strict=True)),
            }
            for scenario in workspace.scenarios
        ],
    }


def figures(workspace: Workspace) -> list[float]:
    """Return revenue, gross profit and customer equity of each scenario over the workspace's horizon."""
    outcomes = [simulate(each.business, each.plan, workspace.months) for each in workspace.scenarios]
    return [
        figure
        for outcome in outcomes
        for figure in (outcome.total_revenue, outcome.total_gross_profit, outcome.customer_equity)
    ]


def opened(business: Business, case: str | None = None, **view: Any) -> Workspace:
    """Return the workspace of one company with today's plan."""
    return Workspace((Scenario("Plan A", business, business.plan),), case=case, **view)


def with_plans(workspace: Workspace, *names: str) -> Workspace:
    """Return the workspace with a plan more for each name, each with another split."""
    business = workspace.scenarios[0].business
    extra = []
    for place, name in enumerate(names, 1):
        moved = [amount * (1 - place / 10) for amount in business.plan.amounts]
        moved[-2] += business.plan.total - sum(moved)
        extra.append(Scenario(name, business, Plan.of(business.levers, moved)))
    return replace(workspace, scenarios=(*workspace.scenarios, *extra))


def samples() -> Iterator[tuple[str, Workspace]]:
    """Yield links of every kind a visitor can make."""
    for case in list_cases():
        yield f"case {case.ref}", Workspace.of(case)
    yield from samples_of_facts()
    yield from samples_of_channels()
    yield from samples_of_workspaces()


def samples_of_facts() -> Iterator[tuple[str, Workspace]]:
    """Yield links with facts of their own."""
    case = load_case("northwind.1")
    facts = case.business
    yield "five facts", opened(facts.changed(churn=0.02, wallet=2345.67, customers=151, name="N & Co"), case.ref)
    yield "all digits", opened(facts.changed(churn=0.1 + 0.2, wallet=1e5 / 3, first_order=1e-7), case.ref)
    yield "large numbers", opened(facts.changed(fixed_cost=123456789012.5, wallet=1e11), case.ref)
    ceiling = {"win_rate_at_double": None, "win_rate_ceiling": 0.06}
    yield "fact left empty", opened(facts.changed(**ceiling), case.ref)
    s_shape = {"win_rate_curve": "adbudg", "win_rate_at_double": None, "win_rate_at_half_more": 0.04}
    yield "S-shaped win rate", opened(facts.changed(**s_shape, win_rate_ceiling=0.08), case.ref)
    yield "Michaelis-Menten share", opened(facts.changed(share_curve="michaelis-menten"), case.ref)
    yield "churn curve", opened(facts.changed(churn_at_zero=0.05, churn_at_double=0.025), case.ref)
    idle = {"conversion_spend": 0, "conversion_reference_spend": 4000, "discount_rate": 0.2}
    yield "no sales spend", opened(facts.changed(**idle), case.ref)
    yield "own company", opened(facts.changed(name="Müller & Söhne", currency="EUR", customers=80))
    yield "private", indexed(with_plans(Workspace.of(case), "More sales"))


def samples_of_channels() -> Iterator[tuple[str, Workspace]]:
    """Yield links with channels of their own."""
    case = load_case("northwind.1")
    search, fairs = case.business.channels
    new = Channel(
        name="展示会 #1", spend=0, reference_spend=500, prospects=30, prospects_at_zero=0, prospects_at_double=45
    )
    flat = Channel(name="2.5 % & more", spend=10, prospects=7, prospects_at_zero=7, curve="flat", value_index=0.5)
    for about, channels in {
        "channel changed": (search.changed(spend=6000, carryover=0.5), fairs),
        "channels new": (search, fairs, new, flat),
        "channel gone": (fairs,),
        "channels reordered": (fairs, search),
        "channel renamed": (search.changed(name="SEARCH"), fairs),
        "customers by channel": (search.changed(customers=90), fairs.changed(customers=60)),
    }.items():
        yield about, opened(case.business.changed(channels=channels, customers=150), case.ref)


def samples_of_workspaces() -> Iterator[tuple[str, Workspace]]:
    """Yield links with several scenarios and other views."""
    start = Workspace.of(load_case("northwind.1"))
    yield "six plans", with_plans(start, "B", "C", "D & E", "Größer", "100 % sales")
    view = {"months": 60, "metric": "customer_equity", "locked": frozenset({"Trade fairs", "upsell"}), "held": False}
    yield "another view", replace(with_plans(start, "B", "C"), current=2, **view)
    other = start.scenario.business.changed(churn=0.01, channels=start.scenario.business.channels[::-1])
    loyal = replace(with_plans(start, "B"), months=1, metric="gross_profit")
    yield "other facts", replace(loyal, scenarios=(*loyal.scenarios, Scenario("Loyal", other, other.plan)))
    strange = load_case("elmstreet.1").business
    yield "two companies", replace(start, scenarios=(*start.scenarios, Scenario("Elm", strange, strange.plan)))


def update() -> None:
    """Add the entries that are missing."""
    entries = json.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else []
    issued = {entry["about"] for entry in entries}
    for about, workspace in samples():
        if about not in issued:
            link = encode(workspace)
            assert decode(link).workspace == workspace
            entry = {"about": about, "link": link, "workspace": as_json(workspace), "figures": figures(workspace)}
            entries.append(entry)
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text(json.dumps(entries, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    update()
