"""The header, the page's question and whose company it is, from a desk to the smallest phone."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from pages.ui.frame.registry import PAGES, folds_below
from simulator.cases import load_case
from simulator.link.codec import encode
from simulator.link.private import indexed
from simulator.workspace.scenario import Scenario, Workspace
from tests.screens import wait_until_ready
from tests.visitors import Lend

WIDE, FOLDED, PHONES = (1280, folds_below()), (1090, 820, 701), (700, 360, 320)
LONG = "Wwwwwwwwww mmmmmmmmmm Wwwwwwwwww mmmmmmm"
NAMES = (LONG, "שם ארוך מאוד של תוכנית שאינה נגמרת לעולם", "🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻")
BUSINESS = load_case("northwind.1").business


def named(name: str) -> str:
    """Return the link of a scenario whose company and plan bear that name."""
    business = BUSINESS.changed(name=name)
    return encode(Workspace((Scenario(name, business, business.plan),), case=None))


@pytest.fixture
def opened(page: Page, app_url: str) -> Any:
    """What opens a page of the app at a width."""

    def open_at(width: int, path: str = "", name: str = "allocate") -> Page:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{app_url}/{path}")
        wait_until_ready(page, name)
        return page

    return open_at


def box(part: Locator) -> dict[str, float]:
    """Return where a part stands."""
    found = part.bounding_box()
    assert found
    return dict(found)


def rows(page: Page) -> list[set[str]]:
    """Return what stands in each row of the header, by its middle."""
    parts = {
        "wordmark": page.locator(".wordmark"), "pages": page.locator(".fold summary:visible, .here:visible").first,
        "company": page.get_by_role("combobox", name="Company"),
        "scenario": page.locator(".st-key-scenario button:visible"),
        "undo": page.locator(".st-key-undo button:visible"), "redo": page.locator(".st-key-redo button:visible"),
        "share": page.locator(".st-key-share button:visible"),
    }  # fmt: skip
    found: dict[int, set[str]] = {}
    places = {name: box(part) for name, part in parts.items()}
    for name, where in places.items():
        level = where["y"] + where["height"] / 2
        row = next((each for each in found if abs(each - level) < 12), round(level))
        found.setdefault(row, set()).add(name)
    for row in found.values():
        for one, other in pairwise(sorted(row, key=lambda name: places[name]["x"])):
            assert places[one]["x"] + places[one]["width"] <= places[other]["x"], (one, other)
    return [found[row] for row in sorted(found)]


@pytest.mark.parametrize("width", WIDE)
def test_at_full_width_every_page_stands_in_one_row(opened: Any, width: int) -> None:
    """All pages' names, the company, the steps and Share share one row, and no menu is seen."""
    page = opened(width)
    assert len(rows(page)) == 1
    expect(page.locator(".fold summary")).to_be_hidden()
    links = page.get_by_role("navigation", name="Pages")
    names = links.locator("a:visible, .here")
    expect(names).to_have_text([each.name for each in PAGES])
    middles = [where["y"] + where["height"] / 2 for where in map(box, names.all())]
    assert max(middles) - min(middles) <= 2
    assert box(page.locator(".st-key-share button:visible"))["x"] > box(links)["x"] + box(links)["width"]


def test_beside_all_pages_company_and_scenario_can_be_read(opened: Any) -> None:
    """On a screen of 1280 pixels the names of all pages leave the room that the names of company and scenario take."""
    page = opened(1280)
    assert len(rows(page)) == 1
    last, company = box(page.get_by_text(PAGES[-1].name)), box(page.locator(".st-key-tools .stSelectbox"))
    assert last["x"] + last["width"] < company["x"]
    whole = "name => name.scrollWidth <= name.clientWidth"
    expect(page.locator(".st-key-tools .stSelectbox input")).to_have_value("Northwind Supply")
    assert page.locator(".st-key-tools .stSelectbox input").evaluate(whole)
    assert page.locator(".st-key-scenario button:visible p").evaluate(whole)


@pytest.mark.parametrize("width", FOLDED)
def test_on_a_tablet_the_pages_fold_into_a_menu(opened: Any, width: int) -> None:
    """The header stays one row; its menu names the page one is on."""
    page = opened(width)
    assert len(rows(page)) == 1
    expect(page.locator(".fold summary")).to_have_text("Pages Allocate")
    expect(page.get_by_role("link", name="Diagnose")).to_be_hidden()


@pytest.mark.parametrize("width", PHONES)
def test_on_a_phone_the_header_is_two_rows(opened: Any, width: int) -> None:
    """Wordmark, pages and Share; below them company, scenario and steps."""
    page = opened(width)
    assert rows(page) == [{"wordmark", "pages", "share"}, {"company", "scenario", "undo", "redo"}]


@pytest.mark.parametrize("name", NAMES, ids=["long", "right-to-left", "emoji"])
def test_no_name_breaks_the_header(opened: Any, name: str) -> None:
    """Names as long as names may be end in an ellipsis, never push anything out, and can be read in full."""
    page = opened(WIDE[0], f"?{named(name)}")
    for width in (*WIDE, *FOLDED, *PHONES):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(150)
        assert len(rows(page)) == (2 if width in PHONES else 1), width
        assert box(page.locator(".st-key-share button:visible"))["x"] + 60 < width
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth"), width
    button = page.locator(".st-key-scenario button:visible")
    button.hover()
    expect(button).to_have_attribute("title", name)
    expect(page.locator(".about bdi")).to_have_text(name)


@pytest.mark.parametrize("width", [820, 320])
def test_the_menu_works_without_a_mouse(opened: Any, width: int) -> None:
    """It opens by Enter, Tab walks through its pages, Escape gives the focus back, and a page is reached by Enter."""
    page = opened(width)
    menu = page.locator(".fold summary")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Diagnose")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Your business")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Diagnose")).to_be_hidden()
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".fold b")).to_have_text("Diagnose")
    expect(page.get_by_role("link", name="Compare")).to_be_hidden()


def test_the_menu_closes_when_one_turns_elsewhere(opened: Any) -> None:
    """A click beside the menu closes it."""
    page = opened(820)
    page.locator(".fold summary").click()
    expect(page.get_by_role("link", name="Compare")).to_be_visible()
    page.locator("h1").click()
    expect(page.get_by_role("link", name="Compare")).to_be_hidden()


@pytest.mark.parametrize("each", PAGES, ids=[each.name for each in PAGES])
def test_every_page_says_which_it_is_and_what_it_asks(opened: Any, each: Any) -> None:
    """The page one is on is marked for screen readers, and its question is written out."""
    path = "" if each.script == "app.py" else each.script.removeprefix("pages/").removesuffix(".py")
    page = opened(1280, path, "room" if each.name in ("Training room", "Your business", "How it works") else "other")
    expect(page.locator("[aria-current=page]")).to_have_text(each.name)
    expect(page.get_by_role("navigation", name="Pages").get_by_role("link")).to_have_count(len(PAGES) - 1)
    expect(page.get_by_text(each.question, exact=True)).to_be_visible()


def test_the_levers_and_the_chart_are_above_the_fold(opened: Any) -> None:
    """At 1280 by 800 the answer, all levers, the button of the best split and the revenue chart are in sight."""
    page = opened(1280, "?v=1&case=northwind.1")
    foot, chart = box(page.locator(".levers .foot")), box(page.locator("figure .canvas").first)
    best = box(page.get_by_role("button", name="Use the best split"))
    assert foot["y"] + foot["height"] <= 800
    assert best["y"] + best["height"] <= 800
    assert chart["y"] + chart["height"] <= 800


@pytest.mark.parametrize(("ref", "says"), [
    ("northwind.1", "Northwind Supply, an example: a regional supplier of office"),
    ("olist.1", "Olist 2018, a real case: a Brazilian firm"),
])  # fmt: skip
def test_whose_company_it_is_stands_under_the_answer(opened: Any, ref: str, says: str) -> None:
    """One line names the company and what it is; its story, facts and assumptions are one click away."""
    page = opened(1280, f"?{encode(Workspace.of(load_case(ref)))}")
    line = page.locator(".about")
    expect(line).to_contain_text(says)
    assert box(page.locator("h1"))["y"] < box(line)["y"] < box(page.locator(".lever").first)["y"]
    page.get_by_role("button", name="Its story, facts and assumptions").click()
    case = load_case(ref)
    sheet = page.locator(".company")
    expect(sheet).to_contain_text(case.story)
    for text in case.assumptions:
        expect(sheet).to_contain_text(text)
    for channel in case.business.channels:
        expect(sheet.get_by_role("heading", name=channel.name, exact=True)).to_be_visible()


def test_a_private_link_says_that_it_is_an_index(opened: Any) -> None:
    """A company whose figures are hidden is called an index, and has no story."""
    page = opened(1280, f"?{encode(indexed(Workspace.of(load_case('northwind.1'))))}")
    expect(page.locator(".about")).to_contain_text("A company shown as an index")
    expect(page.get_by_role("button", name="Its facts")).to_be_visible()


@pytest.fixture
def phone(lend: Lend) -> Page:
    """A page at 320 pixels that is touched rather than clicked."""
    size = {"width": 320, "height": 640}
    return lend(viewport=size, has_touch=True, is_mobile=True, color_scheme="dark").new_page()


@pytest.mark.parametrize("path", ["", "Channels", "?embed=true"])
def test_a_touched_word_explains_itself_in_the_window(phone: Page, app_url: str, path: str) -> None:
    """Each term of a page, touched at 320 pixels, shows its sentence whole; a touch elsewhere puts it away."""
    phone.goto(f"{app_url}/{path}")
    wait_until_ready(phone, "other")
    terms = phone.locator("dfn.term:visible")
    assert terms.count() >= 3
    for term in terms.all()[:6]:
        term.scroll_into_view_if_needed()
        term.tap()
        meaning = phone.locator(".meaning")
        expect(meaning.locator("span")).to_have_text(str(term.get_attribute("aria-description")))
        where = box(meaning)
        assert where["x"] >= 0
        assert where["x"] + where["width"] <= 320
        assert 0 <= where["y"] <= 640 - where["height"]
        phone.keyboard.press("Escape")
        expect(meaning).to_be_hidden()
    terms.first.tap()
    expect(phone.locator(".meaning")).to_be_visible()
    phone.locator(".asked").tap()
    expect(phone.locator(".meaning")).to_be_hidden()


def test_a_word_explains_itself_to_mouse_and_keyboard(opened: Any) -> None:
    """Pointed at or focused, a term shows what it means, inside the window; leaving it or Escape puts it away."""
    page = opened(1280)
    meaning = page.locator(".meaning")
    term = page.locator("dfn.term", has_text="Share of wallet").first
    term.hover()
    expect(meaning).to_contain_text("the part they spend with you")
    assert box(meaning)["x"] + box(meaning)["width"] <= 1280
    page.mouse.move(640, 20)
    expect(meaning).to_be_hidden()
    term.focus()
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()


def test_the_words_in_lever_rows_explain_themselves(opened: Any) -> None:
    """What each function means is told where it is pointed at or focused; the keyboard stops at each word once."""
    page = opened(1280)
    meaning = page.locator(".meaning")
    rows = page.locator(".lever .role dfn.term")
    expect(rows).to_have_text(["prospecting", "prospecting", "conversion", "upsell"])
    for place, told in ((1, "Finding people who may buy"), (2, "Turning prospects"), (3, "Selling more")):
        rows.nth(place).hover()
        expect(meaning).to_contain_text(told)
    page.mouse.move(5, 5)
    expect(meaning).to_be_hidden()
    rows.nth(2).focus()
    expect(meaning).to_contain_text("Turning prospects")
    assert [row.get_attribute("tabindex") for row in rows.all()] == ["0", "-1", "0", "0"]


def test_the_words_in_titles_explain_themselves(opened: Any) -> None:
    """A measure named in the title of a chart, or in what a list is about, tells what it is."""
    page = opened(1280, "Diagnose?v=1&case=northwind.1&metric=customer_equity", "diagnose")
    for words in ("figcaption", ".total small"):
        page.locator(f"{words} dfn.term", has_text="customer equity").first.focus()
        expect(page.locator(".meaning")).to_contain_text("What your customers are worth")


def test_another_company_says_what_it_puts_aside_and_one_press_brings_it_back(page: Page, app_url: str) -> None:
    """Named scenarios are not lost without a word; where nothing of one's own stood, none is said."""
    page.goto(f"{app_url}/?v=1&case=northwind.1&plan=Plan+A~7500~2000~5000~2500&plan=Fairs~7000~2500~5000~2500")
    wait_until_ready(page, "allocate")
    choose_company(page, "Tallgrass Packaging")
    said = page.get_by_role("status").filter(has_text="can be brought back")
    expect(said).to_contain_text("Northwind Supply, “Plan A” and “Fairs”")
    page.get_by_role("button", name="Back to Northwind Supply").click()
    page.wait_for_url(lambda address: "northwind.1" in address and "Fairs" in address)
    expect(said).to_have_count(0)
    page.goto(f"{app_url}/?v=1&case=northwind.1")
    wait_until_ready(page, "allocate")
    choose_company(page, "Tallgrass Packaging")
    page.wait_for_url(lambda address: "tallgrass.1" in address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(said).to_have_count(0)


def choose_company(page: Page, name: str) -> None:
    """Choose an example company in the header."""
    page.get_by_role("combobox", name="Company").click()
    page.get_by_role("option", name=name, exact=True).click()


def test_the_scenarios_stay_open_for_a_copy_to_be_named(opened: Any) -> None:
    """After Duplicate the copy's name can be typed at once; nothing lies over what the menu says."""
    page = opened(1280, "?v=1&case=northwind.1&plan=Fairs~7000~2500~5000~2500&total=held")
    page.locator(".st-key-scenario button").first.click()
    page.get_by_role("button", name="Duplicate").click()
    name = page.get_by_role("textbox", name="Name", exact=True)
    expect(name).to_have_value("Fairs 2")
    expect(page.get_by_role("tooltip")).to_have_count(0)
    name.fill("Fairs and care")
    name.press("Enter")
    page.wait_for_url(lambda address: "Fairs+and+care" in address)


def test_paper_bears_the_plan_and_its_link(opened: Any) -> None:
    """A print says which plan it shows and the address that opens it; the screen keeps neither line."""
    page = opened(1280, "?v=1&case=northwind.1&plan=Fairs~7000~2500~5000~2500&total=held")
    expect(page.locator(".paper")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator(".paper")).to_be_visible()
    expect(page.locator(".paper")).to_contain_text("Fairs · http")
    expect(page.locator(".paper")).to_contain_text("plan=Fairs~7000~2500~5000~2500")
