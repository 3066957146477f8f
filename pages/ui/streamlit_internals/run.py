"""The run of a script that is under way, as far as Streamlit's public functions do not tell of it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.ui.streamlit_internals.fallback import fall_back


def drawing(*, otherwise: bool) -> bool:
    """Return whether a page is being drawn for a visitor; ``otherwise`` where that cannot be told."""
    try:
        return _context() is not None
    except ImportError:
        fall_back("context of a run", "whether a page is being drawn is told by other signs")
        return otherwise


def came_by_history(*, otherwise: bool) -> bool:
    """Return whether this run follows from the browser's Back or Forward; ``otherwise`` where that cannot be told."""
    try:
        context = _context()
        came: bool = context is not None and context.is_history_navigation
    except (AttributeError, ImportError):
        fall_back("mark of Back and Forward", "an address that nobody here wrote is taken for one")
        return otherwise
    return came


def page_on_show() -> str:
    """Return what tells the page of this run from the others."""
    try:
        context = _context()
        page: str = "" if context is None else context.page_script_hash
    except (AttributeError, ImportError):
        fall_back("name of the page on show", "pages are told apart by their addresses")
        return st.context.url or ""
    return page


def _context() -> Any:
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    return get_script_run_ctx(suppress_warning=True)
