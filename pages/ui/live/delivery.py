"""How the browser code reaches the page: once, through a loader that takes no room."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import time_ns
from typing import Any

import streamlit as st

from pages.ui.streamlit_internals.chunks import VEGA_CHUNK, VEGA_INNER

from .modules import joined

_ASSETS = Path(__file__).with_name("assets")
_STYLES = ("tokens", "take", "levers", "picture", "words", "curve", "spread")
Specs = dict[str, dict[str, Any]]
Source = Callable[[], Specs]
_SOURCES: set[Source] = set()
_LOADER_KEY, _CHARTS_KEY = "nd_live_loader", "nd_live_charts"

SHELL_CSS = f".st-key-{_LOADER_KEY},.st-key-{_CHARTS_KEY}{{display:none}}" + (_ASSETS / "take.css").read_text("utf-8")
"""For the page's own style sheet: keeps what shows nothing from taking a gap in the layout at first paint, and shows
what can be taken of a table as of a chart.
"""


def _bundle() -> tuple[str, str]:
    """The scripts as one ES module, and a short hash that names it."""
    styles = {name: (_ASSETS / f"{name}.css").read_text(encoding="utf-8") for name in _STYLES}
    code = joined(_ASSETS / "loader.js", {"given.js": f"const STYLES = {json.dumps(styles)};\n"})
    name = sha256(code.encode()).hexdigest()[:12]
    return f'const HASH = "{name}";\n{code}', name


_CODE, _HASH = _bundle()
_LOADER = st.components.v2.component("next_dollar_loader", js=_CODE, css=SHELL_CSS, isolate_styles=False)


def entry(name: str) -> str:
    """The few lines a component ships in each message: wait for the code, then hand over."""
    return f"""export default (c) => {{
  const s = ((globalThis.nextDollar ??= {{}})["{_HASH}"] ??= {{}});
  s.ready ??= new Promise((open) => (s.open = open));
  return s.module ? s.module.{name}(c) : s.ready.then((m) => m.{name}(c));
}}"""


_CHARTS = st.components.v2.component("next_dollar_charts", js=entry("ship"), isolate_styles=False)


def mounted(key: str, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a component of that key is given: in a list, because Streamlit searches a dict for data frames each time.

    ``turn`` tells the browser this from what it was given before: what came with the answer to a move since then is
    newer than data that Streamlit merely hands over again.
    """
    return [{**data, "part": key, "turn": time_ns()}]


def load(source: Source) -> None:
    """Send the browser code, which begins to load Vega. Call once per full run, first and outside any fragment.

    Args:
        source: gives the specs of the charts that will be drawn; see `ship`.
    """
    _SOURCES.add(source)
    _LOADER(key=_LOADER_KEY, data=[{"vega": VEGA_CHUNK, "inner": VEGA_INNER}], height=1)


def ship(source: Source) -> None:
    """Send the chart specs. Call once per full run, outside any fragment; charts drawn before wait for them.

    Args:
        source: gives Vega-Lite 6 dicts by chart name, built on the first call. Data are named datasets
            (`{"data": {"name": "revenue"}}`) and colours may be written `var(--nd-ink)`. The same name must always
            mean the same spec in one process.
    """
    _CHARTS(key=_CHARTS_KEY, data=_written(source), height=1)


@cache
def _written(source: Source) -> bytes:
    """What `ship` sends: in bytes, because Streamlit writes anything else anew for every page, and twice."""
    return json.dumps(source()).encode()


def spec_of(name: str) -> dict[str, Any]:
    """The spec of that name from the sources given to `load`.

    Raises:
        KeyError: none of them has it.
    """
    for source in _SOURCES:
        if name in (specs := source()):
            return specs[name]
    raise KeyError(name)
