"""All facts of a company from the guided start's answers: what an owner cannot know is guessed, and says so."""

from __future__ import annotations

import math
from functools import partial

from simulator.facts.business import Business
from simulator.facts.contradictions import Contradiction
from simulator.guided.answers import MONEY, Answers
from simulator.guided.channels import HOUR_COST, WIN_RATE, Filled, channels_of
from simulator.guided.checks import contradictions_in
from simulator.guided.curves import channel_from, put_curves, won_share
from simulator.guided.draft import Draft
from simulator.guided.elasticity import rounded
from simulator.guided.units import monthly, monthly_churn, months

CHURN = 0.04
"""Per month, as software vendors report it of small firms (3 to 5 %); a direction only."""
MARGIN = SHARE = 0.5
ADJUSTMENT = 0.1
"""Share of the way to a settled share of wallet that a month covers: half of it in about six months."""
PAYBACK_MONTHS = 12.0


class Refused(ValueError):
    """Raised for answers that cannot be true together; ``contradictions`` has one sentence for each."""

    def __init__(self, contradictions: tuple[Contradiction, ...]) -> None:
        self.contradictions = contradictions
        super().__init__(" ".join(each.sentence for each in contradictions))


def company_from(answers: Answers) -> Business:
    """Return a valid company with these answers, its guesses saying in `Business.origins` that and why they are.

    Any question may be left open. `Refused` names each answer that contradicts another, with the nearest sound value.
    """
    if found := contradictions_in(answers):
        raise Refused(found)
    channels = channels_of(answers)
    draft = Draft({"name": answers.name, "currency": answers.currency})
    prospects = math.fsum(each.prospects for each in channels)
    _put_spends(draft, answers, channels)
    _put_wins(draft, answers, prospects)
    _put_customers(draft, answers, prospects)
    _put_money(draft, answers, channels, prospects)
    put_curves(draft, answers, channels)
    draft.put("channels", tuple(map(channel_from, channels)))
    return Business(**draft.facts, **draft.own_ends(), origins=draft.origins())


def _put_spends(draft: Draft, answers: Answers, channels: tuple[Filled, ...]) -> None:
    found = math.fsum(each.spend for each in channels)
    for fact, answer, instead in (
        ("conversion_spend", answers.sales_spend, (found, "answers")),
        ("upsell_spend", answers.care_spend, (0.0, "start")),
    ):
        if answer is None:
            draft.put(fact, *instead)
            continue
        in_hours = answer.unit == "hours a week" and answers.hour_cost is None and answer.value > 0
        cost = HOUR_COST if answers.hour_cost is None else answers.hour_cost
        draft.put(fact, monthly(answer.value, answer.unit, cost), "start" if in_hours else "")


def _put_wins(draft: Draft, answers: Answers, prospects: float) -> None:
    """Put today's win rate and the sales cycle, which is a month at least: the model counts in months."""
    wins, closing = answers.wins, answers.closing
    if wins is not None and (wins.unit == "per cent" or prospects > 0):
        draft.say("win_rate", wins, partial(won_share, wins, prospects=prospects))
    else:
        lost = _lost(answers)
        steady = lost / prospects if lost and prospects else 0.0
        guess = (steady, "steady") if 0 < steady < SHARE else (WIN_RATE, "vendors")
        draft.put("win_rate", *guess)
    if closing is None:
        draft.put("sales_cycle_months", 1.0, "start")
    else:
        draft.say("sales_cycle_months", closing, partial(_cycle, closing.unit))


def _cycle(unit: str, value: float) -> float:
    return min(max(months(value, unit), 1.0), 60.0)


def _lost(answers: Answers) -> float:
    """Return the customers who leave in a month, where that was said; else 0."""
    leaving, customers = answers.leaving, answers.customers
    if leaving is None:
        return 0.0
    if customers is not None and customers.value:
        return customers.value * monthly_churn(leaving.value, leaving.unit, customers.value)
    return monthly(leaving.value, leaving.unit) if leaving.unit.startswith("people") else 0.0


def _put_customers(draft: Draft, answers: Answers, prospects: float) -> None:
    """Put customers and churn; what is open of the two is what keeps their number where it is."""
    won, lost, leaving = draft.facts["win_rate"] * prospects, _lost(answers), answers.leaving
    customers = answers.customers
    base = None if customers is None else customers.value
    churn = None
    if leaving is not None and (base or not leaving.unit.startswith("people")):
        churn = monthly_churn(leaving.value, leaving.unit, base or 1.0)
    if customers is None or base is None:
        joining = lost or won
        draft.put("customers", *((joining / churn, "steady") if churn else (joining / CHURN, "answers")))
    else:
        draft.say("customers", customers, float)
    steady = won / base if base else 0.0
    guess = (steady, "steady") if 0 < steady <= CHURN else (CHURN, "vendors")
    if leaving is None or churn is None:
        draft.put("churn", *guess)
    else:
        draft.say("churn", leaving, partial(_churn, leaving.unit, base or 1.0))
    if draft.facts["customers"] > 1e9:
        draft.put("customers", 1e9, draft.guesses.get("customers", ""))


def _churn(unit: str, customers: float, value: float) -> float:
    return min(monthly_churn(value, unit, customers), 0.99)


def _put_money(draft: Draft, answers: Answers, channels: tuple[Filled, ...], prospects: float) -> None:
    """Put margin, wallet, share of wallet and first order; what is paid once leaves no wallet after it."""
    margin, share, paid = answers.margin, answers.share, answers.paid
    for fact, answer, instead in (("gross_margin", margin, MARGIN), ("share_of_wallet", share, SHARE)):
        if answer is None:
            draft.put(fact, instead, "start")
        else:
            draft.say(fact, answer, _of_a_hundred)
    draft.put("share_adjustment", ADJUSTMENT, "start")
    if paid is not None and paid.unit == "once":
        draft.say("first_order", paid, float)
        draft.put("wallet", 0.0)
        return
    open_share = "answers" if share is None else ""
    if paid is None:
        amount, why = _paying_back(draft, channels, prospects)
        draft.put("wallet", _wallet(draft, amount), why)
    elif paid.unit == "an order":
        often = 12.0 if answers.orders_a_year is None else answers.orders_a_year
        why = "start" if answers.orders_a_year is None else open_share
        draft.say("wallet", paid, lambda price: _wallet(draft, price * often / 12), why)
    else:
        draft.say("wallet", paid, lambda amount: _wallet(draft, monthly(amount, paid.unit)), open_share)


def _of_a_hundred(value: float) -> float:
    return value / 100


def _wallet(draft: Draft, amount: float) -> float:
    """Return what a customer spends in all, of whom the amount is what comes to us."""
    return float(min(amount / draft.facts["share_of_wallet"], 1e12))


def _paying_back(draft: Draft, channels: tuple[Filled, ...], prospects: float) -> tuple[float, str]:
    """Return what a customer pays a month where a year of its margin is what winning it costs today."""
    spent = math.fsum(each.spend for each in channels) + draft.facts["conversion_spend"]
    won, margin = draft.facts["win_rate"] * prospects, draft.facts["gross_margin"]
    if not spent or not won or not margin:
        return 100.0, "start"
    return rounded(min(spent / won / margin / PAYBACK_MONTHS, MONEY[1])), "payback"
