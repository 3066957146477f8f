"""The controls of a plan: the live levers, or plain sliders where those cannot run."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from pages.ui import live
from pages.ui.controls.amount_field import amount_field
from pages.ui.controls.bounds import Bounds
from pages.ui.controls.choices import choices, plain_choices, take
from pages.ui.figures import Figures
from pages.ui.state.session import Session, page_parameter
from pages.ui.state.shown_key import shown_key
from pages.ui.text import markup
from pages.ui.text.entry import money_entry
from pages.ui.text.formats import MoneyFormat, counted, money_format
from pages.ui.text.glossary import terms_in
from pages.ui.text.labels import label
from pages.ui.text.words import differences, gave_note, listed, title
from simulator.facts.plan import function_of
from simulator.facts.round_step import nice_step
from simulator.optimise.recommendation import Recommendation

LEVERS = "levers"
TOTAL = "total_row"
ABOVE_TOTAL = "{name}: {value} is out of range: the budget is {max}. To go above it, raise the total or let it go free."


def edit_plan(visit: Session, scene: live.Scene, again: Callable[[], live.Scene], rested: Callable[[], None]) -> None:
    """Draw the controls; what the hand does goes into the session before the next run.

    A move of the live levers reruns them alone, see `pages.ui.live.hand`; plain controls rerun what they stand in.
    """
    if page_parameter("controls") == "plain":
        assert isinstance(scene.levers, live.LeversState)
        _plain(visit, scene.levers)
    else:
        live.hand(scene, again, key=LEVERS, on_move=lambda: _moved(visit), rested=rested)


def heading(visit: Session, figures: Figures) -> live.Words:
    """Return the total with how it is held and how much differs from today."""
    count = len(differences(figures.business.plan, figures.plan))
    changed = f"{counted(count, 'change')} from today" if count else "as today"
    held = "held" if visit.workspace.held else "free"
    total = live.Line(f"{figures.money.exact(figures.plan.total)} a month", "strong")
    said = markup.noted(f"{held} · {changed}", "money")
    return live.Words([total, live.Line(said, "quiet", terms_in(said))])


def levers_of(visit: Session, figures: Figures, advice: Recommendation) -> live.LeversState:
    """Return the levers as they stand, with the best split marked on their tracks."""
    plan, today, money = figures.plan, figures.business.plan, figures.money
    top, best = _slider_end(visit), advice.optimum.plan
    bounds = Bounds.of(visit)
    levers = [
        live.Lever(
            key=lever,
            label=title(lever),
            role=function_of(lever),
            amount=plan[lever],
            max=top,
            today=today[lever],
            step=nice_step(plan.total, visit.unit),
            least=bounds.least(lever),
            most=bounds.most(lever),
            low=bounds.reach[lever][0],
            high=bounds.reach[lever][1],
            locked=lever in visit.workspace.locked,
            fixed=lever in visit.framing.fixed,
            best=best[lever] if visit.framing.answer else None,
            chip=f"next {money.exact(1)} → {money.short(figures.marginal[lever])}" if visit.framing.answer else "",
        )
        for lever in plan.levers
    ]
    return live.LeversState(
        revision=visit.revision,
        levers=levers,
        note=move_note(visit, money),
        choices=_offered(visit, figures, advice),
        money=live_money(money, visit.unit),
        words=replace(lever_words(), above_total=ABOVE_TOTAL) if visit.workspace.held else lever_words(),
    )


def _offered(visit: Session, figures: Figures, advice: Recommendation) -> list[live.Choice]:
    """Return the buttons under the levers, without those that would tell what is hidden or free what is fixed."""
    framing = visit.framing
    offered = choices(figures, advice, visit.workspace.locked) if framing.answer else []
    return [each for each in offered if not (framing.fixed and each.kind == "unlock")]


def move_note(visit: Session, money: MoneyFormat) -> str:
    """Return what the last move did to the other levers and, where amounts are typed one by one, to the total."""
    said = gave_note(visit.gave, visit.limited, money, visit.stops)
    if (stayed := visit.stayed) is None:
        return said
    if abs(stayed.after - stayed.before) > visit.unit / 2:
        total = f"the total is {money.told(stayed.after)} now, not {money.told(stayed.before)}"
        return f"{said} What you typed stays, so {total}.".strip()
    kept = [title(lever) for lever in stayed.levers if lever not in visit.gave]
    return f"{said} {listed(kept)} {'stays' if len(kept) == 1 else 'stay'} as typed.".strip() if kept else said


def lever_words() -> live.LeverWords:
    """Return the words of the levers, with what their roles mean."""
    roles = live.LeverWords().roles
    meanings = [terms_in(role) for role in roles.values()]
    return live.LeverWords(meanings={word: meant for each in meanings for word, meant in each.items()})


def live_money(money: MoneyFormat, unit: float) -> live.Money:
    """Return what the browser needs to write and read amounts whose smallest step is ``unit``."""
    marks = money.numbers.group, money.numbers.decimal
    tag = money.numbers.locale.replace("_", "-")
    return live.Money(money.prefix, money.suffix, *marks, 0 if unit == 1 else 2, tag, money.signs)


def _moved(visit: Session) -> None:
    move = live.read_move(LEVERS)
    levers = [lever for lever in visit.plan.levers if lever not in visit.framing.fixed]
    if move is not None and move.kind in ("best", "unlock"):
        take(visit, move)
    elif move is None or move.lever not in levers or (move.other or move.lever) not in levers:
        return
    elif move.kind == "lock":
        visit.set_lock(move.lever, bool(move.locked))
    elif move.amount is not None:
        visit.set_lever(move.lever, move.amount, move.other, dragging=move.phase == "drag", typed=move.typed)


def _slider_end(visit: Session) -> float:
    """Return the right end of every slider: the total where it is held, else room to grow."""
    base = (visit.before_drag or visit.workspace).scenario
    if visit.workspace.held:
        return base.plan.total
    return 2 * max(base.plan.total, base.business.plan.total)


def _plain(visit: Session, state: live.LeversState) -> None:
    plan, end = visit.plan, _slider_end(visit)
    unit = visit.unit
    for lever in plan.levers:
        _plain_lever(visit, lever, plan[lever], end, nice_step(plan.total, unit), unit)
    plain_choices(visit, state.choices)
    if state.note:
        st.html(markup.small(state.note))


def _plain_lever(visit: Session, lever: str, amount: float, end: float, step: float, unit: float) -> None:
    locked = lever in visit.workspace.locked
    stored = {"slider": amount, "lock": locked}
    keys = {part: shown_key(f"{part}.{lever}", value) for part, value in stored.items()}

    def slid() -> None:
        visit.set_lever(lever, float(st.session_state[keys["slider"]]))

    def held() -> None:
        visit.set_lock(lever, bool(st.session_state[keys["lock"]]))

    name = title(lever)
    slider, field, lock = st.columns([5, 3, 2], vertical_alignment="bottom")
    decimals = 0 if unit == 1 else 2
    slider.slider(label(name), 0.0, max(end, unit), amount, step=unit if math.isclose(step % unit, 0) else step,
                  format=f"%.{decimals}f", key=keys["slider"], on_change=slid, disabled=locked)  # fmt: skip
    business = visit.workspace.scenario.business
    entry = money_entry(f"{name}, exact amount", money_format(business.currency), amount, 0.0, max(end, unit),
                        whole=unit == 1, near=business.plan[lever])  # fmt: skip
    with field:
        amount_field(entry, partial(visit.set_lever, lever, typed=True), name=f"amount_of.{lever}",
                     of=(*visit.on_show, amount), disabled=locked, label_visibility="collapsed")  # fmt: skip
    lock.checkbox("Lock", locked, key=keys["lock"], on_change=held, disabled=lever in visit.framing.fixed,
                  help=label(f"Lock {name}: others cannot take from it"))  # fmt: skip
