"""All facts of a company from the guided start's answers: what an owner cannot know is guessed, and says so."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.contradictions import Contradiction
from simulator.facts.guesses import ADVERTISING_ELASTICITY, SELLING_ELASTICITY
from simulator.facts.origin import Origin
from simulator.guided.answers import Answer, Answers, Judged
from simulator.guided.channels import HOUR_COST, WIN_RATE, Filled, channels_of
from simulator.guided.checks import contradictions_in
from simulator.guided.elasticity import points_from
from simulator.guided.units import monthly, monthly_churn, months

CHURN = 0.04
"""Per month, as software vendors report it of small firms (3 to 5 %); a direction only."""
MARGIN = SHARE = 0.5
ADJUSTMENT = 0.1
"""Share of the way to a settled share of wallet that a month covers: half of it in about six months."""
PAYBACK_MONTHS = 12.0
NEARLY_ALL = 1 - 1e-6
"""A share above which more effort can change nothing that counts."""
MOST_MONEY = 1e9


class Refused(ValueError):
    """Raised for answers that cannot be true together; ``contradictions`` has one sentence for each."""

    def __init__(self, contradictions: tuple[Contradiction, ...]) -> None:
        self.contradictions = contradictions
        super().__init__(" ".join(each.sentence for each in contradictions))


@dataclass
class _Draft:
    """Facts of one owner as they are gathered, and the reasons of those that are guesses."""

    facts: dict[str, Any] = field(default_factory=dict)
    guesses: dict[str, str] = field(default_factory=dict)

    def put(self, fact: str, value: Any, guessed: str = "") -> None:
        """Keep a fact; ``guessed``: the reason where it is a guess."""
        self.facts[fact] = value
        if guessed:
            self.guesses[fact] = guessed

    def origins(self) -> list[Origin]:
        """Return where the guessed facts come from."""
        return [Origin(fact=fact, kind="guessed", source=why) for fact, why in self.guesses.items()]


def company_from(answers: Answers) -> Business:
    """Return a valid company with these answers, its guesses saying in `Business.origins` that and why they are.

    Any question may be left open. `Refused` names each answer that contradicts another, with the nearest sound value.
    """
    if found := contradictions_in(answers):
        raise Refused(found)
    channels = channels_of(answers)
    draft = _Draft({"name": answers.name, "currency": answers.currency})
    prospects = math.fsum(each.prospects for each in channels)
    _put_spends(draft, answers, channels)
    _put_wins(draft, answers, prospects)
    _put_customers(draft, answers, prospects)
    _put_money(draft, answers, channels, prospects)
    _put_curves(draft, answers, channels)
    draft.put("channels", tuple(map(_channel, channels)))
    return Business(**draft.facts, origins=draft.origins())


def _put_spends(draft: _Draft, answers: Answers, channels: tuple[Filled, ...]) -> None:
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


def _put_wins(draft: _Draft, answers: Answers, prospects: float) -> None:
    """Put today's win rate and the sales cycle, which is a month at least: the model counts in months."""
    wins, closing = answers.wins, answers.closing
    if wins is not None and (wins.unit == "per cent" or prospects > 0):
        draft.put("win_rate", _won(wins, wins.value, prospects))
    else:
        lost = _lost(answers)
        steady = lost / prospects if lost and prospects else 0.0
        guess = (steady, "steady") if 0 < steady < SHARE else (WIN_RATE, "vendors")
        draft.put("win_rate", *guess)
    draft.put("sales_cycle_months", *((1.0, "start") if closing is None else (_cycle(closing), "")))


def _won(wins: Answer, value: float, prospects: float) -> float:
    return value / 100 if wins.unit == "per cent" else min(monthly(value, wins.unit) / prospects, 1.0)


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


def _put_customers(draft: _Draft, answers: Answers, prospects: float) -> None:
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


def _put_money(draft: _Draft, answers: Answers, channels: tuple[Filled, ...], prospects: float) -> None:
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


def _paying_back(draft: _Draft, channels: tuple[Filled, ...], prospects: float) -> tuple[float, str]:
    """Return what a customer pays a month where a year of its margin is what winning it costs today."""
    spent = math.fsum(each.spend for each in channels) + draft.facts["conversion_spend"]
    won, margin = draft.facts["win_rate"] * prospects, draft.facts["gross_margin"]
    if not spent or not won or not margin:
        return 100.0, "start"
    return min(spent / won / margin / PAYBACK_MONTHS, MOST_MONEY), "payback"


def _put_curves(draft: _Draft, answers: Answers, channels: tuple[Filled, ...]) -> None:
    wins, share, new = answers.wins, answers.share, draft.facts["share_of_wallet"]
    prospects = math.fsum(each.prospects for each in channels)
    found = math.fsum(each.spend for each in channels)
    judged = Judged()
    if wins is not None and (wins.unit == "per cent" or prospects > 0):
        judged = Judged(
            *(None if each is None else _won(wins, each, prospects) for each in _both(answers.sales_judged))
        )
    _put_curve(draft, ("conversion", "win_rate", "win_rate"), judged, found)
    kept = Judged(*(None if each is None or share is None else each / 100 for each in _both(answers.care_judged)))
    _put_curve(draft, ("upsell", "share_of_wallet", "share"), kept, found)
    draft.put("share_new", new, "alike")


def _both(judged: Judged) -> tuple[float | None, float | None]:
    return judged.stopped, judged.doubled


def _put_curve(draft: _Draft, names: tuple[str, str, str], judged: Judged, found: float) -> None:
    """Put the facts of a share's curve; flat where it is nothing or all there is, or stopping would change nothing."""
    lever, fact, stem = names
    today = draft.facts[fact]
    if not 0 < today < NEARLY_ALL or (judged.stopped is not None and judged.stopped >= today):
        draft.put(f"{stem}_at_zero", today)
        draft.put(f"{stem}_curve", "flat")
        return
    if not draft.facts[f"{lever}_spend"]:
        _put_reference(draft, names, found)
        return
    zero, double = points_from(today, SELLING_ELASTICITY, top=1.0, zero=judged.stopped, double=judged.doubled)
    draft.put(f"{stem}_at_zero", zero, "" if judged.stopped is not None else "selling")
    draft.put(f"{stem}_at_double", double, "" if judged.doubled is not None else "selling")


def _put_reference(draft: _Draft, names: tuple[str, str, str], found: float) -> None:
    """Put the curve of a function on which nothing is spent: today's result is what stands at zero.

    As much as on the other functions would bring it to where the published elasticity holds, its odds then as many
    times those at zero as they are where a small share is won.
    """
    lever, fact, stem = names
    zero = draft.facts[fact]
    rare = 1e-6
    times = rare / points_from(rare, SELLING_ELASTICITY, top=1.0)[0]
    reached = times * zero / (1 - zero + times * zero)
    draft.put(f"{stem}_at_zero", zero)
    draft.put(fact, reached, "selling")
    draft.put(f"{stem}_at_double", points_from(reached, SELLING_ELASTICITY, top=1.0, zero=zero)[1], "selling")
    draft.put(f"{lever}_reference_spend", _elsewhere(draft, found), "answers")


def _elsewhere(draft: _Draft, found: float) -> float:
    """Return what is spent on the other functions; a tenth of gross profit where nothing is."""
    spent = found + math.fsum(draft.facts[f"{each}_spend"] for each in ("conversion", "upsell"))
    earned = draft.facts["customers"] * draft.facts["wallet"] * draft.facts["gross_margin"]
    return min(spent or earned / 10, MOST_MONEY) or 100.0


def _channel(filled: Filled) -> Channel:
    row, draft = filled.row, _Draft({"name": filled.row.name})
    draft.put("spend", filled.spend, filled.spend_source)
    draft.put("prospects", filled.prospects, filled.prospects_source)
    stopped, doubled = (_in_proportion(each, filled) for each in (row.stopped, row.doubled))
    if not filled.spend or not filled.prospects or (stopped is not None and stopped >= filled.prospects):
        draft.put("prospects_at_zero", filled.prospects)
        draft.put("curve", "flat")
    else:
        zero, double = points_from(filled.prospects, ADVERTISING_ELASTICITY, zero=stopped, double=doubled)
        draft.put("prospects_at_zero", zero, "" if stopped is not None else "advertising")
        draft.put("prospects_at_double", double, "" if doubled is not None else "advertising")
    return Channel(**draft.facts, origins=draft.origins())


def _in_proportion(judged: float | None, filled: Filled) -> float | None:
    """Return the owner's word on a point per month; None where what it is beside was not said."""
    today = filled.row.prospects
    return None if judged is None or not today else judged / today * filled.prospects
