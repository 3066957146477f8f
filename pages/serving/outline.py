"""The document each page starts from: Streamlit's own, with what shows before any of its code has come."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from string import Template

from streamlit import config

from pages.ui.frame.registry import PAGES, Page
from pages.ui.live import VEGA_CHUNK, chart_chunks, element_chunks
from pages.ui.live.chunks import VEGA_INNER

TEMPLATE = Path(__file__).with_name("outline.html")
_STYLE_SHEET = re.compile(r"\s*<link rel=\"stylesheet\"[^>]*>")
_FONT = re.compile(r"\s*<link\s+rel=\"preload\"[^>]*as=\"font\"[^>]*>")
_TITLE = re.compile(r"<title>[^<]*</title>")


def document(page: Page, index: str) -> str:
    """Return the HTML of that page, made of Streamlit's ``index.html``.

    Its scripts are asked for in the order in which they are needed: first those that draw the page, and, when nothing
    more urgent is on its way, those of the charts and the font. Nothing waits for the style sheet but what it styles.
    """
    head, outline = _parts(page)
    sheets = "".join(_STYLE_SHEET.findall(index))
    index = _STYLE_SHEET.sub("", index)
    fonts = "".join(_FONT.findall(index)).replace("<link", '<link fetchpriority="low"')
    index = _FONT.sub("", index)
    index = _TITLE.sub(lambda _: f"<title>{escape(page.name)} · Next Dollar</title>", index)
    index = index.replace("</head>", f"{head}{fonts}\n  </head>", 1)
    return index.replace('<div id="root">', f'{outline}{sheets}\n    <div id="root">', 1)


def _parts(page: Page) -> tuple[str, str]:
    """Return what is added to the head, and what stands before the place in which Streamlit draws."""
    names = "".join(f"<span{' class=here' * (other == page)}>{escape(other.name)}</span>" for other in PAGES)
    colours = {
        f"{shade}_{what}": config.get_option(f"theme.{shade}.{what}Color")
        for shade in ("light", "dark")
        for what in ("background", "text")
    }
    filled = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        colours, scripts=_scripts(), names=names, question=escape(page.question)
    )
    head, outline = filled.split("<!-- body -->\n")
    return head, outline


def _scripts() -> str:
    # On a fast line what is not urgent waits too long, so the two large files of the charts are asked for like the
    # rest; their many small ones would keep the first words with the server waiting on a slow one.
    charts = chart_chunks()
    urgent = [*element_chunks(), *(name for name in charts if name in (VEGA_CHUNK, VEGA_INNER))]
    idle = [name for name in charts if name not in urgent]
    return "\n".join([*(_preload(name) for name in urgent), *(_preload(name, ' fetchpriority="low"') for name in idle)])


def _preload(name: str, attributes: str = "") -> str:
    return f'<link rel="modulepreload"{attributes} crossorigin href="./static/js/{name}">'
