"""The Certainty page: how sure one plan is to beat another, what that hangs on, and what to find out first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st

from pages.certainty import dot_pictures, sentences
from pages.certainty.decision_pictures import to_learn, tornado
from pages.certainty.pairs import Named, Pair, named_plans, pairs_of
from pages.certainty.range_fields import range_fields
from pages.certainty.view import ANSWER_KEY, DOTS_KEY, FACTS_KEY, SHOWN, View
from pages.ui import live
from pages.ui.frame.about import about
from pages.ui.frame.frame import Later, charts_are_out
from pages.ui.state.session import Session, kept
from pages.ui.state.shown_key import shown_key
from pages.ui.streamlit_internals.names import style_of
from pages.ui.text import markup
from pages.ui.text.formats import MoneyFormat, money_format
from simulator.facts.measures import DEFAULT_SEED, SEEDS
from simulator.facts.plural import plural
from simulator.insight.reach import ends_of
from simulator.ranges.certainty import Certainty, certainty
from simulator.workspace.scenario import Workspace

STYLE = Path(__file__).with_name("page.css")
KEY = (
    '<p class="mark-key"><span><i></i>stated</span><span><i class="read"></i>read from data</span>'
    '<span><i class="guessed"></i>our guess</span><span><i class="turn"></i>beyond it the answer turns</span></p>'
)


def certainty_page(visit: Session) -> Later | None:
    """Draw the page; all splits of the total are tried once the rest is out."""
    workspace = visit.workspace
    money = money_format(workspace.scenario.business.currency)
    named = named_plans(workspace)
    pairs = pairs_of(named)
    pair = _chosen(pairs)
    others = tuple(each.plan for each in named)
    ends = ends_of(visit.question, workspace.locked, workspace.limits)
    found = certainty(visit.question, pair.plan.plan, pair.than.plan, others, ends, workspace.seed)
    view = View(found, pair, named, money)
    st.html(f"<style>{style_of(STYLE)}</style>")
    view.answer(found).show(ANSWER_KEY)
    about(visit)
    _choice(pairs, pair)
    with st.container(key="certainty_view"):
        dots, facts = st.columns([724, 440], gap="large")
    with dots:
        view.dots(found).show(DOTS_KEY)
    with facts:
        _ranges(visit, view)
    anew = _decision(visit, found, pair, named, money)
    shapes = any(each.is_shape for each in found.futures.wide)
    st.html(markup.small(sentences.small_print(found.chance, found.futures.held, shapes)))
    _other_draws(visit)

    if not charts_are_out("Certainty"):
        return anew
    anew()
    return None


def _other_draws(visit: Session) -> None:
    """Offer other futures of the same facts: what changes with them is luck. The link keeps which ones are shown."""
    seed, (_, last) = visit.workspace.seed, SEEDS
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="draws"):
        st.button("Draw other futures", key="other_draws", type="tertiary", on_click=visit.commit,
                  args=(replace(visit.workspace, seed=seed + 1 if seed < last else DEFAULT_SEED),))  # fmt: skip
        if seed != DEFAULT_SEED:
            st.button("Back to the first", key="first_draws", type="tertiary", on_click=visit.commit,
                      args=(replace(visit.workspace, seed=DEFAULT_SEED),))  # fmt: skip
        st.html(markup.small(f"These are draw {seed + 1}; whoever opens the link sees the same."))


def _chosen(pairs: Sequence[Pair]) -> Pair:
    title = kept("certainty_pair", dict[str, str]).get("title")
    return next((pair for pair in pairs if pair.title == title), pairs[0])


def _choice(pairs: Sequence[Pair], pair: Pair) -> None:
    if len(pairs) == 1:
        return
    titles = [each.title for each in pairs]
    key = shown_key("certainty_pair", pair.title, tuple(titles))

    def chosen() -> None:
        kept("certainty_pair", dict[str, str])["title"] = str(st.session_state[key])

    st.selectbox("Compare", titles, index=titles.index(pair.title), key=key, on_change=chosen, width=330)


def _ranges(visit: Session, view: View) -> None:
    """Draw one fact's range, on top so that a drag and what comes of it share one view, and those of many below."""
    shown = view.most_telling(all_of_them=bool(st.session_state.get("all_ranges")))
    numbers = [each for each in view.found.futures.ranges if not each.is_shape]
    first = view.found.to_learn.first or (shown[0].path if shown else None)

    def parts(workspace: Workspace, dragging: bool) -> Mapping[str, live.Part]:
        now = view.under(workspace, few=dragging)
        follow: dict[str, live.Part] = {ANSWER_KEY: view.answer(now), DOTS_KEY: view.dots(now)}
        return follow | ({FACTS_KEY: view.facts(now, shown)} if shown else {})

    with st.container(key="on_screen_range"):
        range_fields(visit, numbers, first, parts, st.rerun)
    if not shown:
        return
    view.facts(view.found, shown).show(FACTS_KEY)
    st.html(KEY)
    if len(view.wide(view.found)) > SHOWN:
        st.checkbox(f"Show all {plural(str(len(view.wide(view.found))), 'fact')}", key="all_ranges")


def _decision(visit: Session, found: Certainty, pair: Pair, named: Sequence[Named], money: MoneyFormat) -> Later:
    """Draw what the choice hangs on; return what draws the other decision, which takes longer, in its place."""
    asked = visit.question
    left, right = st.columns(2, gap="large")
    with left:
        _choosing(found, pair, money)
        place = st.container(key="anew")
    with right:
        if pair.plan != pair.than and found.tornado.swings:
            live.picture([tornado(pair, found.tornado, money)], key="tornado_picture")
        where = "today's plan" if asked.plan == asked.business.plan else "this plan"
        live.picture([dot_pictures.levers(asked.levers, found.levers, where)], key="levers_picture")

    def anew() -> None:
        with place:
            _resplitting(visit, found, named, money)

    return anew


def _choosing(found: Certainty, pair: Pair, money: MoneyFormat) -> None:
    """Draw what finding out is worth to the choice between the two plans."""
    if pair.plan == pair.than:
        return
    decision = f"to choose between {pair.plan.name} and {pair.than.name}"
    if found.to_learn.first is not None:
        live.picture([to_learn("to_learn", found.to_learn, decision, money)], key="learn_picture")
        return
    st.html(markup.phrase(f"What to learn first, {decision}"))
    st.html(markup.small(sentences.nothing_to_learn(pair, found.to_learn, money)))


def _resplitting(visit: Session, found: Certainty, named: Sequence[Named], money: MoneyFormat) -> None:
    """Draw what finding out is worth to another decision, to split the total anew, and which split to take now."""
    waiting = st.empty()
    if not found.split_anew:
        waiting.html(markup.small(sentences.TRYING))
    resplit, total = found.resplitting, found.plan.total
    waiting.empty()
    if resplit.learning.first is not None:
        decision = f"to split {money.exact(total)} a month anew, another decision"
        live.picture([to_learn("to_learn_anew", resplit.learning, decision, money)], key="anew_picture")
    names = {each.plan: each.name for each in named}
    st.html(markup.small(sentences.anew(resplit, money)))
    st.html(markup.phrase(f"Which split of {money.exact(total)} to take without knowing more"))
    rows = [("best on average", resplit.best_on_average), ("least regret", resplit.least_regret)]
    st.html(markup.splits([(name, markup.parts_of(plan)) for name, plan in dict(rows).items()]))
    against = names.get(found.plan, "this plan")
    proved = sentences.proof(resplit.robust, money, bound=bool(found.ends))
    st.html(markup.small(sentences.robust(resplit, names, against, money), proved))
    if resplit.least_regret != visit.plan:
        st.button("Use the split of least regret", key="use_robust", on_click=visit.put_plan,
                  args=(resplit.least_regret,))  # fmt: skip
