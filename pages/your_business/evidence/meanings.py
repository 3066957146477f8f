"""What columns, statuses and channels of an export mean: as it was found, to be confirmed or changed."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.ui.text import markup
from pages.ui.text.formats import counted
from pages.your_business.evidence import words
from pages.your_business.evidence.choice import choice
from pages.your_business.evidence.upload import DealsUpload, usual
from simulator.evidence.choices import NOWHERE
from simulator.evidence.deals import Meaning
from simulator.evidence.finding import Finding
from simulator.evidence.words import Role

CHANNELS_ABOUT = "Give two the same name to count them as one; type one of your own channels to count them there."


def meanings(upload: DealsUpload, finding: Finding) -> None:
    """Draw what was taken to mean what, each with a way to say otherwise."""
    if len(finding.sheets) > 1:
        choice(upload, "Sheet", finding.sheets, finding.sheet, "sheet", lambda name: upload.change(sheet=name))
    st.html(markup.phrase("What each column means"))
    with st.container(key="facts_grid_crm_columns", horizontal=True):
        for role, title in words.ROLES.items():
            _column(upload, finding, role, title)
    _order(upload, finding)
    if finding.stages:
        st.html(markup.phrase("What each status means"))
        with st.container(key="facts_grid_crm_stages", horizontal=True):
            for place, stage in enumerate(finding.stages):
                _stage(upload, place, stage.name, stage.means, stage.rows)
    if [source.name for source in finding.sources] != [""]:
        st.html(markup.phrase("Which channel each counts as") + markup.small(CHANNELS_ABOUT))
        with st.container(key="facts_grid_crm_channels", horizontal=True):
            _channels(upload, finding)


def _column(upload: DealsUpload, finding: Finding, role: Role, title: str) -> None:
    columns = {each.place: each for each in finding.columns}
    stands = next((each.place for each in finding.columns if each.role == role), NOWHERE)

    def named(place: int) -> str:
        return "no column" if place == NOWHERE else columns[place].name or f"Column {place + 1}"

    def take(place: int) -> None:
        others = {other: at for other, at in upload.choices.roles.items() if at != place or place == NOWHERE}
        upload.change(roles={**others, role: place}, stages={}, channels={})

    with st.container(gap=None, key=f"crm_column_{role}"):
        choice(upload, title, [NOWHERE, *columns], stands, f"column_{role}", take, named)
        st.html(f'<p class="origin">{words.samples(columns[stands].samples if stands in columns else ())}</p>')


def _order(upload: DealsUpload, finding: Finding) -> None:
    """Say by which order dates were read where no row proves one, with a way to turn it round."""
    if not finding.orders:
        return
    other = "day first" if upload.choices.order == "month first" else "month first"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="crm_order"):
        st.html(markup.small(words.orders(finding, usual().order)))
        st.button(f"Read {other}", key="crm_flip", on_click=partial(upload.change, order=other), type="tertiary")


def _stage(upload: DealsUpload, place: int, name: str, stands: Meaning | None, rows: int) -> None:
    def take(meaning: Meaning) -> None:
        upload.change(stages={**upload.choices.stages, name: meaning})

    title = f"{name}, {counted(rows, 'row')}"
    choice(upload, title, list(words.MEANINGS), stands, f"stage_{place}", take, words.MEANINGS.__getitem__)


def _channels(upload: DealsUpload, finding: Finding) -> None:
    names = dict.fromkeys(each for source in finding.sources for each in (source.name, source.counts_as) if each)

    def take(name: str, chosen: str | None) -> None:
        target = None if chosen == words.NOT_COUNTED else chosen or name
        upload.change(channels={**upload.choices.channels, name: target})

    for place, source in enumerate(finding.sources):
        title = f"{source.name or words.NO_CHANNEL}, {counted(source.rows, 'row')}"
        stands = words.NOT_COUNTED if source.counts_as is None else source.counts_as
        choice(
            upload, title, [*names, words.NOT_COUNTED], stands, f"channel_{place}", partial(take, source.name),
            placeholder="no channel of its own",
        )  # fmt: skip
