"""Work that a whole room asks for at the same moment and that need be done only once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from next_dollar.turns import Turns
from pages.ui.text.locale import page_locale

Args = ParamSpec("Args")
Result = TypeVar("Result")


def single_flight(work: Callable[Args, Result]) -> Callable[Args, Result]:
    """Remember results by arguments, which must be hashable, and by the locale that their text is written in.

    Whoever asks the same meanwhile waits for the first; whoever asks something else does not.
    `functools.cache` alone lets hundreds of pages that are revealed together each do the same work, all at once.
    """
    turns = Turns()

    @lru_cache(maxsize=64)
    def kept(_: str | None, *args: Args.args, **kwargs: Args.kwargs) -> Result:
        return work(*args, **kwargs)

    @wraps(work)
    def call(*args: Args.args, **kwargs: Args.kwargs) -> Result:
        locale = page_locale()
        with turns.of((locale, args, tuple(kwargs.items()))):
            return kept(locale, *args, **kwargs)  # type: ignore[arg-type]  # They are hashable.

    return call
