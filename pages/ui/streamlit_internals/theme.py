"""Reading the theme's settings once: Streamlit reads all of them anew for every run, a tenth of what a move costs."""

from __future__ import annotations

from typing import Any

from pages.ui.streamlit_internals.fallback import fall_back


def read_theme_once() -> None:
    """Let every run be told the theme that the first was told: it does not change while a server runs."""
    try:
        from streamlit.runtime import app_session

        read = app_session._populate_theme_msg
    except (AttributeError, ImportError):
        fall_back("reader of the theme", "it is read for every run")
        return
    if hasattr(read, "known"):
        return
    known: dict[str, Any] = {}

    def told(msg: Any, section: str = "theme") -> None:
        if section not in known:
            known[section] = type(msg)()
            read(known[section], section)
        if known[section].ByteSize():
            msg.MergeFrom(known[section])

    told.known = known  # type: ignore[attr-defined]
    app_session._populate_theme_msg = told
