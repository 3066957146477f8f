"""Streamlit's browser code on disk, and the document from which it starts."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import streamlit as st

from pages.ui.streamlit_internals.fallback import fall_back

ROOT = Path(st.__file__).parent / "static"
"""The folder whose files are sent as they are."""
SCRIPTS = "static/js"
"""Where below it, and so below the app, the scripts are."""
HEAD_ENDS, ROOT_BEGINS = "</head>", '<div id="root">'
_STYLE_SHEET = re.compile(r"\s*<link rel=\"stylesheet\"[^>]*>")
_FONT = re.compile(r"\s*<link\s+rel=\"preload\"[^>]*as=\"font\"[^>]*>")
_TITLE = re.compile(r"<title>[^<]*</title>")


def index() -> str | None:
    """Return the HTML from which every page starts; None where there is no such file."""
    file = ROOT / "index.html"
    if not file.is_file():
        fall_back("index.html", "pages come as Streamlit sends them, without an outline")
        return None
    return file.read_text(encoding="utf-8")


def dressed(index: str, *, title: str, head: str, outline: str) -> str:
    """Return that HTML with a title, more in its head, and an outline before the place in which Streamlit draws.

    Nothing waits for the style sheet but what it styles; the font comes when nothing more urgent is on its way.
    """
    known = all(index.count(place) == 1 for place in (HEAD_ENDS, ROOT_BEGINS))
    if not (known and _STYLE_SHEET.search(index) and _FONT.search(index) and _TITLE.search(index)):
        fall_back("document of the known form", "what is not found in it stays as it is")
    index = _TITLE.sub(lambda _: f"<title>{escape(title)}</title>", index)
    if not known:
        return index
    sheets = "".join(_STYLE_SHEET.findall(index))
    fonts = "".join(_FONT.findall(index)).replace("<link", '<link fetchpriority="low"')
    index = _FONT.sub("", _STYLE_SHEET.sub("", index))
    index = index.replace(HEAD_ENDS, f"{head}{fonts}\n  {HEAD_ENDS}")
    return index.replace(ROOT_BEGINS, f"{outline}{sheets}\n    {ROOT_BEGINS}")
