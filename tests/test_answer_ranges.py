"""What an owner says of how sure a figure is: read as it is typed, kept with the fact, and drawn from on Certainty."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.state.own import own_company
from pages.ui.text.amounts import Manner
from pages.ui.text.entry import count_entry, money_entry, percent_entry
from pages.ui.text.formats import money_format
from pages.ui.text.ranged_entry import RangedEntry
from pages.ui.text.ranges import ABOUT, WIDE, InUnit, Spread, Unknown, of_a_hundred, ranged
from pages.your_business.form import Form
from simulator.facts.sources import ends_of
from simulator.guided.answers import Answer, Answers
from simulator.guided.back import answers_of, fact_of
from simulator.guided.checks import contradictions_in, taking
from simulator.guided.company import company_from
from simulator.link.codec import decode, encode
from simulator.ranges.fact_range import ranges_of
from simulator.workspace.scenario import Workspace
from tests.answers import BAKER, any_answers, fitting
from tests.test_own_company import visit_with
from tests.test_pages import html_of, opened
from tests.test_your_business_page import SCRIPT, type_into, visit_of

PER_CENT = Manner(percent=True)
GERMAN = Manner(".", ",", ("€", "eur"), decimals=2)
AMERICAN = Manner(",", ".", ("$", "usd"), decimals=2)
SURE = replace(BAKER, wins=Answer(7.0, "people a month", 5.0, 10.0), leaving=Answer(6.0, "per cent a year", 3.0, 12.0))


@pytest.mark.parametrize(
    "text",
    [
        *("20-30 %", "20–30%", "20 — 30", "20 to 30", "20..30", "between 20 and 30 %", "from 20 to 30", "20 % - 30 %"),
        *("20 bis 30 Prozent", "zwischen 20 und 30", "von 20 bis 30", "entre 20 et 30", "entre 20 y 30", "20 a 30"),
        *("entre 20 e 30", "de 20 a 30 por cento", "20 até 30", "20 à 30", "about 20 to 30", "etwa 20-30"),
    ],
)
def test_two_ends_are_a_range_in_any_of_five_languages(text: str) -> None:
    """An owner says a range in words or with a dash; its middle is likely, and is known to be only that."""
    assert ranged(text, PER_CENT) == Spread(25.0, 20.0, 30.0, "middle")


@pytest.mark.parametrize("text", ["about 25, maybe 20 to 30", "25 (20-30)", "25; 20–30", "20-30, likely 25", "25 ± 5",
                                  "25 +/- 5", "25, zwischen 20 und 30", "etwa 25 (20 bis 30)"])  # fmt: skip
def test_a_likely_value_may_stand_beside_its_range(text: str) -> None:
    """Where the likely value is said too, it is that one and no middle."""
    assert ranged(text, PER_CENT) == Spread(25.0, 20.0, 30.0)


@pytest.mark.parametrize("text", ["about 25", "~25", "≈ 25 %", "ca. 25", "rund 25", "environ 25", "cerca de 25 %",
                                  "mais ou menos 25", "ungefähr 25", "25 or so"])  # fmt: skip
def test_about_so_much_is_a_range_of_its_own(text: str) -> None:
    """Who says about is less sure than who says a number, and gets wider ends."""
    found = ranged(text, PER_CENT)
    assert isinstance(found, Spread)
    assert (found.low, found.likely, found.high) == (25 * ABOUT[0], 25, 25 * ABOUT[1])
    assert found.assumed


@pytest.mark.parametrize(
    "text", ["?", "don't know", "weiß nicht", "keine Ahnung", "je ne sais pas", "no sé", "não sei"]
)
def test_not_knowing_is_an_answer(text: str) -> None:
    """It leaves the guess in place, and is no mistake."""
    assert ranged(text, PER_CENT) == Unknown()
    taken = RangedEntry.of(percent_entry("Win rate", 25.0, 0, 100, blank=True)).read(text)
    assert (taken.value, taken.refusal) == (None, "")


@pytest.mark.parametrize("text", ["25", "20 30", "20-30-40", "a-b", "-", "~", "to 30", "bis 30", "between 20", "20 -",
                                  "1-2-2026", "20 to many"])  # fmt: skip
def test_what_is_no_range_is_not_taken_for_one(text: str) -> None:
    """A plain number is left to the field, and what has no two ends stays refused."""
    assert ranged(text, PER_CENT) is None


@pytest.mark.parametrize("manner", [GERMAN, AMERICAN])
def test_both_ends_are_read_in_one_format(manner: Manner) -> None:
    """An end that could be read in two ways is read as the other one shows."""
    found = ranged("2.400,50 – 3.000", manner)
    assert isinstance(found, Spread)
    assert (found.low, found.high) == (2400.5, 3000.0)
    assert ranged("10-20k", manner) == Spread(15_000.0, 10_000.0, 20_000.0, "middle")
    relative = ranged("2000 ± 10 %", manner)
    assert isinstance(relative, Spread)
    assert (relative.low, relative.high) == (1800.0, 2200.0)


@given(st.floats(1, 1e6), st.floats(1.01, 1000))
def test_the_middle_is_by_ratio_where_ends_are_far_apart(low: float, times: float) -> None:
    """Of amounts of any size the likely one is as many times above the low as below the high end, to two digits."""
    low, high = float(f"{low:.6g}"), float(f"{low * times:.6g}")
    found = ranged(f"{low:.12f} to {high:.12f}", Manner(), by_ratio=True)
    assert isinstance(found, Spread)
    assert low <= found.likely <= high
    wide = high >= WIDE * low
    assert found.middle == ("middle by ratio" if wide else "middle")
    expected = (low * high) ** 0.5 if wide else (low + high) / 2
    assert found.likely == pytest.approx(expected, rel=0.05 if wide else 1e-9)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("30-20", "begins at 30\N{NO-BREAK SPACE}% and ends below it, at 20\N{NO-BREAK SPACE}%"),
        ("90 to 120", "its high end, 120\N{NO-BREAK SPACE}%, is out of range"),
        ("25, 30 to 40", "25\N{NO-BREAK SPACE}% is not within 30\N{NO-BREAK SPACE}% to 40\N{NO-BREAK SPACE}%"),
    ],
)
def test_ends_that_cannot_be_are_refused_by_name(text: str, said: str) -> None:
    """The message names the field, what was typed, which end is wrong, and what may be typed."""
    taken = RangedEntry.of(percent_entry("Win rate", None, 0, 100, blank=True)).read(text)
    assert taken.refusal.startswith(f"Win rate: “{text}”")
    assert said in taken.refusal
    assert taken.said is None


def test_about_keeps_to_what_the_field_allows() -> None:
    """About 90 % is no more than all: nobody typed the end that would be."""
    said = RangedEntry.of(percent_entry("Share", None, 0, 100, blank=True)).read("about 90 %").said
    assert said == Spread(90.0, 72.0, 100.0, assumed=True)


def test_a_spend_is_known_and_says_so() -> None:
    """A range of what is spent is taken at its likely value, and the field says that it counts as known."""
    money = money_format("EUR", "de_DE")
    taken = RangedEntry.of(money_entry("Spend", money, None, 0, 1e9, blank=True), known=True).read("2.000–3.000")
    assert (taken.value, taken.said) == (2500.0, None)
    assert "counts as known" in taken.note


def test_per_cent_is_taken_for_per_cent() -> None:
    """Typed into a question that is asked in people, it is no mistake: the question is asked in per cent then."""
    percent = RangedEntry.of(percent_entry("Wins", None, 0, 100, blank=True))
    people = RangedEntry.of(count_entry("Wins", None, 0, 1e7, blank=True), percent=percent, percent_unit="per cent")
    assert people.read("20–30 %").said == InUnit(Spread(25.0, 20.0, 30.0, "middle"), "per cent")
    assert people.read("25 %").said == InUnit(25.0, "per cent")
    assert people.read("20–30").said == Spread(25.0, 20.0, 30.0, "middle")
    assert of_a_hundred("25 Prozent")
    assert not of_a_hundred("25")


@given(any_answers())
def test_a_range_is_kept_with_its_fact_and_read_back(answers: Answers) -> None:
    """The ends of an answer go through the same sums as the answer, into a link, and back into the form."""
    business = company_from(fitting(answers))
    opened_again = decode(encode(Workspace.of(business))).workspace.scenario.business
    assert opened_again == business
    read = answers_of(business)
    for field in ("wins", "customers", "leaving", "share", "margin"):
        said, back = fitting(answers).answered(field), read.answered(field)
        if said is not None and back is not None:
            known = [end is not None for end in said.ends]
            assert [end is not None for end in back.ends] == known, field
            low, high = back.ends
            assert low is None or low <= back.value
            assert high is None or high >= back.value


def test_certainty_draws_from_what_was_said() -> None:
    """The range of a fact is the owner's, in the fact's own unit, and a plain number has the stated one."""
    business = company_from(SURE)
    found = {each.path: each for each in ranges_of(business)}
    rate = found["win_rate"]
    assert (rate.low, rate.likely, rate.high) == pytest.approx((5 / 28, 7 / 28, 10 / 28))
    churn = found["churn"]
    assert (churn.low, churn.high) == pytest.approx((1 - 0.97 ** (1 / 12), 1 - 0.88 ** (1 / 12)))
    assert rate.owned
    assert churn.owned
    assert not found["customers"].owned
    exact = company_from(replace(SURE, customers=Answer(60.0, "people", 60.0, 60.0)))
    assert not next(each for each in ranges_of(exact) if each.path == "customers").wide


def test_a_rate_that_stands_at_zero_keeps_its_range() -> None:
    """Where nothing is spent on selling, today's win rate is what stands at zero, and its range goes with it."""
    idle = replace(SURE, sales_spend=Answer(0.0, "money a month"))
    business = company_from(idle)
    assert ends_of(business, fact_of(business, "wins")) == pytest.approx((5 / 28, 10 / 28))
    assert answers_of(business).wins == Answer(25.0, "per cent", pytest.approx(500 / 28), pytest.approx(1000 / 28))


def test_steps_and_other_answers_leave_a_range() -> None:
    """Undo takes it away and redo brings it; another answer changes nothing of it; a channel has one of its own."""
    visit = visit_with(BAKER)
    before = visit.workspace
    visit.answer(SURE)
    sure = visit.workspace
    visit.undo()
    assert visit.workspace == before
    visit.redo()
    assert visit.workspace == sure
    leaflets = replace(SURE.channels[0], prospects_low=10.0, prospects_high=40.0)
    visit.answer(replace(SURE, margin=Answer(40.0, "per cent"), channels=(leaflets, SURE.channels[1])))
    business = visit.workspace.scenario.business
    assert ends_of(business, "win_rate") == ends_of(sure.scenario.business, "win_rate")
    assert ends_of(business, "channels.Leaflets.prospects") == (10.0, 40.0)


def test_another_likely_value_keeps_the_range_it_lies_in() -> None:
    """Typing another number within it corrects what is likely; one outside says that the range was wrong."""
    visit = visit_with(SURE)
    for typed, ends in ((8.0, (5.0, 10.0)), (12.0, (None, None))):
        Form(visit).take("wins", typed)
        assert Form(visit).answers.wins == Answer(typed, "people a month", *ends)
    Form(visit).take("wins", Spread(9.0, 8.0, 11.0))
    Form(visit).without_range("wins")
    assert Form(visit).answers.wins == Answer(9.0, "people a month")


def test_per_cent_typed_asks_in_per_cent() -> None:
    """The unit beside the question follows what was said, and the range is in it."""
    visit = visit_with(BAKER)
    Form(visit).take("wins", InUnit(Spread(25.0, 20.0, 30.0), "per cent"))
    assert Form(visit).unit("wins") == "per cent"
    assert Form(visit).answers.wins == Answer(25.0, "per cent", 20.0, 30.0)


def test_a_high_end_of_more_people_than_there_are_is_pointed_out() -> None:
    """It waits with its reason while the company stands, and the nearest sound end can be taken."""
    many = replace(BAKER, wins=Answer(7.0, "people a month", 5.0, 40.0))
    (found,) = contradictions_in(many)
    assert found.field == "wins.high"
    assert "28" in found.sentence
    assert "40" in found.sentence
    assert taking(many, found).wins == Answer(7.0, "people a month", 5.0, 28.0)
    visit = visit_with(BAKER)
    good = visit.workspace
    visit.answer(many)
    assert visit.workspace == good
    assert own_company(good) in visit.own.waiting


def test_the_page_says_what_it_understood() -> None:
    """A typed range is told beside its field, a plain number says what it counts as, and both are left by a reload."""
    test = opened(SCRIPT, encode(Workspace.of(company_from(BAKER))))
    type_into(test, "How many become customers?", "20–30 %")
    said = unescape(html_of(test)).replace("\N{NO-BREAK SPACE}", " ")
    assert "Likely 25 %, between 20 % and 30 %." in said
    assert "Counts as 54 to 66." in said
    business = visit_of(test).workspace.scenario.business
    assert ends_of(business, "win_rate") == (0.2, 0.3)
    again = opened(SCRIPT, encode(visit_of(test).workspace))
    assert "Likely 25 %, between 20 % and 30 %." in unescape(html_of(again)).replace("\N{NO-BREAK SPACE}", " ")
    type_into(test, "How many become customers?", "30-20")
    assert "ends below it" in html_of(test)
    assert visit_of(test).workspace.scenario.business == business


def test_among_all_facts_a_range_is_typed_too() -> None:
    """It is kept with its fact in one step; a range out of bounds is refused and its middle is not taken for it."""
    test = opened(SCRIPT, encode(Workspace.of(company_from(BAKER))))
    for group in ("customers", "money"):
        test.session_state[f"facts_{group}"] = True
    test.run()
    title = next(each.label for each in test.text_input if each.label.startswith("Gross margin"))
    type_into(test, title, "40 bis 60 %")
    visit = visit_of(test)
    business = visit.workspace.scenario.business
    assert business.gross_margin == 0.5
    assert ends_of(business, "gross_margin") == (0.4, 0.6)
    type_into(test, title, "40 bis 140 %")
    assert "its high end, 140" in html_of(test)
    assert visit_of(test).workspace.scenario.business == business
    visit.undo()
    assert ends_of(visit.workspace.scenario.business, "gross_margin") == (None, None)
