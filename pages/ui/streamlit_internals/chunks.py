"""The files of this Streamlit's own browser code that a page of ours needs, and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from pages.ui.streamlit_internals.document import ROOT, SCRIPTS
from pages.ui.streamlit_internals.fallback import fall_back

_FOLDER = ROOT / SCRIPTS
_ELEMENTS = ("BidiComponent", "Html", "Selectbox", "PageLink", "Button")
_IMPORT = re.compile(r'(?:\bfrom|\bimport)"\./([\w.-]+\.js)"')
_LATER = re.compile(r"\bimport\(.\./([\w.-]+\.js).\)")


def with_imports(names: Iterable[str]) -> list[str]:
    """File names of these ES modules and of all that they import at once, each one time, those named first."""
    found: dict[str, None] = {}
    todo = list(names)
    while todo:
        name = todo.pop(0)
        if name not in found:
            found[name] = None
            todo += _IMPORT.findall(_code(name))
    return list(found)


def element_chunks() -> list[str]:
    """File names of the ES modules that draw what every page is made of, with their imports."""
    found = [next((path.name for path in _FOLDER.glob(f"{name}.*.js")), None) for name in _ELEMENTS]
    if None in found:
        fall_back("scripts by the names of its elements", "a browser asks for them when it comes to need them")
    return with_imports(name for name in found if name is not None)


def chart_chunks() -> list[str]:
    """File names of the ES modules that draw charts, with their imports."""
    return [] if VEGA_CHUNK is None else with_imports([VEGA_CHUNK, *_LATER.findall(_code(VEGA_CHUNK))])


def _vega_chunks() -> tuple[str | None, str | None]:
    """Names of the ES module through which this Streamlit loads Vega, and of the one that module imports."""
    loader = next(iter(sorted(_FOLDER.glob("loadVegaEmbed*.js"))), None)
    if loader is None:
        fall_back("script that loads Vega", "charts are drawn anew at each change, by st.vega_lite_chart")
        return None, None
    inner = next((name for name in _LATER.findall(_code(loader.name)) if name.startswith("embed.")), None)
    if inner is None:
        fall_back("script with Vega itself", "the rows of charts are replaced, not changed")
    return loader.name, inner


@cache
def _code(name: str) -> str:
    file = _FOLDER / name
    return file.read_text(encoding="utf-8") if file.is_file() else ""


VEGA_CHUNK, VEGA_INNER = _vega_chunks()
"""File name of Streamlit's own Vega loader; None means `picture` draws with `st.vega_lite_chart`."""
