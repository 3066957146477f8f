"""Decide alone: move the levers, see what would come of it, submit, revise until the freeze."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from pages.room import case
from pages.room.homework_words import submit_note
from pages.room.line import forget_line, line_field, line_of
from pages.room.visit import REST_SECONDS, attempt, hand, rested, store, turn_page, visit
from pages.room.words import measure
from pages.ui import live
from pages.ui.charts.revenue import revenue
from pages.ui.controls.bounds import Bounds
from pages.ui.controls.editor import lever_words, live_money, move_note
from pages.ui.figures import Figures
from pages.ui.quantities import CUSTOMERS_AT_END, GROSS_PROFIT, REVENUE, SHARE_AT_END, Quantity
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.formats import MoneyFormat, money_format
from pages.ui.text.words import listed, title
from rooms import participant
from rooms.settings import Result
from rooms.views import RoomView, SeatView
from simulator.facts.plan import Plan, function_of
from simulator.facts.round_step import nice_step
from simulator.model.question import Question

LEVERS, STANDING = "room_levers", "room_standing"


def decide(view: SeatView, seat: str, *, elsewhere: bool = False) -> None:
    """Draw the levers with private what-ifs beside the case; where they were moved ``elsewhere``, as they are there."""
    levers = hand(view, seat, elsewhere=elsewhere)
    visit().submitted = view.submitted
    money = money_format(view.room.business.currency)
    st.html(markup.answer(f"Where do {money.exact(view.room.start.total)} a month bring most {measure(view.room)}?",
                        "Only you see what you try here. Submit the split you would stand by."
                        f"{begins_said(view)}"))  # fmt: skip
    if elsewhere:
        forget_line(view)
    _levers(view, seat, levers)
    with st.expander("The case and its facts"):
        case.story(view.room)
        case.facts(view.room)


def begins_said(view: SeatView) -> str:
    """Return where the levers begin, where that is not the same for everyone; a sentence to follow others."""
    if not view.began_at:
        return ""
    other_total = view.start.total != view.room.settings.start(view.began_at).total
    fitted = [name for name, there in (("budget", other_total), ("locks", view.room.locked)) if there]
    within = f", within this round's {' and '.join(fitted)}" if fitted else ""
    return f" The levers begin where your split of round {view.began_at} stood{within}."


@st.fragment
def _levers(view: SeatView, seat: str, levers: Session) -> None:
    turn_page()
    room = view.room
    drawn = _scene(view, levers)
    left, right = st.columns([500, 664], gap="large")
    with left:
        money = money_format(room.business.currency)
        st.html(markup.heading(f"{money.exact(levers.plan.total)} a month", "held"))
        live.hand(drawn, lambda: _scene(view, levers), key=LEVERS,
                  on_move=lambda: moved(room, seat, levers, live.read_move(LEVERS)))  # fmt: skip
    with right:
        for key in [key for key in drawn.parts if key != STANDING]:
            drawn.parts[key].show(key)
    asked = _asked_why(view)
    if not asked:
        line_field(view, seat, "split")
    with st.container(key="submit_bar", horizontal=True, vertical_alignment="center"):
        if asked:
            line_field(view, seat, "split", brief=True)
        st.button("Submit this split", key="submit", type="primary", on_click=_submit, args=(view, seat))
        drawn.parts[STANDING].show(STANDING)


def _scene(view: SeatView, levers: Session) -> live.Scene:
    """Return all that changes with the levers, as it is now."""
    room = view.room
    figures = _figures(room, levers.question)
    parts: dict[str, live.Part] = {"room_figures": live.Words([_shown(room, figures)])}
    if "revenue" in room.settings.results:
        parts["room_revenue"] = live.Picture([revenue(levers, figures)])
    mark = '<span class="reached"></span>' if visit().submitted == levers.plan else ""
    standing = markup.small(visit().notice or _standing(view, levers))
    parts[STANDING] = live.Markup(mark + _in_hand(room, figures) + standing, polite=True)
    return live.Scene(_levers_state(room, levers, figures), parts)


def _in_hand(room: RoomView, figures: Figures) -> str:
    """Return what the split brings, for a phone: the figures lie far below the lever in the hand there."""
    shown = _shown(room, figures)[:1]
    return "".join(
        f'<p class="small in_hand" aria-hidden="true">{escape(each.label)} <b>{escape(each.value)}</b> '
        f"{escape(each.change)}</p>"
        for each in shown
    )


def _asked_why(view: SeatView) -> bool:
    """Return whether the line stands beside the button: there it is seen by who submitted, or tried to, without one."""
    mine, here = visit(), _here(view)
    if view.room.settings.line == "split" and mine.submitted is not None and not line_of(view):
        mine.asked_why = here
    return mine.asked_why == here


def _here(view: SeatView) -> tuple[object, ...]:
    return view.room.code, view.room.round, view.participant


def in_order(plan: Plan) -> str:
    """Return which lever each part of such a bar is."""
    return f"From left to right: {', '.join(title(lever) for lever in plan.levers)}."


def left_out(rows: Sequence[tuple[str, Sequence[markup.SplitPart]]]) -> str:
    """Return which levers have no part in which of such bars, as sentences to follow others; nothing where all have.

    Counted from the left, a part would be taken for that of a lever before its own.
    """
    bars: dict[str, list[str]] = {}
    for name, parts in rows:
        for part in parts:
            if part.share <= 0:
                bars.setdefault(part.name, []).append(name)
    levers: dict[str, list[str]] = {}
    for lever, names in bars.items():
        levers.setdefault("" if len(names) == len(rows) else f": {listed(names)}", []).append(lever)
    return "".join(f" Nothing on {listed(none)}{where}." for where, none in levers.items())


def _standing(view: SeatView, levers: Session) -> str:
    submitted = visit().submitted
    if view.room.closes_at is not None and submitted is None and _asked_why(view):
        return "Nothing submitted yet. You are asked why, in one line; it may stay blank. Then press once more."
    if view.room.closes_at is not None:
        return submit_note(view.room, submitted, levers.plan)
    if submitted is None:
        if view.room.deadline is None:
            return "Nothing submitted yet."
        if levers.plan == view.start and not levers.past:
            return "Nothing submitted yet. Once you have moved a lever, your split is submitted at zero as it stands."
        return "Nothing submitted yet. At zero your split is submitted as it stands."
    if submitted == levers.plan:
        return "Submitted. You may revise it until the freeze."
    return "Not the split you submitted. That one counts unless you submit this."


def _figures(room: RoomView, question: Question) -> Figures:
    marginal = question.marginal if "next_dollar" in room.settings.results else {}
    return Figures(question, question.outcome, question.about(room.start).outcome, marginal, 0.0, {})


def _levers_state(room: RoomView, levers: Session, figures: Figures) -> live.LeversState:
    plan, money, bounds = figures.plan, figures.money, Bounds.of(levers)
    return live.LeversState(
        revision=levers.revision,
        levers=[
            live.Lever(
                key=lever, label=title(lever), role=function_of(lever), amount=plan[lever], max=plan.total,
                today=room.start[lever], step=nice_step(plan.total, levers.unit),
                low=bounds.reach[lever][0], high=bounds.reach[lever][1],
                locked=lever in levers.workspace.locked,
                fixed=lever in room.locked,
                chip=f"next {money.exact(1)} → {money.short(figures.marginal[lever])}" if figures.marginal else "",
            )
            for lever in plan.levers
        ],
        note=_note(room, levers, money),
        money=live_money(money, levers.unit),
        words=lever_words(),
    )  # fmt: skip


def moved(room: RoomView, seat: str, levers: Session, move: live.Move | None) -> None:
    """Follow the hand; where it rests the draft is kept, so that a lost phone loses nothing."""
    if move is None or move.lever not in levers.plan.levers or (move.other or move.lever) not in levers.plan.levers:
        return
    if move.kind == "lock":
        if move.lever not in room.locked:
            levers.set_lock(move.lever, bool(move.locked))
    elif move.amount is not None and move.lever not in room.locked:
        dragging, visit().elsewhere = move.phase == "drag", False
        levers.set_lever(move.lever, move.amount, move.other, dragging=dragging, typed=move.typed)
        if move.phase == "final":
            attempt(participant.save_draft, store(), room.code, seat, levers.plan, visit().device, room.round)


def _note(room: RoomView, levers: Session, money: MoneyFormat) -> str:
    held = (
        f"The facilitator has locked {', '.join(title(lever) for lever in sorted(room.locked))}." if room.locked else ""
    )
    there = "The levers stand as you left them on your other device." if visit().elsewhere else ""
    return " ".join(filter(None, (there, move_note(levers, money), held)))


def _submit(view: SeatView, seat: str) -> None:
    room, mine = view.room, visit()
    if mine.hand is None or mine.submitted == mine.hand.plan:
        return
    if room.runs and not (mine.hand.past or rested()):
        return  # The second half of a double click on what opened the levers, and it would be final.
    if room.runs and not _ready(view):
        return
    if attempt(_submitted, room, seat, mine.hand.plan):
        mine.submitted = mine.hand.plan
        if room.runs:
            mine.revised, mine.turned = None, True


def _ready(view: SeatView) -> bool:
    """Return whether a split of a homework may go: who was not yet asked why, where that is asked, is asked first.

    After that it would be too late, and on a phone the line stands below what is seen of the page.
    """
    mine, here = visit(), _here(view)
    if view.room.settings.line != "split" or line_of(view):
        return True
    if mine.asked_why != here:
        mine.asked_why, mine.asked_since = here, time.monotonic()
        return False
    return time.monotonic() - mine.asked_since >= REST_SECONDS  # Not the second half of a double click.


def _submitted(room: RoomView, seat: str, plan: Plan) -> bool:
    participant.submit(store(), room.code, seat, plan, visit().device, room.round)
    return True


SHOWN: Mapping[Result, Quantity] = {
    "revenue": REVENUE,
    "gross_profit": GROSS_PROFIT,
    "customers": CUSTOMERS_AT_END,
    "share_of_wallet": SHARE_AT_END,
}
"""The results a facilitator may show that are figures, in the order they stand."""


def _shown(room: RoomView, figures: Figures) -> list[live.Figure]:
    now, then, money = figures.outcome, figures.today, figures.money
    return [
        _figure(quantity.label(figures.months), quantity.text(now, money), quantity.change(now, then, money))
        for result, quantity in SHOWN.items()
        if result in room.settings.results
    ]


def _figure(label: str, value: str, change: str) -> live.Figure:
    if not any(digit in "123456789" for digit in change):
        return live.Figure(label, value)
    return live.Figure(label, value, change, "good" if change.startswith("+") else "bad")
