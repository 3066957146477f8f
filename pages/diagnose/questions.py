"""Questions to ask oneself about the function in question, each with a control that tests it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from pages.diagnose.ranked import Trial, try_it
from pages.diagnose.words import prospects_as_scenario
from pages.ui.controls.amount_field import amount_field
from pages.ui.figures import effort
from pages.ui.state.session import Session, kept
from pages.ui.streamlit_internals.place import Place
from pages.ui.text import markup
from pages.ui.text.entry import Entry, count_entry, percent_entry
from pages.ui.text.formats import in_months, money_format, plain
from pages.ui.text.returns import Returns
from pages.ui.text.words import effect, spoken
from simulator.facts.business import Business
from simulator.facts.channel import COUNT_LIMIT
from simulator.facts.plan import CONVERSION, UPSELL, Function
from simulator.insight.diagnosis import Diagnosis
from simulator.model.next_return import marginal_returns
from simulator.optimise.rebalance import move
from simulator.whatif.at_level import reached_prospects, reached_share, reached_win_rate
from simulator.whatif.what_if import from_now_on, with_churn

MORE = 1.25
"""How much more a tried lever gets, taken from the others."""


@dataclass(frozen=True)
class FactField:
    """A number that tries one fact: its label, its value as shown, what a new value does and is called."""

    key: str
    label: str
    value: float
    entry: Callable[[str, float, float, float], Entry]
    """Of its label, value, least and most."""
    change: Callable[[Business, float], Business]
    named: Callable[[float], str]


def questions(visit: Session, found: Diagnosis) -> None:
    """Draw the questions of the verdict's functions; where none is named, of the one whose next money brings most."""
    asked: dict[Function, Callable[[Session, Diagnosis], None]] = {
        "conversion": _conversion, "prospecting": _prospecting, "upsell": _upsell,
    }  # fmt: skip
    for function in found.functions or (found.ranking.first.function,):
        asked[function](visit, found)
    with _question("Which channels brought the best customers?", "Cost, value and payback of each."):
        st.page_link("pages/Channels.py", label="See Channels", width="content")


def _conversion(visit: Session, _: Diagnosis) -> None:
    business, months = visit.workspace.scenario.business, visit.workspace.months
    today = business.win_rate
    with _question("Why are these prospects not converting?", "If more of them bought, for the same money:"):
        _field(visit, FactField("win_rate", "Try a win rate, %", 100 * today, percent_entry,
                                lambda facts, value: reached_win_rate(facts, value / 100),
                                lambda value: f"If the win rate were {plain(value)} %"))  # fmt: skip
    spent = _effort(visit, CONVERSION)
    _more(
        visit,
        CONVERSION,
        "Does each prospect get enough attention?",
        f"Each gets {spent} of sales effort in month {months}." if spent else "",
    )
    with _question("How long do they take to come to a decision and an order?", "If it took longer or less:"):
        _field(visit, FactField("cycle", "Try a cycle, months", business.sales_cycle_months, count_entry,
                                lambda facts, value: from_now_on(facts, sales_cycle_months=value),
                                lambda value: f"If the sales cycle were {in_months(value)}"))  # fmt: skip


def _prospecting(visit: Session, found: Diagnosis) -> None:
    workspace = visit.workspace
    business = workspace.scenario.business
    brings = marginal_returns(business, visit.plan, workspace.months, workspace.metric)
    best = max(visit.plan.prospecting, key=lambda channel: brings[channel])
    each = Returns(workspace.metric, workspace.months, money_format(business.currency))
    alone = len(visit.plan.prospecting) == 1
    where = f"brings back on {best}" if alone else f"brings back most on {best}, of all channels"
    most = f"The next {each.one} spent {where}: {each.in_full(brings[best])}."
    _more(visit, best, "What would create more interest?", most)
    prospects = found.level("prospects").today
    with _question("Does what we say reach the right people?", "If the same money brought more prospects:"):
        if prospects:
            _field(visit, FactField("prospects", "Try prospects a month", prospects, count_entry,
                                    lambda facts, value: reached_prospects(facts, value, prospects),
                                    prospects_as_scenario))  # fmt: skip


def _upsell(visit: Session, _: Diagnosis) -> None:
    business, months = visit.workspace.scenario.business, visit.workspace.months
    share, churn = business.share_of_wallet, business.churn
    with _question("Are we getting the full share of wallet?", "If customers spent more of their budget here:"):
        _field(visit, FactField("share", "Try a share, %", 100 * share, percent_entry,
                                lambda facts, value: reached_share(facts, value / 100),
                                lambda value: f"If the share of wallet were {plain(value)} %"))  # fmt: skip
    care = _effort(visit, UPSELL)
    _more(
        visit,
        UPSELL,
        "Does each customer get enough attention?",
        f"Each gets {care} of account care in month {months}." if care else "",
    )
    with _question("Why do customers leave?", "If more or fewer left:"):
        if churn:
            _field(visit, FactField("churn", "Try a churn, % a month", 100 * churn, percent_entry,
                                    lambda facts, value: with_churn(facts, value / 100 / churn),
                                    lambda value: f"If churn were {plain(value)} % a month"))  # fmt: skip


def _effort(visit: Session, lever: str) -> str:
    """Return the sales effort each prospect, or the care each customer, gets in the last month; empty without any."""
    business, plan = visit.workspace.scenario.business, visit.plan
    outcome = visit.question.outcome
    many = outcome.prospects[-1] if lever == CONVERSION else outcome.customers[-1]
    return money_format(business.currency).short(effort(business, lever, outcome, plan)) if many else ""


def _question(text: str, remark: str) -> Place:
    """Draw the question; return the place of what tries it, which has no place on paper."""
    st.html(markup.question(text, remark))
    key = "on_screen_" + "_".join(text.rstrip("?").lower().split())
    return st.container(key=key, horizontal=True, vertical_alignment="center", gap="small")


def _more(visit: Session, lever: str, text: str, remark: str) -> None:
    """Ask, with a button that gives the lever a quarter more from the others."""
    business, plan = visit.workspace.scenario.business, visit.plan
    amount = plan[lever] * MORE or 0.05 * plan.total
    more = move(plan, lever, amount, unit=visit.unit, today=business.plan).plan
    said = money_format(business.currency).exact(more[lever])
    with _question(text, f"{remark} With {said} a month on {spoken(lever)}, taken from the others:"):
        try_it(visit, Trial(business, more, f"{said} on {spoken(lever)}"), f"more_{lever}")


def _field(visit: Session, fact: FactField) -> None:
    """Draw the field, what its value would bring, and the button that puts it beside the scenario on show."""
    business, tried = visit.workspace.scenario.business, kept("next_dollar_questions", dict[str, float])
    shown = float(f"{fact.value:.4g}")
    slot = f"{fact.key} {visit.on_show} {shown}"

    def take(value: float) -> None:
        fact.change(business, value)  # What no company can have is refused beside the field.
        tried[slot] = value

    value = tried.get(slot, shown)
    most = 100.0 if fact.entry is percent_entry else COUNT_LIMIT
    entry = fact.entry(fact.label, value, 0.0, most)
    amount_field(entry, take, name=f"ask_{fact.key}", of=slot, width=200)
    facts = business if value == shown else fact.change(business, value)
    try_it(visit, Trial(facts, visit.plan, fact.label, fact.named(value)), f"try_{fact.key}", idle=facts == business)
    if facts != business:
        st.html(markup.small(_effect(visit, facts)))


def _effect(visit: Session, facts: Business) -> str:
    asked = visit.question
    money = money_format(asked.business.currency)
    return f"That {effect(asked.under(facts).value, asked.value, asked.metric, asked.months, money)}."
