"""One is singular: in every sentence of every page, and wherever a sentence could come from."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

import pytest

from pages.ui.text.formats import counted, in_months
from simulator import Business, Channel, list_cases
from simulator.cases import Case
from simulator.link.codec import encode
from simulator.workspace.operations import duplicated
from simulator.workspace.scenario import Workspace
from tests.browser import ROOT
from tests.shown import shown_by
from tests.test_pages import ROOM, SCRIPTS, opened

NOUNS = (
    "month|customer|prospect|fact|lever|channel|scenario|round|participant|split|change|adjustment|amount|minute|second"
)
WRONG = re.compile(rf"(?<![\d.,\u00a0~])1 (?:more )?({NOUNS})s\b")
ALONE = Channel(name="Word", spend=1000, prospects=1, prospects_at_zero=0, prospects_at_double=1.5)
LONELY: Business = list_cases()[0].business.changed(
    channels=(ALONE,), customers=1, sales_cycle_months=1, acceptable_prospects=1
)
"""A company of which there is one of everything."""


def test_the_one_helper_knows_one() -> None:
    """Only what is written as 1 is singular."""
    assert [counted(number, "customer") for number in (0, 0.96, 1, 1.04, 2)] == [
        "0 customers", "1.0 customers", "1 customer", "1.0 customers", "2 customers",
    ]  # fmt: skip
    assert [in_months(number) for number in (1, 1.5, 24)] == ["1 month", "1.5 months", "24 months"]


@pytest.mark.parametrize("script", [each for each in SCRIPTS if each != ROOM])
@pytest.mark.parametrize("case", [*list_cases(), None], ids=lambda case: case.id if case else "lonely")
def test_no_sentence_counts_one_as_many(script: str, case: Case | None) -> None:
    """With a horizon and a sales cycle of a month, two scenarios and one change from today, no page says "1 months"."""
    start = Workspace.of(case.business.changed(sales_cycle_months=1) if case else LONELY)
    workspace = duplicated(replace(start, months=1, locked=frozenset({"upsell"})))
    test = opened(script, encode(workspace))
    for popover in ("scenarios", "settings", "limits", "changes", "sharing", "about_company"):
        test.session_state[popover] = True
    shown = shown_by(test.run())
    text = " | ".join(
        [shown.text, *shown.figures, *(cell for table in shown.tables.values() for row in table for cell in row)]
    )
    labels = [each.label for kind in ("button", "selectbox", "text_input") for each in test.get(kind)]
    for said in (text, *labels):
        assert not WRONG.search(said), said[max(0, WRONG.search(said).start() - 80) :][:160]  # type: ignore[union-attr]


def test_every_count_goes_through_the_helper() -> None:
    """No text is put together from a number and a noun that is always plural."""
    noun = re.compile(rf" (?:more )?(?:{NOUNS})s\b")
    found = []
    for folder in ("pages", "rooms", "simulator"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.JoinedStr):
                    continue
                for before, after in zip(node.values, node.values[1:], strict=False):
                    fixed = isinstance(before, ast.FormattedValue) and ast.unparse(before.value).isupper()
                    counts = isinstance(before, ast.FormattedValue) and not fixed
                    if counts and isinstance(after, ast.Constant) and noun.match(str(after.value)):
                        found.append(f"{file.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}")
    assert found == []
