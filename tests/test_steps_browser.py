"""Steps in a real browser: undone by keyboard, kept over a reload, one entry of the browser's history each."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from simulator.cases import load_case
from simulator.link.codec import decode, encode
from simulator.link.private import indexed
from simulator.workspace.channel_changes import rename_channel
from simulator.workspace.operations import renamed
from simulator.workspace.scenario import Workspace
from tests.browser import free_port
from tests.replicas import replica

START = encode(Workspace.of(load_case("northwind.1")))
PAGES = ("", "Diagnose", "Compare", "Marginal_returns", "Channels", "Certainty", "How_it_works")
HOSTILE = ("![x](http://127.0.0.1/x.png)", "**b** :material/home:")


def opened(page: Page, address: str) -> Page:
    """Open an address and wait until its page has run."""
    page.goto(address)
    expect(page.locator("h1").first).to_be_visible(timeout=40_000)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=40_000)
    return page


def sales(page: Page) -> float:
    """Return what the address says is spent on sales."""
    return decode(urlsplit(page.url).query).workspace.scenario.plan.conversion


def set_sales(page: Page, amount: int) -> None:
    """Type an amount for sales and wait until the address says so."""
    field = page.get_by_role("textbox", name="Sales team, exact amount")
    field.fill(str(amount))
    field.press("Enter")
    expect_sales(page, amount)


def expect_sales(page: Page, amount: float) -> None:
    """Wait until the address says so."""
    page.wait_for_function(
        "amount => new URL(location.href).searchParams.get('plan').split('~').at(-2) == String(amount)", arg=amount
    )


def test_keys_undo_and_redo(page: Page, app_url: str) -> None:
    """Ctrl+Z goes back, Ctrl+Shift+Z and Ctrl+Y go forward; in a field of text the keys are the field's."""
    opened(page, f"{app_url}/?{START}")
    set_sales(page, 6000)
    page.wait_for_timeout(1200)
    set_sales(page, 7000)
    page.locator("h1").first.click()
    for keys, amount in (("Control+z", 6000), ("Control+z", 5000), ("Control+Shift+z", 6000), ("Control+y", 7000)):
        page.keyboard.press(keys)
        expect_sales(page, amount)
    page.get_by_role("textbox", name="Sales team, exact amount").press("Control+z")
    page.wait_for_timeout(500)
    assert sales(page) == 7000


def test_steps_survive_a_reload(page: Page, app_url: str) -> None:
    """After a reload of the tab past and future steps are there; a tab of its own has none."""
    opened(page, f"{app_url}/?{START}")
    for amount in (6000, 7000):
        set_sales(page, amount)
        page.wait_for_timeout(1200)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect_sales(page, 6000)
    page.reload()
    undo, redo = (page.get_by_role("button", name=name, exact=True) for name in ("Undo", "Redo"))
    expect(undo).to_be_enabled(timeout=40_000)
    expect(redo).to_be_enabled()
    redo.click()
    expect_sales(page, 7000)
    undo.click()
    undo.click()
    expect_sales(page, 5000)
    other = page.context.new_page()
    opened(other, page.url)
    expect(other.get_by_role("button", name="Undo", exact=True)).to_be_disabled()


def test_steps_survive_a_reload_at_another_replica(page: Page) -> None:
    """Where a server answers that never saw the tab, its steps come back from the tab itself, one for one."""
    port = free_port()
    with replica(port=port) as first:
        opened(page, f"{first.address}/?{START}")
        for amount in (6000, 7000):
            set_sales(page, amount)
            page.wait_for_timeout(1200)
        page.get_by_role("button", name="Lock Sales team").click()
        page.wait_for_function("new URL(location.href).searchParams.has('lock')")
        page.get_by_role("button", name="Undo", exact=True).click()
        page.wait_for_function("!new URL(location.href).searchParams.has('lock')")
    undo, redo = (page.get_by_role("button", name=name, exact=True) for name in ("Undo", "Redo"))
    with replica(port=port):
        page.reload()
        expect(undo).to_be_enabled(timeout=40_000)
        redo.click()
        page.wait_for_function("new URL(location.href).searchParams.has('lock')")
        expect(redo).to_be_disabled()
        undo.click()
        page.wait_for_function("!new URL(location.href).searchParams.has('lock')")
        for amount in (6000, 5000):
            undo.click()
            expect_sales(page, amount)
        expect(undo).to_be_disabled()


def test_each_back_is_one_step(page: Page, app_url: str) -> None:
    """Moves and changes of page are one entry each; Back and Forward show what was shown then."""
    opened(page, f"{app_url}/?{START}")
    length = page.evaluate("history.length")
    set_sales(page, 6000)
    page.get_by_role("link", name="Channels", exact=True).click()
    page.wait_for_url("**/Channels?v=1*")
    page.get_by_role("link", name="Allocate", exact=True).click()
    page.wait_for_function("location.pathname == '/' && location.search.includes('v=1')")
    expect(page.get_by_role("textbox", name="Sales team, exact amount")).to_be_visible(timeout=40_000)
    set_sales(page, 7000)
    assert page.evaluate("history.length") - length == 4
    for path, amount in (("/", 6000), ("/Channels", 6000), ("/", 6000), ("/", 5000)):
        page.go_back()
        page.wait_for_function("path => location.pathname == path", arg=path)
        expect_sales(page, amount)
        # Streamlit takes an answer that comes after the next Back for a change of page.
        if path == "/":
            expect(page.get_by_role("textbox", name="Sales team, exact amount")).to_have_value(f"${amount:,}")
        else:
            expect(page.locator(".st-key-page_links .here")).to_have_text("Channels")
    page.go_forward()
    expect_sales(page, 6000)
    assert page.evaluate("history.length") - length == 4


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_no_markdown(page: Page, app_url: str, name: str) -> None:
    """On all pages a name stands as it was typed: no picture is loaded, no letter set bold, no icon drawn."""
    start = renamed(rename_channel(Workspace.of(load_case("northwind.1")), "Search ads", name), 0, name)
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    for each in PAGES:
        opened(page, f"{app_url}/{each}?{encode(start)}")
        page.locator(".st-key-scenarios button").first.click()
        expect(page.get_by_role("radiogroup").get_by_text(name)).to_be_visible()
        assert page.locator("[data-testid=stMarkdownContainer]").filter(has=page.locator("img, strong")).count() == 0
        assert page.get_by_test_id("stIconMaterial").filter(has_text="home").count() == 0
    assert not [url for url in loaded if url.endswith("x.png")]


@pytest.mark.parametrize("name", PAGES)
def test_private_pages_say_what_their_figures_are(page: Page, app_url: str, name: str) -> None:
    """Every page opened from a private link says that its amounts are an index; others do not."""
    private = encode(indexed(Workspace.of(load_case("northwind.1"))))
    opened(page, f"{app_url}/{name}?{private}")
    expect(page.get_by_text("today's budget = 100").first).to_be_visible()


def test_reload_elsewhere_is_a_step(page: Page, app_url: str) -> None:
    """Another link opened in the same tab is a step that Undo takes back."""
    opened(page, f"{app_url}/?{START}")
    set_sales(page, 6000)
    other = encode(Workspace.of(load_case("tallgrass.1")))
    opened(page, f"{app_url}/?{other}")
    undo = page.get_by_role("button", name="Undo", exact=True)
    expect(undo).to_be_enabled()
    undo.click()
    page.wait_for_function("location.search.includes('northwind')")
    expect_sales(page, 6000)
    assert urlencode({"v": 1}) in page.url
