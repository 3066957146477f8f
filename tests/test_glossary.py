"""The glossary: terms are found where they are meant, and marking a text changes no word of it."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from pages.ui.text.glossary import GLOSSARY, LEADING, PAGE, explained, helped, place_of, terms_in
from simulator.cases import load_case
from simulator.link.codec import encode
from simulator.workspace.scenario import Workspace

PIECES = st.lists(st.sampled_from([*GLOSSARY, "Win rates", "<b>", "&", '"', "uphold", " ", ", ", "Prospects", "x"]))
MARK = re.compile(r"<dfn [^<>]*>|</dfn>")


@given(PIECES.map("".join))
def test_marking_keeps_every_word(text: str) -> None:
    """Without its marks the HTML is the escaped text, so no name can become markup."""
    assert MARK.sub("", explained(text)) == escape(text)


@given(PIECES.map(" ".join))
def test_each_term_is_marked_once_with_its_meaning(text: str) -> None:
    """Live words and HTML mark the same terms, each at its first occurrence."""
    marked = re.findall(r'<dfn [^>]*aria-description="([^"]*)"[^>]*>([^<]*)</dfn>', explained(text))
    assert {unescape(word): unescape(meaning) for meaning, word in marked} == terms_in(text)
    assert len({meaning for meaning, _ in marked}) == len(marked)
    for word in terms_in(text):
        assert text.find(word) >= 0


@pytest.mark.parametrize("term", GLOSSARY)
def test_a_meaning_is_one_plain_sentence_that_does_not_lean_on_its_term(term: str) -> None:
    """Each is one sentence of readable length, which a person who does not know the term can follow."""
    meaning = GLOSSARY[term]
    assert meaning[0].isupper()
    assert meaning.endswith(".")
    assert meaning.count(". ") == 0
    assert len(meaning) <= 140
    assert not re.search(rf"\b{term}\b", meaning, re.IGNORECASE)


@pytest.mark.parametrize(("text", "found"), [
    ("held · as today", {"held"}),
    ("Each lever alone, the others held as in this plan", {"lever"}),
    ("feel free to try", set()),
    ("Share of wallet at the end", {"Share of wallet"}),
    ("300 prospects a month, a win rate of 3 % and 24 % of the wallet", {"prospects", "win rate", "wallet"}),
    ("Prospect Hill upheld its winrate", {"Prospect"}),
])  # fmt: skip
def test_terms_are_whole_words(text: str, found: set[str]) -> None:
    """A term is found in any case and in the plural, the longest first; common words only where they open a text."""
    assert set(terms_in(text)) == found
    assert GLOSSARY.keys() >= LEADING


@given(PIECES.map(" ".join))
def test_help_leads_each_of_its_terms_to_the_glossary(text: str) -> None:
    """Beside a field every term is one link, to its own place, and nothing else of the text is Markdown."""
    shown = helped(f"Prospects {text}")
    places = [place_of(term) for term in re.findall(rf"\]\({PAGE}#word-([\w-]+)\)", shown)]
    assert f"[Prospects]({PAGE}#{place_of('prospect')})" in shown
    assert len(places) == len(terms_in(f"Prospects {text}"))


def test_help_leads_to_the_word_with_the_scenario_on_show(page: Page, app_url: str) -> None:
    """A word in the help of a field opens the glossary at it, of the company that is open."""
    page.goto(f"{app_url}/Diagnose?{encode(Workspace.of(load_case('elmstreet')))}")
    expect(page.get_by_text("Questions to ask yourself")).to_be_visible(timeout=40_000)
    field = page.get_by_test_id("stTextInput").filter(has_text="rospects").first
    field.get_by_test_id("stTooltipIcon").hover()
    link = page.get_by_role("link", name="prospects", exact=True)
    with page.context.expect_page() as opened:
        link.click()
    word = opened.value.locator("#word-prospect")
    expect(word).to_be_in_viewport(timeout=40_000)
    expect(opened.value).to_have_url(re.compile(r"How_it_works\?.*case=elmstreet"))
