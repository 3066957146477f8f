"""What a verdict leans on, against companies that simply have the other fact."""

from __future__ import annotations

import pytest

from pages.diagnose.verdict import leaning_on
from simulator import simulate
from simulator.cases import Case, list_cases, load_case
from simulator.facts.business import Business
from simulator.facts.contradictions import contradictions
from simulator.facts.plan import Plan
from simulator.facts.sources import with_origin
from simulator.insight.diagnosis import diagnose
from simulator.insight.guesses import Leaning, leaning, tried, turns
from simulator.model.question import Question

GUESSED = ("win_rate_at_zero", "win_rate_at_double", "share_at_zero", "churn")


def guessing(business: Business) -> Business:
    """The company with some of its facts guessed."""
    for fact in GUESSED:
        business = with_origin(business, fact, "guessed", source="start")
    return business


@pytest.mark.parametrize("case", list_cases(), ids=lambda case: case.ref)
def test_a_guess_turns_the_verdict_just_where_a_company_with_that_fact_has_another(case: Case) -> None:
    """A guess turns the verdict where a company that states its low or high is told to do another thing."""
    business = guessing(case.business)
    found = leaning(Question.of(business))
    assert set(found.guesses) == set(GUESSED)
    named = diagnose(Question.of(case.business)).functions[:1]
    for fact in GUESSED:
        ends = tried(business, fact)
        assert ends[0] < getattr(business, fact) < ends[1]
        stated = [case.business.changed(**{fact: end}) for end in ends]
        turned = any(diagnose(Question.of(each)).functions[:1] != named for each in stated)
        assert (fact in found.turning) == turned


@pytest.mark.parametrize("case", list_cases(), ids=lambda case: case.ref)
def test_a_tick_stands_where_the_verdict_turns(case: Case) -> None:
    """On each side there is a tick just where the end turns the verdict; a step before it nothing has turned yet."""
    question = Question.of(guessing(case.business))
    named = diagnose(question).functions[:1]
    for fact in GUESSED:
        value = getattr(case.business, fact)
        for tick, end in zip(turns(question, fact), tried(question.business, fact), strict=True):
            turned = diagnose(Question.of(case.business.changed(**{fact: end}))).functions[:1] != named
            assert (tick is not None) == turned
            if tick is None:
                continue
            assert min(value, end) <= tick <= max(value, end)
            before = tick - 0.011 * (end - value)
            firsts = [diagnose(Question.of(case.business.changed(**{fact: at}))).functions[:1] for at in (before, tick)]
            assert firsts[0] == named != firsts[1]


def test_what_turns_is_seen_in_plain_simulations() -> None:
    """Sales and marketing both fall short; which is first turns with the guess as simulated money says."""
    stated = load_case("harbourlane.1").business
    business = guessing(stated)
    assert "win_rate_at_double" in leaning(Question.of(business)).turning
    firsts = {next_money(stated)}
    for end in tried(business, "win_rate_at_double"):
        changed = stated.changed(win_rate_at_double=end)
        firsts.add(next_money(changed))
        assert diagnose(Question.of(changed)).functions[0] == next_money(changed)
    assert firsts == {"prospecting", "conversion"}


def next_money(business: Business) -> str:
    """What ten more a month bring most on: sales or, at its best channel, marketing."""
    plan, found = business.plan, {}
    for place, lever in enumerate(business.levers[:-1]):
        amounts = [amount + (10.0 if each == place else 0.0) for each, amount in enumerate(plan.amounts)]
        found[lever] = simulate(business, Plan.of(business.levers, amounts)).total_revenue
    return "conversion" if max(found, key=lambda lever: found[lever]) == "conversion" else "prospecting"


def test_ranges_stay_where_the_facts_are_sound() -> None:
    """A low and high that are stated are tried; else the usual ones, cut where the other facts allow no more."""
    business = load_case("northwind.1").business
    own = with_origin(business, "win_rate_at_double", "guessed", (0.04, 0.05), source="start")
    assert tried(own, "win_rate_at_double") == (0.04, 0.05)
    for fact in GUESSED:
        for end in tried(guessing(business), fact):
            assert not contradictions(business, {fact: end})


def test_without_guesses_a_verdict_leans_on_none() -> None:
    """A company whose facts are all stated has nothing that could turn."""
    found = leaning(Question.of(load_case("northwind.1").business))
    assert found.guesses == ()
    assert found.holds


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Leaning((), ()), ""),
        (Leaning(("churn",), ()), "The verdict leans on 1 guess, which would not turn it at either end of its range."),
        (
            Leaning(("churn", "wallet", "share_new"), ()),
            "The verdict leans on 3 guesses; none of them alone would turn it at either end of its range.",
        ),
        (
            Leaning(("churn", "channels.Search ads.prospects"), ("churn", "channels.Search ads.prospects")),
            "The verdict leans on 2 guesses; it would turn within the range of churn and Search ads: Prospects.",
        ),
    ],
)
def test_diagnose_says_what_it_leans_on(found: Leaning, said: str) -> None:
    """How many guesses there are, and by name those with which the verdict would turn."""
    assert leaning_on(found) == said
