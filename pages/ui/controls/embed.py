"""Embedding: the lines of HTML that show this scenario in a page of one's own, and what they will look like there."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import get_args

import streamlit as st

from next_dollar.settings import read_settings
from pages.ui.controls.scorm import Edition, package
from pages.ui.state.framing import CHARTS, LEVERS, PAGE, PARTS, Framing, Shade, frame_query
from pages.ui.state.session import Session, kept, page_query
from pages.ui.text import markup
from pages.ui.text.labels import label
from pages.ui.text.locale import supported
from pages.ui.text.numbers import number_format
from pages.ui.text.words import title
from simulator.link.codec import encode

SHOWN = {
    PAGE: "This page, without the way to others", LEVERS: "The levers alone",
    "revenue": "The levers and revenue by month", "board": "The levers and what the next dollar brings",
    "sources": "The levers and where revenue comes from",
}  # fmt: skip
THEMES: dict[Shade, str] = {"": "The reader's own", "light": "Light", "dark": "Dark"}
NUMBERS_AS_IN = {
    "": "The reader's language", "en-US": "English", "fr-FR": "French", "de-DE": "German", "de-CH": "Swiss German",
    "it-IT": "Italian", "ja-JP": "Japanese", "pl-PL": "Polish", "pt-BR": "Portuguese, Brazil", "es-ES": "Spanish",
}  # fmt: skip
"""Languages whose numbers and dates may be asked for, by tag; the words stay English."""
HEIGHTS = {PAGE: 1100, LEVERS: 760} | dict.fromkeys(CHARTS, 760)
"""Of a frame in pixels, until it says its own height."""
PREVIEW_HEIGHT = 460
FOLLOW = """<script>
addEventListener("message", ({ data, source }) => {
  if (data?.type !== "next-dollar:height") return;
  for (const frame of document.querySelectorAll("iframe"))
    if (frame.contentWindow === source) frame.style.height = `${data.height}px`;
});
</script>"""
"""Gives a frame the height that its page tells."""


def embed(visit: Session, address: str) -> None:
    """Draw the dialog while it is open.

    Args:
        visit: of whom it is.
        address: of the page on show, below the app.
    """
    state = kept("next_dollar_embed", dict[str, bool])

    def closed() -> None:
        state["open"] = False

    if state.get("open"):
        st.dialog("Embed", width="large", on_dismiss=closed)(_dialog)(visit, address)


def embed_button(around: str) -> None:
    """Draw the button that opens the dialog and closes the popover of that key, in which it stands."""

    def opened() -> None:
        kept("next_dollar_embed", dict[str, bool])["open"] = True
        st.session_state[around] = False

    st.html(markup.phrase("Show it in a page of your own"))
    st.button("Embed…", key="embed", on_click=opened)


def _dialog(visit: Session, address: str) -> None:
    levers = visit.workspace.scenario.business.levers
    left, right, last = st.columns(3)
    part = left.selectbox("What is shown", PARTS, format_func=lambda name: SHOWN[name], key="embed_part")
    shade: Shade = right.selectbox("Theme", get_args(Shade), format_func=lambda name: THEMES[name], key="embed_theme")
    numbers = last.selectbox("Numbers as in", list(NUMBERS_AS_IN), format_func=_with_sample, key="embed_numbers")
    fixed = st.pills("Levers fixed for good: nobody may move or unlock them", levers, selection_mode="multi", wrap=True,
                     format_func=lambda lever: label(title(lever)), key="embed_fixed")  # fmt: skip
    hide = st.toggle("Hide the answer: the sentence at the top, and what tells the best split", key="embed_hide")
    framing = Framing(part, not hide, frozenset(fixed))
    source = (
        f"{_base(address, part)}?{frame_query(framing, levers, shade, numbers)}&{encode(visit.workspace)}{page_query()}"
    )
    st.html(markup.phrase("Put this into your page"))
    name = visit.workspace.scenario.business.name
    st.code(snippet(source, name, HEIGHTS[part]), language=None, wrap_lines=True)
    st.html(markup.small(*_remarks()))
    _packages(source, name, HEIGHTS[part])
    st.html(markup.phrase("What readers will see"))
    st.iframe(source, height=PREVIEW_HEIGHT)


def _with_sample(tag: str) -> str:
    said = NUMBERS_AS_IN[tag]
    return f"{said}: {number_format(supported(tag)).fixed(1234.5, 2)}" if tag else said


def _packages(source: str, name: str, height: int) -> None:
    """Draw what course software takes that takes no HTML."""
    said = "Or as a package for Moodle, Canvas and others, complete once its reader has tried a split. It asks no name."
    st.html(markup.small(said))
    with st.container(key="scorm", horizontal=True, gap="small"):
        for edition in get_args(Edition):
            make = partial(package, edition, source, f"Next Dollar: {name}", height)
            st.download_button(f"SCORM {edition}", make, f"next-dollar-scorm-{edition}.zip", "application/zip",
                               key=f"scorm_{edition}", on_click="ignore")  # fmt: skip


def snippet(source: str, name: str, height: int) -> str:
    """Return the HTML of a frame and of the script that gives it the height its page tells.

    Args:
        source: the address of what is shown.
        name: of the company, for those who hear the page.
        height: of the frame in pixels, until the page has told its own.
    """
    return (
        f'<iframe src="{escape(source)}" title="{escape(f"Next Dollar: {name}")}"\n'
        f'  width="100%" height="{height}" style="border: 0" allow="clipboard-write"></iframe>\n{FOLLOW}'
    )


def _base(address: str, part: str) -> str:
    """Return the address of the page that shows it: the levers stand on the home page."""
    here = (st.context.url or "").split("?")[0]
    return here if part == PAGE and address else f"{here.removesuffix(address).rstrip('/')}/"


def _remarks() -> tuple[str, ...]:
    allowed = read_settings().frame_ancestors
    script = "Where a course page takes the script out, the frame keeps the height that stands in it."
    return (script,) if allowed == "*" else (script, f"This server lets these sites alone show it: {allowed}.")
