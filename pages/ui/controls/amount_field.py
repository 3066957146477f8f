"""The one control for a number that is typed: shown as people write it, read as they type it, refused beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from pages.ui.state.session import kept
from pages.ui.text import markup
from pages.ui.text.entry import Entry, Taken
from pages.ui.text.labels import label
from simulator.facts.declaration import InvalidInput


@dataclass(frozen=True)
class _Typed:
    """What was last typed into a field, and what came of it."""

    turn: int
    edition: object
    text: str
    taken: Taken
    standing: tuple[float | None] | None = None
    """What stood in the field when the note was first shown; None until then."""


Take = Callable[[Any], None]
"""What is given a new value; None where the field may be left blank and was."""


def amount_field(entry: Entry, take: Take, *, name: str, edition: object = 0, **options: Any) -> bool:
    """Draw the field; return whether what stands in it was taken.

    Args:
        entry: the field and what stands there.
        take: is given each new value, before the rerun; may raise InvalidInput, which is shown beside the field.
        name: of the control, unique on the page.
        edition: a new one makes the field forget what was typed.
        options: of `st.text_input`: width, help, placeholder, disabled, label_visibility.
    """
    key = _key(name, edition)

    def typed() -> None:
        _keep(name, edition, str(st.session_state[key]), lambda text: _taken(entry, text, take))

    return _draw(entry, name, edition, on_change=typed, **options)


def amount_in_form(entry: Entry, *, name: str, edition: object = 0, **options: Any) -> None:
    """Draw the field inside a form, whose button calls `submitted` with the same name and edition."""
    _draw(entry, name, edition, **options)


def submitted(entry: Entry, *, name: str, edition: object = 0) -> Taken:
    """Return what was typed into a field of a form, from the callback of its button; a refusal is shown beside it."""
    text = str(st.session_state.get(_key(name, edition), ""))
    return _keep(name, edition, text, entry.read, turns=False)


def refused(name: str, edition: object = 0) -> bool:
    """Return whether what was last typed into the field was refused."""
    typed = _typings().get(name)
    return typed is not None and typed.edition == edition and bool(typed.taken.refusal)


def _typings() -> dict[str, _Typed]:
    return kept("next_dollar_typed", dict[str, _Typed])


def _key(name: str, edition: object) -> str:
    """Return the widget's key: a new one once a text was taken, so that the amount takes the place of the text."""
    typed = _typings().get(name)
    return f"{name}.{edition}.{typed.turn if typed else 0}"


def _keep(name: str, edition: object, text: str, judge: Callable[[str], Taken], *, turns: bool = True) -> Taken:
    typed, taken = _typings().get(name), judge(text)
    turn = (typed.turn if typed else 0) + (turns and not taken.refusal)
    _typings()[name] = _Typed(turn, edition, text, taken)
    return taken


def _taken(entry: Entry, text: str, take: Take) -> Taken:
    taken = entry.read(text)
    if taken.refusal or taken.value == entry.value:
        return taken
    try:
        take(taken.value)
    except InvalidInput as error:
        return Taken(refusal=str(error.problems[0]))
    return taken


def _draw(entry: Entry, name: str, edition: object, **options: Any) -> bool:
    with st.container(key=f"amount_{name}", gap=None, width=options.pop("width", "stretch")):
        typed = _typings().get(name)
        # The visitor may have been on another page since; a refused text must not be lost by that.
        text = typed.text if typed is not None and refused(name, edition) else entry.shown
        st.text_input(label(entry.label), text, key=_key(name, edition), autocomplete="off", **options)
        return _said(entry, name, edition)


def _said(entry: Entry, name: str, edition: object) -> bool:
    """Say beside the field how it was read or why it was refused; return whether it was taken."""
    typed = _typings().get(name)
    if typed is None:
        return True
    if refused(name, edition):
        st.html(markup.refusal(typed.taken.refusal))
        return False
    if typed.standing is None:
        typed = _typings()[name] = replace(typed, standing=(entry.value,))
    if typed.taken.note and typed.standing == (entry.value,):
        st.html(markup.small(typed.taken.note))
    return True
