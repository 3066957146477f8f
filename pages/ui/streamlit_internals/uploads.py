"""Keeping what is uploaded in memory: nothing of a visitor's file passes through a disk."""

from __future__ import annotations

import streamlit as st

from pages.ui.streamlit_internals.fallback import fall_back

MEGABYTE = 1_048_576
AROUND = 1_000_000
"""Bytes that stand around a file where it is sent."""


def keep_in_memory() -> None:
    """Take files as large as may be sent without a file of the server's own, which the parser of forms makes from 1 MB.

    Streamlit holds an upload in memory in any case, up to its ``server.maxUploadSize``.
    """
    most = int(st.get_option("server.maxUploadSize")) * MEGABYTE
    try:
        from starlette.formparsers import MultiPartParser

        MultiPartParser.spool_max_size = max(MultiPartParser.spool_max_size, most + AROUND)
    except (AttributeError, ImportError):
        fall_back("limit from which on uploads pass through a file", "large ones do, which has no name and is not kept")
