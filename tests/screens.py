"""Every page as a picture: which views there are, when a page is ready, and how its picture is taken."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FloatRect, Page

from simulator.link.codec import encode
from simulator.workspace.scenario import Workspace
from tests.browser import ROOT
from tests.deal_table import DealTable
from tests.histories import company, simulated
from tests.history_files import as_file, wide
from tests.likeness import Pixels, compare, drawn

LINK = "v=1&case=northwind.1&plan=Plan+A~4000~2000~8500~2500&total=held"
"""A stock case, published for good, with a plan that differs from today's."""
OWN = (
    "v=1&name=Heating&currency=EUR&conversion_spend=5500&win_rate=0.28&win_rate_at_zero=0.09&win_rate_at_double=0.38"
    "&sales_cycle_months=2&upsell_spend=900&share_of_wallet=0.56&share_at_zero=0.44&share_at_double=0.63&share_new=0.56"
    "&share_adjustment=0.1&customers=1450&churn=0.00514&wallet=36&gross_margin=0.34&channel=Ads~3200~85~9~104"
    "&guess=selling~win_rate_at_double~share_at_double&guess=start~share_adjustment&guess=alike~share_new"
    "&guess=advertising~prospects_at_double.1&plan=Plan+A~3200~5500~900&total=held"
)
"""A company of one's own, some of its facts guesses."""
PAGES = {
    "allocate": "", "diagnose": "Diagnose", "compare": "Compare", "marginal": "Marginal_returns",
    "channels": "Channels", "certainty": "Certainty", "room": "Training_room", "business": "Your_business",
    "how": "How_it_works",
}  # fmt: skip
LINKS = {"business": OWN}
"""What a page shows, where it is not the stock case."""
WITHOUT_CHARTS = ("room", "business", "crm")
HEIGHT = 900
LOOKS = 3
"""How often a page that looks different is looked at: two pictures in a row may be equal, and the page not at rest."""
STILL, STILL_MS, STILL_LOOKS = 3, 150, 200
"""How often in a row a page must stand as before to be still, how long it is waited between two looks, and the most."""
KEPT = Path(__file__).parent / "data" / "screens"
OUTPUT = ROOT / "tests" / "output" / "screens"
AGAIN = "UPDATE_SCREENS=1 .venv/bin/pytest tests/test_screens.py"
"""Draws all pictures anew that look different."""

CHECKS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class View:
    """How a page is looked at; an embedded page must look like ``like``, the view of the same page by itself."""

    width: int
    scheme: Literal["light", "dark"]
    embedded: bool = False
    like: str = ""


@dataclass(frozen=True)
class Part:
    """A part of a page that opens and reads a file: its title and key, and the company, the file and its last words."""

    path: str
    link: str
    title: str
    key: str
    data: bytes
    said: str


PARTS = {
    "crm": Part(
        "Your_business", OWN.replace("channel=Ads", "channel=Search"), "Read my facts from a CRM export", "crm_export",
        DealTable(84).csv(), "What the file says of your facts",
    ),
    "history": Part(
        "Your_business", encode(Workspace.of(company())), "Correct my judgement by a monthly or weekly history",
        "monthly_history", as_file(wide(simulated("pulsed", 5))), "Search: the history narrows",
    ),
}  # fmt: skip
"""Parts of pages, of which the picture is taken alone."""
SHOWN = (*PAGES, *PARTS)
READING_MS = 120_000
"""Six visitors give a file at once, and each is read and weighed in a process of its own, two at a time."""

VIEWS = {
    "light": View(1280, "light"), "dark": View(1280, "dark"), "light-320": View(320, "light"),
    "dark-320": View(320, "dark"), "embedded": View(1280, "light", True, "light"),
    "embedded-320": View(320, "light", True, "light-320"),
}  # fmt: skip


@dataclass(frozen=True)
class Screen:
    """One page in one view, open and ready."""

    name: str
    view: View
    of: str
    page: Page

    @property
    def kept(self) -> Path:
        """Where its picture is kept."""
        return KEPT / f"{self.name}-{self.view.like or self.of}.webp"

    def ask(self, name: str) -> Any:
        """Return what a function of `screens.js` says of it."""
        return ask(self.page, name)

    def picture(self) -> Pixels:
        """Return the whole page as a picture, once two in a row are equal."""
        taken = b""
        try:
            for _ in range(20):
                before, height = taken, self.ask("contentHeight")
                self.page.set_viewport_size({"width": self.view.width, "height": height})
                wait_until_ready(self.page, self.name)
                taken = self.page.screenshot(animations="disabled", caret="hide", clip=self._clip())
                if before == taken and height == self.ask("contentHeight"):
                    return _opened(io.BytesIO(taken))
            raise AssertionError(f"{self.name} in view {self.of} does not come to rest")
        finally:
            self.page.set_viewport_size({"width": self.view.width, "height": HEIGHT})

    def _clip(self) -> FloatRect | None:
        """Return where the part stands of which the picture is; None for a whole page."""
        part = PARTS.get(self.name)
        return None if part is None else self.page.locator(f".st-key-{part.key}").bounding_box()

    def check(self, of: str = "") -> None:
        """Compare with the kept picture, or that of view ``of``; write what differs, once looking again helps not."""
        kept = KEPT / f"{self.name}-{of}.webp" if of else self.kept
        if not kept.exists():
            raise AssertionError(f"no picture is kept of {kept.stem}. Draw it with: {AGAIN}")
        for looked in range(LOOKS):
            now = self.picture()
            found = compare(_opened(kept), now)
            if found.alike:
                break
            if looked + 1 < LOOKS:
                self.page.wait_for_timeout(1000)
        else:
            OUTPUT.mkdir(parents=True, exist_ok=True)
            to = OUTPUT / f"{self.name}-{self.of}"
            Image.fromarray(now).save(f"{to}-now.png")
            drawn(found, now).save(f"{to}-difference.png")
            raise AssertionError(
                f"{self.name} in view {self.of} looks different: {found}. See {to}-now.png and -difference.png "
                f"beside {kept}. If that is meant: {AGAIN}"
            )

    def keep(self) -> None:
        """Keep its picture as the one to compare with, unless the one that is kept looks the same."""
        if self.view.like:
            return
        now = self.picture()
        if not (self.kept.exists() and compare(_opened(self.kept), now).alike):
            KEPT.mkdir(parents=True, exist_ok=True)
            Image.fromarray(now).save(self.kept, lossless=True, quality=100, method=4)


class Tour:
    """Visitors, one per view, who go from page to page together."""

    def __init__(self, browser: Browser, address: str) -> None:
        """Let all of them in."""
        self._address = address
        self._contexts: list[BrowserContext] = []
        self._pages: dict[str, Page] = {}
        self._at = ""
        self.errors: list[str] = []
        for name, view in VIEWS.items():
            context = browser.new_context(
                viewport={"width": view.width, "height": HEIGHT}, color_scheme=view.scheme, reduced_motion="reduce",
                device_scale_factor=1, locale="en-US", timezone_id="UTC",
            )  # fmt: skip
            context.set_default_timeout(30_000)
            self._contexts.append(context)
            self._pages[name] = context.new_page()
            self._pages[name].on("pageerror", lambda error: self.errors.append(str(error)))

    def at(self, name: str, view: str) -> Screen:
        """Return that page in that view, where all go if they are elsewhere."""
        if self._at != name:
            part = PARTS.get(name)
            path, link = (part.path, part.link) if part else (PAGES[name], LINKS.get(name, LINK))
            for each, page in self._pages.items():
                embedded = "embed=true&" if VIEWS[each].embedded else ""
                # A tab keeps its steps; with those of the page before, a picture would depend on which that was.
                if page.url.startswith(self._address):
                    page.evaluate("sessionStorage.clear()")
                page.goto(f"{self._address}/{path}?{embedded}{link}", wait_until="commit")
            for page in self._pages.values() if part else ():
                _open(page, part)
            self._at = name
        wait_until_ready(self._pages[view], name)
        return Screen(name, VIEWS[view], view, self._pages[view])

    def close(self) -> None:
        """Let all of them go."""
        for context in self._contexts:
            context.close()


def _open(page: Page, part: Part) -> None:
    """Open a part of a page and give it its file, then wait until it has read that."""
    page.get_by_text(part.title).click()
    chooser = page.locator(f".st-key-{part.key} input[type=file]")
    chooser.set_input_files({"name": f"{part.key}.csv", "mimeType": "text/csv", "buffer": part.data})
    page.get_by_text(part.said).first.wait_for(timeout=READING_MS)
    # A mouse left where it pressed lies on the title in some looks and, once the window is resized, not in others.
    page.mouse.move(0, 0)


def wait_until_ready(page: Page, name: str) -> None:
    """Wait until the page of that name has run, its fonts are loaded and its charts drawn."""
    page.wait_for_function(_asking("ready"), arg=name not in WITHOUT_CHARTS)


def wait_until_still(page: Page) -> None:
    """Wait until a page has run and nothing on it has moved, come or gone for a while."""
    before, same = "", 0
    for _ in range(STILL_LOOKS):
        now = ask(page, "layout")
        same = same + 1 if now and now == before else 0
        if same == STILL:
            return
        before = now
        page.wait_for_timeout(STILL_MS)
    raise AssertionError(f"{page.url} does not come to rest")


def ask(page: Page, name: str, given: object = None) -> Any:
    """Return what a function of `screens.js`, given that, says of a page."""
    return page.evaluate(_asking(name), given)


def _opened(file: Path | io.BytesIO) -> Pixels:
    return np.asarray(Image.open(file).convert("RGB"))


def _asking(name: str) -> str:
    return f"(given) => {{ {CHECKS}\n return {name}(given); }}"


def updating() -> bool:
    """Return whether pictures are to be kept rather than compared."""
    return bool(os.environ.get("UPDATE_SCREENS"))
