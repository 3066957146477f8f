"""Where the form of all facts stands on the page: below the guided start."""

from __future__ import annotations

from pages.ui.state.session import Session


def all_facts(_visit: Session) -> None:
    """Draw the form of every fact of the company on show."""
