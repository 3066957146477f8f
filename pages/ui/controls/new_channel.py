"""A new channel: what is typed of it so far stays, whatever else is done meanwhile, until it is added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import streamlit as st

from pages.ui.controls.amount_field import amount_field
from pages.ui.controls.typed_field import forget, name_field, refuse, refused_text
from pages.ui.state.session import Session, kept
from pages.ui.text import markup
from pages.ui.text.entry import Entry, count_entry, money_entry
from pages.ui.text.formats import money_format
from simulator.facts.business import Business
from simulator.facts.channel import PER_MONTH, Channel
from simulator.facts.declaration import InvalidInput, Problem, declaration
from simulator.workspace.channel_changes import add_channel, channel_name
from simulator.workspace.new_channel import Kind, new_channel
from simulator.workspace.scenario import Workspace

Commit = Callable[[Callable[[Workspace], Workspace]], None]
PLANNED, NAME, WHOLE = "planned", "name", "new_channel"
KINDS: Mapping[Kind, tuple[str, Mapping[str, str]]] = {
    "paid": (
        "Yes",
        {
            "spend": "Spend a month",
            "prospects": "Prospects a month",
            "prospects_at_zero": "Prospects with no spend",
            "prospects_at_double": "Prospects at double spend",
        },
    ),
    "begun": (
        "Not yet: what if we began?",
        {
            "reference_spend": "Spend a month, if you began",
            "prospects": "Prospects a month at that spend",
            "prospects_at_double": "Prospects at double that spend",
            PLANNED: "To spend in this plan at once",
        },
    ),
    "free": ("No, it costs nothing", {"prospects": "Prospects a month"}),
}
"""The answers to whether a channel is paid for, and what is asked then."""


@dataclass
class Draft:
    """What was typed of a new channel of one company."""

    number: int = 0
    """How many were added before it."""
    kind: Kind = "paid"
    name: str = ""
    amounts: dict[str, float | None] = field(default_factory=lambda: {PLANNED: 0.0})

    def about(self, asked: str) -> tuple[str, object]:
        """Return the name of the control of one field, and what the field is about."""
        return f"new_{asked}", self.number


def new(visit: Session, commit: Commit) -> None:
    """Draw the fields of a new channel and the button that adds it; ``commit`` takes what adding it changes."""
    draft = _draft(visit)
    kinds = list(KINDS)

    def chosen() -> None:
        draft.kind = st.session_state["new_kind"]

    st.radio("Do you spend on it today?", kinds, index=kinds.index(draft.kind), key="new_kind", on_change=chosen,
             format_func=lambda kind: KINDS[kind][0])  # fmt: skip
    with st.container(key="new_channel"):
        _fields(visit, draft)
    st.button("Add channel", key="add_channel", on_click=_add, args=(visit, draft, commit))
    if reason := visit.refused.get(WHOLE):
        st.html(markup.refusal(reason))
    st.html(markup.small("Its prospects buy as readily, and its customers spend as much, as yours do on average."))


def _draft(visit: Session) -> Draft:
    drafts = kept("next_dollar_new_channels", dict[str | None, Draft])
    return drafts.setdefault(visit.workspace.case, Draft())


def _fields(visit: Session, draft: Draft) -> None:
    def named(text: str) -> None:
        draft.name = channel_name(text, visit.workspace.scenario.business) if text.strip() else ""

    name, of = draft.about(NAME)
    name_field("Name", draft.name, named, name=name, of=of, placeholder="Webinars")
    with st.container(horizontal=True, gap="small"):
        for asked, entry in _entries(visit.workspace.scenario.business, draft).items():
            name, of = draft.about(asked)
            amount_field(entry, partial(draft.amounts.__setitem__, asked), name=name, of=of, width=230)


def _entries(business: Business, draft: Draft) -> dict[str, Entry]:
    """Return what is asked of a channel of this kind, by field."""
    money, found = money_format(business.currency), {}
    for asked, text in KINDS[draft.kind][1].items():
        said = declaration(Channel, "spend" if asked == PLANNED else asked)
        given, low, high = draft.amounts.get(asked), float(said["low"]), float(said["high"])
        found[asked] = (
            money_entry(text, money, given, low, high, blank=True)
            if said["unit"] == PER_MONTH
            else count_entry(text, given, low, high, blank=True)
        )
    return found


def _add(visit: Session, draft: Draft, commit: Commit) -> None:
    """Add the channel; where it cannot be, what was typed stays, with the reason beside the field it is about."""
    if not _read_again(visit, draft):
        return
    values = {asked: draft.amounts.get(asked) for asked in KINDS[draft.kind][1]}
    planned = values.pop(PLANNED, None)
    try:
        commit(lambda workspace: _with(workspace, draft, values, planned))
    except InvalidInput as error:
        _refuse(visit, draft, error.problems[0])
    else:
        draft.number, draft.name, draft.amounts = draft.number + 1, "", {PLANNED: 0.0}


def _with(workspace: Workspace, draft: Draft, values: Mapping[str, float | None], planned: float | None) -> Workspace:
    name = channel_name(draft.name, workspace.scenario.business)
    return add_channel(workspace, new_channel(draft.kind, name, values), planned)


def _read_again(visit: Session, draft: Draft) -> bool:
    """Take what was refused because of another field, which may have changed; return whether all can be read."""
    readable = True
    if (text := refused_text(*draft.about(NAME))) is not None:
        draft.name = text
        forget(*draft.about(NAME))
    for asked, entry in _entries(visit.workspace.scenario.business, draft).items():
        text = refused_text(*draft.about(asked))
        if text is None:
            continue
        taken = entry.read(text)
        if taken.refusal:
            readable = False
        else:
            draft.amounts[asked] = taken.value
            forget(*draft.about(asked))
    return readable


def _refuse(visit: Session, draft: Draft, problem: Problem) -> None:
    """Say why beside the field it is about, called as on the screen; beside the button where it is about none."""
    asked = problem.field.rpartition(".")[2]
    entries = _entries(visit.workspace.scenario.business, draft)
    if asked in entries:
        reason = str(replace(problem, title=entries[asked].label))
        refuse(*draft.about(asked), entries[asked].shown, reason)
    elif asked == NAME:
        refuse(*draft.about(NAME), draft.name, str(problem))
    else:
        visit.refused = {WHOLE: str(problem)}
