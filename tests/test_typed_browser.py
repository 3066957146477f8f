"""Numbers typed into each field of the app as people type them, by visitors of several countries."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.visitors import Lend

Opener = Callable[[str], Page]


@pytest.fixture
def visitor(lend: Lend, app_url: str) -> Callable[[str, str], Page]:
    """Opens a page as a visitor whose browser speaks a language."""

    def visit(language: str, path: str) -> Page:
        page = lend(locale=language, viewport={"width": 1280, "height": 1000}, reduced_motion="reduce").new_page()
        page.goto(app_url + path)
        expect(page.locator("h1.answer, h1").first).to_be_visible()
        return page

    return visit


def typed(field: Locator, text: str) -> None:
    """Type as a person does: over what stood there, then Enter."""
    field.click()
    field.press("ControlOrMeta+a")
    field.press("Delete")
    field.press_sequentially(text)
    field.press("Enter")


def box(page: Page, name: str) -> Locator:
    """A field by the beginning of its name; while a page changes, the one before may still be there."""
    return page.get_by_role("textbox", name=re.compile(f"^{re.escape(name)}")).first


def lever(page: Page, name: str) -> Locator:
    return box(page, f"{name}, exact amount")


def test_a_lever_takes_a_dot_for_thousands_and_says_so(visitor: Callable[[str, str], Page]) -> None:
    """5.000 on a lever of $8,000 is 5,000; the row says so and no row moves by a pixel."""
    page = visitor("en-US", "/")
    amount = lever(page, "Sales team")
    expect(amount).to_have_value("$5,000")
    before = lever(page, "Account care").bounding_box()
    typed(amount, "6.000")
    expect(amount).to_have_value("$6,000")
    expect(page.get_by_role("status").filter(has_text="read as $6,000")).to_be_visible()
    assert lever(page, "Account care").bounding_box() == before
    expect(page).to_have_url(re.compile("~6000~"))
    typed(amount, "+500")
    expect(page.get_by_role("status").filter(has_text="read as $6,500")).to_be_visible()


def test_a_lever_refuses_what_it_cannot_read_and_escape_restores(visitor: Callable[[str, str], Page]) -> None:
    """An empty field is not 0: it is refused in the words of the screen, and Escape brings the amount back."""
    page = visitor("de-DE", "/?v=1&case=nordhafen.1")
    amount = lever(page, "Sales team")
    stood = amount.input_value()
    assert stood.endswith("\u00a0€")
    assert "." in stood
    typed(amount, " ")
    expect(page.get_by_role("alert")).to_contain_text("Sales team is empty. Type 0\u00a0€ to ")
    amount.press("Escape")
    expect(amount).to_have_value(stood)


def test_the_total_takes_a_dot_for_thousands(visitor: Callable[[str, str], Page]) -> None:
    """A total of 20.000 is twenty thousand; one that cannot be read stays in the field with the reason."""
    page = visitor("en-US", "/")
    page.get_by_role("button", name="24 months, revenue").click()
    total = box(page, "Total a month")
    expect(total).to_have_value("$17,000")
    typed(total, "20.000")
    expect(total).to_have_value("$20,000")
    expect(page.get_by_text("read as $20,000")).to_be_visible()
    expect(page.get_by_text("$20,000 a month").first).to_be_visible()
    typed(total, "lots")
    expect(page.get_by_text("Total a month: “lots” is not an amount. Type $0 to")).to_be_visible()
    expect(total).to_have_value("lots")
    typed(total, "")
    expect(page.get_by_text("Total a month is empty.")).to_be_visible()
    expect(page.get_by_text("$20,000 a month").first).to_be_visible()


def test_plain_levers_take_a_dot_for_thousands(visitor: Callable[[str, str], Page]) -> None:
    """The field beside a plain slider reads as the live one does."""
    page = visitor("en-US", "/?controls=plain")
    amount = lever(page, "Sales team")
    typed(amount, "6.000")
    expect(amount).to_have_value("$6,000")
    expect(page.get_by_text("read as $6,000")).to_be_visible()
    expect(page).to_have_url(re.compile("~6000~"))


def test_a_new_channel_is_read_in_the_visitors_way(visitor: Callable[[str, str], Page]) -> None:
    """3.200 is three thousand in Germany, and 3200,50 has cents; what cannot be read is kept beside its reason."""
    page = visitor("de-DE", "/Channels?v=1&case=nordhafen.1")
    page.get_by_role("textbox", name="Name", exact=True).fill("Webinare")
    box(page, "Spend a month").fill("viel")
    box(page, "Prospects a month").fill("1,5")
    box(page, "Prospects with no spend").fill("0")
    box(page, "Prospects at double spend").fill("2,5")
    page.get_by_role("button", name="Add channel").click()
    expect(page.get_by_text("Spend a month: “viel” is not an amount. Type 0\u00a0€ to")).to_be_visible()
    expect(box(page, "Spend a month")).to_have_value("viel")
    expect(page.get_by_role("textbox", name="Name", exact=True)).to_have_value("Webinare")
    box(page, "Spend a month").fill("3.200,50")
    page.get_by_role("button", name="Add channel").click()
    row = page.locator("table tr", has_text="Webinare").first
    expect(row).to_contain_text("3.200,50\u00a0€")
    expect(row).to_contain_text("1,5")


def test_a_goal_with_dots_is_what_it_says(visitor: Callable[[str, str], Page]) -> None:
    """A goal of 3.500.000 is three and a half million, and stays when one comes back from another page."""
    page = visitor("en-US", "/Marginal_returns")
    goal = box(page, "At least")
    typed(goal, "3.500.000")
    expect(goal).to_have_value("$3,500,000")
    expect(page.get_by_text("read as $3,500,000")).to_be_visible()
    expect(page.get_by_text("$3.50M").last).to_be_visible()
    page.get_by_role("link", name="Diagnose").click()
    expect(page.get_by_text("What is acceptable to you")).to_be_visible()
    page.get_by_role("link", name="Marginal returns").click()
    expect(box(page, "At least")).to_have_value("$3,500,000")


@pytest.mark.parametrize("language", ["en-US", "fr-FR"])
def test_half_a_per_cent_is_half_a_per_cent(visitor: Callable[[str, str], Page], language: str) -> None:
    """0,5 in a field for per cent is 0.5 %, whatever the visitor's language."""
    page = visitor(language, "/Diagnose")
    rate = box(page, "Lowest win rate")
    typed(rate, "0,5")
    expect(page).to_have_url(re.compile(r"win_rate_low=0\.005\b"))
    mark = "." if language == "en-US" else ","
    expect(box(page, "Lowest win rate")).to_have_value(f"0{mark}5\u00a0%")


def test_a_stated_level_may_be_left_blank(visitor: Callable[[str, str], Page]) -> None:
    """A stated number of prospects is read near the grey one, and a blank field is the grey one again."""
    page = visitor("en-US", "/Diagnose")
    field = box(page, "Prospects, a month")
    typed(field, "1.250")
    expect(page).to_have_url(re.compile(r"acceptable_prospects=1250\b"))
    expect(box(page, "Prospects, a month")).to_have_value("1,250")
    expect(page.get_by_text("read as 1,250")).to_be_visible()
    typed(box(page, "Prospects, a month"), "")
    expect(page).not_to_have_url(re.compile("acceptable_prospects"))
    worst = box(page, "Lowest win rate")
    typed(worst, "50")
    expect(page.get_by_text(re.compile("Lowest win rate, %: 50 is out of range. Type 0\u00a0% to"))).to_be_visible()
    expect(worst).to_have_value("50")


@pytest.mark.parametrize(
    ("language", "total"),
    [("en-US", "$17,000"), ("fr-FR", "17\u202f000\u00a0$US"), ("en-IN", "$17,000"), ("pt-BR", "US$\u00a017.000"),
     ("ar-EG", "17,000\u00a0US$")],
)  # fmt: skip
def test_one_page_one_locale(visitor: Callable[[str, str], Page], language: str, total: str) -> None:
    """Every figure of a page has the visitor's marks, and its digits are Latin."""
    page = visitor(language, "/")
    expect(page.get_by_text(f"{total} a month").first).to_be_visible()
    shown = page.locator("body").inner_text()
    assert not re.search("[\u0660-\u0669\u06f0-\u06f9]", shown)
    foreign = {"fr-FR": r"\d[.]\d|\d,\d{3}\b", "pt-BR": r"\d,\d{3}\b|\d\.\d\d?\b"}.get(
        language, r"\d\.\d{3}\b|\d,\d\d?\b"
    )
    assert not re.search(foreign, shown), re.search(foreign, shown)


def test_four_amounts_from_a_sheet_of_paper_are_the_plan(visitor: Callable[[str, str], Page]) -> None:
    """Each amount typed stays as it was typed; what becomes of the total is said, and the first above it says how."""
    page = visitor("en-US", "/?v=1&case=northwind.1")
    sheet = {"Search ads": "9000", "Trade fairs": "3000", "Sales team": "6000", "Account care": "2000"}
    for name, amount in sheet.items():
        typed(lever(page, name), amount)
        expect(lever(page, name)).to_have_value(f"${int(amount):,}")
    page.wait_for_url(re.compile("9000~3000~6000~2000"))
    expect(page.locator(".foot")).to_contain_text("What you typed stays, so the total is $20,000 now, not $19,666.")
    typed(lever(page, "Search ads"), "99000")
    expect(page.get_by_role("alert")).to_contain_text("To go above it, raise the total or let it go free.")


def test_buttons_beside_a_field_are_awake_while_it_is_typed_in(visitor: Callable[[str, str], Page]) -> None:
    """One press tries what is typed, with no need to leave the field first; with nothing new to try it says so."""
    page = visitor("en-US", "/Diagnose?v=1&case=northwind.1")
    rate = box(page, "Try a win rate, %")
    press = page.locator(".st-key-try_win_rate").get_by_role("button", name="Try it")
    press.click()
    expect(page.get_by_text("Type another value to try")).to_be_visible()
    rate.fill("4")
    press.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("If the win rate were 4 %")


def test_a_goal_is_used_while_it_is_typed(visitor: Callable[[str, str], Page]) -> None:
    """One press takes the plan of the goal that is typed, with no need to leave the field first."""
    page = visitor("en-US", "/Marginal_returns?v=1&case=northwind.1")
    expect(page.get_by_role("button", name="Use the goal's plan")).to_be_enabled()
    goal = box(page, "At least")
    goal.fill("3.1m")
    page.get_by_role("button", name="Use the goal's plan").click()
    expect(page.get_by_text(re.compile(r"reaches \$3.10M .* as much as this plan"))).to_be_visible()
