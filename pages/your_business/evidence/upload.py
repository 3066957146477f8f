"""The export of this visit: its bytes in memory alone, how it is to be read, and what was found in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

import streamlit as st
from babel import Locale

from pages.ui.state.session import kept
from pages.ui.text import markup
from pages.ui.text.locale import ENGLISH, page_locale
from pages.your_business.evidence import words
from simulator.evidence.acceptance import Evidence
from simulator.evidence.apart import Reading
from simulator.evidence.choices import Choices
from simulator.evidence.finding import Finding
from simulator.evidence.limits import MOST_BYTES, Unreadable

KINDS = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods"]
AT_ONCE = 1.2
"""Seconds that a page waits for a file; what takes longer is waited for beside it, and can be stopped."""
EVERY = 0.5


@dataclass
class Upload:
    """One file; ``number`` tells it from those before it."""

    number: int = 0
    name: str = ""
    data: bytes | None = None
    choices: Choices = field(default_factory=Choices)
    reading: Reading | None = None
    finding: Finding | None = None
    left: bytes = b""
    """Its rows left out, as a file."""
    refused: str = ""
    stopped: bool = False
    read_on: date = field(default_factory=date.today)

    @property
    def evidence(self) -> Evidence:
        """What its facts come from."""
        return Evidence(self.name, self.read_on)

    def take(self, name: str, data: bytes | None) -> None:
        """Take another file, or none, and begin to read it."""
        self.stop()
        self.number += 1
        self.name, self.data, self.finding, self.left, self.refused = name, data, None, b"", ""
        if data is not None:
            self.choose(usual())

    def choose(self, choices: Choices) -> None:
        """Read the file by other choices; what was found so far stands until then."""
        self.stop()
        self.choices, self.refused, self.stopped, self.read_on = choices, "", False, date.today()
        if self.data is not None:
            try:
                self.reading = Reading(self.data, choices)
            except Unreadable as error:
                self.refused = str(error)

    def change(self, **changed: Any) -> None:
        """Read it by its choices but for these."""
        self.choose(replace(self.choices, **changed))

    def settle(self, seconds: float) -> bool:
        """Return whether it is read, after waiting for that so long at most."""
        if self.reading is None:
            return True
        if not self.reading.done(seconds):
            return False
        try:
            self.finding, self.left = self.reading.result()
        except Unreadable as error:
            self.finding, self.refused = None, str(error)
        self.reading = None
        return True

    def stop(self) -> None:
        """End a reading under way."""
        if self.reading is not None:
            self.reading.stop()
            self.reading = None


def current() -> Upload:
    """Return the export of this visit."""
    return kept("next_dollar_crm", Upload)


def choose_file(upload: Upload) -> None:
    """Draw where a file is chosen or dropped."""
    key = "crm_file"

    def given() -> None:
        file = st.session_state.get(key)
        upload.take("" if file is None else file.name, None if file is None else file.getvalue())

    st.file_uploader(
        "The export, a row for each deal", type=KINDS, key=key, on_change=given,
        max_upload_size=MOST_BYTES // 1_000_000,
    )  # fmt: skip
    if upload.data is not None and st.session_state.get(key) is None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(markup.small(f"{upload.name} is still read from."))
            st.button("Put it away", key="crm_away", on_click=upload.take, args=("", None), type="tertiary")


def reading(upload: Upload) -> bool:
    """Return whether the file is still being read, with how far it is and a way to stop it; else it is settled."""
    if upload.settle(AT_ONCE):
        return False
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="crm_reading"):
        _progress(upload)
        st.button("Stop", key="crm_stop", on_click=partial(_stop, upload))
    return True


@st.fragment(run_every=EVERY)
def _progress(upload: Upload) -> None:
    if upload.settle(0.0):
        st.rerun()
    assert upload.reading is not None
    st.html(f'<p class="small" role="status">{words.being_read(upload.name, upload.reading)}</p>')


def _stop(upload: Upload) -> None:
    upload.stop()
    upload.finding, upload.stopped, upload.refused = None, True, "you stopped it."


def usual() -> Choices:
    """Return how dates and amounts are written where the visitor is, for columns that do not tell."""
    here = Locale.parse(page_locale() or ENGLISH)
    month_first = str(here.date_formats["short"].pattern).lower().startswith("m")
    comma = here.number_symbols["latn"]["decimal"] == ","
    return Choices(order="month first" if month_first else "day first", decimal="," if comma else ".")
