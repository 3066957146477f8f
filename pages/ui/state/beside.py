"""Other facts tried as a scenario of its own, beside the one on show, whose facts stay as they are."""

from __future__ import annotations

from pages.ui.state.session import Session
from simulator.facts.business import Business
from simulator.facts.plan import Plan
from simulator.workspace import operations
from simulator.workspace.scenario import MAX_SCENARIOS, Workspace

FULL = f"All {MAX_SCENARIOS} scenarios are in use: remove one, under its name in the header, to try another."


def room_beside(workspace: Workspace, business: Business, plan: Plan) -> bool:
    """Return whether these facts and plan can stand beside the scenario on show, or do already."""
    return not operations.full(workspace) or operations.place_of(workspace, business, plan) is not None


def put_beside(visit: Session, name: str, business: Business, plan: Plan) -> None:
    """Add these facts and plan as a scenario, as one step, and compare it with the one on show, which stays on show."""
    there = operations.place_of(visit.workspace, business, plan)
    if there is None:
        visit.commit(operations.put_beside(visit.workspace, name, business, plan))
        there = len(visit.workspace.scenarios) - 1
    visit.compared = (operations.key_of(visit.workspace.current), operations.key_of(there))
