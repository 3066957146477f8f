"""A channel can be paid for, begun only in the plan, or free, and is sensible everywhere."""

from __future__ import annotations

import re

import pytest

from pages.channels.pictures import table
from pages.ui.controls.new_channel import KINDS
from pages.ui.text.formats import money_format
from simulator import load_case, optimize, simulate
from simulator.facts.declaration import InvalidInput
from simulator.insight.channel_economics import channel_economics
from simulator.link.codec import Decoded, decode, encode
from simulator.model.question import Question
from simulator.workspace.channel_changes import add_channel
from simulator.workspace.new_channel import ASKED, Kind, new_channel
from simulator.workspace.scenario import Workspace
from tests.test_pages import ROOM, SCRIPTS, html_of, opened

START = Workspace.of(load_case("northwind.1"))
FACTS = {
    "spend": 2000.0,
    "reference_spend": 2000.0,
    "prospects": 40.0,
    "prospects_at_zero": 5.0,
    "prospects_at_double": 55.0,
}


def with_one(kind: Kind, planned: float | None = None) -> Workspace:
    """Return Northwind with a channel of that kind."""
    return add_channel(START, new_channel(kind, "Webinars", FACTS), planned)


def test_what_is_asked_is_on_the_screen() -> None:
    """Each fact that describes a kind of channel has its field."""
    for kind, fields in ASKED.items():
        assert set(fields) <= set(KINDS[kind][1])


def test_free_channel_brings_prospects_without_spend() -> None:
    """Word of mouth costs nothing, is called free, brings what it brings, and the best split spends nothing on it."""
    workspace = with_one("free")
    scenario = workspace.scenario
    assert scenario.plan.total == START.scenario.plan.total
    assert simulate(scenario.business, scenario.plan).prospects[-1] == pytest.approx(340)
    found = channel_economics(Question(scenario.business, scenario.plan))
    row = next(row for row in table(found, money_format("USD")) if row[0] == "Webinars")
    assert row[3] == "free"
    assert optimize(scenario.business, scenario.plan.total).plan["Webinars"] == pytest.approx(0, abs=1)


def test_channel_begun_is_nothing_today_and_something_in_the_plan() -> None:
    """What if we began: today and its results stay; the plan may fund it at once, or later."""
    later, at_once = with_one("begun"), with_one("begun", 1500.0)
    business = at_once.scenario.business
    assert business.plan["Webinars"] == later.scenario.plan["Webinars"] == 0
    assert at_once.scenario.plan["Webinars"] == 1500
    today = simulate(START.scenario.business, START.scenario.plan).total_revenue
    assert simulate(business, business.plan).total_revenue == pytest.approx(today, rel=1e-9)
    assert simulate(business, at_once.scenario.plan).total_revenue > today


@pytest.mark.parametrize("kind", ASKED)
@pytest.mark.parametrize("script", [each for each in SCRIPTS if each != ROOM])
def test_all_pages_show_it(kind: Kind, script: str) -> None:
    """Each page opens from its link, and divides nothing by nothing."""
    workspace = with_one(kind)
    assert decode(encode(workspace)) == Decoded(workspace)
    test = opened(script, encode(workspace))
    assert not test.exception
    shown = html_of(test)
    assert "∞" not in shown
    assert not re.search(r"\bnan\b", shown, re.IGNORECASE)


BAD = [
    ("paid", {"spend": None}, "spend", "needed"),
    ("paid", {"spend": 0.0}, "spend", "above 0"),
    ("paid", {"prospects_at_zero": 40.0}, "prospects_at_zero", "below 40"),
    ("paid", {"prospects_at_double": 90.0}, "prospects_at_double", "between 40 and 75"),
    ("begun", {"reference_spend": 0.0}, "reference_spend", "above 0"),
    ("begun", {"prospects": 0.0}, "prospects", "above 0"),
    ("free", {"prospects": None}, "prospects", "needed"),
]


@pytest.mark.parametrize(("kind", "facts", "field", "words"), BAD)
def test_refusals_name_fields_that_are_asked(
    kind: Kind, facts: dict[str, float | None], field: str, words: str
) -> None:
    """What does not fit is refused at a field that is on the screen, in words that need no curve."""
    with pytest.raises(InvalidInput, match=words) as refused:
        new_channel(kind, "Webinars", {**FACTS, **facts})
    assert [problem.field for problem in refused.value.problems] == [field]
    assert field in ASKED[kind]
    assert "curve" not in str(refused.value)
