"""The type of what Streamlit's containers give back: a place in the page. Only type checkers look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator as Place
else:
    Place = object

__all__ = ["Place"]
