"""Golden links: run ``python -m tests.update_golden`` to add new ones; those already issued never change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from simulator.cases import list_cases, load_case
from simulator.channel import Channel
from simulator.link import decode, encode
from simulator.outcome import simulate
from simulator.plan import Plan
from simulator.private import indexed
from simulator.scenario import Scenario, Workspace

GOLDEN = Path(__file__).parent / "data" / "golden_links_v1.json"


def as_json(workspace: Workspace) -> dict[str, Any]:
    """Return a workspace as plain values; facts at their default are left out, so that new facts may join."""
    return {
        **{name: value for name, value in asdict(replace(workspace, scenarios=workspace.scenarios[:1])).items()
           if name not in ("scenarios", "locked")},
        "locked": sorted(workspace.locked),
        "scenarios": [
            {
                "name": scenario.name,
                "business": scenario.business.model_dump(mode="json", exclude_defaults=True),
                "plan": dict(zip(scenario.plan.levers, scenario.plan.amounts, strict=True)),
            }
            for scenario in workspace.scenarios
        ],
    }  # fmt: skip
