"""Diagnose and Channels: every company gets a sensible page, cold from a link, and what one tries can be undone."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from pages.diagnose import verdict, words
from pages.ui.state.session import KEY
from pages.ui.text.formats import money_format
from pages.ui.text.returns import Returns
from simulator import Business, Channel, list_cases, load_case
from simulator.cases import Case
from simulator.facts.measures import METRICS, Metric
from simulator.insight.break_even import break_even
from simulator.insight.dangers import dangers
from simulator.insight.diagnosis import diagnose, other_measures
from simulator.insight.opportunities import opportunities
from simulator.link.codec import decode, encode, encode_params
from simulator.model.question import Question
from simulator.optimise.rebalance import move
from simulator.workspace.operations import put_beside
from simulator.workspace.scenario import Scenario, Workspace
from tests.browser import ROOT
from tests.strategies import businesses

NORTHWIND = load_case("northwind").business
DRY = Channel(name="Door to door", spend=0, prospects=0, prospects_at_zero=0, curve="flat")
PAGES = ("Diagnose", "Channels")
small = businesses().filter(lambda business: len(business.channels) <= 3)


def no_spend(channel: Channel) -> Channel:
    idle: Channel = channel.changed(spend=0, reference_spend=channel.spend)
    return idle


ODD: dict[str, Business] = {
    "no prospects": NORTHWIND.changed(channels=(DRY,)),
    "no prospects, levels stated": NORTHWIND.changed(
        channels=(DRY,), acceptable_prospects=50, acceptable_win_rate=0.1, acceptable_share=0.9
    ),
    "no customers": NORTHWIND.changed(customers=0),
    "nobody at all": NORTHWIND.changed(customers=0, channels=(DRY,)),
    "one channel": NORTHWIND.changed(channels=NORTHWIND.channels[:1]),
    "no budget": NORTHWIND.changed(
        channels=tuple(no_spend(channel) for channel in NORTHWIND.channels), conversion_spend=0,
        conversion_reference_spend=5000, upsell_spend=0, upsell_reference_spend=2500,
    ),
    "losing money": NORTHWIND.changed(fixed_cost=1e6),
    "no margin": NORTHWIND.changed(gross_margin=0, wallet=0),
    "churn curve": NORTHWIND.changed(churn_at_zero=0.04, churn_at_double=0.025),
    "odd names": NORTHWIND.changed(name="<b>Bold</b> & Söhne", channels=(
        NORTHWIND.channels[0].changed(name="Ads *and* $x$ <i>more</i> to forty"),
    )),
}  # fmt: skip


def run(page: str, business: Business | Case | Workspace, **changes: str) -> AppTest:
    """The page as it opens cold from the company's link."""
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).switch_page(f"pages/{page}.py")
    workspace = business if isinstance(business, Workspace) else Workspace.of(business)
    for key, value in (encode_params(workspace) | {key: [text] for key, text in changes.items()}).items():
        test.query_params[key] = value
    return test.run()


def said(test: AppTest) -> str:
    """All HTML on the page."""
    return " ".join(str(block.proto.body) for block in test.get("html"))


def read(test: AppTest) -> str:
    """All HTML on the page as it is read: without its marks, every space a space."""
    return unescape(re.sub("<[^>]*>", "", said(test))).replace("\u00a0", " ")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("case", list_cases(), ids=lambda case: case.id)
def test_each_case_opens_cold(page: str, case: Case) -> None:
    """Both pages show every stock case from its link alone, with one answer and no exception."""
    test = run(page, case)
    assert not test.exception
    assert said(test).count('class="answer"') == 1
    assert "nan" not in re.sub("<[^>]*>", " ", said(test)).casefold().split()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ODD)
def test_odd_companies_get_a_page(page: str, name: str) -> None:
    """Zero prospects, zero customers, one channel, zero budget and the like give a sensible page."""
    test = run(page, ODD[name])
    assert not test.exception
    assert said(test).count('class="answer"') == 1
    assert not re.search(r"\b(nan|inf|None)\b", re.sub("<[^>]*>", " ", said(test)))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("metric", ["gross_profit", "customer_equity"])
def test_other_measures(page: str, metric: str) -> None:
    """The pages answer in the chosen measure and horizon."""
    assert not run(page, load_case("brightwater"), metric=metric, months="12").exception


def test_acceptable_level_changes_the_verdict_and_is_undone() -> None:
    """A stated level takes effect at once; a blank one is the reference again."""
    test = run("Diagnose", load_case("northwind"))
    assert "Sales is what holds" in said(test)
    field = next(each for each in test.text_input if each.label.startswith("Prospects, a month"))
    field.set_value("400").run()
    assert "needs both" in said(test)
    next(each for each in test.button if each.key == "undo").click().run()
    assert "Sales is what holds" in said(test)


def test_stated_low_value_makes_the_danger() -> None:
    """A stated lowest win rate takes the place of the assumed one."""
    test = run("Diagnose", load_case("northwind"))
    assert "3.0\u00a0% today → 2.3\u00a0%; a quarter worse, assumed to rank sizes" in said(test)
    next(each for each in test.text_input if each.label == "Lowest win rate, %").set_value("1.5").run()
    assert "3.0\u00a0% today → 1.5\u00a0%; a new split" in said(test)


def button(test: AppTest, key: str) -> Button:
    """The button of that key."""
    return next(each for each in test.button if each.key == key)


def workspace_of(test: AppTest) -> Workspace:
    """What the visitor is working on."""
    workspace: Workspace = test.session_state[KEY].workspace
    return workspace


def test_a_question_tries_its_fact_beside_the_plan() -> None:
    """A better win rate says what it would bring, then becomes a scenario of its own; the facts on show stay."""
    test = run("Diagnose", load_case("northwind"))
    button(test, "try_win_rate").click().run()
    assert "Type another value to try." in said(test)
    assert len(workspace_of(test).scenarios) == 1
    next(each for each in test.text_input if each.label == "Try a win rate, %").set_value("4").run()
    assert "more revenue over 24 months" in said(test)
    assert workspace_of(test).scenarios == Workspace.of(NORTHWIND).scenarios
    button(test, "try_win_rate").click().run()
    assert not test.exception
    own, tried = workspace_of(test).scenarios
    assert (own.business, workspace_of(test).current) == (NORTHWIND, 0)
    assert (tried.name, tried.business.win_rate) == ("If the win rate were 4 %", 0.04)
    assert "“If the win rate were 4 %” brings" in said(test)


def test_impossible_fact_is_refused_beside_its_field() -> None:
    """A win rate above what the channels allow changes nothing, stays as typed and says why, once."""
    test = run("Diagnose", load_case("northwind"))
    field = next(each for each in test.text_input if each.label == "Try a win rate, %")
    field.set_value("90").run()
    assert said(test).count('class="refusal"') == 1
    assert workspace_of(test).scenarios == Workspace.of(NORTHWIND).scenarios
    assert next(each for each in test.text_input if each.label == "Try a win rate, %").value == "90"


@pytest.mark.parametrize("place", range(7))
def test_a_danger_never_changes_the_facts_on_show(place: int) -> None:
    """Each danger stands beside the plan under its own name, compared with it, and one undo takes it away."""
    test = run("Diagnose", load_case("northwind"))
    danger = dangers(Question.of(NORTHWIND))[place]
    button(test, f"dangers_try_{place}").click().run()
    assert not test.exception
    own, tried = workspace_of(test).scenarios
    assert (own.business, own.plan, workspace_of(test).current) == (NORTHWIND, NORTHWIND.plan, 0)
    assert (tried.business, tried.plan) == (danger.business, danger.plan)
    assert tried.name.startswith("If ")
    loss = money_format("USD").short(danger.loss)
    assert f"“{tried.name}” brings {loss} less revenue than Plan A" in said(test)
    button(test, "undo").click().run()
    assert workspace_of(test).scenarios == (own,)


def test_a_danger_is_compared_where_a_third_scenario_stands_by() -> None:
    """Two scenarios that spend as today are compared although only the one not compared has cash to show."""
    other = Scenario("More sales", NORTHWIND, move(NORTHWIND.plan, "conversion", 8000.0, unit=1.0).plan)
    test = run("Diagnose", Workspace((*Workspace.of(NORTHWIND).scenarios, other), case="northwind.1"))
    button(test, "dangers_try_0").click().run()
    assert not test.exception
    assert "less revenue than Plan A" in said(test)


def test_the_same_danger_is_not_added_twice() -> None:
    """A danger tried before is shown again, not added again, even where no further scenario fits."""
    first, *rest = dangers(Question.of(NORTHWIND))
    there = Scenario("Hard times", first.business, first.plan)
    others = [Scenario(f"Plan {letter}", NORTHWIND, NORTHWIND.plan) for letter in "ABCDE"]
    test = run("Diagnose", Workspace((*others, there), case="northwind.1"))
    assert all(button(test, f"dangers_try_{place}").disabled for place in range(1, len(rest) + 1))
    assert "All 6 scenarios are in use: remove one" in said(test)
    button(test, "dangers_try_0").click().run()
    assert len(workspace_of(test).scenarios) == 6
    assert "“Hard times”" not in said(test)
    assert "Hard times brings" in said(test)


def test_another_plan_for_the_same_facts_is_tried_in_place() -> None:
    """The best split becomes the plan on show: that is a decision, not another company."""
    test = run("Diagnose", load_case("northwind"))
    button(test, "opportunities_try_0").click().run()
    (only,) = workspace_of(test).scenarios
    assert only.business == NORTHWIND
    assert only.plan != NORTHWIND.plan


@pytest.mark.parametrize("case", list_cases(), ids=lambda case: case.id)
def test_every_danger_has_a_name_that_fits(case: Case) -> None:
    """Whatever its channels are called, a danger's name is one a scenario may have, and travels in a link."""
    channels = [each.changed(name=each.name.ljust(40, "x")) for each in case.business.channels]
    for business in (case.business, case.business.changed(channels=tuple(channels))):
        workspace = Workspace.of(business)
        for danger in dangers(Question.of(business)):
            beside = put_beside(workspace, words.danger_as_scenario(danger), danger.business, danger.plan)
            assert beside.scenario == workspace.scenario
            assert decode(encode(beside)).workspace.scenarios[1].name == words.danger_as_scenario(danger)


def test_channels_can_be_renamed_removed_and_added() -> None:
    """Each is a step: the link follows, and undo brings the channel back."""
    test = run("Channels", load_case("northwind"))
    test.text_input[0].set_value("Google ads").run()
    assert "Google ads" in said(test)
    next(each for each in test.button if each.label == "Remove").click().run()
    assert "Google ads" not in said(test)
    next(each for each in test.button if each.key == "undo").click().run()
    assert "Google ads" in said(test)
    next(each for each in test.text_input if each.label == "Name").set_value("Radio")
    for label, amount in zip(("Spend a month", "Prospects a month", "Prospects with no spend",
                              "Prospects at double spend"), ("1,000", "10", "0", "15"), strict=True):  # fmt: skip
        next(each for each in test.text_input if each.label == label).set_value(amount)
    next(each for each in test.button if each.label == "Add channel").click().run()
    assert not test.exception
    assert "Radio" in said(test)


@pytest.mark.parametrize("name", ["", "trade FAIRS", "upsell"])
def test_bad_channel_name_is_refused_once(name: str) -> None:
    """An empty, taken or reserved name is refused beside its field, where it stays; the channel keeps its own."""
    test = run("Channels", load_case("northwind"))
    test.text_input[0].set_value(name).run()
    assert said(test).count('class="refusal"') == 1
    assert test.text_input[0].value == name
    assert workspace_of(test).levers[0] == "Search ads"


def test_incomplete_new_channel_says_what_is_missing() -> None:
    """A new channel without figures is refused with one clear reason."""
    test = run("Channels", load_case("northwind"))
    next(each for each in test.text_input if each.label == "Name").set_value("Radio")
    next(each for each in test.button if each.label == "Add channel").click().run()
    assert said(test).count('class="refusal"') == 1
    assert not test.exception


def said_of(business: Business, months: int = 24, metric: Metric = "revenue") -> list[str]:
    """All that is said of a company's verdict."""
    found, each = (
        diagnose(Question.of(business, months, metric)),
        Returns(metric, months, money_format(business.currency)),
    )
    rows = [*verdict.level_rows(found), *verdict.function_rows(found, each.money)]
    others = verdict.other_measures(other_measures(Question.of(business, months, metric)), months)
    said = [verdict.answer(business.name, found, each), verdict.why(found, months), verdict.agreement(found, each)]
    return [*said, verdict.worth(found, each), *([others] if others else []), *(cell for row in rows for cell in row)]


@settings(max_examples=30)
@given(small, st.integers(1, 36), st.sampled_from(METRICS))
def test_every_company_is_told_something_sensible(business: Business, months: int, metric: Metric) -> None:
    """Whatever the company, its verdict is one whole sentence, in numbers that are numbers."""
    answer, *others = said_of(business.changed(name="Acme"), months, metric)
    assert "Acme" in answer
    assert answer.endswith(".")
    for text in (answer, *others):
        assert text
        assert not re.search(r"\b(nan|inf|None)\b|∞| 0 instead", text)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("no prospects", "spend 27 % of their budget here instead of 26 %"),
        ("no prospects, levels stated", "only 0 prospects come in a month, and you call 50 acceptable."),
        (
            "nobody at all",
            "Money spent on growth brings Northwind Supply nothing back over 24 months, whatever it goes",
        ),
        ("no budget", "Northwind Supply spends nothing on growth today: the first money would bring most on account"),
        ("no customers", "win 5.2 % of prospects instead of 3.0 %."),
    ],
)
def test_odd_companies_are_told_what_is_so(name: str, sentence: str) -> None:
    """No prospects, no customers or no spend gets a sentence that is true of it, and nothing judged by nobody."""
    answer, why, *_ = (text.replace("\u00a0", " ") for text in said_of(ODD[name]))
    assert sentence in answer
    assert ("win rate" in why) == (name in ("no budget", "no customers"))


def test_opportunities_stand_apart_and_in_gross_profit_where_that_differs() -> None:
    """What is free, what costs and what is a wish have their own headings; another order by gross profit is said."""
    page = read(run("Diagnose", load_case("brightwater")))
    places = [page.index(phrase) for phrase in words.GROUPS.values()]
    assert places == sorted(places)
    assert "By gross profit over 24 months the order is another: Best split of the same budget +£108k;" in page
    assert "which costs £37.2k over 24 months; gross profit +£73.4k" in page
    assert "By gross profit" not in read(run("Diagnose", load_case("northwind")))


def test_another_verdict_by_another_measure_is_said() -> None:
    """Where customer equity would name another function first, the page says so; where not, it is silent."""
    careful = NORTHWIND.changed(churn_at_zero=0.04, churn_at_double=0.025)
    other = "By customer equity over 24 months it would be share of wallet first, then sales."
    assert other in read(run("Diagnose", careful))
    assert "it would be" not in read(run("Diagnose", load_case("northwind")))


@pytest.mark.parametrize("case", list_cases(), ids=lambda case: case.id)
def test_words_are_plain(case: Case) -> None:
    """Every sentence is made of figures and names: no code words, no unfinished numbers."""
    business, money = case.business, money_format(case.business.currency)
    asked = Question.of(business)
    texts = said_of(business)
    for item in opportunities(asked):
        texts += words.opportunity(item, 24, money)
    for danger in dangers(asked):
        texts += [*words.danger(danger, 24, money), words.remedy(danger, money)]
    for limit in break_even(asked) or ():
        texts += words.break_even(limit, 0.5)
    for text in texts:
        assert text
        assert not re.search(r"win_rate|conversion|upsell|None|nan|\d{6,}|\d\.\d{4}", text)


def settle(page: Page) -> None:
    expect(page.locator("h1.answer")).to_be_visible()
    expect(page.locator("svg.marks").first).to_be_visible()


@pytest.mark.parametrize("name", PAGES)
def test_cold_link_in_the_browser(app_url: str, page: Page, name: str) -> None:
    """A deep link opens the page on the company it names."""
    page.goto(f"{app_url}/{name}?{urlencode(encode_params(Workspace.of(load_case('tallgrass'))), doseq=True)}")
    settle(page)
    expect(page.locator(".stException")).to_have_count(0)
    page.wait_for_url("**case=tallgrass.1*")
    page.goto(f"{app_url}/{name}")
    settle(page)


def test_why_opens_the_figures_and_whose_they_are(app_url: str, page: Page) -> None:
    """Behind the answer stand the levels, which of them are the owner's, and what the best split is worth."""
    page.goto(f"{app_url}/Diagnose?v=1&case=northwind.1&acceptable_prospects=400")
    settle(page)
    page.get_by_role("button", name="Why: the figures behind it").click()
    levels = page.get_by_role("table", name="Levels")
    expect(levels.get_by_role("row", name="Prospects a month")).to_contain_text("400, yours")
    expect(levels.get_by_role("row", name="Win rate")).to_contain_text("5.2\u00a0%, best split's")
    expect(page.get_by_text("brings $342k more revenue over 24 months (proved)")).to_be_visible()


def test_trying_a_danger_opens_compare_and_undo_takes_it_back(app_url: str, page: Page) -> None:
    """The button beside a bar puts its facts beside the plan, in the address too, as one step."""
    page.goto(f"{app_url}/Diagnose")
    settle(page)
    danger = page.locator("[class*='st-key-dangers_']").filter(has_text="Share of wallet slips")
    danger.get_by_role("button", name="Try it").first.click()
    expect(page.locator("h1")).to_contain_text("“If the share of wallet fell to 19 %” brings")
    expect(page).to_have_url(re.compile("share_of_wallet=0.1875"))
    expect(page).to_have_url(re.compile("from=1.*to=2"))
    expect(page.get_by_role("button", name="Plan A", exact=True)).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page).not_to_have_url(re.compile("share_of_wallet"))
    expect(page.locator("h1")).not_to_contain_text("If the share")


def test_trying_an_opportunity_by_keyboard(app_url: str, page: Page) -> None:
    """The best split can be tried with the keyboard alone."""
    page.goto(f"{app_url}/Diagnose")
    settle(page)
    button = page.locator(".st-key-opportunities").get_by_role("button", name="Try it").first
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("next $1").first).to_be_visible()
    expect(page.locator("h1")).to_contain_text("more revenue over 24 months")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("case", ["northwind", "nordhafen"])
def test_no_sideways_scrolling_on_a_phone(app_url: str, page: Page, name: str, case: str) -> None:
    """At 320 px the page is no wider than the screen."""
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"{app_url}/{name}?v=1&case={case}.1")
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_bars_are_clickable(page: Page, app_url: str) -> None:
    """A click on the bar itself opens its what-if on Allocate, like the button of its row."""
    page.goto(f"{app_url}/Diagnose")
    bar = page.locator(".ranked .rail").first
    expect(page.locator("svg.marks")).to_have_count(3, timeout=40_000)
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    page.wait_for_url(lambda address: "/Diagnose" not in address)
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_enabled()
