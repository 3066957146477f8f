"""The export of this visit: its bytes in memory alone, how it is to be read, and what was found in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

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

if TYPE_CHECKING:  # Only whoever opens a history imports what fits one.
    from simulator.evidence.history.read import HistoryChoices, HistoryFinding
    from simulator.evidence.history_apart import HistoryReading

KINDS = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods"]
AT_ONCE = 1.2
"""Seconds that a page waits for a file; what takes longer is waited for beside it, and can be stopped."""
EVERY = 0.5


ChoicesT = TypeVar("ChoicesT", "Choices", "HistoryChoices")
FindingT = TypeVar("FindingT", "Finding", "HistoryFinding")


class Upload(Generic[ChoicesT, FindingT]):
    """One file; ``number`` tells it from those before it, and ``prefix`` its controls from those of another kind."""

    prefix: str
    asked_for: str
    """What the file has to hold."""

    def __init__(self, choices: ChoicesT) -> None:
        self.choices: ChoicesT = choices
        self.number = 0
        self.name = ""
        self.data: bytes | None = None
        self.reading: Reading | HistoryReading | None = None
        self.finding: FindingT | None = None
        self.refused = ""
        self.stopped = False
        self.read_on = date.today()
        self.apart: set[tuple[str, str]] = set()
        """Names of the file that its owner says are others than those they look like."""

    def first_choices(self) -> ChoicesT:
        """Return how a file is read until its owner says otherwise."""
        raise NotImplementedError

    def begin(self, data: bytes, choices: ChoicesT) -> Reading | HistoryReading:
        """Begin to read."""
        raise NotImplementedError

    def keep(self, reading: Any) -> None:
        """Take what a reading found; `Unreadable` where it found nothing."""
        raise NotImplementedError

    @property
    def evidence(self) -> Evidence:
        """What its facts come from."""
        return Evidence(self.name, self.read_on)

    def take(self, name: str, data: bytes | None) -> None:
        """Take another file, or none, and begin to read it."""
        self.stop()
        self.number += 1
        self.name, self.data, self.finding, self.refused = name, data, None, ""
        self.apart.clear()
        if data is not None:
            self.choose(self.first_choices())

    def choose(self, choices: ChoicesT) -> None:
        """Read the file by other choices; what was found so far stands until then."""
        self.stop()
        self.choices, self.refused, self.stopped, self.read_on = choices, "", False, date.today()
        if self.data is not None:
            try:
                self.reading = self.begin(self.data, choices)
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
            self.keep(self.reading)
        except Unreadable as error:
            self.finding, self.refused = None, str(error)
        self.reading = None
        return True

    def stop(self) -> None:
        """End a reading under way."""
        if self.reading is not None:
            self.reading.stop()
            self.reading = None


AnyUpload = Upload[Any, Any]


class DealsUpload(Upload[Choices, Finding]):
    """A CRM export."""

    prefix = "crm"
    asked_for = "The export, a row for each deal"

    def __init__(self) -> None:
        super().__init__(Choices())
        self.left = b""
        """Its rows left out, as a file."""

    def first_choices(self) -> Choices:
        """As is usual where the visitor is."""
        return usual()

    def begin(self, data: bytes, choices: Choices) -> Reading:
        """Read its deals."""
        return Reading(data, choices)

    def keep(self, reading: Reading) -> None:
        """Take the deals' facts, and the rows left out."""
        self.finding, self.left = reading.result()


def current() -> DealsUpload:
    """Return the export of this visit."""
    return kept("next_dollar_crm", DealsUpload)


def choose_file(upload: AnyUpload) -> None:
    """Draw where a file is chosen or dropped."""
    key = f"{upload.prefix}_file"

    def given() -> None:
        file = st.session_state.get(key)
        upload.take("" if file is None else file.name, None if file is None else file.getvalue())

    st.file_uploader(
        upload.asked_for, type=KINDS, key=key, on_change=given, max_upload_size=MOST_BYTES // 1_000_000,
    )  # fmt: skip
    if upload.data is not None and st.session_state.get(key) is None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(markup.small(f"{upload.name} is still read from."))
            away = f"{upload.prefix}_away"
            st.button("Put it away", key=away, on_click=upload.take, args=("", None), type="tertiary")


def reading(upload: AnyUpload) -> bool:
    """Return whether the file is still being read, with how far it is and a way to stop it; else it is settled."""
    if upload.settle(AT_ONCE):
        return False
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{upload.prefix}_reading"):
        _progress(upload)
        st.button("Stop", key=f"{upload.prefix}_stop", on_click=partial(_stop, upload))
    return True


def opened(upload: Upload[ChoicesT, FindingT]) -> FindingT | None:
    """Draw the file and its reading; return what was found in it once that is so."""
    choose_file(upload)
    if upload.data is None or reading(upload):
        return None
    if upload.finding is None:
        not_read(upload)
    return upload.finding


def not_read(upload: AnyUpload) -> None:
    """Say why nothing was found, with a way to read the file again where it was stopped."""
    st.html(markup.refusal(words.not_read(upload.name, upload.refused)))
    if upload.stopped:
        st.button("Read it again", key=f"{upload.prefix}_again", on_click=upload.change)


@st.fragment(run_every=EVERY)
def _progress(upload: AnyUpload) -> None:
    if upload.settle(0.0):
        st.rerun()
    assert upload.reading is not None
    st.html(f'<p class="small" role="status">{words.being_read(upload.name, upload.reading)}</p>')


def _stop(upload: AnyUpload) -> None:
    upload.stop()
    upload.finding, upload.stopped, upload.refused = None, True, "you stopped it."


def usual() -> Choices:
    """Return how dates and amounts are written where the visitor is, for columns that do not tell."""
    here = Locale.parse(page_locale() or ENGLISH)
    month_first = str(here.date_formats["short"].pattern).lower().startswith("m")
    comma = here.number_symbols["latn"]["decimal"] == ","
    return Choices(order="month first" if month_first else "day first", decimal="," if comma else ".")
