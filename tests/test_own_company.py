"""One's own company: from answers to facts and back, through links and steps, with nothing else of it lost."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.state.own import own_company
from pages.ui.state.session import Session
from simulator.cases import list_cases, load_case
from simulator.facts.sources import origins_of
from simulator.guided.alike import OF_A_KIND, company_like
from simulator.guided.answers import QUESTIONS, Answer, Answers, Ask, Row
from simulator.guided.back import FACTS, answered, answers_of
from simulator.guided.company import company_from
from simulator.guided.other_units import in_unit
from simulator.guided.rows import tidied
from simulator.link.codec import decode, encode
from simulator.workspace.scenario import Workspace
from tests.answers import BAKER, any_answers, fitting


def visit_with(answers: Answers) -> Session:
    """A visitor who opened an example and then answered of a company of one's own."""
    visit = Session(Workspace.of(load_case("northwind.1")))
    visit.answer(answers)
    return visit


@given(any_answers())
def test_form_company_link_and_back_are_equal(answers: Answers) -> None:
    """What a visitor answered is the same company, to the last digit and origin, when its link is opened."""
    business = company_from(fitting(answers))
    opened = decode(encode(Workspace.of(business)))
    assert not opened.adjustments
    assert opened.workspace.scenario.business == business


@given(any_answers())
def test_a_company_s_facts_are_answers_that_make_it(answers: Answers) -> None:
    """Where only the link is left, the answers read back from it fit, and give each stated fact again."""
    business = company_from(fitting(answers))
    read = answers_of(business)
    fit = fitting(read)  # Hours at what they cost may be more than may be typed as money.
    again = answers_of(company_from(fit))
    for ask in QUESTIONS[1:]:
        one, other = fit.answered(ask.field), again.answered(ask.field)
        assert (one is None) == (other is None), ask.field
        if one is not None and other is not None:
            assert other.unit == one.unit
            assert other.value == pytest.approx(one.value, rel=1e-6, abs=1e-9), ask.field
    assert [(row.spend, row.prospects) for row in again.channels] == [
        (row.spend, row.prospects) for row in fit.channels
    ]


@given(st.sampled_from(QUESTIONS[1:]), st.floats(0.01, 90), st.data())
def test_units_are_converted_exactly(ask: Ask, value: float, data: st.DataObject) -> None:
    """A number told in another unit and back is the same number."""
    unit, other = (data.draw(st.sampled_from(list(ask.units))) for _ in range(2))
    told = in_unit(BAKER, ask.field, value, unit, other)
    if told is not None:
        assert in_unit(BAKER, ask.field, told, other, unit) == pytest.approx(value, rel=1e-9)
    else:
        assert "once" in (unit, other) or value > 0.99 * 60


def test_six_per_cent_a_year_in_every_unit() -> None:
    """The figures an owner would check: 6 % a year is 0.514 % a month, and of 60 customers 3.6 a year."""
    told = [in_unit(BAKER, "leaving", 6.0, "per cent a year", unit) for unit in QUESTIONS[5].units]
    assert told == pytest.approx([0.3085808, 3.6, 0.5143013, 6.0], rel=1e-6)
    assert in_unit(BAKER, "wins", 7.0, "people a month", "per cent") == 25.0
    assert in_unit(BAKER, "paid", 1200.0, "a year", "once") is None


def test_another_answer_leaves_all_other_facts() -> None:
    """Facts the ten questions do not ask for stay as they were entered, and so does a channel's name for its facts."""
    before = company_from(BAKER)
    entered = before.changed(
        discount_rate=0.2,
        acceptable_win_rate=0.5,
        channels=(before.channels[0].changed(carryover=0.3), before.channels[1]),
    )
    after = replace(
        BAKER,
        wins=Answer(8.0, "people a month"),
        channels=(replace(BAKER.channels[0], name="Flyers"), BAKER.channels[1]),
    )
    changed = answered(entered, BAKER, after)
    assert (changed.discount_rate, changed.acceptable_win_rate, changed.win_rate) == (0.2, 0.5, 8 / 28)
    assert (changed.channels[0].name, changed.channels[0].carryover) == ("Flyers", 0.3)


def test_what_was_guessed_is_stated_once_it_is_said() -> None:
    """A figure that happens to be the guess is stated when its owner types it, and a guess again when it is cleared."""
    visit = visit_with(BAKER)
    assert visit.workspace.scenario.business.origin("gross_margin").kind == "guessed"
    visit.answer(replace(BAKER, margin=Answer(50.0, "per cent")))
    assert visit.workspace.scenario.business.origin("gross_margin").kind == "stated"
    visit.answer(BAKER)
    assert visit.workspace.scenario.business.origin("gross_margin").kind == "guessed"


@pytest.mark.parametrize("case", [case.ref for case in list_cases()])
def test_an_example_never_mixes_with_one_s_own(case: str) -> None:
    """The company is the same whichever example was on show when its owner began."""
    visit = Session(Workspace.of(load_case(case)))
    visit.answer(BAKER)
    assert visit.workspace.case is None
    assert visit.workspace.scenario.business == company_from(BAKER)
    visit.undo()
    assert visit.workspace == Workspace.of(load_case(case))


def test_steps_bring_the_answers_as_they_were_typed() -> None:
    """Undo and redo go through what was answered, each with the unit it was typed in."""
    visit = visit_with(BAKER)
    visit.answer(replace(BAKER, leaving=Answer(4.0, "people a year")))
    visit.undo()
    base = own_company(visit.workspace)
    assert visit.own.answers(base, Answers()) == BAKER
    visit.redo()
    assert visit.own.answers(own_company(visit.workspace), Answers()).leaving == Answer(4.0, "people a year")


def test_what_does_not_fit_waits_while_the_last_good_company_stays() -> None:
    """More winners than enquiries: the company stands, nothing typed is lost, and with more enquiries all fits."""
    visit = visit_with(BAKER)
    good = visit.workspace
    many = replace(BAKER, wins=Answer(40.0, "people a month"))
    visit.answer(many)
    assert visit.workspace == good
    assert visit.own.answers(own_company(good), Answers()) == many
    more = replace(many, channels=(Row("Leaflets", 300.0, 200.0), Row("Word of mouth", 0.0, 8.0)))
    visit.answer(more)
    assert visit.workspace.scenario.business == company_from(more)
    assert not visit.own.waiting


def test_a_company_stays_to_come_back_to_as_it_was_left() -> None:
    """Its plan, a change of its name and its range are there after an example, and it is one company all the time."""
    visit = visit_with(BAKER)
    visit.answer(replace(BAKER, name="Bakery at the corner", wins=Answer(7.0, "people a month", 6.0, 9.0)))
    visit.set_lever("conversion", 1200.0)
    left = visit.workspace
    visit.open_case("northwind.1")
    assert visit.own.at is None
    ((number, kept),) = visit.own.companies.items()
    assert kept == left
    visit.open_own(number)
    assert visit.workspace == left == decode(encode(left)).workspace
    visit.undo()
    assert visit.workspace.case == "northwind.1"


def test_each_company_of_one_s_own_stays_apart() -> None:
    """A second one, begun beside an example or opened from a file, takes no other's place, whatever it is called."""
    visit = visit_with(BAKER)
    first = visit.workspace
    visit.open_case("northwind.1")
    visit.answer(replace(BAKER, margin=Answer(20.0, "per cent")))
    second = visit.workspace
    visit.open_workspace(Workspace.of(load_case("olist.1").business))
    assert list(visit.own.companies.values()) == [first, second, visit.workspace]
    visit.open_own(1)
    assert visit.workspace == first
    visit.answer(replace(BAKER, margin=Answer(30.0, "per cent")))
    assert visit.own.companies[1] == visit.workspace
    assert list(visit.own.companies.values())[1:] == [second, Workspace.of(load_case("olist.1").business)]


def test_a_plan_made_meanwhile_stays() -> None:
    """A lever that was moved keeps its amount when another fact is answered; the others are today's."""
    visit = visit_with(BAKER)
    visit.set_lever("conversion", 1200.0)
    moved = visit.plan
    visit.answer(replace(BAKER, margin=Answer(35.0, "per cent")))
    assert visit.plan == moved
    visit.reset()
    visit.answer(replace(BAKER, sales_spend=Answer(18000.0, "money a year")))
    assert visit.plan == visit.workspace.scenario.business.plan


def test_the_way_back_to_one_s_own() -> None:
    """After a look at an example the own company is there with its plan; before there is one nothing is opened."""
    visit = Session(Workspace.of(load_case("northwind.1")))
    visit.open_own()
    assert visit.workspace.case == "northwind.1"
    visit.answer(BAKER)
    mine = visit.workspace
    visit.open_case("olist.1")
    visit.open_own()
    assert visit.workspace == mine


@pytest.mark.parametrize("case", [case.id for case in list_cases()])
def test_a_company_like_yours_fills_only_what_is_open(case: str) -> None:
    """What was stated stays, what was open is a guess that names the example, and no money or people come with it."""
    example = load_case(case).business
    before = company_from(BAKER)
    alike = company_like(before, BAKER, example, example.name)
    said = origins_of(before)
    for fact in FACTS.values():
        if fact not in said and fact != "wallet":
            assert getattr(alike, fact) == getattr(before, fact)
    for field in OF_A_KIND:
        if BAKER.answered(field) is None:
            origin = alike.origin(FACTS[field])
            assert origin.kind == "guessed"
            assert example.name in origin.source
    assert alike.gross_margin == pytest.approx(example.gross_margin, rel=1e-12)
    assert tidied(answers_of(alike)).margin is None
    assert math.isfinite(alike.plan.total)
