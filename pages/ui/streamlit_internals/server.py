"""What the server is told beyond the settings that Streamlit lets an app change."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.ui.streamlit_internals.fallback import fall_back


def serve_below(path: str) -> str:
    """Serve below this path, or where it is empty below the configured one; return that, without outer slashes."""
    path = (path or st.get_option("server.baseUrlPath") or "").strip("/")
    if path == st.get_option("server.baseUrlPath"):
        return path
    try:
        from streamlit.config import set_option

        set_option("server.baseUrlPath", path)
    except (ImportError, RuntimeError, TypeError):
        fall_back("way to set the path of the app", "it is served where Streamlit was told to, by its own setting")
    return str(st.get_option("server.baseUrlPath") or "").strip("/")


def watch_nothing() -> None:
    """Where no files are to be watched, keep Streamlit from looking for them.

    It looks up the files of all loaded modules for every visitor who comes or comes back, about 150 ms each during
    which nobody is answered, even where it watches none of them.
    """
    if st.get_option("server.fileWatcherType") != "none":
        return
    try:
        from streamlit.watcher.local_sources_watcher import LocalSourcesWatcher

        search = LocalSourcesWatcher.update_watched_modules
    except (AttributeError, ImportError):
        fall_back("search for files to watch", "whatever it does in its place stays on")
        return
    if search is not _no_search:
        LocalSourcesWatcher.update_watched_modules = _no_search  # type: ignore[assignment, method-assign]


def _no_search(_watcher: Any) -> None:
    """Stand in for the search for files to watch."""
