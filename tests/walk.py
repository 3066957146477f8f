"""A visitor who walks: what a page shows after any walk must be what a fresh visit to the same address shows."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.screens import CHECKS

SEEN = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
READY = f"() => {{ {CHECKS}\n return ready(!/(Your_business|How_it_works)$/.test(location.pathname)); }}"
"""The page of one's own facts has no charts, the others have."""
RESTS = f"""() => {{ {CHECKS}
  const app = document.querySelector('[data-test-script-state=notRunning]'), shown = app ? all(app) : [];
  return shown.some((n) => n.matches('.stMainBlockContainer h1') && n.textContent)
    && shown.filter((n) => n.matches('.canvas')).every((n) => n.querySelector('svg.marks'));
}}"""
"""For pages of a room, some of whose parts show nothing."""
SHOWS = f"() => {{ {SEEN}\n return shows(); }}"
PATIENCE_SECONDS = 40
NOTHING = re.compile(r"(?!)")
SAID_ONCE = re.compile(r"can be brought back\.|^words: 'Back to ")
"""News of what was just done, which a stranger at the same address has not done."""
Shown = dict[str, Any]
"""Per page: its charts with the marks in them, its words, and what its fields hold."""


class Walk:
    """One visitor in one browser session, and fresh visitors to compare with, all on screens of the same size."""

    def __init__(
        self, browser: Browser, address: str, width: int = 1280, height: int = 1000, *, slow: bool = False, **more: Any
    ) -> None:
        """Let the visitor in, over a slow line if so wanted; nothing is opened yet. ``more`` is of the browser."""
        self._address = address
        self._kind: dict[str, Any] = {
            "viewport": {"width": width, "height": height},
            "reduced_motion": "reduce",
            **more,
        }
        self._context = self._visitor(browser)
        self._strangers = self._visitor(browser)
        self.page = self._context.new_page()
        if slow:
            slow_line(self.page)
        self._seen: dict[str, Shown] = {}
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _visitor(self, browser: Browser) -> BrowserContext:
        context = browser.new_context(**self._kind)
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        return context

    def open(self, path: str) -> None:
        """Open an address cold, as a link is opened."""
        self.page.goto(f"{self._address}/{path}")
        settled(self.page)

    def go(self, path: str) -> None:
        """Go to an address within the session, as back and forward do: nothing in the browser is loaded anew."""
        self.page.evaluate(
            "(to) => { history.pushState({}, '', to); dispatchEvent(new PopStateEvent('popstate', {state: {}})); }",
            f"/{path}",
        )
        settled(self.page)

    def back(self) -> None:
        """Press the browser's back button."""
        self.page.go_back()
        settled(self.page)

    def forward(self) -> None:
        """Press the browser's forward button."""
        self.page.go_forward()
        settled(self.page)

    def follow(self, name: str) -> None:
        """Go to another page by its name in the header, out of the menu where the pages are folded into one."""
        menu = self.page.locator("details.fold summary")
        if menu.is_visible():
            menu.click()
        self.page.get_by_role("link", name=name, exact=True).click()
        expect(self.page.locator("[aria-current=page]").first).to_have_text(name)
        settled(self.page)

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press a button by its name, the first of several, and see what comes of it."""
        self.page.get_by_role("button", name=name, exact=isinstance(name, str)).first.click()
        settled(self.page)

    def type(self, field: str, text: str) -> Locator:
        """Type over what stands in a field, named by how its name begins, letter by letter; the hand stays in it."""
        box = self.page.get_by_role("textbox", name=re.compile(f"^{re.escape(field)}")).first
        box.click()
        box.press("Control+a")
        box.press_sequentially(text)
        return box

    def choose(self, field: str, option: str) -> None:
        """Choose in a list by hand."""
        choose(self.page.get_by_role("combobox", name=re.compile(field)), option)

    def as_fresh(self, *, but: re.Pattern[str] = NOTHING) -> None:
        """The page shows what a fresh visit to its address shows, except words in which ``but`` is found."""
        walked = settled(self.page)
        fresh = self.fresh(self.page.evaluate("location.href"))
        differing = [each for each in differences(walked, fresh, but) if not SAID_ONCE.search(each)]
        assert not differing, f"{self.here}:\n" + "\n".join(differing)

    def fresh(self, address: str) -> Shown:
        """Return what a stranger sees who opens that address; one is asked once."""
        if address not in self._seen:
            before, page = self._strangers.pages, self._strangers.new_page()
            page.goto(address)
            self._seen[address] = settled(page)
            for each in before:  # Not sooner: a tab that stays open spares the next its start.
                each.close()
        return self._seen[address]

    @property
    def here(self) -> str:
        """Path and query of the page the visitor is on."""
        parts = urlsplit(self.page.evaluate("location.href"))
        return f"{parts.path}?{parts.query}"

    def close(self) -> None:
        """Let everybody go; a script error on the way fails."""
        self._context.close()
        self._strangers.close()
        assert not self.errors, self.errors


def choose(box: Locator, option: str) -> None:
    """Choose in a list; it is opened again where an answer that arrives meanwhile has closed it."""
    for patience in (5, 10):
        box.click()
        with suppress(PlaywrightTimeout):
            return box.page.get_by_role("option", name=option).click(timeout=1000 * patience)
    raise AssertionError(f"it does not offer {option}")


def slow_line(page: Page) -> None:
    """Let a page's files come at 1.6 Mbit/s, each 150 ms late."""
    line = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", line)


def settled(page: Page, ready: str = READY) -> Shown:
    """Return what a page shows once it has run, is ``ready`` and shows the same twice in a row."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    before: Shown | None = None
    while time.monotonic() < deadline:
        page.wait_for_timeout(120)
        now: Shown | None = page.evaluate(SHOWS) if page.evaluate(ready) else None
        if now is not None and now == before:
            return now
        before = now
    raise AssertionError(f"{page.url} does not come to rest")


def differences(walked: Shown, fresh: Shown, but: re.Pattern[str] = NOTHING) -> list[str]:
    """Return a line for each thing that one shows and the other does not."""
    found = []
    for kind in ("words", "fields"):
        one, other = ([each for each in shown[kind] if not but.search(each)] for shown in (walked, fresh))
        found += [f"{kind}: {each!r} shown after the walk only" for each in one if each not in other]
        found += [f"{kind}: {each!r} missing after the walk" for each in other if each not in one]
    if len(walked["charts"]) != len(fresh["charts"]):
        found.append(f"{len(walked['charts'])} charts, not {len(fresh['charts'])}")
    for one, other in zip(walked["charts"], fresh["charts"], strict=False):
        found += [f"chart {other['alt'][:50]!r}: {line}" for line in _of_chart(one, other)]
    return found


def _of_chart(walked: Shown, fresh: Shown) -> list[str]:
    found = [
        f"{what} {walked[what]!r}, not {fresh[what]!r}" for what in ("alt", "height") if walked[what] != fresh[what]
    ]
    for kind in sorted({*walked["drawn"], *fresh["drawn"]}):
        one, other = walked["drawn"].get(kind, []), fresh["drawn"].get(kind, [])
        if one != other:
            found.append(f"{kind}: {len(one)} {_said(one)}, not {len(other)} {_said(other)}")
    return found


def _said(texts: list[str]) -> str:
    return f"({', '.join(filter(None, texts))})" if any(texts) else ""
