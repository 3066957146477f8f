"""All facts of a company from the guided start's answers: what an owner cannot know is guessed, and says so."""

from __future__ import annotations

import math

from simulator.facts.business import Business
from simulator.facts.contradictions import Contradiction
from simulator.guided.answers import MONEY, Answer, Answers
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
    return Business(**draft.facts, origins=draft.origins())


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
        draft.put("win_rate", won_share(wins, wins.value, prospects))
    else:
        lost = _lost(answers)
        steady = lost / prospects if lost and prospects else 0.0
        guess = (steady, "steady") if 0 < steady < SHARE else (WIN_RATE, "vendors")
        draft.put("win_rate", *guess)
    draft.put("sales_cycle_months", *((1.0, "start") if closing is None else (_cycle(closing), "")))


def _cycle(closing: Answer) -> float:
    return min(max(months(closing.value, closing.unit), 1.0), 60.0)


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
    base = None if answers.customers is None else answers.customers.value
    churn = None
    if leaving is not None and (base or not leaving.unit.startswith("people")):
        churn = monthly_churn(leaving.value, leaving.unit, base or 1.0)
    if base is None:
        joining = lost or won
        draft.put("customers", *((joining / churn, "steady") if churn else (joining / CHURN, "answers")))
    else:
        draft.put("customers", base)
    steady = won / base if base else 0.0
    guess = (steady, "steady") if 0 < steady <= CHURN else (CHURN, "vendors")
    draft.put("churn", *(guess if churn is None else (min(churn, 0.99), "")))
    if draft.facts["customers"] > 1e9:
        draft.put("customers", 1e9, draft.guesses.get("customers", ""))


def _put_money(draft: Draft, answers: Answers, channels: tuple[Filled, ...], prospects: float) -> None:
    """Put margin, wallet, share of wallet and first order; what is paid once leaves no wallet after it."""
    margin, share, paid = answers.margin, answers.share, answers.paid
    draft.put("gross_margin", *((MARGIN, "start") if margin is None else (margin.value / 100, "")))
    draft.put("share_of_wallet", *((SHARE, "start") if share is None else (share.value / 100, "")))
    draft.put("share_adjustment", ADJUSTMENT, "start")
    if paid is not None and paid.unit == "once":
        draft.put("first_order", paid.value)
        draft.put("wallet", 0.0)
        return
    if paid is None:
        amount, why = _paying_back(draft, channels, prospects)
    elif paid.unit == "an order":
        often = 12.0 if answers.orders_a_year is None else answers.orders_a_year
        amount, why = paid.value * often / 12, "start" if answers.orders_a_year is None else ""
    else:
        amount, why = monthly(paid.value, paid.unit), ""
    why = why or ("answers" if share is None else "")
    draft.put("wallet", min(amount / draft.facts["share_of_wallet"], 1e12), why)


def _paying_back(draft: Draft, channels: tuple[Filled, ...], prospects: float) -> tuple[float, str]:
    """Return what a customer pays a month where a year of its margin is what winning it costs today."""
    spent = math.fsum(each.spend for each in channels) + draft.facts["conversion_spend"]
    won, margin = draft.facts["win_rate"] * prospects, draft.facts["gross_margin"]
    if not spent or not won or not margin:
        return 100.0, "start"
    return rounded(min(spent / won / margin / PAYBACK_MONTHS, MONEY[1])), "payback"
