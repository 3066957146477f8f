"""What columns and channels of a history mean: as it was found, to be confirmed or changed."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.ui.text import markup
from pages.your_business.evidence.choice import choice
from pages.your_business.evidence.meanings import near
from pages.your_business.evidence.words import looks_like, samples
from pages.your_business.history import words
from pages.your_business.history.upload import HistoryUpload
from simulator.evidence.history.meanings import MOST_COLUMNS, Column, Meaning, Role, near_meaning
from simulator.evidence.history.read import HistoryFinding, Source
from simulator.evidence.near_names import near_name

NONE = "none of yours"
WITHOUT_CHANNEL: tuple[Role, ...] = (
    "spend", "prospects", "sales", "wins", "upsell", "customers", "revenue", "channel",
)  # fmt: skip


def meanings(upload: HistoryUpload, finding: HistoryFinding) -> None:
    """Draw what was taken to mean what, each with a way to say otherwise."""

    def sheet(name: str) -> None:
        upload.change(sheet=name, meanings={}, channels={})

    if len(finding.sheets) > 1:
        choice(upload, "Sheet", finding.sheets, finding.sheet, "sheet", sheet)
    names = [each.channel for each in upload.choices.judged if each.of == "channel"]
    st.html(markup.phrase("What each column means"))
    with st.container(key="facts_grid_history_columns", horizontal=True):
        for each in finding.columns:
            _column(upload, each, names)
    _near_columns(upload, finding, names)
    if finding.undecided is not None:
        other = "day first" if finding.undecided == "month first" else "month first"
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="history_order"):
            st.html(markup.small(f"No row shows whether the day or the month comes first: read {finding.undecided}."))
            flip = partial(upload.change, order=other)
            st.button(f"Read {other}", key="history_flip", on_click=flip, type="tertiary")
    if finding.sources:
        st.html(markup.phrase("Which of your channels each is"))
        _near_sources(upload, finding, names)
        with st.container(key="facts_grid_history_channels", horizontal=True):
            for place, source in enumerate(finding.sources):
                _source(upload, place, source, names)


def _column(upload: HistoryUpload, column: Column, names: list[str]) -> None:
    pairs = [Meaning(role, name) for name in names for role in ("spend", "prospects")]
    every = [None, Meaning("when"), *pairs, *(Meaning(role) for role in WITHOUT_CHANNEL)]
    by_text = {words.meaning(each): each for each in every}

    def take(text: str) -> None:
        means = by_text[text]
        others = {at: each for at, each in upload.choices.meanings.items() if each != means or means is None}
        upload.change(meanings={**others, column.place: means})

    with st.container(gap=None, key=f"crm_column_history_{column.place}"):
        title = column.name or f"Column {column.place + 1}"
        choice(upload, title, list(by_text), words.meaning(column.means), f"column_{column.place}", take)
        st.html(f'<p class="origin">{samples(column.samples)}</p>')


def _near_columns(upload: HistoryUpload, finding: HistoryFinding, names: list[str]) -> None:
    """Offer to read a column as that of the channel whose name it spells in another way."""
    taken = [each.means for each in finding.columns if each.means]
    for each in finding.columns:
        meant = near_meaning(each, names, taken)
        if meant and (each.name, meant.channel) not in upload.apart:
            take = partial(upload.change, meanings={**upload.choices.meanings, each.place: meant})
            said = looks_like(each.name, meant.channel, own=True)
            near(upload, each.place, (each.name, meant.channel), said, take)


def _near_sources(upload: HistoryUpload, finding: HistoryFinding, names: list[str]) -> None:
    """Offer to count channels of the file as those of the company that they look like."""
    for place, source in enumerate(finding.sources):
        like = near_name(source.name, names)
        chosen = source.counts_as or source.name in upload.choices.channels
        if like and not chosen and (source.name, like) not in upload.apart:
            take = partial(upload.change, channels={**upload.choices.channels, source.name: like})
            near(upload, MOST_COLUMNS + place, (source.name, like), looks_like(source.name, like, own=True), take)


def _source(upload: HistoryUpload, place: int, source: Source, names: list[str]) -> None:
    def take(name: str) -> None:
        upload.change(channels={**upload.choices.channels, source.name: None if name == NONE else name})

    stands = source.counts_as if source.counts_as in names else NONE
    choice(upload, source.name, [NONE, *names], stands, f"channel_{place}", take)
