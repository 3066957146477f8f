"""What columns and channels of a history mean: as it was found, to be confirmed or changed."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.ui.state.shown_key import shown_key
from pages.ui.text import markup
from pages.ui.text.labels import label
from pages.your_business.evidence.words import samples
from pages.your_business.history import words
from pages.your_business.history.upload import HistoryUpload
from simulator.evidence.history.meanings import Column, Meaning, Role
from simulator.evidence.history.read import HistoryFinding, Source

NONE = "none of yours"
OF_ALL: tuple[Role, ...] = ("spend", "prospects", "sales", "wins", "channel")


def meanings(upload: HistoryUpload, finding: HistoryFinding) -> None:
    """Draw what was taken to mean what, each with a way to say otherwise."""
    if len(finding.sheets) > 1:
        _sheet(upload, finding)
    names = [each.channel for each in upload.choices.judged if not each.of_sales]
    st.html(markup.phrase("What each column means"))
    with st.container(key="facts_grid_history_columns", horizontal=True):
        for each in finding.columns:
            _column(upload, each, names)
    if finding.undecided is not None:
        other = "day first" if finding.undecided == "month first" else "month first"
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="history_order"):
            st.html(markup.small(f"No row shows whether the day or the month comes first: read {finding.undecided}."))
            flip = partial(upload.change, order=other)
            st.button(f"Read {other}", key="history_flip", on_click=flip, type="tertiary")
    if finding.sources:
        st.html(markup.phrase("Which of your channels each is"))
        with st.container(key="facts_grid_history_channels", horizontal=True):
            for place, source in enumerate(finding.sources):
                _source(upload, place, source, names)


def _sheet(upload: HistoryUpload, finding: HistoryFinding) -> None:
    key = shown_key(f"history_{upload.number}_sheet", finding.sheet, finding.sheets)

    def chosen() -> None:
        upload.change(sheet=st.session_state[key], meanings={}, channels={})

    st.selectbox("Sheet", finding.sheets, finding.sheets.index(finding.sheet), key=key, on_change=chosen)


def _column(upload: HistoryUpload, column: Column, names: list[str]) -> None:
    pairs = [Meaning(role, name) for name in names for role in ("spend", "prospects")]
    every = [None, Meaning("when"), *pairs, *(Meaning(role) for role in OF_ALL)]
    texts = [words.meaning(each) for each in every]
    stands = words.meaning(column.means)
    key = shown_key(f"history_{upload.number}_column_{column.place}", stands, tuple(texts))

    def chosen() -> None:
        means = every[texts.index(st.session_state[key])]
        others = {at: each for at, each in upload.choices.meanings.items() if each != means or means is None}
        upload.change(meanings={**others, column.place: means})

    with st.container(gap=None, key=f"crm_column_history_{column.place}"):
        title = label(column.name or f"Column {column.place + 1}")
        st.selectbox(title, texts, texts.index(stands), key=key, on_change=chosen)
        st.html(f'<p class="origin">{samples(column.samples)}</p>')


def _source(upload: HistoryUpload, place: int, source: Source, names: list[str]) -> None:
    texts = [NONE, *names]
    stands = source.counts_as if source.counts_as in names else NONE
    key = shown_key(f"history_{upload.number}_channel_{place}", stands, tuple(texts))

    def chosen() -> None:
        value = st.session_state[key]
        upload.change(channels={**upload.choices.channels, source.name: None if value == NONE else value})

    st.selectbox(label(source.name), texts, texts.index(stands), key=key, on_change=chosen)
