"""The verdict on Diagnose, worked out anew from plain simulations: what opens under it, and the other measures."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pages.diagnose.words import FUNCTION_NAMES, rate
from pages.ui.state import visitor
from pages.ui.text.formats import count, money_format
from pages.ui.text.words import MEASURES, listed
from simulator import Business, list_cases, load_case, marginal_returns, optimize, simulate
from simulator.facts.measures import METRICS, Metric
from simulator.facts.plan import FUNCTIONS, Function, Plan, function_of
from tests.shown import Shown, shown_by
from tests.test_diagnose_page import ODD, run

MONTHS = 24
CASES = {case.id: load_case(case.id).business for case in list_cases()}
COMPANIES = {**CASES, "churn curve": ODD["churn curve"], "one channel": ODD["one channel"]}
OWN = {"acceptable_prospects": 1.5, "acceptable_win_rate": 0.8, "acceptable_share": 1.2}
"""What an owner calls acceptable, in times today's level."""
ROWS = {"prospecting": "Prospects a month", "conversion": "Win rate", "upsell": "Share of wallet"}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every visitor reads English numbers."""
    monkeypatch.setattr(visitor, "visitor_locale", lambda: "en_US")


def with_own_levels(business: Business) -> Business:
    """Return the company whose owner states all three levels."""
    levels = dict(zip(OWN, at(business, business.plan, 0).values(), strict=True))
    levels["acceptable_share"] = business.share_of_wallet
    return business.changed(**{name: float(f"{OWN[name] * level:.3g}") for name, level in levels.items()})


def at(business: Business, plan: Plan, month: int) -> dict[Function, float]:
    """Return what each function is there for in one month of a plan."""
    run_ = simulate(business, plan, MONTHS)
    prospects = float(run_.prospects[month])
    return {
        "prospecting": prospects,
        "conversion": float(run_.wins[month]) / prospects,
        "upsell": float(run_.share_of_wallet[month]),
    }


def best_plan(business: Business, metric: Metric) -> Plan:
    """Return the best split of today's total."""
    return optimize(business, business.plan.total, MONTHS, metric, unit=1.0).plan


def short(business: Business, metric: Metric) -> dict[Function, bool]:
    """Return which functions fall short: of the owner's level now, else by over 5 % of the best split's in the end."""
    now = at(business, business.plan, 0) | {"upsell": business.share_of_wallet}
    kept, best = (at(business, plan, -1) for plan in (business.plan, best_plan(business, metric)))
    own = dict(zip(FUNCTIONS, (getattr(business, name) for name in OWN), strict=True))
    return {
        each: best[each] > 1.05 * kept[each] if own[each] is None else now[each] < own[each] * (1 - 1e-9)
        for each in FUNCTIONS
    }


def named(business: Business, metric: Metric) -> str:
    """Return the verdict's functions, the one whose next unit of money brings most first."""
    brings: dict[Function, float] = {}
    for lever, each in marginal_returns(business, business.plan, MONTHS, metric).items():
        brings[function_of(lever)] = max(each, brings.get(function_of(lever), each))
    falls = short(business, metric)
    first, *others = [*(FUNCTION_NAMES[each] for each in sorted(brings, key=lambda x: -brings[x]) if falls[each]), ""]
    others = [each for each in others if each]
    return f"{first} first, then {listed(others)}" if others else first or "neither"


def opened(business: Business, **changes: str) -> Shown:
    """Return Diagnose with the figures behind the verdict opened."""
    test = run("Diagnose", business, **changes)
    test.session_state["why_figures"] = True
    return shown_by(test.run())


@pytest.mark.parametrize("stated", [False, True], ids=["nothing stated", "levels stated"])
@pytest.mark.parametrize("name", CASES)
def test_why_shows_the_levels_and_whose_each_is(name: str, stated: bool) -> None:
    """Today's plan and the best split at the end, what is acceptable to whom and what is short are as simulated."""
    business = with_own_levels(CASES[name]) if stated else CASES[name]
    page, falls = opened(business), short(business, "revenue")
    kept, best = (at(business, plan, -1) for plan in (business.plan, best_plan(business, "revenue")))
    own: dict[str, Any] = dict(zip(FUNCTIONS, (getattr(business, each) for each in OWN), strict=True))
    for function in FUNCTIONS:
        text, row = count if function == "prospecting" else rate, ROWS[function]
        whose = f"{text(own[function])}, yours" if stated else f"{text(best[function])}, best split's"
        assert page.cell("Levels", row, "Today's plan") == text(kept[function])
        assert page.cell("Levels", row, "Best split") == text(best[function])
        assert page.cell("Levels", row, "Acceptable") == whose
        assert next(each for each in page.tables["Levels"] if each[0] == row)[-1] == (
            "short" if falls[function] else "enough"
        )


@pytest.mark.parametrize("name", CASES)
def test_why_shows_what_the_next_money_brings_and_where_the_best_split_puts_it(name: str) -> None:
    """Of each function: the most its levers' next unit brings back, and what the best split spends beyond today."""
    business, money = CASES[name], money_format(CASES[name].currency)
    page, best = opened(business), best_plan(business, "revenue")
    returns = marginal_returns(business, business.plan, MONTHS)
    for function in FUNCTIONS:
        row = FUNCTION_NAMES[function].capitalize()
        levers = [lever for lever in business.levers if function_of(lever) == function]
        more = sum(best[lever] - business.plan[lever] for lever in levers)
        assert page.cell("Functions", row, "Next") == money.short(max(returns[lever] for lever in levers))
        assert page.cell("Functions", row, "Best split") == money.signed(more)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("name", COMPANIES)
def test_another_verdict_by_another_measure_is_said_wherever_there_is_one(name: str, metric: Metric) -> None:
    """For each other measure the sentence stands where its verdict, by plain simulation, is another, and only there."""
    business = COMPANIES[name]
    text = opened(business, metric=metric).text
    said = {
        measure: verdict.strip()
        for measures, verdict in re.findall(rf"By ([^.]*?) over {MONTHS} months it would be (.*?)\.", text)
        for measure in measures.split(" and ")
    }
    here = named(business, metric)
    others = {MEASURES[each]: named(business, each) for each in METRICS if each != metric}
    assert said == {measure: verdict for measure, verdict in others.items() if verdict != here}
