"""Taking what an export proposes: each a change of facts like any other, undone like any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pages.ui.state.session import Session
from pages.your_business.form import Form
from pages.your_business.taking import completed, everywhere
from simulator.evidence.acceptance import Acceptance, Evidence, acceptance, at_home, channel_of, plain_name
from simulator.evidence.finding import Finding
from simulator.evidence.proposals import Proposal
from simulator.facts.business import MAX_CHANNELS
from simulator.facts.declaration import InvalidInput
from simulator.guided.answers import Answer, Answers, Row
from simulator.guided.company import Refused, company_from
from simulator.workspace.channel_changes import add_channel
from simulator.workspace.fact_edits import with_facts
from simulator.workspace.new_channel import new_channel
from simulator.workspace.scenario import Workspace

REFUSED = "crm"
"""Where it stands why a press did nothing."""


def put(workspace: Workspace, accepted: Acceptance, changes: Mapping[str, Any], *, all: bool = False) -> Workspace:
    """Return the workspace with these changes, those of them that were read saying so; `InvalidInput` as ever."""
    whole = completed(workspace.scenario.business, changes)
    read = next(iter(accepted.origins.values()))
    origins = {path: origin for path, origin in accepted.origins.items() if whole[path] == accepted.changes[path]}
    # What follows from a fact that was read, such as what a flat curve is at zero, was read with it.
    follows = whole.keys() - changes.keys()
    origins |= {path: read.changed(fact=path.rpartition(".")[2], low=None, high=None) for path in follows}
    return with_facts(workspace, whole, everywhere=all, origins=origins)


def take(visit: Session, accepted: Acceptance, changes: Mapping[str, Any]) -> None:
    """Take one proposal, or what is nearest to it, as one step."""
    try:
        visit.commit(put(visit.workspace, accepted, changes, all=everywhere(visit)))
    except InvalidInput as error:
        visit.refused = {REFUSED: str(error.problems[0])}


def take_all(visit: Session, proposals: Iterable[Proposal], evidence: Evidence) -> None:
    """Take all that fit, one after the other, as one step; what does not fit is left as it stands."""
    visit.commit(_with_all(visit.workspace, proposals, evidence, all=everywhere(visit)))


def add(visit: Session, proposal: Proposal, evidence: Evidence) -> None:
    """Add a channel that the company has not yet, as one that costs nothing until it is said what it costs."""
    name = plain_name(channel_of(proposal) or "")
    try:
        free = new_channel("free", name, {"prospects": float(f"{proposal.value:.4g}")})
        workspace = add_channel(visit.workspace, free)
        here, _ = at_home(workspace.scenario.business, [proposal])
        visit.commit(_with_all(workspace, here, evidence))
    except InvalidInput as error:
        visit.refused = {REFUSED: str(error.problems[0])}


def start(form: Form, finding: Finding, evidence: Evidence) -> None:
    """Make the visitor's own company of what the file says; what it does not say is guessed."""
    proposals = finding.proposals.facts
    answers = _answers(form.answers, finding)
    try:
        workspace = Workspace.of(company_from(answers))
    except (InvalidInput, Refused) as error:
        form.visit.refused = {REFUSED: str(error)}
        return
    here, _ = at_home(workspace.scenario.business, proposals)
    form.visit.put_own(_with_all(workspace, here, evidence).scenario.business, answers)


def _answers(stands: Answers, finding: Finding) -> Answers:
    """Return what the file answers of the guided start's questions."""
    facts = {each.fact: each.value for each in finding.proposals.facts}
    brought = [each for each in finding.proposals.facts if each.fact.endswith(".prospects")]
    rows = [Row(plain_name(channel_of(each) or "") or "Enquiries", prospects=each.value) for each in brought]
    rate, cycle = facts.get("win_rate"), facts.get("sales_cycle_months")
    return replace(
        stands, channels=tuple(rows[:MAX_CHANNELS]),
        currency=finding.currency if _is_code(finding.currency) else stands.currency,
        wins=None if rate is None else Answer(100 * rate, "per cent"),
        closing=None if cycle is None else Answer(min(cycle, 60.0), "months"),
    )  # fmt: skip


def _is_code(currency: str) -> bool:
    return len(currency) == 3 and currency.isascii() and currency.isalpha() and currency.isupper()


def _with_all(
    workspace: Workspace, proposals: Iterable[Proposal], evidence: Evidence, *, all: bool = False
) -> Workspace:
    for each in proposals:
        accepted = acceptance(workspace.scenario.business, each, evidence)
        try:
            workspace = put(workspace, accepted, accepted.changes, all=all)
        except InvalidInput:
            continue
    return workspace
