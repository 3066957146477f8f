"""The files of this Streamlit's own browser code that a page of ours needs, and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import streamlit as st

SCRIPTS = Path(st.__file__).parent / "static" / "static" / "js"
_ELEMENTS = ("BidiComponent", "Html", "Selectbox", "Popover", "PageLink", "Button")
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
    return with_imports(path.name for name in _ELEMENTS for path in SCRIPTS.glob(f"{name}.*.js"))


def chart_chunks() -> list[str]:
    """File names of the ES modules that draw charts, with their imports."""
    return [] if VEGA_CHUNK is None else with_imports([VEGA_CHUNK, *_LATER.findall(_code(VEGA_CHUNK))])


def _vega_chunks() -> tuple[str | None, str | None]:
    """Names of the ES module through which this Streamlit loads Vega, and of the one that module imports."""
    loader = next(iter(sorted(SCRIPTS.glob("loadVegaEmbed*.js"))), None)
    if loader is None:
        return None, None
    inner = next((name for name in _LATER.findall(_code(loader.name)) if name.startswith("embed.")), None)
    return loader.name, inner


@cache
def _code(name: str) -> str:
    file = SCRIPTS / name
    return file.read_text(encoding="utf-8") if file.is_file() else ""


VEGA_CHUNK, VEGA_INNER = _vega_chunks()
"""File name of Streamlit's own Vega loader; None means `picture` draws with `st.vega_lite_chart`."""
