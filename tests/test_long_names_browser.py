"""Names as long as names may be, and many levers: no label of a chart lies on another, on any page, at any width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from simulator import optimize
from simulator.cases import load_case
from simulator.facts.names import NAME_LIMIT
from simulator.facts.plan import Plan
from simulator.link.codec import encode
from simulator.workspace.channel_changes import rename_channel
from simulator.workspace.operations import added, renamed
from simulator.workspace.scenario import Workspace
from tests.screens import ask, wait_until_ready

PAGES = {"allocate": "", "diagnose": "Diagnose", "compare": "Compare", "marginal": "Marginal_returns",
         "channels": "Channels", "how": "How_it_works"}  # fmt: skip


def long(text: str) -> str:
    """Return a name of as many letters as a name may have."""
    return f"{text} {'and all that goes with it in every year'}"[:NAME_LIMIT].rstrip().ljust(NAME_LIMIT, "x")


def long_names() -> Workspace:
    """Return Northwind with two plans, where all names are as long as can be."""
    workspace = Workspace.of(load_case("northwind"))
    for channel in ("Search ads", "Trade fairs"):
        workspace = rename_channel(workspace, channel, long(channel))
    workspace = renamed(workspace, 0, long("The plan of today"))
    return added(workspace, Plan.of(workspace.levers, (4000, 2000, 8500, 2500)), long("Another plan"))


def many_levers() -> Workspace:
    """Return the company with most levers, at its best split."""
    workspace = Workspace.of(load_case("olist"))
    scenario = workspace.scenario
    return added(workspace, optimize(scenario.business, scenario.plan.total).plan)


@pytest.mark.parametrize("width", [1280, 820, 360, 320])
@pytest.mark.parametrize("name", PAGES)
def test_no_label_lies_on_another(page: Page, app_url: str, name: str, width: int) -> None:
    """Neither with names of forty letters nor with ten levers do labels of a chart overlap or leave it."""
    page.set_viewport_size({"width": width, "height": 900})
    for workspace in (long_names(), many_levers()):
        page.goto(f"{app_url}/{PAGES[name]}?{encode(workspace)}")
        wait_until_ready(page, name)
        assert ask(page, "overlapping") == []
        assert [each for each in ask(page, "stickingOut") if not each.startswith("INPUT")] == []
        assert ask(page, "sideways") <= 0


@pytest.mark.parametrize(("width", "stacked"), [(1280, False), (820, True), (360, True)])
def test_compare_shows_both_plans_and_a_square_map(page: Page, app_url: str, width: int, stacked: bool) -> None:
    """On a tablet and a phone the charts of two plans have the whole width; the map is never higher than wide."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{app_url}/Compare?{encode(many_levers())}")
    wait_until_ready(page, "compare")
    why, over_time = (page.locator(f".st-key-{key}").first.bounding_box() for key in ("why_picture", "over_time"))
    assert why
    assert over_time
    assert (over_time["y"] > why["y"] + why["height"]) is stacked
    names = page.locator(".st-key-over_time svg").first.locator("text")
    for name in ("Plan A", "Plan B"):
        expect(names.filter(has_text=name).first).to_be_visible()
    chart = page.get_by_role("img", name="Map of all splits").bounding_box()
    assert chart
    assert chart["height"] <= chart["width"] + 24
