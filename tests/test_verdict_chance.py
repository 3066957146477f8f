"""How sure the verdict is: in how many futures each function falls short, by the rule of one company."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pages.diagnose.verdict import how_sure
from pages.ui.text.futures import in_futures
from simulator.cases import list_cases, load_case
from simulator.facts.business import Business
from simulator.facts.measures import METRICS, Metric
from simulator.facts.plan import FUNCTIONS
from simulator.insight.diagnosis import diagnose
from simulator.insight.verdict_chance import VerdictChance, verdict_chance
from simulator.link.codec import encode
from simulator.model.question import Question
from simulator.ranges.fact_range import ranges_of
from simulator.ranges.futures import Futures
from simulator.workspace.scenario import Workspace
from tests.drawn import as_company
from tests.strategies import businesses
from tests.test_pages import html_of, opened
from tests.test_ranges_facts import exact

NORTHWIND = load_case("northwind").business
FEW = 8


def with_levels(business: Business, times: float) -> Business:
    """The company, its owner content with so many times what it has."""
    rate = business.win_rate
    prospects = sum(channel.prospects for channel in business.channels)
    return business.changed(acceptable_prospects=times * prospects, acceptable_win_rate=min(times * rate, 1.0),
                   acceptable_share=min(times * business.share_of_wallet, 1.0))  # fmt: skip


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("business", [case.business for case in list_cases()], ids=lambda business: business.name)
def test_each_future_is_diagnosed_as_the_company_it_is(business: Business, metric: Metric) -> None:
    """The shares are those of the companies that have just the facts drawn, each diagnosed by itself."""
    for asked in (business, with_levels(business, 1.02)):
        question = Question.of(asked, 24, metric)
        found = verdict_chance(question, 3, FEW)
        facts = Futures(asked, FEW, 3).facts(slice(0, FEW)).draws
        named = [diagnose(Question.of(as_company(asked, facts, place), 24, metric)).functions for place in range(FEW)]
        assert found is not None
        assert found.short == {each: sum(each in names for names in named) / FEW for each in FUNCTIONS}
        assert found.nothing == sum(not names for names in named) / FEW


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(businesses(), st.sampled_from(METRICS))
def test_exact_facts_leave_nothing_to_chance_and_others_sum_up(business: Business, metric: Metric) -> None:
    """A company whose facts are exact has no chance to name; of any other the shares lie between none and all."""
    if not business.plan.total:
        return
    assert verdict_chance(Question.of(exact(business), 12, metric), 0, FEW) is None
    found = verdict_chance(Question.of(business, 12, metric), 0, FEW)
    if found is None:
        assert not any(each.wide for each in ranges_of(business))
        return
    assert all(0 <= share <= 1 for share in found.short.values())
    assert max(found.short.values()) <= 1 - found.nothing <= sum(found.short.values()) + 1e-12


def test_the_verdict_is_said_with_its_own_chance() -> None:
    """Diagnose says in how many futures what it names falls short, and names what else often does."""
    workspace = Workspace.of(load_case("northwind"))
    chance = verdict_chance(workspace.question.today, workspace.seed)
    assert chance is not None
    said = f"By the ranges of your facts sales falls short in {in_futures(chance.short['conversion'])}."
    assert said in html_of(opened("pages/Diagnose.py", encode(workspace)))
    found = diagnose(workspace.question)
    assert how_sure(found, None) == ""
    doubtful = VerdictChance({"prospecting": 0.3, "conversion": 0.6, "upsell": 0.1}, 0.2)
    assert how_sure(found, doubtful) == (
        "By the ranges of your facts sales falls short in 6 of 10 futures. "
        "Marketing does in 3 of 10 futures, though not named."
    )
    assert how_sure(replace(found, functions=()), doubtful) == (
        "By the ranges of your facts nothing falls short in 2 of 10 futures. "
        "Marketing does in 3 of 10 futures and sales does in 6 of 10 futures, though not named."
    )
