"""What is offered under the levers: the best split with its gain, and to let locked levers go."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from pages.ui import live
from pages.ui.figures import Figures
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.limits import to_unlock, with_locks
from pages.ui.text.words import title
from simulator.facts.plan import PLAN_LIMIT, Plan
from simulator.optimise.recommendation import Recommendation


def choices(figures: Figures, advice: Recommendation, locked: Collection[str]) -> list[live.Choice]:
    """Return the buttons under the levers for the plan as it is."""
    found = [_best(figures, advice, locked)]
    if advice.unlocking_all > advice.least:
        levers = to_unlock(advice.unlocking, advice.unlocking_all)
        name = "all" if len(levers) > 1 else title(levers[0])
        worth = advice.unlocking_all if len(levers) > 1 else advice.unlocking[levers[0]]
        hint = "What the best split would bring more if they were free" if len(levers) > 1 else ""
        label = f"Unlock {name}, {figures.money.signed(worth)}"
        found.append(live.Choice("unlock", label, hint or "What the best split would bring more then", levers=levers))
    return found


def gains(figures: Figures, advice: Recommendation) -> bool:
    """Whether the best split brings an amount worth writing beyond the plan."""
    return figures.money.short(advice.gain) != figures.money.short(0.0)


def take(visit: Session, choice: live.Choice | live.Move) -> None:
    """Do what the pressed button says, as one step."""
    levers = visit.plan.levers
    if choice.kind == "unlock":
        visit.unlock(choice.levers)
    elif len(choice.amounts) == len(levers) and max(choice.amounts) <= PLAN_LIMIT:
        visit.put_plan(Plan.of(levers, choice.amounts))


def plain_choices(visit: Session, offered: Collection[live.Choice]) -> None:
    """Draw the same buttons without the live levers."""
    with st.container(horizontal=True, gap="small"):
        for choice in offered:
            if choice.amounts or choice.levers:
                st.button(choice.label, key=f"choice_{choice.kind}", on_click=take, args=(visit, choice))
            else:
                st.html(markup.small(choice.label))


def _best(figures: Figures, advice: Recommendation, locked: Collection[str]) -> live.Choice:
    held = with_locks(figures.plan, locked)
    if not gains(figures, advice):
        return live.Choice("best", f"This is the best split{held}")
    label = f"Use the best split{held}, {figures.money.signed(advice.gain)}"
    return live.Choice("best", label, "Put the levers at the best split", amounts=advice.optimum.plan.amounts)
