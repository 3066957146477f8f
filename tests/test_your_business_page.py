"""The Your business page on any company: no traceback, nothing that is not so, and nothing typed lost."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from streamlit.testing.v1 import AppTest

from pages.ui.state.session import KEY, Session
from pages.ui.text.labels import label
from simulator.cases import load_case
from simulator.facts.business import Business
from simulator.facts.sources import counted, origin_of
from simulator.guided.answers import Answer, Answers, Row
from simulator.guided.checks import contradictions_in
from simulator.guided.company import company_from
from simulator.link.codec import encode
from simulator.workspace.operations import duplicated, renamed
from simulator.workspace.scenario import Workspace
from tests.answers import BAKER, any_answers, fitting
from tests.strategies import businesses
from tests.test_guesses import guessing
from tests.test_pages import html_of, opened

SCRIPT = "pages/Your_business.py"
FEW = settings(max_examples=30, suppress_health_check=[*HealthCheck], deadline=None)


def answer_of(test: AppTest) -> str:
    """Return the sentence at the top."""
    found = re.search(r'<h1 class="answer">(.*?)</h1>', html_of(test))
    assert found
    return unescape(found[1])


def type_into(test: AppTest, title: str, text: str) -> None:
    next(each for each in test.text_input if each.label.replace("\\", "") == title).set_value(text)
    test.run()
    assert not test.exception


def visit_of(test: AppTest) -> Session:
    found: Session = test.session_state[KEY]
    return found


@FEW
@given(any_answers())
def test_any_answered_company_has_its_page(answers: Answers) -> None:
    """A company of any answers opens from its link, says a verdict, and counts its guesses as its facts do."""
    business = company_from(fitting(answers))
    test = opened(SCRIPT, encode(Workspace.of(business)))
    assert not test.exception
    guesses = counted(business)["guessed"]
    assert f"{guesses} guess" in answer_of(test) or (not guesses and "none of it is a guess" in answer_of(test))
    assert not re.search(r"\bnan\b|\binf\b", html_of(test))


@FEW
@given(businesses())
def test_any_company_has_its_page(business: object) -> None:
    """So does any other company, whatever facts and shapes of curves it has; opening it changes nothing."""
    workspace = Workspace.of(business)  # type: ignore[arg-type]
    test = opened(SCRIPT, encode(workspace))
    assert not test.exception
    assert visit_of(test).workspace == workspace


def test_an_example_on_show_is_not_one_s_own() -> None:
    """With an example on show every field is empty and the verdict is nobody's; the example stays as it is."""
    test = opened(SCRIPT, encode(Workspace.of(load_case("northwind.1"))))
    assert "Ten questions" in answer_of(test)
    assert {each.value for each in test.text_input} == {""}
    assert visit_of(test).workspace == Workspace.of(load_case("northwind.1"))


@pytest.mark.parametrize("name", ["![x](http://127.0.0.1/x.png)", "**b** :material/home:", "R&D <b>"])
def test_the_way_back_calls_the_company_by_its_name(name: str) -> None:
    """With an example on show a button leads back to one's own company, whose name is no Markdown and no HTML."""
    test = opened(SCRIPT, encode(Workspace.of(company_from(replace(BAKER, name=name)))))
    visit_of(test).open_case("northwind.1")
    test.run()
    assert test.button(key="back_to_own").label == label(f"Back to {name}")
    test.button(key="back_to_own").click().run()
    assert visit_of(test).workspace.scenario.business.name == name


@pytest.mark.parametrize("name", ["![x](http://127.0.0.1/x.png)", "**b**", "$1 and $2"])
def test_scenarios_are_chosen_between_by_their_names(name: str) -> None:
    """Whose facts change is asked with a scenario's name as it stands, and nothing of it is Markdown."""
    both = duplicated(Workspace.of(company_from(BAKER)))
    test = opened(SCRIPT, encode(renamed(both, both.current, name)))
    assert test.radio(key="facts_whose").options[0] == label(f"For {name} alone")


def guesses_in(test: AppTest) -> list[str]:
    """The buttons that confirm a guess."""
    return [each.key for each in test.button if each.key and each.key.startswith("right_")]


def numbers_in(business: Business) -> dict[str, float]:
    """All facts that are numbers, by path."""
    owners = {"": business, **{f"channels.{each.name}.": each for each in business.channels}}
    return {
        f"{stem}{fact}": value
        for stem, owner in owners.items()
        for fact, value in vars(owner).items()
        if isinstance(value, float)
    }


@pytest.mark.parametrize("company", [company_from(BAKER), guessing(load_case("harbourlane.1").business)])
def test_a_guess_becomes_the_owners_word_in_one_press(company: Business) -> None:
    """A guess is then stated as its field shows it; all other facts stay as they are, and undo takes it back."""
    test = opened(SCRIPT, encode(Workspace.of(company)))
    assert len(guesses_in(test)) >= 4
    while keys := guesses_in(test):
        before = visit_of(test).workspace
        test.button(key=keys[0]).click().run()
        assert not test.exception
        assert keys[0] not in guesses_in(test)
        after = visit_of(test).workspace
        assert counted(after.scenario.business)["guessed"] < counted(before.scenario.business)["guessed"]
        was, now = before.scenario.business, after.scenario.business
        for path, value in numbers_in(now).items():
            if origin_of(now, path) != origin_of(was, path):
                assert (origin_of(was, path).kind, origin_of(now, path).kind) == ("guessed", "stated")
                assert value == pytest.approx(numbers_in(was)[path], rel=5e-3)
            else:
                assert value == numbers_in(was)[path]
        assert not contradictions_in(visit_of(test).own.told(after.scenario.business))
        visit_of(test).undo()
        assert visit_of(test).workspace == before
        visit_of(test).redo()


def test_a_guess_is_confirmed_in_the_form_of_all_facts_as_it_stands() -> None:
    """There too one press makes it stated, at the very value; a fact that was stated has no such button."""
    start = Workspace.of(company_from(BAKER))
    test = opened(SCRIPT, encode(start))
    test.session_state["facts_money"] = True
    test.run()
    assert "right_form_first_order" not in guesses_in(test)
    test.button(key="right_form_gross_margin").click().run()
    business = visit_of(test).workspace.scenario.business
    assert business.origin("gross_margin").kind == "stated"
    assert "right_form_gross_margin" not in guesses_in(test)
    visit_of(test).undo()
    assert visit_of(test).workspace == start


def test_company_and_channels_are_named_in_the_form_of_all_facts() -> None:
    """Names are changed there, channels added and taken out, for one scenario or all, each as one step."""
    both = duplicated(Workspace.of(company_from(BAKER)))
    test = opened(SCRIPT, encode(both))
    test.session_state["facts_names"] = True
    test.run()
    type_into(test, "Name of the company", "Elm Bakers")
    assert {each.business.name for each in visit_of(test).workspace.scenarios} == {"Elm Bakers"}
    type_into(test, "Name of Leaflets", "Flyers")
    assert channels_of(test) == [["Leaflets", "Word of mouth"], ["Flyers", "Word of mouth"]]
    type_into(test, "Name of Flyers", "Sales team")
    assert "a name of its own" in html_of(test)
    visit_of(test).undo()
    test.radio(key="facts_whose").set_value("all scenarios").run()
    type_into(test, "Name of Leaflets", "Cards")
    assert channels_of(test) == [["Cards", "Word of mouth"]] * 2
    test.button(key="take_out_Word of mouth").click().run()
    assert channels_of(test) == [["Cards"]] * 2
    test.button(key="take_out_Cards").click().run()
    assert "one channel is needed at least" in html_of(test)
    type_into(test, "Name", "Fairs")
    test.radio(key="new_kind").set_value("free").run()
    type_into(test, "Prospects a month", "5")
    test.button(key="add_channel").click().run()
    assert channels_of(test) == [["Cards", "Fairs"]] * 2


def channels_of(test: AppTest) -> list[list[str]]:
    """The channels of each scenario."""
    return [[each.name for each in one.business.channels] for one in visit_of(test).workspace.scenarios]


def test_one_figure_makes_a_company_of_guesses() -> None:
    """From the first figure on there is a verdict, which says how many guesses it leans on."""
    test = opened(SCRIPT)
    type_into(test, "You spend: channel 1", "3200")
    assert re.search(r"leans on \d+ guesses", answer_of(test))
    assert visit_of(test).workspace.case is None
    assert visit_of(test).workspace.scenario.business.channels[0].name == "Channel 1"


def test_a_number_typed_before_its_unit_was_chosen_can_keep_its_digits() -> None:
    """Another unit shows the same answer and says how it was said; one press lets the number count in that unit."""
    test = opened(SCRIPT, encode(Workspace.of(company_from(BAKER))))
    type_into(test, "What does one customer pay you?", "13333")
    unit = next(each for each in test.selectbox if each.label == "Unit of: paid")
    unit.select("a year").run()
    assert "You said" in html_of(test)
    assert [round(answer.value) for answer in [visit_of(test).own.told(business_of(test)).paid] if answer] == [13333]
    test.button(key="right_unit_paid").click().run()
    assert not test.exception
    paid = visit_of(test).own.told(business_of(test)).paid
    assert paid is not None
    assert (paid.value, paid.unit) == (13333, "a year")
    assert "You said" not in html_of(test)
    head = next(each for each in test.selectbox if each.label == "Unit of: You spend")
    spent = business_of(test).channels[0].spend
    head.select("money a year").run()
    assert business_of(test).channels[0].spend == spent
    test.button(key="right_unit_spend").click().run()
    assert business_of(test).channels[0].spend == pytest.approx(spent / 12)


def test_sentences_write_numbers_as_the_page_does() -> None:
    """What an answer means, and what cannot be, are told in the separators of the fields, not in English ones."""
    test = opened(SCRIPT, f"{encode(Workspace.of(company_from(BAKER)))}&numbers=de")
    type_into(test, "What does one customer pay you?", "13.333")
    next(each for each in test.selectbox if each.label == "Unit of: paid").select("a year").run()
    test.button(key="right_unit_paid").click().run()
    assert "That is 1.111,08" in html_of(test)
    type_into(test, "Enquiries: Leaflets", "2,5")
    type_into(test, "Enquiries from Leaflets, if you stopped", "25")
    assert "more than today's 2,5" in unescape(html_of(test))


def business_of(test: AppTest) -> Business:
    """Return the company on the page."""
    return visit_of(test).workspace.scenario.business


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("How many leave?", "a few", "“a few” is not a number"),
        ("How many leave?", "140", "out of range"),
        ("What does selling to them cost?", "five", "is not an amount"),
        ("Name of channel 1", "Sales team", "a name of its own"),
        ("Enquiries from Leaflets, if you stopped", "25", "could not be more than today"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(title: str, text: str, reason: str) -> None:
    """The text stays, the reason stands there, and the company is what it was."""
    workspace = Workspace.of(company_from(BAKER))
    test = opened(SCRIPT, encode(workspace))
    type_into(test, title, text)
    assert reason in unescape(html_of(test))
    assert visit_of(test).workspace == workspace
    field = next(each for each in test.text_input if each.label.replace("\\", "") == title)
    assert text in field.value


def test_judged_points_are_stated_and_can_be_guessed_again() -> None:
    """The owner's word on a curve is a stated fact; cleared, it is our guess again."""
    test = opened(SCRIPT, encode(Workspace.of(company_from(BAKER))))
    type_into(test, "Enquiries from Leaflets, if you doubled it", "27")
    channel = visit_of(test).workspace.scenario.business.channels[0]
    assert (channel.prospects_at_double, channel.origin("prospects_at_double").kind) == (27, "stated")
    type_into(test, "Enquiries from Leaflets, if you doubled it", "")
    channel = visit_of(test).workspace.scenario.business.channels[0]
    assert channel.origin("prospects_at_double").kind == "guessed"


def test_a_currency_changes_how_money_is_written_and_nothing_else() -> None:
    """The same figures in another currency are the same company but for its name."""
    test = opened(SCRIPT, encode(Workspace.of(company_from(BAKER))))
    next(each for each in test.selectbox if each.label == "Currency").set_value("EUR")
    test.run()
    assert visit_of(test).workspace.scenario.business == company_from(replace(BAKER, currency="EUR"))


def test_the_nearest_curve_is_that_of_the_table_as_it_stands() -> None:
    """Taken in the moment the table was pasted over, the nearest curve is the one nearest to what was pasted."""
    efforts, levelling, bending = (0, 50, 100, 150, 200), (5, 20, 30, 35, 38), (5, 7, 30, 44, 47)
    first, second = (
        "\n".join(f"{effort} %\t{rate} %" for effort, rate in zip(efforts, rates, strict=True))
        for rates in (levelling, bending)
    )
    taken = []
    for drawn_between in (True, False):
        test = opened(SCRIPT, encode(Workspace.of(company_from(BAKER))))
        test.session_state["facts_conversion"] = True
        test.run()
        test.toggle(key="judge_form_win_rate").set_value(True)
        test.run()
        test.text_area(key="table_form_win_rate").set_value(first)
        test.run()
        test.text_area(key="table_form_win_rate").set_value(second)
        if drawn_between:
            test.run()
        next(each for each in test.button if each.label == "Take the nearest curve").click()
        test.run()
        taken.append(visit_of(test).workspace.scenario.business)
    assert taken[0] == taken[1]
    assert taken[0].win_rate_curve == "adbudg"


def test_without_money_there_is_no_verdict_yet() -> None:
    """A company read from a file says no spend: what holds it back cannot be told, and nothing is called the best."""
    rows = (Row("Fairs", prospects=20.0),)
    company = company_from(Answers(name="Moss", channels=rows, wins=Answer(30, "per cent")))
    assert not company.plan.total
    test = opened(SCRIPT, encode(Workspace.of(company)))
    assert "nothing to split: say what Moss spends" in answer_of(test)
    assert "No other split" not in html_of(test)
