"""The one control for a number that is typed: shown as people write it, read as they type it, refused beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pages.ui.controls.typed_field import judged, typed_field
from pages.ui.text.entry import Entry, Taken

Take = Callable[[Any], object]
"""What is given a new value, or what was `Said` of one; None where the field may be left blank and was."""


def amount_field(entry: Entry, take: Take, *, name: str, of: object = None, **options: Any) -> bool:
    """Draw the field; return whether what stands in it was taken.

    Args:
        entry: the field and what stands there.
        take: is given each new value, before the rerun; may raise InvalidInput, which is shown beside the field.
        name: of the control, unique on the page.
        of: what the field is about; a text that was refused stays until that is another. None: until the value is.
        options: as in `typed_field`.
    """
    return typed_field(entry.label, entry.shown, lambda text: _taken(entry, text, take), name=name, of=of, **options)


def _taken(entry: Entry, text: str, take: Take) -> Taken:
    taken = entry.read(text)
    if taken.refusal or (taken.value == entry.value and taken.said is None):
        return taken
    return judged(lambda: take(taken.value if taken.said is None else taken.said), taken)
