"""The glossary for readers of the code: the same words as on the screen, and the names of the code."""

from __future__ import annotations

import re

from pages.ui.text.glossary import GLOSSARY
from tests.browser import ROOT


def tables() -> list[list[list[str]]]:
    """The tables of docs/glossary.md, without their headers, each row as its cells."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    parts = text.split("\n# ")
    rows = [[line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| ")] for part in parts]
    return [each[1:] for each in rows]


def test_the_page_has_the_words_of_the_screen() -> None:
    """docs/glossary.md holds each term with the sentence that the screen shows, and no other."""
    assert [tuple(row) for row in tables()[0]] == list(GLOSSARY.items())


def test_every_name_of_the_code_lives_where_the_page_says() -> None:
    """Each name is a class or function of the file called its home, and of no other file of the model."""
    for name, _, home in tables()[1]:
        word, file = name.strip("`"), home.strip("`")
        defined = re.compile(rf"^(?:class|def) {word}\b|^{word} = ", re.MULTILINE)
        places = [
            path.relative_to(ROOT).as_posix()
            for folder in ("simulator", "pages", "rooms")
            for path in (ROOT / folder).rglob("*.py")
            if defined.search(path.read_text(encoding="utf-8"))
        ]
        assert places == [file], word
