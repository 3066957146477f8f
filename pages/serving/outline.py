"""The document each page starts from: Streamlit's own, with what shows before any of its code has come."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

import streamlit as st

from pages.ui.frame.registry import PAGES, Page
from pages.ui.state.framing import SHOW
from pages.ui.streamlit_internals import document
from pages.ui.streamlit_internals.chunks import VEGA_CHUNK, VEGA_INNER, chart_chunks, element_chunks
from pages.ui.streamlit_internals.names import DOM, style_of, styled

TEMPLATE = Path(__file__).with_name("outline.html")
FRAME = Path(__file__).with_name("frame.js")
"""What the page does in a frame; it stands in the document, since the page around may ask before any script came."""
PATIENCE_MS = 5000
"""How long the outline may stand over a page that is being drawn, where nothing tells when it is."""


def page_document(page: Page, index: str) -> str:
    """Return the HTML of that page, made of Streamlit's ``index.html``.

    Its scripts are asked for in the order in which they are needed: first those that draw the page, and, when nothing
    more urgent is on its way, those of the charts and the font.
    """
    head, outline = _parts(page)
    return document.dressed(index, title=f"{page.name} · Next Dollar", head=head, outline=outline)


def _parts(page: Page) -> tuple[str, str]:
    """Return what is added to the head, and what stands before the place in which Streamlit draws."""
    names = "".join(f"<span{' class=here' * (other == page)}>{escape(other.name)}</span>" for other in PAGES)
    colours = {
        f"{shade}_{what}": st.get_option(f"theme.{shade}.{what}Color")
        for shade in ("light", "dark")
        for what in ("background", "text")
    }
    filled = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        DOM,
        **colours,
        scripts=_scripts(),
        names=names,
        question=escape(page.question),
        patience=PATIENCE_MS,
        frame=style_of(FRAME),
        part=SHOW,
    )
    head, outline = filled.split("<!-- body -->\n")
    return styled(head), outline


def _scripts() -> str:
    # On a fast line what is not urgent waits too long, so the two large files of the charts are asked for like the
    # rest; their many small ones would keep the first words with the server waiting on a slow one.
    charts = chart_chunks()
    urgent = [*element_chunks(), *(name for name in charts if name in (VEGA_CHUNK, VEGA_INNER))]
    idle = [name for name in charts if name not in urgent]
    return "\n".join([*(_preload(name) for name in urgent), *(_preload(name, ' fetchpriority="low"') for name in idle)])


def _preload(name: str, attributes: str = "") -> str:
    return f'<link rel="modulepreload"{attributes} crossorigin href="./{document.SCRIPTS}/{name}">'
