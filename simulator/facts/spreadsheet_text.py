"""Texts that no spreadsheet takes for a formula."""

from __future__ import annotations

STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
"""First signs of a text that some spreadsheet would run as a formula, the full-width ones among them."""


def as_text(cell: str) -> str:
    """Return a cell as a spreadsheet shows it: a text that looks like a formula stands behind an apostrophe."""
    return f"'{cell}" if cell.startswith(STARTS_FORMULA) or cell.lstrip().startswith(STARTS_FORMULA) else cell
