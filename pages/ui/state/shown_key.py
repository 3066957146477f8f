"""Keys of widgets that show what is stored: the same as long as they do, so that place and focus stay."""

from __future__ import annotations

import streamlit as st

from pages.ui.state.session import kept


def shown_key(name: str, stored: object) -> str:
    """Return the key of a widget that shows what is stored: a new one where it shows something else.

    That is so where the choice was made in another tab, undone, or refused. A choice made here leaves the widget in its
    place, and with it the focus; and however late a press arrives, it is about what it was drawn with.
    """
    renewed = kept("next_dollar_renewed", dict[str, int])
    key = f"{name}.{renewed.get(name, 0)}"
    if key in st.session_state and st.session_state[key] != stored:
        renewed[name] = renewed.get(name, 0) + 1
        key = f"{name}.{renewed[name]}"
    return key
