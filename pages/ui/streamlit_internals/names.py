"""The names by which code and style sheets find Streamlit's own elements in a page: one table for all of them.

Style sheets of ours write ``.stHeader`` and the like for these elements, whatever Streamlit calls them. A name that
is gone costs looks alone; what else could be lost has its fallback in ``streamlit.js``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


def _table(name: str) -> dict[str, str]:
    table: dict[str, str] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return table


DOM: Mapping[str, str] = _table("dom")
"""What browser code looks for, by our name for it; the JavaScript modules import the same file."""
STYLE: Mapping[str, str] = _table("style")
"""Selectors by the class name that our style sheets write for them."""
WORD = re.compile(r"\.(st[A-Z]\w*)")


@cache
def style_of(*files: Path) -> str:
    """Return our style sheets in these files as one, with Streamlit's selectors; read once."""
    return styled("".join(file.read_text(encoding="utf-8") for file in files))


def styled(css: str) -> str:
    """Return a style sheet of ours with Streamlit's selectors; a name that the table lacks stays as it is."""
    return WORD.sub(lambda found: STYLE.get(found[1], found[0]), css)
