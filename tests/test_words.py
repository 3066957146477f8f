"""The sentences: what moved, what it brings, who gave."""

from __future__ import annotations

import pytest

from pages.allocate.best import bindings
from pages.room.words import among
from pages.ui.figures import figures_of
from pages.ui.text.formats import money_format
from pages.ui.text.limits import to_unlock, total_refused
from pages.ui.text.words import effect, gave_note, listed, moved
from simulator.cases import load_case
from simulator.facts.limits import SpendLimit
from simulator.facts.plan import Plan
from simulator.optimise.recommendation import recommend
from simulator.workspace.scenario import Workspace

USD = money_format("USD")


def plan(search: float, fairs: float, sales: float, care: float) -> Plan:
    """Return a plan with two channels."""
    return Plan(prospecting={"Search": search, "Fairs": fairs}, conversion=sales, upsell=care)


TODAY = plan(4000, 2000, 7000, 2000)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (plan(2500, 2000, 8500, 2000), "Moving $1,500 a month from Search to the sales team"),
        (plan(3000, 1500, 8500, 2000), "Moving $1,500 a month to the sales team"),
        (plan(2500, 2000, 8000, 2500), "Moving $1,500 a month out of Search"),
        (plan(3000, 1500, 8000, 2500), "Moving $1,500 a month, mostly from Search to the sales team,"),
        (plan(4000, 2000, 8000, 2500), "Spending $1,500 a month more on the sales team and account care"),
        (plan(4000, 1000, 7000, 2000), "Saving $1,000 a month on Fairs"),
        (plan(3000, 2000, 9000, 2000), "Moving $1,000 a month from Search to the sales team and spending $1,000 more"),
    ],
)
def test_moved(new: Plan, said: str) -> None:
    """The change of plan is said with its amount, its giver and its taker."""
    assert moved(TODAY, new, USD) == said


def test_effect() -> None:
    """What a plan brings is said with amount, measure, horizon and share; nothing is said to be nothing."""
    assert effect(2.66e6, 2.35e6, "revenue", 24, USD) == "brings about $310k more revenue over 24 months (+13\u00a0%)"
    less = effect(9e5, 1e6, "gross_profit", 12, USD)
    assert less == "brings about $100k less gross profit over 12 months (−10\u00a0%)"
    assert effect(1e6, 1e6, "revenue", 24, USD) == "makes no difference to revenue over 24 months"
    assert effect(1e5, 0.0, "revenue", 24, USD) == "brings about $100k more revenue over 24 months"


def test_gave_note() -> None:
    """Givers are named with what they gave, and a move cut short is said to be."""
    assert gave_note({"Search": 1500.0}, None, USD) == "Search gave $1,500."
    assert gave_note({"Search": 500.0, "upsell": 100.0}, None, USD) == "Search gave $500 and Account care gave $100."
    assert gave_note({"conversion": -200.0}, None, USD) == "Sales team got $200."
    assert gave_note({}, "upsell", USD) == "Account care went as far as the unlocked levers allow."


def test_the_limit_that_stops_a_move_is_named() -> None:
    """The note says which limit a lever stands at, or whose limit leaves it no room."""
    own = gave_note({"Search": 500.0}, "upsell", USD, {"upsell": ("most", 3000.0)})
    assert own == "Search gave $500. Account care is at its most of $3,000."
    others = gave_note({}, "upsell", USD, {"Search": ("least", 10.0), "conversion": ("least", 20.0)})
    assert others == (
        "Account care went as far as it can: Search is at its least of $10 and Sales team is at its least of $20."
    )


def test_a_refused_total_names_what_is_in_the_way() -> None:
    """Locked levers and limits are named with their amounts, and the nearest total that can be."""
    plan = Plan(prospecting={"Search": 100}, conversion=200, upsell=300)
    limits = (SpendLimit("upsell", least=50, most=400),)
    said = total_refused(plan, 120, {"Search"}, limits, (150, 1e13), USD)
    assert said == (
        "The total cannot be $120: Search is locked at $100 and Account care needs at least $50. "
        "$150 is the least it can be."
    )
    said = total_refused(plan, 900, {"Search", "conversion"}, limits, (350, 700), USD)
    assert said.endswith("Account care may get $400. $700 is the most it can be.")
    said = total_refused(plan, 900, set(plan.levers), (), (600, 600), USD)
    assert said.startswith("The total cannot be $900: Search, Sales team and Account care are locked at $600 together.")


def test_the_lock_that_matters_is_offered_alone() -> None:
    """Where one lock costs nearly all it is the one to let go; else all are."""
    assert to_unlock({"Search": 95.0, "upsell": 1.0}, 100.0) == ("Search",)
    assert to_unlock({"Search": 50.0, "upsell": 1.0}, 100.0) == ("Search", "upsell")
    assert to_unlock({"Search": 0.0}, 0.0) == ("Search",)
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_a_rank_among_few_is_said_as_people_say_it() -> None:
    """Nobody is one of "0 of the other 1"."""
    said = [among(0, 0), among(0, 1), among(1, 1), among(0, 5), among(1, 5), among(3, 5), among(5, 5)]
    assert said == [
        "", "; the other one does as well or better", "; the other one does worse", "; none of the other 5 does worse",
        "; 1 of the other 5 does worse", "; 3 of the other 5 do worse", "; all of the other 5 do worse",
    ]  # fmt: skip


def test_levers_that_get_nothing_are_named_together() -> None:
    """One sentence for all of them: the same said once for each of five channels reads like a fault."""
    case = Workspace.of(load_case("olist.1"))
    figures, advice = figures_of(case), recommend(case.question)
    said = " ".join(bindings(advice.optimum.binding, figures))
    assert said.count("even their first") == 1
    assert "Social" in said
    assert " and Other get nothing" in said
