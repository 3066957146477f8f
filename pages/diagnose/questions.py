"""Questions to ask oneself about the function in question, each with a control that tests it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.diagnose.ranked import try_it
from pages.ui.controls.amount_field import amount_field
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.entry import Entry, count_entry, percent_entry
from pages.ui.text.formats import money_format
from pages.ui.text.words import spoken
from simulator.facts.business import Business
from simulator.facts.channel import COUNT_LIMIT
from simulator.facts.plan import CONVERSION, UPSELL
from simulator.insight.diagnosis import Diagnosis
from simulator.insight.levels import Function
from simulator.model.outcome import simulate
from simulator.optimise.rebalance import move
from simulator.whatif.at_level import reached_prospects, reached_share, reached_win_rate
from simulator.whatif.what_if import from_now_on, with_churn

MORE = 1.25
"""How much more a tried lever gets, taken from the others."""


@dataclass(frozen=True)
class FactField:
    """A number that changes one fact: its label, its value as shown, and what a new value does."""

    key: str
    label: str
    value: float
    entry: Callable[[str, float, float, float], Entry]
    """Of its label, value, least and most."""
    change: Callable[[Business, float], Business]


def questions(visit: Session, found: Diagnosis) -> None:
    """Draw the questions of the verdict's functions."""
    asked: dict[Function, Callable[[Session, Diagnosis], None]] = {
        "conversion": _conversion, "prospecting": _prospecting, "upsell": _upsell,
    }  # fmt: skip
    for function in found.functions:
        asked[function](visit, found)
    with _question("Which channels brought the best customers?", "Cost, value and payback of each."):
        st.page_link("pages/Channels.py", label="See Channels", width="content")


def _conversion(visit: Session, _: Diagnosis) -> None:
    business, plan = visit.workspace.scenario.business, visit.plan
    today = business.win_rate
    with _question("Why are these prospects not converting?", "If more of them bought, for the same money:"):
        _field(visit, FactField("win_rate", "Try a win rate, %", 100 * today, percent_entry,
                                lambda facts, value: reached_win_rate(facts, value / 100)))  # fmt: skip
    prospects = float(simulate(business, plan, visit.workspace.months).prospects[-1])
    effort = money_format(business.currency).short(plan.conversion / prospects) if prospects else ""
    _more(
        visit,
        CONVERSION,
        "Does each prospect get enough attention?",
        f"Each gets {effort} of sales effort." if effort else "",
    )
    with _question("How long do they take to come to a decision and an order?", "If it took longer or less:"):
        _field(visit, FactField("cycle", "Try a cycle, months", business.sales_cycle_months, count_entry,
                                lambda facts, value: from_now_on(facts, sales_cycle_months=value)))  # fmt: skip


def _prospecting(visit: Session, found: Diagnosis) -> None:
    best = next(each.lever for each in found.lead.returns if each.function == "prospecting")
    _more(visit, best, "What would create more interest?", f"The next unit of money brings most on {best}.")
    prospects = found.level("prospects").today
    with _question("Does what we say reach the right people?", "If the same money brought more prospects:"):
        if prospects:
            _field(visit, FactField("prospects", "Try prospects a month", prospects, count_entry,
                                    lambda facts, value: reached_prospects(facts, value, prospects)))  # fmt: skip


def _upsell(visit: Session, _: Diagnosis) -> None:
    business, plan = visit.workspace.scenario.business, visit.plan
    share, churn = business.share_of_wallet, business.churn
    with _question("Are we getting the full share of wallet?", "If customers spent more of their budget here:"):
        _field(visit, FactField("share", "Try a share, %", 100 * share, percent_entry,
                                lambda facts, value: reached_share(facts, value / 100)))  # fmt: skip
    care = money_format(business.currency).short(plan.upsell / business.customers) if business.customers else ""
    _more(
        visit,
        UPSELL,
        "Does each customer get enough attention?",
        f"Each gets {care} of account care a month." if care else "",
    )
    with _question("Why do customers leave?", "If more or fewer left:"):
        if churn:
            _field(visit, FactField("churn", "Try a churn, % a month", 100 * churn, percent_entry,
                                    lambda facts, value: with_churn(facts, value / 100 / churn)))  # fmt: skip


def _question(text: str, remark: str) -> DeltaGenerator:
    st.html(markup.question(text, remark))
    return st.container(horizontal=True, vertical_alignment="center", gap="small")


def _more(visit: Session, lever: str, text: str, remark: str) -> None:
    """Ask, with a button that gives the lever a quarter more from the others."""
    business, plan = visit.workspace.scenario.business, visit.plan
    more = move(plan, lever, plan[lever] * MORE or 0.05 * plan.total, today=business.plan).plan
    amount = money_format(business.currency).exact(more[lever])
    with _question(text, f"{remark} With {amount} a month on {spoken(lever)}, taken from the others:"):
        try_it(visit, business, more, f"more_{lever}", f"{amount} on {spoken(lever)}")


def _field(visit: Session, fact: FactField) -> None:
    def take(value: float) -> None:
        visit.set_facts(fact.change(visit.workspace.scenario.business, value))

    most = 100.0 if fact.entry is percent_entry else COUNT_LIMIT
    entry = fact.entry(fact.label, float(f"{fact.value:.4g}"), 0.0, most)
    amount_field(entry, take, name=f"ask_{fact.key}", edition=visit.edition, width=200)
