"""How it works: pictures that follow a slider, and a glossary that every explained word leads to."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from pages.how.moving import MOST, charts
from pages.how.tables import glossary, step_values
from pages.how.words import STEPS
from pages.ui.frame.registry import PAGES, WORDS
from pages.ui.text.glossary import GLOSSARY, explained, meant, place_of
from simulator.cases import list_cases, load_case
from simulator.facts.plan import FUNCTIONS, Function
from simulator.model.question import Question
from tests.screens import LINK, wait_until_ready

QUESTION = Question.of(load_case("northwind.1").business)


def shown(of: Function, share: float, step: int) -> float:
    """Return the height at which a step's point stands."""
    marks = charts(QUESTION, of, share)[step].datasets["marks"]
    assert isinstance(marks, dict)
    return float(marks["y"][0])


@pytest.mark.parametrize("case", list_cases(), ids=lambda case: case.id)
def test_at_the_plan_each_picture_shows_the_plan(case: object) -> None:
    """With the plan's own money each step stands at what it comes to in the last month, on its curve."""
    question = Question.of(case.business)  # type: ignore[attr-defined]
    for of in FUNCTIONS:
        states = charts(question, of, 1.0)
        expected = step_values(question, question.months - 1)
        assert len(states) == len(STEPS) == len(expected)
        for state, value in zip(states, expected, strict=True):
            marks, curve = state.datasets["marks"], state.datasets["curve"]
            assert isinstance(marks, dict)
            assert isinstance(curve, dict)
            assert marks["y"] == [value.value]
            assert value.text in state.alt
            assert curve["y"][curve["x"].index(1.0)] == pytest.approx(value.value)
            assert float(str(state.signals["lo"])) <= min(curve["y"])
            assert max(curve["y"]) <= float(str(state.signals["hi"]))


def test_pictures_show_what_dilutes_what() -> None:
    """More money for channels brings prospects and leaves less sales effort for each; more for sales the reverse."""
    prospects, effort = (next(i for i, step in enumerate(STEPS) if step.name == name) for name in
                         ("Prospects", "Sales effort"))  # fmt: skip
    assert shown("prospecting", MOST, prospects) > shown("prospecting", 0.5, prospects)
    assert shown("prospecting", MOST, effort) < shown("prospecting", 0.5, effort)
    assert shown("conversion", MOST, effort) > shown("conversion", 0.5, effort)
    assert shown("conversion", MOST, prospects) == shown("conversion", 0.5, prospects)


def test_the_picture_follows_the_slider(page: Page, app_url: str) -> None:
    """A key on the slider changes the figures in the pictures; another function's money changes others."""
    page.goto(f"{app_url}/{WORDS.address}?{LINK}")
    wait_until_ready(page, "how")
    prospects = page.locator("figure").filter(has_text="P = f(A)").locator(".canvas")
    before = prospects.get_attribute("aria-label") or ""
    assert "100" in before
    page.get_by_role("slider", name="So much of what it gets").press("End")
    expect(prospects).not_to_have_attribute("aria-label", before)
    expect(prospects).to_have_attribute("aria-label", re.compile(r"All channels at 200"))
    page.locator("label").filter(has_text="Account care").last.click()
    expect(prospects).to_have_attribute("aria-label", re.compile(r"Account care at 200"))


def test_each_word_has_a_place_that_its_marks_lead_to() -> None:
    """The glossary of the page has a place for every term, and a marked word names it, in the plural too."""
    places = set(re.findall(r'<dt id="([^"]+)"', glossary()))
    assert places == {place_of(term) for term in GLOSSARY}
    for term in GLOSSARY:
        assert f'data-word="{place_of(term)}"' in explained(f"{term}s")
    assert 'data-word="word-churn"' in meant("Staying", "One less churn.")
    assert "data-word" not in meant("Postcode", "Where it is.")


@pytest.mark.parametrize("path", [page.address for page in PAGES if page.name in ("Compare", "Channels", "Allocate")])
def test_a_word_leads_to_the_glossary(page: Page, app_url: str, path: str) -> None:
    """Beside its meaning stands the way to all words: there it has the focus, and the scenario is the same."""
    page.goto(f"{app_url}/{path}?{LINK}")
    wait_until_ready(page, "other")
    word = page.locator("dfn.term:visible").first
    word.hover()
    meaning = word.get_attribute("aria-description")
    with page.context.expect_page() as opened:
        page.locator(".meaning a").click()
    glossary_page = opened.value
    wait_until_ready(glossary_page, "how")
    focused = glossary_page.locator("dt:focus")
    expect(focused).to_be_in_viewport()
    expect(focused.locator("+ dd")).to_have_text(str(meaning))
    assert "Plan+A" in glossary_page.url


def test_the_keyboard_leads_there_too(page: Page, app_url: str) -> None:
    """Enter on a word that has the focus opens the glossary at it."""
    page.goto(f"{app_url}/Channels?{LINK}")
    wait_until_ready(page, "channels")
    word = page.locator("dfn.term[tabindex='0']:visible").first
    word.focus()
    with page.context.expect_page() as opened:
        word.press("Enter")
    assert opened.value.url.endswith(f"#{word.get_attribute('data-word')}")
