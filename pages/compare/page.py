"""The Compare page: which of two is better and why, then all of them side by side, then every split there is."""

from __future__ import annotations

import streamlit as st

from pages.compare import sentences
from pages.compare.candidates import Candidate, candidates, choose, compared
from pages.compare.figures import figure_table
from pages.compare.pictures import ahead, profits, revenues, waterfall
from pages.compare.splits import split_picture, split_words
from pages.ui import live
from pages.ui.frame.about import about
from pages.ui.state.session import Session
from pages.ui.state.shown_key import shown_key
from pages.ui.text import markup
from pages.ui.text.formats import MoneyFormat, in_months, money_format
from pages.ui.text.labels import label
from simulator.facts.plan import Plan
from simulator.insight.attribution import attribution
from simulator.insight.comparison import cumulative_profit
from simulator.workspace import operations
from simulator.workspace.differences import fact_changes, spend_changes

Pair = tuple[Candidate, Candidate]
View = tuple[Pair, list[Candidate], MoneyFormat]
BESIDE = 3
"""So many candidates' figures fit beside a chart; those of more take the whole width."""


def compare(visit: Session) -> None:
    """Draw the page."""
    workspace = visit.workspace
    found = candidates(workspace)
    one, other = pair = compared(visit, found)
    money = money_format(other.question.business.currency)
    why = attribution(one.question, other.question)
    changes = spend_changes(one.question.plan, other.question.plan)
    said = sentences.answer(one, other, why, changes, money)
    st.html(markup.answer(said, sentences.quiet(one, other, why, changes, money)))
    about(visit)
    _choice(visit, found, pair)
    shown = _drawn(found, pair)
    view = (pair, shown, money)
    left, right = st.columns(2, gap="large")
    with left:
        live.picture([waterfall(pair, why, money)], key="why_picture")
        _differences(pair, money)
    with right:
        live.picture([revenues(*view), profits(*view)], key="over_time")
    beside = len(found) <= BESIDE
    if beside:
        left, right = st.columns(2, gap="large")
        with left:
            _all(visit, found, pair)
        with right:
            _cash(visit, view)
    else:
        _all(visit, found, pair)
    left, right = st.columns(2, gap="large")
    with left:
        split_picture(visit, found)
    with right:
        split_words(visit)
        if not beside:
            _cash(visit, view)


def _all(visit: Session, found: list[Candidate], pair: Pair) -> None:
    st.html(markup.phrase(f"All side by side, over {in_months(visit.workspace.months)}"))
    st.html(figure_table(found, pair[0]))


def _choice(visit: Session, found: list[Candidate], pair: Pair) -> None:
    names = {candidate.key: candidate.name for candidate in found}
    called = tuple(names.values())
    keys = [shown_key(f"compare_{side}", each.key, called) for side, each in zip(("from", "to"), pair, strict=True)]

    def chosen(moved: int) -> None:
        one, other = (str(st.session_state.get(key)) for key in keys)
        if one == other:
            before = pair[moved].key
            one, other = (one, before) if moved == 0 else (before, other)
        choose(visit, one, other)

    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="pair"):
        for side, label in enumerate(("From", "To")):
            place = list(names).index(pair[side].key)
            st.selectbox(label, list(names), index=place, key=keys[side], format_func=lambda key: names[key],
                         on_change=chosen, args=(side,), width=200)  # fmt: skip
        st.button("Swap", key="swap", on_click=_swap, args=(visit, pair), disabled=pair[0] == pair[1])
        _keep(visit, pair)


def _swap(visit: Session, pair: Pair) -> None:
    choose(visit, pair[1].key, pair[0].key)


def _keep(visit: Session, pair: Pair) -> None:
    """Offer to keep what is no scenario yet as one."""
    for candidate in pair:
        if candidate.key.isdigit() or operations.full(visit.workspace):
            continue
        plan, name = candidate.question.plan, candidate.name

        def keep(plan: Plan = plan, name: str = name) -> None:
            visit.compared = None
            visit.commit(operations.added(visit.workspace, plan, name))

        st.button(label(f"Keep {name} as a scenario"), key=f"keep_{candidate.key}", on_click=keep)


def _differences(pair: Pair, money: MoneyFormat) -> None:
    one, other = (candidate.question for candidate in pair)
    spends, facts = spend_changes(one.plan, other.plan), fact_changes(one.business, other.business)
    names = [pair[0].name, pair[1].name]
    st.html(markup.phrase("What you decided differently: the plan"))
    if spends:
        rows = [*sentences.spend_rows(spends, money), sentences.total_row(*pair, money)]
        st.html(markup.table("Plan", ["A month", *names, "Change"], rows, kind="money"))
    else:
        st.html(markup.small("Nothing: both spend the same on every lever."))
    st.html(markup.phrase("What you assumed differently: the facts"))
    if facts:
        st.html(markup.table("Facts", ["Fact", *names], sentences.fact_rows(facts, money)))
        if lines := sentences.restated(facts):
            st.html(markup.small(*lines))
    else:
        st.html(markup.small("Nothing: both rest on the same facts."))


def _drawn(found: list[Candidate], pair: Pair) -> list[Candidate]:
    """Return the candidates that are drawn over time: the two compared and all scenarios."""
    return [candidate for candidate in found if candidate in pair or candidate.key.isdigit()]


def _cash(visit: Session, view: View) -> None:
    """Draw the cash of what differs from today's plan, and say when it pays for itself."""
    _, shown, money = view
    moved = [each for each in shown if not each.as_today]
    if moved:
        live.picture([ahead(*view)], key="cash")
    flows = {sentences.called(each): cumulative_profit(each.question) for each in moved}
    first = visit.workspace.scenarios[0].business
    facts = {sentences.called(each): sentences.own_facts(fact_changes(first, each.question.business)) for each in moved}
    own = {name: which for name, which in facts.items() if which}
    if lines := sentences.cash_lines(flows, visit.workspace.months, money, own):
        st.html(markup.small(*lines))
