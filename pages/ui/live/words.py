"""Sentences and figures beside live charts: `st.html` would be parsed and cleaned anew at every update."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import streamlit as st

from .delivery import entry, mounted

_WORDS = st.components.v2.component("next_dollar_words", js=entry("words"))


@dataclass(frozen=True)
class Line:
    """One paragraph of plain text (never HTML). `headline` is the page's heading."""

    text: str
    kind: Literal["headline", "strong", "plain", "quiet"] = "plain"
    terms: Mapping[str, str] = field(default_factory=dict[str, str])
    """What words of the text mean, shown when they are pointed at, focused or touched."""


@dataclass(frozen=True)
class Figure:
    """A labelled figure with its change from today: "Gross profit", "$1.19M", "+$186k"."""

    label: str
    value: str
    change: str = ""
    tone: Literal["good", "bad", "even"] = "even"
    terms: Mapping[str, str] = field(default_factory=dict[str, str])
    """What words of the label mean."""


Block = Line | Sequence[Figure]
"""A line, or a row of figures."""


@dataclass(frozen=True)
class Words:
    """Lines and rows of figures, top to bottom, whose text changes in place."""

    blocks: Sequence[Block]
    spoken: str = ""
    """What a screen reader announces once the figures have rested for a moment."""

    def data(self) -> dict[str, Any]:
        """The JSON the browser gets."""
        return {"blocks": [_block(block) for block in self.blocks], "spoken": self.spoken}

    def show(self, key: str) -> None:
        """Show them at this place, whose key is unique."""
        _WORDS(key=key, data=mounted(key, self.data()))


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Line):
        return {"tag": "h1" if block.kind == "headline" else "p", **vars(block)}
    return {"figures": [vars(figure) for figure in block]}
