"""Keeping a file made for a download until a slow line has fetched it.

Streamlit takes such a file away at the second end of any run, whoever's: with a room full of people that is before the
one who pressed the button has it.
"""

from __future__ import annotations

from time import monotonic

from pages.ui.streamlit_internals.fallback import fall_back

KEPT = 120.0
"""Seconds that a file stays after a run has first found that no page shows it."""
BORN = "next_dollar_found_at"


def keep_until_fetched() -> None:
    """Let files of downloads stay for a while; once for a server."""
    try:
        from streamlit.runtime.media_file_manager import MediaFileMetadata

        mark = MediaFileMetadata.mark_for_delete
    except (AttributeError, ImportError):
        fall_back("deletion mark of files", "a download may fail while others use the server")
        return
    if hasattr(mark, "waits"):
        return

    def mark_once_old(self: MediaFileMetadata) -> None:
        found_at = vars(self).setdefault(BORN, monotonic())
        if monotonic() - found_at >= KEPT:
            mark(self)

    mark_once_old.waits = True  # type: ignore[attr-defined]
    MediaFileMetadata.mark_for_delete = mark_once_old  # type: ignore[method-assign]
