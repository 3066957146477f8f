"""Visitors in a browser: each a context of its own, so that a test can notice nothing of another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

PATIENCE_MS = 30_000

Lend = Callable[..., BrowserContext]
"""What returns a fresh visitor of a kind, which are options of Playwright's `Browser.new_context`."""


@pytest.fixture
def lend(browser: Browser) -> Iterator[Lend]:
    """What returns fresh visitors, who leave when the test ends."""
    lent: list[BrowserContext] = []

    def visitor(**kind: Any) -> BrowserContext:
        lent.append(browser.new_context(**kind))
        lent[-1].set_default_timeout(PATIENCE_MS)
        return lent[-1]

    yield visitor
    for each in lent:
        each.close()
