"""The pages there are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from pages.ui import live
from pages.ui.charts.spec_cache import specs_of


@dataclass(frozen=True)
class Page:
    """One page: its name in the header, its script, and the question it answers."""

    name: str
    script: str
    question: str
    folder: str
    """Of its modules; its charts stand in ``charts``."""

    @property
    def address(self) -> str:
        """The path below the app at which Streamlit shows it: nothing for the home page."""
        return PurePosixPath(self.script).stem if self.script.startswith("pages/") else ""

    def specs(self) -> live.Specs:
        """Return its chart specs by name."""
        return specs_of(self.folder)


PAGES = (
    Page("Your business", "pages/Your_business.py", "What are my facts?", "your_business"),
    Page("Allocate", "app.py", "What happens if I shift the budget?", "allocate"),
    Page("Diagnose", "pages/Diagnose.py", "Do I need sales, marketing, or both?", "diagnose"),
    Page("Compare", "pages/Compare.py", "Which plan is better, and why?", "compare"),
    Page("Marginal returns", "pages/Marginal_returns.py", "Where does the next dollar go?", "marginal"),
    Page("Channels", "pages/Channels.py", "Where do my best customers come from?", "channels"),
    Page("Certainty", "pages/Certainty.py", "How sure can I be?", "certainty"),
    Page("Training room", "pages/Training_room.py", "How would the room decide?", "room"),
    Page("How it works", "pages/How_it_works.py", "Can I trust it?", "how"),
)

FACTS = PAGES[0]
"""Where a company's facts are put in."""
WORDS = PAGES[-1]
"""Where the glossary is."""
HOME = next(page for page in PAGES if page.script == "app.py")

LEAST_FOLD, BESIDE_LINKS, PER_LINK, PER_LETTER = 1100, 620, 10, 6.0
"""Pixels: the screen below which pages always fold into a menu; what stands beside their names; and what names take."""


def folds_below() -> int:
    """Return the width of screen, in pixels, below which the names of all pages do not fit the header."""
    return max(LEAST_FOLD, round(BESIDE_LINKS + sum(PER_LINK + PER_LETTER * len(page.name) for page in PAGES)))
