"""Sharing: the link that opens exactly this, the one that hides the figures, and what can be taken away."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.ui.controls.embed import embed, embed_button
from pages.ui.controls.take_away import take_away
from pages.ui.live import joined
from pages.ui.state.session import Session, page_query
from pages.ui.text import markup
from simulator.facts.declaration import InvalidInput
from simulator.link.codec import encode
from simulator.link.private import indexed

SHARING = "sharing"
_FOLDER = Path(__file__).parent
_COPY = st.components.v2.component(
    "next_dollar_copy",
    html="<div><input readonly><button type='button'></button><output role='status'></output></div>",
    css=(_FOLDER / "copy.css").read_text(encoding="utf-8"),
    js=joined(_FOLDER / "copy.js"),
)


def share(visit: Session, address: str) -> None:
    """Draw the Share button with its links, on the page of that address below the app."""
    with st.container(key="share", width="content"):
        opened = st.popover("Share", type="primary", key=SHARING, on_change="rerun")
    embed(visit, address)
    if not opened.open:
        return
    with opened:
        st.html(markup.phrase("Link to this scenario"))
        _copy(encode(visit.workspace) + page_query(), "Link to this scenario", "Copy link", "link")
        st.html(markup.phrase("Private link"))
        hide = st.toggle("Hide names too", key="hide_names")
        names = "the names of channels and plans"
        st.html(
            markup.small(
                f"Hidden: amounts of money, numbers of people, the company's name{f', {names}' if hide else ''}. "
                "Its reader sees today's budget as 100 and today's customers as 100, and is told so.",
                "Stays: how the money is split; rates and shares such as win rate, churn, share of wallet and margin"
                f"{'' if hide else f'; {names}'}. Whoever knows one real figure can work out the others of its kind.",
            )
        )
        try:
            private = encode(indexed(visit.workspace, hide))
        except InvalidInput as error:
            st.html(markup.small(f"Not for these figures, they lie too far apart: {error}"))
        else:
            _copy(private + page_query(), "Private link", "Copy private link", "private")
        take_away(visit)
        embed_button(SHARING)


def _copy(query: str, label: str, action: str, key: str) -> None:
    failed = "Could not copy: select the link and press Ctrl+C."
    _COPY(
        data={"query": query, "label": label, "action": action, "done": "Copied.", "failed": failed}, key=f"copy_{key}"
    )
