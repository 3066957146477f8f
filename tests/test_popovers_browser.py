"""What a button opens can be reached wherever the button stands in the window, though its content comes later."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from simulator.cases import load_case
from simulator.link.codec import encode_params
from simulator.workspace.scenario import Workspace
from tests.screens import wait_until_ready

START = load_case("northwind.1").business
OWN = urlencode(encode_params(Workspace.of(START.changed(name="Elm & Sons"))), doseq=True)
WHOLE = """() => {
  const body = document.querySelector('[data-testid=stPopoverBody]'), box = body?.getBoundingClientRect();
  const button = [...document.querySelectorAll('button[aria-expanded=true][aria-haspopup=dialog]')]
    .find((each) => each.checkVisibility())?.getBoundingClientRect();
  if (!box || !button || !body.querySelector('[data-testid=stElementContainer]')) return false;
  const room = Math.min(Math.max(button.top, innerHeight - button.bottom) - 20, 0.69 * innerHeight);
  return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth
    && body.clientHeight >= Math.min(body.scrollHeight, room) - 1;
}"""
"""Whether what is open lies in the window and is as high as its content, or as there is room above or below."""
STRIP_PX = 62
"""Below the button there is room for what it opens as long as that is empty, and for no line of it."""
TO_THE_END = """(button, strip) => document.querySelector('[data-testid=stMain]')
  .scrollBy(0, button.getBoundingClientRect().bottom - (innerHeight - strip))"""
PUSHED = """() => {
  document.querySelector('[data-testid=stMain]').style.overflowAnchor = 'none';
  const late = Object.assign(document.createElement('div'), { style: 'height: 900px; flex: none' });
  document.querySelector('[data-testid=stMainBlockContainer]').prepend(late);
}"""
SHAPE = "The curve's shape"


def at_the_end(page: Page, button: Locator) -> None:
    """Bring the button to the lower edge of the window, where a page that is read downwards shows it first."""
    expect(button).to_be_visible()
    wait_until_ready(page, "business")
    button.evaluate(TO_THE_END, STRIP_PX)
    button.click()


def opened(page: Page, app_url: str, path: str) -> Page:
    page.goto(f"{app_url}/{path}")
    return page


@pytest.mark.parametrize(
    ("path", "name", "size"),
    [
        (f"Your_business?{OWN}", SHAPE, (1280, 700)),
        (f"Your_business?{OWN}", "Open a file", (320, 640)),
        (f"?{OWN}", "Limits", (320, 640)),
        (f"?{OWN}", "Limits", (1280, 1000)),
        (f"Diagnose?{OWN}", "Why: the figures behind it", (320, 640)),
    ],
    ids=["shape", "file", "limits on a phone", "limits", "figures"],
)
def test_what_opens_at_the_window_s_end_is_whole(
    page: Page, app_url: str, path: str, name: str, size: tuple[int, int]
) -> None:
    """Behind a button at the lower edge all stands in the window, as high as it needs or as there is room."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    opened(page, app_url, path)
    if name == SHAPE:
        page.get_by_role("group").get_by_text("Turning prospects into customers", exact=True).click()
    at_the_end(page, page.get_by_role("button", name=name).first)
    page.wait_for_function(WHOLE)


def test_what_grows_while_it_is_open_stays_whole(page: Page, app_url: str) -> None:
    """A choice that asks for more below itself brings what is asked into the window."""
    page.set_viewport_size({"width": 1280, "height": 640})
    opened(page, app_url, f"Your_business?{OWN}")
    page.get_by_role("group").get_by_text("Turning prospects into customers", exact=True).click()
    at_the_end(page, page.get_by_role("button", name=SHAPE))
    page.wait_for_function(WHOLE)
    page.get_by_text("May be S-shaped").click()
    expect(page.get_by_role("textbox", name="From which spend a month on does it work?")).to_be_visible()
    page.wait_for_function(WHOLE)


def test_what_is_open_stays_in_the_window_when_the_page_moves(page: Page, app_url: str) -> None:
    """Where something above the button is drawn late, and the browser does not make up for it, the window follows."""
    opened(page, app_url, f"Your_business?{OWN}")
    at_the_end(page, page.get_by_role("button", name="Open a file"))
    page.wait_for_function(WHOLE)
    page.evaluate(PUSHED)
    page.wait_for_function(WHOLE)


def test_a_page_that_is_scrolled_is_left_alone(page: Page, app_url: str) -> None:
    """Whoever scrolls on with something open is not taken back to its button."""
    opened(page, app_url, f"Your_business?{OWN}")
    at_the_end(page, page.get_by_role("button", name="Open a file"))
    page.wait_for_function(WHOLE)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop = 0")
    page.wait_for_timeout(500)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0
