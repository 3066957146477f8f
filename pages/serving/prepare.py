"""``python -m pages.serving.prepare``: make beforehand what a start keeps, where who runs the app may not write."""

from __future__ import annotations

from pages.serving.copies import Copies
from pages.serving.files import first_files
from pages.serving.startup import warm_up
from pages.ui.streamlit_internals.document import ROOT


def prepare(copies: Copies) -> None:
    """Build the charts of all pages, and the compressed copies of what a first visit loads."""
    warm_up(whole=True)
    copies.make(*first_files())


if __name__ == "__main__":
    prepare(Copies(ROOT))
