"""Keeping what a page has imported and built out of the collector's way."""

from __future__ import annotations

import gc
from functools import cache
from threading import Timer


@cache
def freeze_after(page: str) -> str:
    """Freeze, once its first answer is out, all that the page of that name has imported and built; return the name."""
    Timer(1.0, _freeze).start()
    return page


def _freeze() -> None:
    gc.collect()
    gc.freeze()
