"""The one control for a number that is typed: shown as people write it, read as they type it, refused beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from pages.ui.state.session import kept
from pages.ui.text import markup
from pages.ui.text.entry import Entry, Taken
from simulator.facts.declaration import InvalidInput


@dataclass(frozen=True)
class _Typed:
    """What was last typed into a field, and what came of it."""

    key: str
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
    key = f"{name}.{edition}"

    def typed() -> None:
        text = str(st.session_state[key])
        taken = _taken(entry, text, take)
        _typings()[name] = _Typed(key, text, taken)
        if not taken.refusal:
            st.session_state[key] = "" if taken.value is None else entry.write(taken.value)

    with st.container(key=f"amount_{name}", gap=None, width=options.pop("width", "stretch")):
        _text(entry, key, name, on_change=typed, **options)
        return _said(entry, key, name)


def amount_in_form(entry: Entry, *, name: str, edition: object = 0, **options: Any) -> None:
    """Draw the field inside a form, whose button calls `submitted` with the same name and edition."""
    key = f"{name}.{edition}"
    with st.container(key=f"amount_{name}", gap=None, width=options.pop("width", "stretch")):
        _text(entry, key, name, **options)
        _said(entry, key, name)


def submitted(entry: Entry, *, name: str, edition: object = 0) -> Taken:
    """Return what was typed into a field of a form, from the callback of its button; a refusal is shown beside it."""
    key = f"{name}.{edition}"
    text = str(st.session_state.get(key, ""))
    taken = _taken(entry, text, lambda _: None)
    _typings()[name] = _Typed(key, text, taken)
    return taken


def refused(name: str, edition: object = 0) -> bool:
    """Return whether what was last typed into the field was refused."""
    typed = _typings().get(name)
    return typed is not None and typed.key == f"{name}.{edition}" and bool(typed.taken.refusal)


def _typings() -> dict[str, _Typed]:
    return kept("next_dollar_typed", dict[str, _Typed])


def _taken(entry: Entry, text: str, take: Take) -> Taken:
    taken = entry.read(text)
    if taken.refusal or taken.value == entry.value:
        return taken
    try:
        take(taken.value)
    except InvalidInput as error:
        return Taken(refusal=str(error.problems[0]))
    return taken


def _text(entry: Entry, key: str, name: str, **options: Any) -> None:
    if key not in st.session_state:  # New, or the visitor was on another page; a refused text must not be lost by that.
        typed = _typings().get(name)
        again = typed is not None and typed.key == key and bool(typed.taken.refusal)
        st.session_state[key] = typed.text if typed and again else entry.shown
    st.text_input(entry.label, key=key, autocomplete="off", **options)


def _said(entry: Entry, key: str, name: str) -> bool:
    """Say beside the field how it was read or why it was refused; return whether it was taken."""
    typed = _typings().get(name)
    if typed is None:
        return True
    if typed.taken.refusal:
        if typed.key == key:
            st.html(markup.refusal(typed.taken.refusal))
        return typed.key != key
    if typed.standing is None:
        typed = _typings()[name] = replace(typed, standing=(entry.value,))
    if typed.taken.note and typed.standing == (entry.value,):
        st.html(markup.small(typed.taken.note))
    return True
