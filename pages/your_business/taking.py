"""How a change of facts is taken: for the scenario on show or for all, or refused in one sentence with a way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.ui.state.session import Session, kept
from pages.ui.text import markup
from pages.ui.text.formats import counted
from pages.ui.text.labels import label
from simulator.facts.business import Business
from simulator.facts.contradictions import Contradiction, contradictions
from simulator.facts.declaration import InvalidInput, Problem
from simulator.facts.origin import Origin
from simulator.facts.paths import owner_at
from simulator.workspace.fact_edits import with_confirmed, with_facts

THIS, ALL = "this scenario", "all scenarios"
Changes = Mapping[str, Any]


def everywhere(visit: Session) -> bool:
    """Whether a change of facts holds for all scenarios; a single one is all there are."""
    return len(visit.workspace.scenarios) > 1 and _scope()["whose"] == ALL


def scope(visit: Session) -> None:
    """Say whether changes hold for the scenario on show or for all, and let it be chosen where there are several."""
    scenarios, name = visit.workspace.scenarios, visit.workspace.scenario.name
    if len(scenarios) == 1:
        return
    said = {THIS: f"For {name} alone", ALL: f"For all {counted(len(scenarios), 'scenario')}"}

    def choose() -> None:
        _scope()["whose"] = st.session_state["facts_whose"]

    st.session_state["facts_whose"] = _scope()["whose"]
    st.radio(
        "What you change holds", [THIS, ALL], key="facts_whose", horizontal=True, on_change=choose,
        format_func=lambda whose: label(said[whose]),
    )  # fmt: skip
    other = "the other scenarios keep their facts" if _scope()["whose"] == THIS else "each keeps what else differs"
    st.html(markup.small(f"What you change here holds f{said[_scope()['whose']][1:]}; {other}."))


def take(visit: Session, changes: Changes, origins: Mapping[str, Origin] | None = None) -> None:
    """Make these the facts, as one step; `InvalidInput` with one sentence where they do not fit.

    They are stated, with the low and high that ``origins`` says of some, by path.
    """
    business = visit.workspace.scenario.business
    whole = completed(business, changes)
    if found := contradictions(business, whole):
        raise InvalidInput(*(Problem(each.field, each.field, None, "", each.sentence) for each in found))
    visit.commit(with_facts(visit.workspace, whole, everywhere=everywhere(visit), origins=origins))


def confirm(visit: Session, path: str) -> None:
    """Make the guess at ``path`` the owner's own word, as one step."""
    visit.commit(with_confirmed(visit.workspace, path, everywhere=everywhere(visit)))


def completed(business: Business, changes: Changes) -> dict[str, Any]:
    """Return the changes with those that follow from them: on a flat curve all results are today's."""
    whole = dict(changes)
    for path, value in changes.items():
        owner, fact = owner_at(business, path)
        for today, stem, family in FLAT:
            if fact == today and getattr(owner, family, None) == "flat":
                prefix = path.removesuffix(fact)
                whole[f"{prefix}{stem}_at_zero"] = value
                if getattr(owner, f"{stem}_at_double") is not None:
                    whole[f"{prefix}{stem}_at_double"] = value
    return whole


FLAT = (
    ("prospects", "prospects", "curve"), ("win_rate", "win_rate", "win_rate_curve"),
    ("share_of_wallet", "share", "share_curve"),
)  # fmt: skip


def ways_out(business: Business, changes: Changes) -> tuple[Contradiction, ...]:
    """Return what could be taken in place of changes that do not fit."""
    return contradictions(business, completed(business, changes))


def _scope() -> dict[str, str]:
    return kept("next_dollar_facts_whose", lambda: {"whose": THIS})
