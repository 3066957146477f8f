"""What columns, statuses and channels of an export mean: as it was found, to be confirmed or changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from pages.ui.text import markup
from pages.ui.text.formats import counted
from pages.ui.text.labels import label
from pages.your_business.evidence import words
from pages.your_business.evidence.choice import choice
from pages.your_business.evidence.upload import AnyUpload, DealsUpload, usual
from simulator.evidence.acceptance import plain_name
from simulator.evidence.choices import NOWHERE
from simulator.evidence.deals import Meaning
from simulator.evidence.finding import Finding, Stage
from simulator.evidence.near_names import near_name
from simulator.evidence.words import Role
from simulator.facts.names import looks

CHANNELS_ABOUT = "Give two the same name to count them as one; type one of your own channels to count them there."


def meanings(upload: DealsUpload, finding: Finding, own: Sequence[str] = ()) -> None:
    """Draw what was taken to mean what, each with a way to say otherwise; ``own``: the company's channels."""
    if len(finding.sheets) > 1:
        choice(upload, "Sheet", finding.sheets, finding.sheet, "sheet", lambda name: upload.change(sheet=name))
    st.html(markup.phrase("What each column means"))
    with st.container(key="facts_grid_crm_columns", horizontal=True):
        for role, title in words.ROLES.items():
            _column(upload, finding, role, title)
    _order(upload, finding)
    if finding.stages:
        st.html(markup.phrase("What each status means"))
        _unrecognised(upload, finding)
        with st.container(key="facts_grid_crm_stages", horizontal=True):
            for place, stage in sorted(enumerate(finding.stages), key=lambda each: each[1].recognised):
                _stage(upload, place, stage)
    if [source.name for source in finding.sources] != [""]:
        st.html(markup.phrase("Which channel each counts as") + markup.small(CHANNELS_ABOUT))
        _near(upload, finding, own)
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


def _unrecognised(upload: DealsUpload, finding: Finding) -> None:
    """Say which statuses count as open for want of better, with ways to say what all of them are."""
    unsure = [stage for stage in finding.stages if not stage.recognised]
    if not unsure:
        return
    st.html(markup.notice(words.unrecognised(finding), map(words.unrecognised_name, unsure)))
    with st.container(horizontal=True, gap="small", key="crm_unrecognised"):
        for meaning, said in words.ALL_OF_THEM.items():
            whole = {**upload.choices.stages, **dict.fromkeys((stage.name for stage in unsure), meaning)}
            mean = partial(upload.change, stages=whole)
            st.button(said, key=f"crm_all_{meaning}", on_click=mean, type="tertiary")


def _stage(upload: DealsUpload, place: int, stage: Stage) -> None:
    def take(meaning: Meaning) -> None:
        upload.change(stages={**upload.choices.stages, stage.name: meaning})

    title = f"{stage.name}, {counted(stage.rows, 'row')}" + ("" if stage.recognised else ", not recognised")
    choice(upload, title, list(words.MEANINGS), stage.means, f"stage_{place}", take, words.MEANINGS.__getitem__)


def _near(upload: DealsUpload, finding: Finding, own: Sequence[str]) -> None:
    """Offer to count channels of the file as those of one's own, or of the file, that they look like."""
    theirs = [source.counts_as for source in finding.sources if source.counts_as]  # The largest come first.
    for place, source in enumerate(finding.sources):
        name = source.counts_as
        if not name or any(looks(plain_name(name)) == looks(each) for each in own):
            continue
        like = near_name(plain_name(name), own) or near_name(name, theirs[: theirs.index(name)])
        if like and (name, like) not in upload.apart:
            counted_there = {each.name: like for each in finding.sources if each.counts_as == name}
            take = partial(upload.change, channels={**upload.choices.channels, **counted_there})
            near(upload, place, (name, like), words.looks_like(name, like, own=like in own), take)


def near(upload: AnyUpload, place: int, names: tuple[str, str], said: str, take: Callable[[], None]) -> None:
    """Draw that one name looks like another, with a way to take both for the same, and one to keep them apart."""
    with st.container(key=f"{upload.prefix}_near_{place}", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(markup.small(said))
        st.button(label(f"Count it as {names[1]}"), key=f"{upload.prefix}_same_{place}", on_click=take)
        st.button(
            "They are two", key=f"{upload.prefix}_two_{place}", on_click=upload.apart.add, args=(names,),
            type="tertiary",
        )  # fmt: skip


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
