"""The form of all facts in a real browser: typed, dragged, refused with a way out, for one scenario or all."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from simulator.cases import load_case
from simulator.facts.curve_facts import WIN_RATE_CURVE
from simulator.facts.least_effort import least_effort
from simulator.link.codec import decode, encode_params
from simulator.workspace.scenario import Workspace
from tests.test_guesses import guessing

OWN = urlencode(encode_params(Workspace.of(load_case("northwind.1").business.changed(name="Elm & Sons"))), doseq=True)
"""A company of the visitor's own, with the figures of a stock one."""


@pytest.fixture
def form(page: Page, app_url: str) -> Page:
    """A visitor who has opened the group about turning prospects into customers."""
    page.goto(f"{app_url}/Your_business?{OWN}")
    page.get_by_role("group").get_by_text("Turning prospects into customers", exact=True).click()
    expect(point(page, "if you doubled")).to_be_visible()
    return page


def point(page: Page, name: str) -> Locator:
    return page.locator("[class*=st-key-facts_bend_conversion]").get_by_role("slider", name=name, exact=True)


def box(page: Page, name: str) -> Locator:
    return page.locator("[class*=st-key-facts_]").get_by_role("textbox", name=name, exact=True)


def least(url: str) -> float | None:
    """From which sales spend on the curve of the win rate in an address works."""
    business = decode(urlsplit(url).query).workspace.scenario.business
    return least_effort(WIN_RATE_CURVE.calibrated(business.conversion_spend, lambda fact: getattr(business, fact)))


def typed(field: Locator, text: str) -> None:
    field.fill(text)
    field.press("Enter")


def test_a_dragged_point_becomes_the_fact_in_the_field_under_it(form: Page) -> None:
    """Letting a point go changes the fact, the field exactly under it shows the value, and undo takes both back."""
    field = box(form, "Win rate at double spend")
    expect(field).to_have_value("4.4\u00a0%")
    point(form, "if you doubled").hover()  # Waits until nothing moves any more, and brings it into view.
    handle, under = point(form, "if you doubled").bounding_box(), field.bounding_box()
    assert handle is not None
    assert under is not None
    assert abs(handle["x"] + handle["width"] / 2 - under["x"] - under["width"] / 2) < 2
    form.mouse.move(handle["x"] + 22, handle["y"] + 22)
    form.mouse.down()
    form.mouse.move(handle["x"] + 22, handle["y"] + 10, steps=3)
    form.mouse.up()
    expect(field).not_to_have_value("4.4\u00a0%")
    value = point(form, "if you doubled").get_attribute("aria-valuenow")
    expect(field).to_have_value(f"{float(value or 0):g}\u00a0%")
    expect(form).to_have_url(re.compile("win_rate_at_double"))
    form.get_by_role("button", name="Undo").click()
    expect(field).to_have_value("4.4\u00a0%")
    expect(point(form, "if you doubled")).to_have_attribute("aria-valuenow", "4.4")


def test_a_contradiction_is_explained_beside_its_field_and_mended_by_one_click(form: Page) -> None:
    """Doubling that lowers the result is refused in a sentence; the curve stays; one press takes the nearest value."""
    field = box(form, "Win rate at double spend")
    typed(field, "2")
    said = form.get_by_role("alert").filter(has_text="must bring the win rate above today's 3 %")
    expect(said).to_be_visible()
    expect(field).to_have_value("2")
    expect(point(form, "if you doubled")).to_have_attribute("aria-valuenow", "4.4")
    use = form.get_by_role("button", name=re.compile(r"^Use 3\.1"))
    use.click()
    expect(said).to_have_count(0)
    expect(field).to_have_value("3.13\u00a0%")


def test_what_stood_there_can_be_kept(form: Page) -> None:
    """A value out of bounds names the bounds, and the other press brings back what stood there."""
    field = box(form, "Sales cycle, months")
    typed(field, "0.2")
    expect(form.get_by_role("alert").filter(has_text="Sales cycle can be 1 to 60.")).to_be_visible()
    form.get_by_role("button", name="Keep 2.5 months").click()
    expect(field).to_have_value("2.5")
    expect(form.get_by_role("alert")).to_have_count(0)


def test_a_change_can_be_for_this_scenario_or_for_all(form: Page) -> None:
    """With two scenarios the form says whose facts change; for all, the other one has the new fact as well."""
    form.get_by_role("button", name="Plan A").click()
    form.get_by_role("button", name="Duplicate").click()
    expect(form.get_by_text("What you change here holds for Plan B alone")).to_be_visible()
    form.keyboard.press("Escape")
    form.get_by_text("For all 2 scenarios", exact=True).click()
    expect(form.get_by_text("What you change here holds for all 2 scenarios")).to_be_visible()
    typed(box(form, "Sales cycle, months"), "4")
    expect(form).to_have_url(re.compile("sales_cycle_months=4"))
    form.get_by_role("button", name="Plan B", exact=True).first.click()
    form.get_by_role("radiogroup", name="Scenario on show").get_by_text("Plan A", exact=True).click()
    expect(form.get_by_role("button", name="Plan A").first).to_be_visible()
    expect(box(form, "Sales cycle, months")).to_have_value("4")


def test_the_shape_of_a_curve_can_be_changed(form: Page) -> None:
    """Behind "the curve's shape" another family goes through the same points; S-shapes get a ceiling to drag."""
    form.get_by_role("button", name="The curve's shape").click()
    form.get_by_text("May be S-shaped").click()
    expect(point(form, "the most it could be")).to_be_visible()
    expect(point(form, "today")).to_have_attribute("aria-valuenow", "3")


def test_the_least_spend_that_works_is_asked_for_in_words(form: Page) -> None:
    """On a curve that may be an S one can say from which spend on it works, and the curve bends so that it does."""
    form.get_by_role("button", name="The curve's shape").click()
    form.get_by_text("May be S-shaped").click()
    expect(point(form, "the most it could be")).to_be_visible()
    field = form.get_by_role("textbox", name="From which spend a month on does it work?")
    field.fill("=2000+500")
    field.press("Enter")
    expect(field).to_have_value(re.compile("2,500"))
    form.wait_for_url(lambda url: least(url) == pytest.approx(2500, rel=1e-6))
    field.fill("900000")
    field.press("Enter")
    expect(form.get_by_role("alert").filter(has_text="From which spend")).to_be_visible()


def test_judgements_pasted_from_a_sheet_give_a_curve_in_one_click(form: Page) -> None:
    """Rows pasted with tabs and blanks are drawn with the nearest curve of each family; one press takes it."""
    part = form.locator("[class*=st-key-facts_bend_conversion]")
    part.get_by_text("Judge in a table").click()
    table = part.get_by_role("textbox", name=re.compile("What each effort would bring"))
    expect(table).to_have_value(re.compile(r"0 %\t0\.4"))
    table.fill("Effort\tWin rate\n0 %\t0.5 %\n25 %\t0.9 %\n50 %\t1.9 %\n\n100 %\t3.6 %\n150 %\t4.4 %\n200 %\t4.7 %\n")
    table.blur()
    expect(part.get_by_text("S-shaped", exact=False)).to_be_visible()
    expect(part.locator(".field circle.row")).to_have_count(6)
    part.get_by_role("button", name="Take the nearest curve").click()
    expect(table).to_have_count(0)
    expect(point(form, "the most it could be")).to_be_visible()
    expect(form).to_have_url(re.compile("win_rate_curve"))


def test_in_the_guided_start_a_point_moved_by_keys_is_the_answer_under_it(page: Page, app_url: str) -> None:
    """The curve beside the questions bends with what is answered, and its points answer what is typed below them."""
    page.goto(f"{app_url}/Your_business?{OWN}")
    part = page.locator("[class*=st-key-curve_sales_judged]")
    doubled = part.get_by_role("slider", name="if you doubled", exact=True)
    expect(doubled).to_have_attribute("aria-valuenow", "4.4")
    doubled.press("PageUp")
    expect(doubled).to_have_attribute("aria-valuenow", "4.5")
    field = part.get_by_role("textbox", name=re.compile("if you doubled it"))
    expect(field).to_have_value("4.5\u00a0%")
    typed(field, "4.2")
    expect(doubled).to_have_attribute("aria-valuenow", "4.2")


def test_a_tick_stands_where_the_verdict_turns(page: Page, app_url: str) -> None:
    """The tick lies at its value's height under or above its point, and is gone once the guess is stated."""
    business = guessing(load_case("harbourlane.1").business.changed(name="Elm & Sons"))
    page.goto(f"{app_url}/Your_business?{urlencode(encode_params(Workspace.of(business)), doseq=True)}")
    part = page.locator("[class*=st-key-curve_sales_judged]")
    doubled = part.get_by_role("slider", name="if you doubled", exact=True)
    expect(part.locator("text.turn")).to_have_text([re.compile("turns under 2.*%"), re.compile("turns above 11.*%")])
    tick, ring = part.locator("line.turn").last.bounding_box(), doubled.bounding_box()
    assert tick is not None
    assert ring is not None
    assert abs(tick["x"] + tick["width"] / 2 - ring["x"] - ring["width"] / 2) < 2
    assert tick["y"] < ring["y"] + ring["height"] / 2
    part.get_by_role("button", name="11\u00a0% is right").click()
    expect(doubled).not_to_have_attribute("aria-valuetext", re.compile("guess"))
    expect(part.locator("text.turn")).to_have_count(1)
