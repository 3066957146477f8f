"""A company's file that is chosen or dropped: taken as it says, or refused with each line that cannot be so."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.ui.state.session import kept
from pages.ui.text import markup
from simulator.facts.declaration import InvalidInput
from simulator.file.faults import BrokenFile
from simulator.file.reader import LONGEST, read_file
from simulator.workspace.scenario import Workspace

Take = Callable[[Workspace], object]
"""Takes what a file holds; `InvalidInput` where that does not go here."""
Notice = tuple[str, tuple[str, ...]]


def company_file(title: str, key: str, take: Take) -> None:
    """Draw where the file is chosen or dropped. What comes of it is said by `said_of_file`."""

    def taken(data: bytes) -> tuple[str, ...]:
        opened = read_file(data)
        take(opened.workspace)
        return opened.notes

    file_field(title, key, taken)


def file_field(title: str, key: str, taken: Callable[[bytes], tuple[str, ...]]) -> None:
    """Draw where a file is chosen or dropped that ``taken`` opens, returning what it left out.

    Where that raises `BrokenFile` or `InvalidInput`, `said_of_file` says why.
    """

    def given() -> None:
        file = st.session_state.get(key)
        _notices().pop(key, None)
        if file is not None:
            _notices()[key] = _opened(file.name, file.getvalue(), taken)

    st.file_uploader(title, type=["toml"], key=key, on_change=given, max_upload_size=LONGEST // 1_000_000)


def said_of_file(key: str) -> None:
    """Say what came of the file chosen last in the field of that key; nothing where none was."""
    if notice := _notices().get(key):
        st.html(markup.notice(*notice))


def _opened(name: str, data: bytes, taken: Callable[[bytes], tuple[str, ...]]) -> Notice:
    against = f"{name} was not opened, and nothing is changed:"
    try:
        notes = taken(data)
    except BrokenFile as error:
        return against, tuple(map(str, error.faults))
    except InvalidInput as error:
        return against, tuple(map(str, error.problems))
    return (f"{name} is open, but for:", notes) if notes else (f"{name} is open.", ())


def _notices() -> dict[str, Notice]:
    return kept("next_dollar_files", dict[str, Notice])
