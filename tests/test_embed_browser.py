"""Embedding: what the dialog promises is what stands in the frame on another site's page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from pages.ui.streamlit_internals.names import DOM
from tests.course import Course, course
from tests.screens import LINK

LISTENS = "<script>said = []; addEventListener('message', ({ data }) => said.push(data))</script>"


@pytest.fixture(scope="module")
def site() -> Iterator[Course]:
    """A course on another site than the app's."""
    with course() as served:
        yield served


def chosen(page: Page, part: str) -> None:
    """Choose in the open dialog what is to be shown."""
    page.get_by_role("combobox", name="What is shown").click()
    page.get_by_role("option", name=part, exact=True).click()
    expect(page.get_by_role("listbox")).to_have_count(0)


def opened(page: Page, address: str) -> Page:
    """Open a page of the app and its dialog."""
    page.goto(address)
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("button", name="Embed…").click()
    expect(page.get_by_role("dialog").get_by_text("What readers will see")).to_be_visible()
    # The page around it is drawn on, which closes a list that is open.
    page.wait_for_selector(DOM["drawn"])
    return page


def pasted(page: Page, site: Course) -> FrameLocator:
    """Paste what the dialog offers into a course page, open that, and return the frame."""
    snippet = page.get_by_role("dialog").locator("code").inner_text()
    page.goto(site.put("pasted", f"<h1>Sales course</h1>{snippet}<p>Below it</p>"))
    return page.frame_locator("iframe")


def test_what_is_chosen_is_what_readers_get(page: Page, app_url: str, site: Course) -> None:
    """The levers alone, one of them fixed, the answer hidden, dark: in the preview and in the pasted frame."""
    opened(page, f"{app_url}/Diagnose?{LINK}")
    chosen(page, "The levers alone")
    page.get_by_role("dialog").get_by_role("button", name="Sales team").click()
    page.get_by_text("Hide the answer").click()
    page.get_by_role("combobox", name="Theme").click()
    page.get_by_role("option", name="Dark").click()
    expect(page.get_by_role("listbox")).to_have_count(0)
    preview = page.get_by_role("dialog").locator("iframe").content_frame
    expect(preview.get_by_role("button", name="Lock Sales team")).to_have_attribute("aria-disabled", "true")
    frame = pasted(page, site)
    expect(frame.get_by_label("Sales team, exact amount")).to_have_attribute("readonly", "")
    frame.get_by_role("button", name="Lock Sales team").click(force=True)
    frame.get_by_role("button", name="Search ads: $100 more").click()
    expect(frame.get_by_label("Search ads, exact amount")).to_have_value("$4,100")
    expect(frame.get_by_label("Sales team, exact amount")).to_have_value("$8,500")
    for absent in (frame.get_by_role("heading", level=1), frame.get_by_text("best split"), frame.get_by_text("next $1"),
                   frame.get_by_role("link", name="Compare"), frame.locator(".canvas")):  # fmt: skip
        expect(absent.locator("visible=true")).to_have_count(0)
    assert frame.locator("body").evaluate("(body) => getComputedStyle(body).colorScheme") != "light"
    paper = frame.locator(".stApp").evaluate("(app) => getComputedStyle(app).backgroundColor")
    assert max(map(int, re.findall(r"\d+", paper)[:3])) < 60


def test_numbers_are_those_of_the_language_that_is_asked_for(page: Page, app_url: str, site: Course) -> None:
    """Whatever the reader's browser says, amounts are written and read as in the language chosen, also after a move."""
    opened(page, f"{app_url}/?{LINK}")
    page.get_by_role("combobox", name="Numbers as in").click()
    page.get_by_role("option", name="German: 1.234,50").click()
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(page.get_by_role("dialog").locator("code")).to_contain_text("numbers=de")
    frame = pasted(page, site)
    field = frame.get_by_label("Sales team, exact amount")
    expect(field).to_have_value(re.compile(r"8\.500"))
    field.fill("7.250")
    field.press("Enter")
    expect(field).to_have_value(re.compile(r"7\.250"))
    expect(frame.get_by_text(re.compile(r"\$\d{1,3},\d{3}\b")).locator("visible=true")).to_have_count(0)


def test_levers_stand_with_the_one_chart_that_is_asked_for(page: Page, app_url: str) -> None:
    """Beside the levers is that chart and no other, and it follows them."""
    page.goto(f"{app_url}/?embed=true&show=revenue&{LINK}")
    expect(page.locator(".canvas")).to_have_count(1)
    expect(page.get_by_text("Revenue per month")).to_be_visible()
    said = page.get_by_text("this plan $").first
    before = said.text_content() or ""
    page.get_by_label("Sales team, exact amount").fill("2000")
    page.get_by_label("Sales team, exact amount").press("Enter")
    expect(said).not_to_have_text(before)


def test_the_frame_is_as_high_as_its_page(page: Page, app_url: str, site: Course) -> None:
    """With the script of the snippet nothing scrolls within the frame, and it grows with what is opened in it."""
    frame = pasted(opened(page, f"{app_url}/Channels?{LINK}"), site)
    expect(frame.get_by_role("link", name="Open in a new tab")).to_be_visible()
    box = page.locator("iframe")
    inner = frame.locator(".stMainBlockContainer, [data-testid=stMainBlockContainer]").first
    content = "(box) => Math.ceil(box.getBoundingClientRect().height)"
    expect(box).to_have_css("height", f"{inner.evaluate(content)}px")
    before = inner.evaluate(content)
    frame.get_by_text("Show as table").first.click()
    page.wait_for_function("(before) => document.querySelector('iframe').offsetHeight > before", arg=before)
    expect(frame.get_by_role("link", name="Compare", exact=True)).to_have_count(0)


def test_iframe_resizer_is_answered(page: Page, app_url: str, site: Course) -> None:
    """A page that greets the frame as iframe-resizer 4 does is told the height of what is in it."""
    frame = f'<iframe id="lesson" width="600" src="{app_url}/?embed=true&amp;show=levers"></iframe>'
    page.goto(site.put("resizer", LISTENS + frame))
    expect(page.frame_locator("iframe").get_by_label("Sales team, exact amount")).to_be_visible()
    greeting = "[iFrameSizer]lesson:8:false:false:32:true:true:null:bodyOffset:null:null:0:false:parent:scroll:true"
    page.evaluate("(text) => document.querySelector('iframe').contentWindow.postMessage(text, '*')", greeting)
    page.wait_for_function("() => said.some((each) => /^\\[iFrameSizer\\]lesson:\\d{3,}:/.test(each))")


@pytest.mark.parametrize(("sandbox", "reason"), [
    ("allow-popups", "lacks allow-scripts"), ("allow-popups allow-scripts", "lacks allow-same-origin"),
])  # fmt: skip
def test_a_blank_frame_says_why(page: Page, app_url: str, site: Course, sandbox: str, reason: str) -> None:
    """Without scripts or an origin of its own the frame says which word its sandbox lacks, and leads to a tab."""
    framed = f'<iframe sandbox="{sandbox}" width="600" height="300" src="{app_url}/Compare?{LINK}"></iframe>'
    page.goto(site.put("blank", framed.replace("&", "&amp;")))
    frame = page.frame_locator("iframe")
    expect(frame.locator(".next-dollar-blank:visible")).to_contain_text(reason)
    expect(frame.get_by_text("You need to enable JavaScript")).not_to_be_visible()
    with page.context.expect_page() as tab:
        frame.get_by_role("link", name="Open in a new tab").locator("visible=true").click()
    assert tab.value.url == f"{app_url}/Compare?{LINK}"


def test_a_frame_opens_in_a_tab_as_it_stands(page: Page, app_url: str, site: Course) -> None:
    """The tab shows the plan as it was moved in the frame, and the same part of the page."""
    framed = f'<iframe width="900" height="900" src="{app_url}/?embed=true&show=levers&fixed=upsell&{LINK}"></iframe>'
    page.goto(site.put("tab", framed.replace("&", "&amp;")))
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Sales team: $100 more").click()
    expect(frame.get_by_label("Sales team, exact amount")).to_have_value("$8,600")
    with page.context.expect_page() as opening:
        frame.get_by_role("link", name="Open in a new tab").click()
    tab = opening.value
    expect(tab.get_by_label("Sales team, exact amount")).to_have_value("$8,600")
    expect(tab.get_by_role("button", name="Lock Account care", exact=True)).to_have_attribute("aria-disabled", "true")
    assert "embed" not in tab.url


@pytest.mark.parametrize("width", [820, 360, 320])
def test_nothing_in_a_narrow_dialog_or_frame_scrolls_sideways(page: Page, app_url: str, width: int) -> None:
    """On a tablet and on phones the dialog and the framed levers fit the width."""
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, f"{app_url}/?{LINK}")
    dialog = page.get_by_role("dialog")
    assert dialog.evaluate("(box) => box.scrollWidth <= box.clientWidth")
    page.goto(f"{app_url}/?embed=true&show=board&{LINK}")
    expect(page.get_by_label("Sales team, exact amount")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
