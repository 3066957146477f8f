"""The glossary for readers of the code: the same words as on the screen."""

from __future__ import annotations

from pages.ui.text.glossary import GLOSSARY
from tests.browser import ROOT


def test_the_page_has_the_words_of_the_screen() -> None:
    """docs/glossary.md holds each term with the sentence that the screen shows, and no other."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = dict(line.strip("| ").split(" | ", 1) for line in text.splitlines() if line.startswith("| "))
    rows.pop("term")
    assert rows == dict(GLOSSARY)
