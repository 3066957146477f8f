"""What a visitor sees and loads before, and until, a page stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from pages.serving.files import first_files
from pages.ui.frame.registry import PAGES
from tests.browser import wait_until_compressed

MAIN_SCRIPT = re.compile(r"/static/js/index\.")
PAPER = "getComputedStyle(document.querySelector('next-dollar-outline')).backgroundColor"
SIGN = """document.body.insertAdjacentHTML(
    "beforeend", '<p style="font-family: Material Symbols Rounded">add</p>'
)"""
WATCH_SHIFTS = """
  globalThis.shifts = [], globalThis.gone = Infinity;
  new PerformanceObserver((found) => shifts.push(...found.getEntries().filter((each) => each.value > 0.01).map((each) =>
    ({ at: each.startTime, by: each.value, what: each.sources.map(({ node }) => node?.textContent?.slice(0, 40)) }))))
    .observe({ type: "layout-shift", buffered: true });
  addEventListener("DOMContentLoaded", () => {
    const outline = document.querySelector("next-dollar-outline");
    const see = () => { if (!outline?.isConnected) gone = Math.min(gone, performance.now()); };
    new MutationObserver(see).observe(document.body, { childList: true });
  });
"""
ADDRESSES = [page.address for page in PAGES]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Someone who was never here, whose browser has none of the files."""
    visitor = browser.new_context(viewport={"width": 1280, "height": 1000}, reduced_motion="reduce")
    visitor.set_default_timeout(20_000)
    yield visitor
    visitor.close()


def held_back(page: Page, address: str) -> None:
    """Open the page without Streamlit's main script ever coming."""
    page.route(MAIN_SCRIPT, lambda _route: None)
    page.goto(address, wait_until="commit")


@pytest.mark.parametrize("path", ADDRESSES)
def test_words_show_before_any_script(app_url: str, page: Page, path: str) -> None:
    """With none of Streamlit's code there, something is painted, and the tab has the page's name."""
    held_back(page, f"{app_url}/{path}")
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length === 1")
    name = next(page for page in PAGES if page.address == path).name
    expect(page).to_have_title(f"{name} · Next Dollar")
    box = page.locator("next-dollar-outline").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 1280, "height": 1000}
    assert page.locator("body").inner_text().strip() == ""


@pytest.mark.parametrize(
    ("system", "query", "dark"),
    [
        ("light", "", False),
        ("dark", "", True),
        ("dark", "?embed=true&embed_options=light_theme", False),
        ("light", "?embed=true&embed_options=dark_theme", True),
    ],
)
def test_the_outline_has_the_page_s_colours(app_url: str, page: Page, system: Any, query: str, dark: bool) -> None:
    """It is light or dark as the page will be: as the system is, unless the link says otherwise."""
    page.emulate_media(color_scheme=system)
    held_back(page, f"{app_url}/{query}")
    page.wait_for_selector("next-dollar-outline", state="attached")
    paper = page.evaluate(PAPER)
    page.unroute(MAIN_SCRIPT)
    page.goto(f"{app_url}/{query}")
    expect(page.get_by_role("slider").first).to_be_visible()
    drawn = page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    assert (paper == "rgb(15, 20, 28)") == dark
    assert paper == drawn


def test_a_chosen_theme_is_kept(app_url: str, page: Page) -> None:
    """Whoever chose the dark theme against the system's sees no light outline on the next visit."""
    page.goto(app_url)
    expect(page.get_by_role("slider").first).to_be_visible()
    page.evaluate("""localStorage.setItem("stActiveTheme-/-v2", '"Dark"')""")
    held_back(page, app_url)
    page.wait_for_selector("next-dollar-outline", state="attached")
    assert page.evaluate(PAPER) == "rgb(15, 20, 28)"


@pytest.mark.parametrize("path", ADDRESSES)
def test_the_outline_goes_when_the_page_stands(app_url: str, page: Page, path: str) -> None:
    """Nothing of it is left over a page, and the page has loaded one font, none for signs it does not show."""
    fonts: list[str] = []
    page.on("request", lambda request: fonts.append(request.url) if request.resource_type == "font" else None)
    page.goto(f"{app_url}/{path}")
    expect(page.locator("next-dollar-outline")).to_have_count(0)
    expect(page.locator(".wordmark")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert {re.sub(r".*/([\w-]+)\..*", r"\1", font) for font in fonts} == {"SourceSansVF-Upright"}


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("path", ADDRESSES)
def test_nothing_jumps_once_the_outline_is_gone(app_url: str, page: Page, path: str, width: int) -> None:
    """What is seen first stays where it is: style, parts and the room of charts come while the outline hides them."""
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(WATCH_SHIFTS)
    page.goto(f"{app_url}/{path}")
    expect(page.locator("next-dollar-outline")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)
    assert [shift for shift in page.evaluate("shifts") if shift["at"] > page.evaluate("gone")] == []


def test_signs_come_when_one_is_drawn(app_url: str, page: Page) -> None:
    """The font of signs is not lost: a sign that Streamlit draws fetches it."""
    page.goto(app_url)
    expect(page.get_by_role("slider").first).to_be_visible()
    with page.expect_request(re.compile("MaterialSymbols")):
        page.evaluate(SIGN)


def test_a_second_visit_costs_little(app_url: str, context: BrowserContext) -> None:
    """What a browser has it does not load again: under a tenth of the files' bytes come a second time."""
    wait_until_compressed(app_url, first_files())
    first, second = loaded(app_url, context), loaded(app_url, context)
    assert first > 300_000
    assert second < first / 10


def loaded(address: str, context: BrowserContext) -> int:
    """Return how many bytes of files a visit brings over the line."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    sizes: list[int] = []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(address)
    expect(page.locator("svg.marks").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.close()
    assert sum(sizes) < 1_300_000
    return sum(sizes)
