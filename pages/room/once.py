"""Work that a whole room asks for at the same moment and that need be done only once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

Args = ParamSpec("Args")
Result = TypeVar("Result")


def once(work: Callable[Args, Result]) -> Callable[Args, Result]:
    """Remember results by arguments, which must be hashable; whoever asks meanwhile waits for the first.

    `functools.cache` alone lets hundreds of pages that are revealed together each do the same work, all at once.
    """
    kept, turn = lru_cache(maxsize=64)(work), threading.Lock()

    @wraps(work)
    def call(*args: Args.args, **kwargs: Args.kwargs) -> Result:
        with turn:
            return kept(*args, **kwargs)  # type: ignore[arg-type]  # They are hashable.

    return call
