"""Work that a whole room asks for at the same moment and that need be done only once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from pages.ui.text.locale import page_locale

Args = ParamSpec("Args")
Result = TypeVar("Result")


def single_flight(work: Callable[Args, Result]) -> Callable[Args, Result]:
    """Remember results by arguments, which must be hashable, and by the locale that their text is written in.

    Whoever asks meanwhile waits for the first.
    `functools.cache` alone lets hundreds of pages that are revealed together each do the same work, all at once.
    """
    turn = threading.Lock()

    @lru_cache(maxsize=64)
    def kept(_: str | None, *args: Args.args, **kwargs: Args.kwargs) -> Result:
        return work(*args, **kwargs)

    @wraps(work)
    def call(*args: Args.args, **kwargs: Args.kwargs) -> Result:
        with turn:
            return kept(page_locale(), *args, **kwargs)  # type: ignore[arg-type]  # They are hashable.

    return call
