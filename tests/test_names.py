"""Names are told apart by what a reader sees, and refused with a word, never cut."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.text.labels import label
from simulator.cases import load_case
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import InvalidInput
from simulator.facts.names import looks
from simulator.link.codec import Decoded, decode, encode, encode_params
from simulator.workspace.channel_changes import add_channel, rename_channel
from simulator.workspace.operations import added, renamed
from simulator.workspace.scenario import Workspace
from tests.browser import ROOT

NORTHWIND = load_case("northwind.1")
START = Workspace.of(NORTHWIND)
LIKE_SALES = (
    "Sales team",
    "SALES TEAM",
    "Sales  team",
    "Sales\u00a0team",
    "Ｓales team",
    "Sales\u200b team",
    "salesteam",
)


@pytest.mark.parametrize("name", [*LIKE_SALES, "Account care", "conversion", "trade FAIRS", "Trade\u2003fairs"])
def test_channel_that_looks_like_another_lever_is_refused(name: str) -> None:
    """Neither a new channel nor a renamed one may look like a lever that is on the screen."""
    with pytest.raises(InvalidInput):
        rename_channel(START, "Search ads", name)
    with pytest.raises(InvalidInput):
        add_channel(START, Channel(name=name, spend=0, prospects=5, prospects_at_zero=5, curve="flat"))


@pytest.mark.parametrize("name", ["Today", "best  SPLIT", "plan a", "Plan\u00a0A"])
def test_scenario_that_looks_like_another_plan_is_refused(name: str) -> None:
    """Today, the best split and other scenarios keep their names to themselves."""
    two = added(START, NORTHWIND.business.plan, "More sales")
    with pytest.raises(InvalidInput, match="a name of its own"):
        renamed(two, 1, name)


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "\u2800", "\u3164\u3164", "a\u0007b", "a\u202eb", "\ufe0f"])
def test_names_nobody_can_read_are_refused(name: str) -> None:
    """Blank names, names of invisible signs and names with control characters are refused everywhere."""
    for attempt in (lambda: renamed(START, 0, name), lambda: rename_channel(START, "Search ads", name)):
        with pytest.raises(InvalidInput):
            attempt()


def test_long_name_is_refused_with_its_length() -> None:
    """A name of 41 letters is refused, with the limit and its own length, and 40 are kept whole."""
    with pytest.raises(InvalidInput, match="1 to 40 characters is needed, and this one has 41"):
        renamed(START, 0, "x" * 41)
    assert renamed(START, 0, "x" * 40).scenario.name == "x" * 40


@pytest.mark.parametrize("name", ["👩\u200d🌾 Farm", "भारत मेला", "می\u200cخواهم", "❤\ufe0f", "Größer"])
def test_names_of_all_scripts_stand(name: str) -> None:
    """Emoji, joined letters and marks are part of a name, which survives its link."""
    workspace = renamed(START, 0, name)
    assert workspace.scenario.name == name
    assert decode(encode(workspace)) == Decoded(workspace)
    assert looks(name)


def test_spaces_are_tidied() -> None:
    """Spaces around and runs of spaces are no part of a typed name."""
    assert renamed(START, 0, "  More \u00a0 sales ").scenario.name == "More sales"


def test_company_with_two_sales_teams_is_refused_and_its_link_opens() -> None:
    """A company cannot have such a channel; a link that says so opens with the facts under another name, locks too."""
    channel = {**dict(NORTHWIND.business.channels[0]), "name": "Search ads"}
    with pytest.raises(InvalidInput, match="'Sales team' is the name of another lever"):
        NORTHWIND.business.changed(channels=(Channel(**{**channel, "name": "sales  TEAM"}),))
    link = encode(START).replace("total=", "channels=sales+TEAM~Trade+fairs&channel=sales+TEAM~7500~240~20~300&lock=")
    opened = decode(link.replace("lock=held", "lock=sales+TEAM&total=held"))
    business: Business = opened.workspace.scenario.business
    assert business.channels[0].name == "sales TEAM 2"
    assert business.channels[0].prospects == 240
    assert opened.workspace.locked == {"sales TEAM 2"}
    assert any("another lever" in sentence for sentence in opened.adjustments)


def test_plain_names_are_left_alone_in_labels() -> None:
    """A label escapes only what Markdown could read, so that screen readers are given plain names."""
    assert label("Trade fairs (Köln) - 2/3, +5 %") == "Trade fairs (Köln) - 2/3, +5 %"
    assert label("**b** :material/home:") == r"\*\*b\*\* \:material\/home\:"


def test_no_field_reads_a_name_as_markdown() -> None:
    """Each control that is labelled with a lever's name is given it escaped, also where amounts are typed."""
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, values in encode_params(rename_channel(START, "Trade fairs", "**b**")).items():
        test.query_params[key] = values
    test.query_params["controls"] = "plain"
    test.run()
    assert not test.exception
    named = [each.label for kind in ("slider", "text_input") for each in test.get(kind) if "b" in each.label]
    marked = [each for each in named if "*" in each]
    assert len(marked) == 2
    assert all(each.startswith(r"\*\*b\*\*") for each in marked)
