"""Saying, one time, that something of Streamlit's is not where it was."""

from __future__ import annotations

import logging
from functools import cache

LOG = logging.getLogger("next_dollar.streamlit")


@cache
def fall_back(missing: str, instead: str) -> None:
    """Log that this Streamlit has no such thing, and what is done instead; the same words are logged once."""
    LOG.warning("This Streamlit has no %s: %s.", missing, instead)
