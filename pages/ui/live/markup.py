"""A piece of the page's own HTML that changes in place, where its words and bars follow the hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from .delivery import entry, mounted

_MARKUP = st.components.v2.component("next_dollar_markup", js=entry("markup"), isolate_styles=False)


@dataclass(frozen=True)
class Markup:
    """HTML from `pages.ui.text.markup`, which escapes all text that comes in; styled by the page's style sheet."""

    html: str
    polite: bool = False
    """Whether a screen reader announces what changes in it."""

    def data(self) -> dict[str, Any]:
        """The JSON the browser gets."""
        return {"html": self.html, "polite": self.polite}

    def show(self, key: str) -> None:
        """Show it at this place, whose key is unique."""
        _MARKUP(key=key, data=mounted(key, self.data()))
