"""The facilitator's guide, in the app, so that it is at hand where it is needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

GUIDE = Path(__file__).parents[2] / "docs" / "facilitator-guide.md"


def guide() -> None:
    """Draw the guide."""
    with st.container(key="guide"):
        st.markdown(_text())


@cache
def _text() -> str:
    return GUIDE.read_text(encoding="utf-8")
