"""What one visitor is working on. The one module that touches Streamlit's session state and query parameters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from secrets import token_urlsafe
from time import monotonic
from typing import TypeVar
from urllib.parse import urlencode

import streamlit as st

from pages.ui.state import tabs
from pages.ui.state.framing import ANSWER, FIXED, FRAMING_KEYS, SHOW, Framing, read_framing
from pages.ui.state.own import Own, own_company, with_company
from pages.ui.streamlit_internals.run import came_by_history, page_on_show
from pages.ui.text.formats import money_format
from pages.ui.text.limits import total_refused
from simulator.cases import list_cases, load_case
from simulator.facts.business import Business
from simulator.facts.declaration import InvalidInput, Problem
from simulator.facts.limits import SpendLimit, Stop
from simulator.facts.plan import Plan
from simulator.facts.unit import smallest_unit
from simulator.guided.answers import Answers
from simulator.link.codec import decode_params, encode_params
from simulator.model.question import Question
from simulator.optimise.rebalance import Move, given, move, move_alone, set_total, total_range
from simulator.optimise.returning import TOTAL, Origins
from simulator.optimise.stated import state
from simulator.workspace.following import under
from simulator.workspace.scenario import Workspace

KEY = "next_dollar"
Kept = TypeVar("Kept")
PAGE_KEYS = frozenset({"controls", "from", "to"}) | FRAMING_KEYS
"""Query parameters that belong to a page, not to the scenario."""
MOST_STEPS = 200
BURST_SECONDS = 1.0
"""Steps on one lever that follow each other this fast are undone together."""


@dataclass(frozen=True)
class Stayed:
    """Levers that stayed in a move since they had been typed, and the total before and after it."""

    levers: tuple[str, ...]
    before: float
    after: float


@dataclass
class Session:
    """The workspace, how it came to be, and what there is to say about it."""

    workspace: Workspace
    past: list[Workspace] = field(default_factory=list)
    future: list[Workspace] = field(default_factory=list)
    before_drag: Workspace | None = None
    """The workspace when the hand took hold, while it still holds."""
    burst: tuple[str, str | None, Workspace, float] | None = None
    """The last move (lever, other) with the workspace before it and when it came."""
    revision: int = 0
    gave: Mapping[str, float] = field(default_factory=dict)
    """What each lever gave in the last move."""
    limited: str | None = None
    """The lever that went as far as it can, in the last move."""
    stops: Mapping[str, Stop] = field(default_factory=dict)
    """The limits that stopped the last move, by lever."""
    stated: tuple[object, Mapping[str, float]] = ((), {})
    """Of which scenario, the amounts that were typed one after another."""
    stayed: Stayed | None = None
    """What stayed because it was typed, in the last move."""
    fixed_total: bool = False
    """Whether nothing may change the total, as in a room."""
    origins: Origins = field(default_factory=Origins)
    """Where runs of moves began."""
    adjustments: tuple[str, ...] = ()
    """What had to be adjusted in the link that was opened."""
    axes: dict[str, tuple[float, ...]] = field(default_factory=dict)
    """Ends of chart axes that stay put while the hand holds a lever."""
    left: tuple[str, Workspace] | None = None
    """The page on which another company was chosen last, and the workspace that it took the place of."""
    compared: tuple[str, str] | None = None
    """What the Compare page compares, where it was chosen: from, to."""
    header: tuple[object, ...] = ()
    """What the header said when it was last drawn."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Why the last press of a button did nothing, by the button; typed fields keep their own reasons."""
    opened: tuple[str, dict[str, list[str]], Workspace] | None = None
    """The page and the link that were opened, and the workspace they led to."""
    address: dict[str, list[str]] = field(default_factory=dict)
    """The link in the browser's address, as far as this server knows."""
    tab: str = field(default_factory=lambda: token_urlsafe(16))
    """The secret by which this browser tab finds its steps after a reload."""
    followed: bool = False
    """Whether the tab has said where it was before the reload."""
    own: Own = field(default_factory=Own)
    """What was answered of the visitor's own company."""
    going: str | None = None
    """The script of the page to go on to before anything is drawn."""
    framing: Framing = field(default_factory=Framing)
    """How much of the app the address asked for when the visit began."""

    @property
    def plan(self) -> Plan:
        """The plan of the scenario on show."""
        return self.workspace.scenario.plan

    @property
    def question(self) -> Question:
        """What the plan on show brings."""
        return self.workspace.question

    @property
    def on_show(self) -> tuple[str | None, int]:
        """Which company's which scenario is on show: what a field for one of its figures is about."""
        return self.workspace.case, self.workspace.current

    @property
    def unit(self) -> float:
        """The smallest step of the plan's amounts."""
        return self.question.unit

    @property
    def dragging(self) -> bool:
        """Whether the hand still holds a lever."""
        return self.before_drag is not None

    def commit(self, workspace: Workspace) -> None:
        """Make this the workspace, with the one before the hand took hold as the last step."""
        before = self.before_drag or self.workspace
        self.before_drag, self.burst = None, None
        self._forget_move()
        self._show(workspace)
        if self.workspace != before:
            self.past = [*self.past[1 - MOST_STEPS :], before]
            self.future = []

    def put_plan(self, plan: Plan) -> None:
        """Make this the plan, as one step."""
        self.stated = (self.on_show, {})
        self.commit(self._with_plan(self.workspace, plan))

    def set_facts(self, business: Business) -> None:
        """Make these the facts of the scenario on show, as its owner states them, as one step.

        What is only tried becomes a scenario of its own, see `pages.ui.state.beside`.
        """
        self.commit(self.workspace.replaced(under(self.workspace.scenario, business)))

    def set_lever(
        self, lever: str, amount: float, other: str | None = None, *, dragging: bool = False, typed: bool = False
    ) -> None:
        """Move one lever; the others, or just ``other``, give way. While dragging nothing is a step yet.

        What was ``typed`` one after another stays; where that leaves no way to hold the total, the total follows.
        """
        base = self.before_drag or self._before_burst(lever, other) or self.workspace
        stated = self._stated(lever) if typed else {}
        result = self._moved(base, lever, amount, other, stated)
        self.before_drag = base
        self._show(self._with_plan(base, result.plan))
        if not dragging:
            self.commit(self.workspace)
            self.burst = (lever, other, base, monotonic())
        before = base.scenario.plan
        self.gave = given(before, result.plan, lever, self.unit)
        self.limited, self.stops = lever if result.limited else None, result.stops
        self.stated = (self.on_show, {**stated, lever: result.plan[lever]}) if typed else (self.on_show, {})
        if stated and base.held:
            self.stayed = Stayed(tuple(stated), before.total, result.plan.total)

    def set_lock(self, lever: str, locked: bool) -> None:
        """Hold one lever where it is, or let it go."""
        held = self.workspace.locked
        self.commit(replace(self.workspace, locked=held | {lever} if locked else held - {lever}))

    def set_limit(self, limit: SpendLimit) -> None:
        """Give one lever these limits, as one step."""
        self.commit(self.workspace.limited(limit))

    def unlock(self, levers: Collection[str]) -> None:
        """Let these levers go, as one step."""
        self.commit(replace(self.workspace, locked=self.workspace.locked - set(levers)))

    def set_total(self, total: float) -> None:
        """Scale the unlocked levers to a new total; `InvalidInput` where locks and limits leave no way to it."""
        now, today, business = self.plan, self.workspace.scenario.business.plan, self.workspace.scenario.business
        locked, limits = self.workspace.locked, self.workspace.limits

        def scaled(plan: Plan, to: float) -> Plan:
            return set_total(plan, to, locked, unit=smallest_unit(business, to), today=today, limits=limits)

        ends = total_range(now, locked, unit=smallest_unit(business, total), today=today, limits=limits)
        if not ends[0] <= total <= ends[1]:
            reason = total_refused(now, total, locked, limits, ends, money_format(business.currency))
            raise InvalidInput(Problem("total", "Total a month", total, "", reason))
        origin = self.origins.of(TOTAL, now, lambda plan: _tried(scaled, plan, now.total))
        self.put_plan(scaled(origin, total))

    def undo(self) -> None:
        """Go one step back."""
        self._step(self.past, self.future)

    def redo(self) -> None:
        """Go one step forward again."""
        self._step(self.future, self.past)

    def travel(self, workspace: Workspace) -> None:
        """Go to where the address leads: through the steps already made if they lead there, else as a new step."""
        there = [place for place, step in enumerate(self.past) if step == workspace]
        ahead = [place for place, step in enumerate(self.future) if step == workspace]
        if workspace == self.workspace:
            return
        if there:
            for _ in range(len(self.past) - there[-1]):
                self.undo()
        elif ahead:
            for _ in range(len(self.future) - ahead[-1]):
                self.redo()
        else:
            if workspace.scenario.business.name != self.workspace.scenario.business.name:
                self.own.at = None  # A link of another company, which is no change of the one on show.
            self.commit(workspace)

    def take_over(self, other: Session) -> None:
        """Take the steps of the session this one follows after a reload, which may have been elsewhere."""
        here = self.workspace
        self.past, self.future, self.own = [*other.past], [*other.future], other.own
        self.workspace = other.workspace
        self.travel(here)
        self.revision += 1

    def reset(self) -> None:
        """Go back to today's plan, as one step."""
        self.put_plan(self.workspace.scenario.business.plan)

    def open_case(self, ref: str) -> None:
        """Start from a stock case, keeping horizon and measure, as one step."""
        fresh = Workspace.of(load_case(ref))
        before = self.workspace
        self.commit(replace(fresh, months=before.months, metric=before.metric))
        self.left = page_on_show(), before

    def answer(self, answers: Answers, *, guesses_stay: bool = False) -> None:
        """Take these answers of one's own company, as one step; those that do not fit wait, and what stands stays.

        What is guessed from them is guessed anew, unless ``guesses_stay``.
        """
        self.commit(self.own.take(self.workspace, answers, guesses_stay=guesses_stay))

    def put_own(self, business: Business, answers: Answers) -> None:
        """Make these the facts of one's own company, with the answers that were given so far, as one step."""
        self.own.waiting.pop(own_company(self.workspace), None)
        self.own.keep(business, answers)
        self.commit(with_company(self.workspace, own_company(self.workspace), business))

    def open_workspace(self, workspace: Workspace) -> None:
        """Open what was kept as a file, as one step; what was half typed of another company is let go."""
        self.own.number += 1
        self.own.units.clear()
        self.own.at = None
        self.commit(workspace)

    def open_own(self, number: int | None = None) -> None:
        """Put a company of one's own of this visit on show, as it was last, with its plans, as one step.

        Without a ``number`` the one last on show, unless one is; nothing where there is none.
        """
        if number is None and own_company(self.workspace) is not None:
            return
        found = self.own.last if number is None else self.own.companies.get(number)
        if found is not None:
            before = self.workspace
            self.own.at = None
            self.own.number += 1
            self.own.units.clear()
            self.commit(found)
            self.left = page_on_show(), before

    def _before_burst(self, lever: str, other: str | None) -> Workspace | None:
        """Return the workspace before a burst of steps on one lever, which counts as one step, and take it back."""
        if self.burst is None or self.burst[:2] != (lever, other) or monotonic() - self.burst[3] > BURST_SECONDS:
            return None
        if not self.past or self.past[-1] != self.burst[2]:
            return None
        return self.past.pop()

    def _stated(self, lever: str) -> dict[str, float]:
        """Return the other levers that still stand where they were typed, in a run of typed amounts."""
        about, amounts = self.stated
        if about != self.on_show:
            return {}
        return {
            name: at
            for name, at in amounts.items()
            if name != lever and name in self.plan.levers and self.plan[name] == at
        }

    def _moved(
        self, base: Workspace, lever: str, amount: float, other: str | None, stated: Collection[str] = ()
    ) -> Move:
        """Return the move from where its run began, so that a lever that returns restores the split."""
        now, today = base.scenario.plan, base.scenario.business.plan
        if not base.held:
            return move_alone(now, lever, amount, base.locked, base.limits)
        takers = None if other is None else {other}

        def moved(plan: Plan, to: float) -> Move:
            if stated:
                return state(plan, lever, to, stated, base.locked, unit=self.unit, today=today, limits=base.limits,
                             fixed_total=self.fixed_total)  # fmt: skip
            return move(plan, lever, to, base.locked, takers=takers, unit=self.unit, today=today, limits=base.limits)

        return moved(self.origins.of((lever, other), now, lambda plan: moved(plan, now[lever]).plan), amount)

    def _forget_move(self) -> None:
        self.gave, self.limited, self.stops, self.stayed = {}, None, {}, None

    def _with_plan(self, workspace: Workspace, plan: Plan) -> Workspace:
        return workspace.replaced(replace(workspace.scenario, plan=plan))

    def _step(self, source: list[Workspace], target: list[Workspace]) -> None:
        if not source:
            return
        target.append(self.before_drag or self.workspace)
        self.before_drag, self.burst = None, None
        self._forget_move()
        self._show(source.pop())

    def _show(self, workspace: Workspace) -> None:
        fixed = self.framing.among(workspace.levers).fixed
        self.workspace = workspace if fixed <= workspace.locked else replace(workspace, locked=workspace.locked | fixed)
        self.own.show(workspace)
        self.revision += 1
        self.refused = {}
        if self.before_drag is None:
            self.axes = {}


def _tried(scaled: Callable[[Plan, float], Plan], plan: Plan, total: float) -> Plan:
    try:
        return scaled(plan, total)
    except InvalidInput:
        return plan


def open_session() -> Session:
    """Return this visitor's session: from the link on a first visit or after back and forward, else as it was."""
    session: Session | None = st.session_state.get(KEY)
    link = link_in_address()
    fresh = session is None
    travelled = session is None or came_by_history(otherwise=bool(link) and link != session.address)
    if session is None:
        session = Session(Workspace.of(list_cases()[0]))
        st.session_state[KEY] = session
        tabs.remember(session)
    if travelled and (fresh or link != encode_params(session.workspace)):
        opened = decode_params(link, page_keys=PAGE_KEYS)
        session.before_drag = None
        session._forget_move()
        session.adjustments = opened.adjustments
        if fresh:
            session.framing = _framing(opened.workspace)
            session._show(opened.workspace)
        else:
            session.travel(opened.workspace)
        session.opened = (page_on_show(), link, session.workspace)
    session.address = link or session.address
    return session


def _framing(workspace: Workspace) -> Framing:
    return read_framing(page_parameter(SHOW), page_parameter(ANSWER), page_parameter(FIXED), workspace.levers)


def current() -> Session:
    """Return the session of the visitor whose run this is."""
    session: Session = st.session_state[KEY]
    return session


def link_in_address() -> dict[str, list[str]]:
    """Return the scenario's part of the address, in order."""
    return {key: st.query_params.get_all(key) for key in st.query_params if key not in PAGE_KEYS}


def page_parameter(key: str) -> str | None:
    """Return a query parameter that belongs to the page."""
    value: str | None = st.query_params.get(key)
    return value


def put_page_parameter(key: str, value: str) -> None:
    """Write a query parameter that belongs to the page."""
    put_page_parameters(**{key: value})


def put_page_parameters(**values: str) -> None:
    """Write query parameters that belong to the page, as one step of the browser's Back."""
    if changed := {key: value for key, value in values.items() if st.query_params.get(key) != value}:
        st.query_params.update(changed)


def drop_page_parameters(*keys: str) -> None:
    """Take query parameters that belong to the page out of the address."""
    for key in keys:
        st.query_params.pop(key, None)


def kept(key: str, make: Callable[[], Kept]) -> Kept:
    """Return what a page keeps for this visitor under that key, made on the first call."""
    if key not in st.session_state:
        st.session_state[key] = make()
    value: Kept = st.session_state[key]
    return value


def page_query() -> str:
    """Return the page's own part of the address, to be put behind a link: ``&from=1&to=2``, or nothing."""
    own = {key: st.query_params.get_all(key) for key in st.query_params if key in PAGE_KEYS}
    return f"&{urlencode(own, doseq=True)}" if own else ""


def put_link_in_address(session: Session) -> None:
    """Write the scenario into the address, unless that opens it anyway: each write is a step of the browser's Back."""
    link, stands = encode_params(session.workspace), link_in_address()
    if stands != link and not (stands and session.opened == (page_on_show(), stands, session.workspace)):
        own = {key: st.query_params.get_all(key) for key in st.query_params if key in PAGE_KEYS}
        st.query_params.from_dict({**link, **own})
        session.address = link
