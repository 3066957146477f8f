"""How the browser code reaches the page: once, through a loader that takes no room."""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from time import time_ns
from typing import Any

import streamlit as st

_ASSETS = Path(__file__).with_name("assets")
_SCRIPTS = ("dom", "money", "outbox", "lever", "bar", "levers", "vega", "picture", "words", "markup", "loader")
_STYLES = ("tokens", "levers", "picture", "words")
_LOADER_KEY = "nd_live_loader"

SHELL_CSS = f".st-key-{_LOADER_KEY}{{display:none}}"
"""For the page's own style sheet: keeps the loader from taking a gap in the layout at first paint."""


def _vega_chunks() -> tuple[str | None, str | None]:
    """Names of the ES module through which this Streamlit loads Vega, and of the one that module imports."""
    scripts = Path(st.__file__).parent / "static" / "static" / "js"
    loader = next(iter(sorted(scripts.glob("loadVegaEmbed*.js"))), None)
    if loader is None:
        return None, None
    inner = re.search(r"import\(.\./(embed\.[\w-]+\.js)", loader.read_text(encoding="utf-8"))
    return loader.name, None if inner is None else inner[1]


def _bundle() -> tuple[str, str]:
    """The scripts as one ES module, and a short hash that names it."""
    styles = {name: (_ASSETS / f"{name}.css").read_text(encoding="utf-8") for name in _STYLES}
    body = "\n".join((_ASSETS / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS)
    code = f"const STYLES = {json.dumps(styles)};\n{body}"
    name = sha256(code.encode()).hexdigest()[:12]
    return f'const HASH = "{name}";\n{code}', name


VEGA_CHUNK, _VEGA_INNER = _vega_chunks()
"""File name of Streamlit's own Vega loader; None means `picture` draws with `st.vega_lite_chart`."""

_CODE, _HASH = _bundle()
_LOADER = st.components.v2.component("next_dollar_loader", js=_CODE, css=SHELL_CSS, isolate_styles=False)
_SPECS: dict[str, dict[str, Any]] = {}


def entry(name: str) -> str:
    """The few lines a component ships in each message: wait for the code, then hand over."""
    return f"""export default (c) => {{
  const s = ((globalThis.nextDollar ??= {{}})["{_HASH}"] ??= {{}});
  s.ready ??= new Promise((open) => (s.open = open));
  return s.module ? s.module.{name}(c) : s.ready.then((m) => m.{name}(c));
}}"""


def mounted(key: str, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a component of that key is given: in a list, because Streamlit searches a dict for data frames each time.

    ``turn`` tells the browser this from what it was given before: what came with the answer to a move since then is
    newer than data that Streamlit merely hands over again.
    """
    return [{**data, "part": key, "turn": time_ns()}]


def ship(specs: Mapping[str, dict[str, Any]]) -> None:
    """Send the browser code and the chart specs. Call once per full run, outside any fragment.

    Args:
        specs: Vega-Lite 6 dicts by chart name. Data are named datasets (`{"data": {"name": "revenue"}}`) and
            colours may be written `var(--nd-ink)`. The same name must always mean the same spec in one process.
    """
    _SPECS.update(specs)
    _LOADER(
        key=_LOADER_KEY, data=[{"specs": dict(specs), "chunks": {"vega": VEGA_CHUNK, "inner": _VEGA_INNER}}], height=1
    )


def shipped_spec(name: str) -> dict[str, Any]:
    """The spec shipped under this name.

    Raises:
        KeyError: nothing of that name was shipped in this process.
    """
    return _SPECS[name]
