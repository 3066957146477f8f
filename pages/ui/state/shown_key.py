"""Keys of widgets that show what is stored: the same as long as they do, so that place and focus stay."""

from __future__ import annotations

import streamlit as st

from pages.ui.state.session import kept


def shown_key(name: str, stored: object, among: tuple[str, ...] = ()) -> str:
    """Return the key of a widget that shows what is stored: a new one where it shows something else.

    That is so where the choice was made in another tab, undone, or refused. A choice made here leaves the widget in its
    place, and with it the focus; and however late a press arrives, it is about what it was drawn with.

    Args:
        name: of the widget, unique on the page.
        stored: the value to be shown.
        among: what the choices are called. The browser tells which was chosen by that alone, so that under other names
            the widget is another one.
    """
    renewed = kept("next_dollar_renewed", dict[str, tuple[int, tuple[str, ...]]])
    number, before = renewed.get(name, (0, among))
    key = f"{name}.{number}"
    if before != among or (key in st.session_state and st.session_state[key] != stored):
        number += 1
    renewed[name] = number, among
    return f"{name}.{number}"
