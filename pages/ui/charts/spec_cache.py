"""Chart specs as Altair builds and validates them, kept on disk as Python keeps its bytecode.

Importing Altair and building a page's charts takes half a second, which the first visitor would wait for each time
the app starts.
"""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib import import_module, metadata
from pathlib import Path
from threading import Lock

from pages.ui.kept import keep
from pages.ui.live import Specs

PAGES = Path(__file__).parents[2]
KEPT = Path(__file__).with_name("__pycache__")


_TURN = Lock()
_READY: dict[str, Specs] = {}


def specs_of(folder: str) -> Specs:
    """Return the chart specs by name of the page whose modules stand in ``pages/<folder>``.

    They come from its ``charts.specs()``, or from the last time that ran on the same sources with the same Altair.
    """
    with _TURN:  # The first visitors may come together; one builds, the others wait for it.
        if folder not in _READY:
            _READY[folder] = _kept_or_built(folder)
        return _READY[folder]


def _kept_or_built(folder: str) -> Specs:
    file = KEPT / f"charts-{folder}.{_digest()}.json"
    with suppress(OSError, ValueError):
        kept: Specs = json.loads(file.read_text(encoding="utf-8"))
        return kept
    built: Specs = import_module(f"pages.{folder}.charts").specs()
    keep(file, json.dumps(built).encode(), instead_of=f"charts-{folder}.*.json")
    return built


@cache
def _digest() -> str:
    """Return what changes whenever the specs might: pages borrow charts from each other."""
    seen = sha256(metadata.version("altair").encode())
    for source in sorted(PAGES.rglob("*.py")):
        seen.update(source.read_bytes())
    return seen.hexdigest()[:16]
