"""Visitors in a browser: each is lent to one test after the other, as good as new, and opens pages at less cost.

A page opened in a browser context of its own fetches all files of the app and compiles all its code anew. A visitor
keeps both, and one small page open between two tests. What a test could notice of another is taken away: tabs, cookies,
whatever is stored, permissions, routes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Page

SMALL = "/_stcore/health"
"""Of the app: a page without code."""
PATIENCE_MS = 30_000
STORED = "local_storage,indexeddb,service_workers,cache_storage,file_systems,websql"


Lend = Callable[..., BrowserContext]
"""What returns a fresh visitor of a kind, which are options of Playwright's `Browser.new_context`."""


class Visitors:
    """All visitors of one file of tests."""

    def __init__(self, browser: Browser) -> None:
        """Let nobody in yet."""
        self._browser = browser
        self._free: dict[str, list[Visitor]] = {}
        self._all: list[Visitor] = []

    def lend(self, **kind: Any) -> Visitor:
        """Return a visitor of that kind, which are options of Playwright's `Browser.new_context`."""
        name = json.dumps(kind, sort_keys=True)
        free = self._free.setdefault(name, [])
        if not free:
            free.append(Visitor(self._browser.new_context(**kind), name))
            self._all.append(free[-1])
        lent = free.pop()
        lent.context.set_default_timeout(PATIENCE_MS)
        return lent

    def take_back(self, visitor: Visitor) -> None:
        """Take a visitor that was lent, and make it as good as new."""
        visitor.forget()
        self._free[visitor.kind].append(visitor)

    def close(self) -> None:
        """Let all of them go."""
        for visitor in self._all:
            visitor.context.close()


class Visitor:
    """One browser context, the sites that were seen in it, and the page that stays open."""

    def __init__(self, context: BrowserContext, kind: str) -> None:
        """Begin with a new context."""
        self.context = context
        self.kind = kind
        self._small: Page | None = None
        self._seen: set[str] = set()
        context.on("page", self._follow)

    def _follow(self, page: Page) -> None:
        page.on("framenavigated", lambda frame: self._seen.add(frame.url))

    def forget(self) -> None:
        """Close all tabs, and forget whatever was kept in them."""
        opened = [page for page in self.context.pages if page is not self._small]
        self.context.unroute_all()
        self.context.clear_cookies()
        self.context.clear_permissions()
        if self._small is None:
            self._stay(opened)
        for page in opened:
            page.close()
        self._empty()

    def _stay(self, opened: list[Page]) -> None:
        app = next((page.url for page in opened if page.url.startswith("http://127.0.0.1:")), None)
        if app is None:
            return
        self._small = self.context.new_page()
        with suppress(Error):  # An app of one test may be gone.
            self._small.goto(f"http://{urlsplit(app).netloc}{SMALL}", timeout=5000)

    def _empty(self) -> None:
        sites = {
            f"{part.scheme}://{part.netloc}" for part in map(urlsplit, self._seen) if part.scheme.startswith("http")
        }
        self._seen.clear()
        if self._small is None or not sites:
            return
        session = self.context.new_cdp_session(self._small)
        for site in sites:
            session.send("Storage.clearDataForOrigin", {"origin": site, "storageTypes": STORED})
        session.detach()
