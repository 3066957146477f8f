"""Certainty: a page for every company, sentences that count as people do, and ranges that stay where they are put."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from pages.certainty import sentences
from pages.certainty.dot_pictures import levers
from pages.certainty.pairs import BEST, SHOWN, TODAY, Named, Pair, named_plans, pairs_of
from pages.certainty.stacks import stacked, step_for
from pages.ui.text.formats import money_format
from pages.ui.text.futures import beats_today_line, in_futures
from simulator.cases import load_case
from simulator.facts.plan import Plan
from simulator.facts.sources import ends_of, with_origin
from simulator.link.codec import decode, encode
from simulator.ranges.certainty import certainty
from simulator.ranges.chances import DOTS, Chance
from simulator.ranges.fact_range import ranges_of
from simulator.workspace.fact_edits import with_range
from simulator.workspace.operations import duplicated
from simulator.workspace.scenario import Workspace
from tests.browser import ROOT
from tests.test_index_notes import parts
from tests.test_pages import html_of, opened

NORTHWIND = load_case("northwind.1")
START = Workspace.of(NORTHWIND)
MONEY = money_format("USD", "en_US")
LEVERS = NORTHWIND.business.levers
PAIR = Pair(Named(SHOWN, Plan.of(LEVERS, [4000, 2000, 8500, 2500])), Named(TODAY, NORTHWIND.business.plan))


def charts(test: AppTest) -> dict[str, dict[str, Any]]:
    return {chart["name"]: chart for part in parts(test) for chart in part.get("charts") or []}


def choose(test: AppTest, path: str) -> None:
    next(each for each in test.selectbox if each.label == "How low, and how high?").select(path).run()


@given(st.floats(0, 1))
def test_a_share_of_futures_is_counted_as_people_do(share: float) -> None:
    """What is said is within a twentieth of the share, and only what is sure is called every or no future."""
    said = in_futures(share)
    if share in (0, 1):
        assert said == ("every future" if share else "no future")
        return
    number, _, of, _ = said.split()
    assert 0 < int(number) < int(of)
    assert abs(int(number) / int(of) - share) <= 0.05 + 1e-9


EXPECT = "; expect $210k to $480k more revenue over 24 months."
SAID = [
    (
        Chance(0.06, 0.39, 0.55, 8192),
        (-1150.0, 84.0),
        "This plan and today's plan are level: this plan is better in 1 of 20 futures, today's plan in 4 of 10. In the "
        "rest they bring as good as the same.",
    ),
    (Chance(0.95, 0.04, 0.01, 8192), (210e3, 480e3), f"This plan beats today's plan in 19 of 20 futures{EXPECT}"),
    (Chance(0.1, 0.9, 0.0, 8192), (-480e3, -210e3), f"Today's plan beats this plan in 9 of 10 futures{EXPECT}"),
    (
        Chance(0.51, 0.48, 0.01, 8192),
        (-5e3, 5e3),
        "This plan and today's plan are level: this plan is better in 5 of 10 futures, today's plan in 5 of 10.",
    ),
    (
        Chance(0.0, 0.0, 1.0, 8192),
        (0.0, 0.0),
        "This plan and today's plan are level: they bring as good as the same in every future.",
    ),
    (
        Chance(0.7, 0.3, 0.0, 8192),
        (-20e3, 90e3),
        "This plan beats today's plan in 7 of 10 futures; half of the time it brings −$20.0k to +$90.0k revenue over "
        "24 months.",
    ),
]


@pytest.mark.parametrize(("chance", "middle", "said"), SAID)
def test_the_sentence_names_the_better_plan_or_calls_both_level(
    chance: Chance, middle: tuple[float, float], said: str
) -> None:
    """The winner comes first with what it brings more; a gain inside the noise is level, not better."""
    assert sentences.answer(PAIR, chance, middle, "revenue over 24 months", MONEY) == said


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=50), st.floats(1, 1e6))
def test_dots_stand_near_their_values_and_none_upon_another(values: list[float], span: float) -> None:
    """Each dot is within half a column of its value, losses left of nothing, and no two share a place."""
    step = step_for(values, span)
    found = stacked(sorted(values), step)
    assert all(abs(x - value) <= step * 0.51 for x, value in zip(found.places, sorted(values), strict=True))
    assert len(set(zip(found.places, found.rows, strict=True))) == len(values)
    assert all(x < 0 for x, value in zip(found.places, sorted(values), strict=True) if value < -1e-6 * step)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9).filter(lambda shares: sum(shares) > 0.01))
def test_dots_of_the_levers_are_all_of_the_futures(shares: list[float]) -> None:
    """However the shares fall, 50 dots are drawn, each lever's within one of its share."""
    whole = np.array(shares) / sum(shares)
    names = ["conversion", "upsell", *(f"Channel {place}" for place in range(7))][: len(shares)]
    drawn = levers(names, whole, "this plan")
    assert len(drawn.datasets["dots"]["rank"]) == DOTS
    counts = np.bincount(drawn.datasets["dots"]["rank"], minlength=len(whole))
    assert np.abs(counts - np.sort(whole)[::-1] * DOTS).max() <= 1 + 1e-9


def test_what_is_said_of_the_best_split_beside_it_is_what_this_page_says() -> None:
    """Allocate says how sure it is from the same futures, in the same words; level is not better."""
    futures = certainty(START.question, named_plans(START)[1].plan, START.question.plan)
    assert beats_today_line(futures.chance) in html_of(opened("app.py", encode(START))).replace("&#x27;", "'")
    assert "in every future" in beats_today_line(futures.chance)
    assert "level with today's plan" in beats_today_line(Chance(0.5, 0.45, 0.05, 8192))
    assert beats_today_line(Chance(0, 0, 1, 8192)) == ""


@pytest.mark.parametrize("page", ["allocate", "diagnose"])
def test_a_page_does_not_wait_for_the_draws(page: str) -> None:
    """What draws futures takes long to import, so no module of these pages imports it before all else is drawn."""
    code = f"import sys, pages.{page}.page; print('scipy.stats' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_what_is_compared_is_what_differs() -> None:
    """A plan that was moved is held against today's first; without one, the best split is."""
    moved = START.replaced(type(START.scenario)("Plan A", NORTHWIND.business, PAIR.plan.plan))
    assert [each.name for each in named_plans(START)] == [TODAY, BEST]
    assert [(each.plan.name, each.than.name) for each in pairs_of(named_plans(moved))] == [
        (SHOWN, TODAY), (BEST, TODAY), (BEST, SHOWN)
    ]  # fmt: skip
    best = named_plans(START)[1].plan
    already = START.replaced(type(START.scenario)("Plan A", NORTHWIND.business, best))
    assert [each.name for each in named_plans(already)] == [TODAY, SHOWN]


def test_the_page_shows_the_answer_and_all_that_it_rests_on() -> None:
    """One sentence, dots that agree with it, all plans in the same futures, tornado, what to learn, levers, ranges."""
    test = opened("pages/Certainty.py", encode(START))
    assert not test.exception
    drawn = charts(test)
    assert drawn.keys() >= {"lead", "plans", "over_time", "tornado", "to_learn_anew", "levers", "ranges"}
    assert len(drawn["lead"]["datasets"]["dots"]["x"]) == DOTS
    assert len(drawn["plans"]["datasets"]["dots"]["x"]) == 2 * DOTS
    assert "The best split beats today's plan in every future" in html_of(test).replace("&#x27;", "'")
    assert all(chart["table"]["rows"] for chart in drawn.values())


def test_a_company_known_exactly_has_one_future() -> None:
    """With every fact known there is nothing to learn and no fact to show, and the page says so without an error."""
    known = START
    for each in ranges_of(NORTHWIND.business):
        if not each.is_shape:
            known = with_range(known, each.path, (each.likely, each.likely))
    test = opened("pages/Certainty.py", encode(known))
    assert not test.exception
    drawn = charts(test)
    assert len(set(drawn["lead"]["datasets"]["dots"]["x"])) == 1
    assert "ranges" not in drawn
    assert "to_learn" not in drawn


def test_a_range_that_is_typed_is_kept_in_the_link_for_all_who_rest_on_the_fact() -> None:
    """Low and high typed on the page become the fact's, in every scenario with these facts, and travel in the link."""
    test = opened("pages/Certainty.py", encode(duplicated(START)))
    choose(test, "wallet")
    test.text_input(key="typed range_high_wallet").input("2,600").run()
    assert not test.exception
    workspace = test.session_state["next_dollar"].workspace
    assert [ends_of(each.business, "wallet") for each in workspace.scenarios] == [(None, 2600.0)] * 2
    assert ends_of(decode(encode(workspace)).workspace.scenario.business, "wallet") == (None, 2600.0)
    test.button(key="range_default").click().run()
    assert ends_of(test.session_state["next_dollar"].workspace.scenario.business, "wallet") == (None, None)


def test_whoever_opens_the_link_sees_the_same_draws() -> None:
    """Other futures change what is drawn and not the facts; the link names them, and without them stays as short."""
    test = opened("pages/Certainty.py", encode(START))
    first = charts(test)["lead"]["datasets"]["dots"]["x"]
    test.button(key="other_draws").click().run()
    assert not test.exception
    workspace, other = test.session_state["next_dollar"].workspace, charts(test)["lead"]["datasets"]["dots"]["x"]
    assert workspace == replace(START, seed=1)
    assert other != first
    assert charts(opened("pages/Certainty.py", encode(workspace)))["lead"]["datasets"]["dots"]["x"] == other
    test.button(key="first_draws").click().run()
    assert encode(test.session_state["next_dollar"].workspace) == encode(START)
    assert "seed" not in encode(START)


def test_a_low_above_the_likely_value_is_refused_beside_its_field() -> None:
    """An end on the wrong side changes nothing, stays as typed, and says what is allowed."""
    test = opened("pages/Certainty.py", encode(START))
    choose(test, "wallet")
    test.text_input(key="typed range_low_wallet").input("3000").run()
    assert "Low: 3000 is out of range. Type $0 to $2,100." in html_of(test)
    assert test.session_state["next_dollar"].workspace.scenario.business == NORTHWIND.business


def test_a_range_leaves_value_and_origin_of_its_fact() -> None:
    """A guess given a range is still a guess for the same reason, and other scenarios' own facts stay as they are."""
    guessed = with_origin(NORTHWIND.business, "wallet", "guessed", source="vendors")
    two = duplicated(START.replaced(type(START.scenario)("Plan A", guessed, guessed.plan)))
    own = two.replaced(type(two.scenario)("Plan B", guessed.changed(churn=0.02), guessed.plan))
    after = with_range(own, "wallet", (2000.0, None))
    assert after.scenario.business.origin("wallet").source == "vendors"
    assert after.scenario.business.wallet == guessed.wallet
    assert after.scenarios[0] == own.scenarios[0]
