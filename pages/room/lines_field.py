"""A field for what a facilitator tells in several lines: all of it is seen, and its line breaks are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pages.ui.controls.typed_field import judged, typed_field
from pages.ui.text.entry import Taken
from rooms.paragraphs import in_lines


def lines_field(
    title: str, shown: str, take: Callable[[str], object], *, signs: int, most: int, **options: Any
) -> None:
    """Draw the field for up to so many signs on ``most`` lines; the rest is as in `typed_field`."""

    def judge(text: str) -> Taken:
        note = f"More than {most} lines: what stands in further ones follows in the last."
        further = in_lines(text, most) != in_lines(text, len(text) + 1)
        return judged(lambda: take(text), Taken(note=note if further else ""))

    typed_field(f"{title}, up to {signs} signs on {most} lines", shown, judge, tall=True, **options)
