"""How charts of one kind are laid out beside each other."""

from __future__ import annotations


def folded(charts: int) -> str:
    """Return the key of a container that folds so many columns into full rows: of three, of two where one is left over.

    The style sheet knows how many fit beside each other on a screen, and on paper. Rows may differ in how wide their
    charts are, so that each chart needs an axis of its own along the foot.
    """
    return "in_pairs" if charts <= 2 or charts == 4 else f"in_threes_{('even', 'four', 'two')[charts % 3]}"
