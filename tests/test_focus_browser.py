"""A choice made by the keyboard leaves the focus where it was, so that the next one can be made at once."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from simulator.cases import load_case
from simulator.link.codec import encode
from simulator.workspace.operations import added, renamed
from simulator.workspace.scenario import Workspace
from tests.screens import wait_until_ready

START = Workspace.of(load_case("northwind.1"))


def three() -> str:
    """The link of three plans, the first on show."""
    plan = START.scenario.plan
    workspace = added(added(START, plan.changed(conversion=1.0), "Less"), plan.changed(conversion=7777.0), "More")
    return encode(renamed(workspace, 0, "As it is"))


def test_the_scenarios_menu_stays_open_and_focused(page: Page, app_url: str) -> None:
    """Arrow keys go from scenario to scenario; a new name is typed and typed again; the menu stays open meanwhile."""
    page.goto(f"{app_url}/?{three()}")
    wait_until_ready(page, "allocate")
    opener = page.locator(".st-key-scenario button").first
    expect(opener).to_contain_text("More")
    opener.click()
    chosen = page.get_by_role("radio", name="More", exact=True)
    chosen.focus()
    chosen.press("ArrowUp")
    expect(opener).to_contain_text("Less")
    less = page.get_by_role("radio", name="Less", exact=True)
    expect(less).to_be_checked()
    expect(less).to_be_focused()
    less.press("ArrowUp")
    expect(opener).to_contain_text("As it is")
    expect(page.get_by_role("radio", name="As it is", exact=True)).to_be_focused()
    field = page.get_by_role("textbox", name="Name", exact=True)
    field.fill("Nothing new")
    field.press("Enter")
    expect(opener).to_contain_text("Nothing new")
    expect(field).to_have_value("Nothing new")
    expect(field).to_be_focused()
    expect(page.get_by_role("button", name="Duplicate")).to_be_visible()


def test_another_company_is_chosen_and_another(page: Page, app_url: str) -> None:
    """The header's chooser keeps the focus, so that the examples can be gone through by the keyboard."""
    page.goto(f"{app_url}/?{encode(START)}")
    wait_until_ready(page, "allocate")
    chooser = page.get_by_role("combobox", name="Company")
    chooser.focus()
    for company in ("Elm Street", "Tallgrass"):
        chooser.press_sequentially(company)
        chooser.press("Enter")
        expect(page.locator(".about bdi")).to_contain_text(company)
        expect(chooser).to_be_focused()


def test_plain_sliders_are_moved_press_by_press(page: Page, app_url: str) -> None:
    """Each arrow key is a step of its own, and the next one moves the same slider; so is the lock beside it."""
    page.goto(f"{app_url}/?{encode(START)}&controls=plain")
    slider = page.get_by_role("slider", name="Sales team").first
    field = page.get_by_role("textbox", name="Sales team, exact amount")
    expect(field).to_be_visible()
    slider.focus()
    for _ in range(3):
        before = field.input_value()
        slider.press("ArrowRight")
        expect(field).not_to_have_value(before)
        expect(slider).to_be_focused()
    lock = page.get_by_role("checkbox", name="Lock").first
    lock.focus()
    lock.press("Space")
    expect(page).to_have_url(re.compile("lock"))
    expect(page.get_by_role("checkbox", name="Lock").first).to_be_focused()


def test_what_is_compared_is_chosen_by_the_keyboard(page: Page, app_url: str) -> None:
    """From and To keep the focus; taking the one the other shows lets the two change places."""
    page.goto(f"{app_url}/Compare?{three()}&from=1&to=2")
    first, second = (page.get_by_role("combobox", name=name, exact=True) for name in ("From", "To"))
    expect(first).to_have_value("As it is")
    second.focus()
    second.press_sequentially("More")
    second.press("Enter")
    expect(page).to_have_url(re.compile("from=1&to=3"))
    expect(second).to_be_focused()
    second.press_sequentially("As it is")
    second.press("Enter")
    expect(page).to_have_url(re.compile("from=3&to=1"))
    expect(first).to_have_value("More")
    expect(second).to_be_focused()
