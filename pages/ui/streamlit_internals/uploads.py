"""Keeping what is uploaded in memory: nothing of a visitor's file passes through a disk."""

from __future__ import annotations

from pages.ui.streamlit_internals.fallback import fall_back

AROUND = 1_000_000
"""Bytes that stand around a file where it is sent."""


def keep_in_memory(most: int) -> None:
    """Take files of so many bytes without a file of the server's own, which the parser of forms makes above 1 MB.

    Streamlit holds an upload in memory in any case, up to its ``server.maxUploadSize``.
    """
    try:
        from starlette.formparsers import MultiPartParser

        MultiPartParser.spool_max_size = max(MultiPartParser.spool_max_size, most + AROUND)
    except (AttributeError, ImportError):
        fall_back("limit from which on uploads pass through a file", "large ones do, which has no name and is not kept")
