"""Keeping the company as a file, and opening one."""

from __future__ import annotations

from pages.your_business.form import Form


def files(_form: Form) -> None:
    """Draw what saves and opens files."""
