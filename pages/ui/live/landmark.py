"""A name and a role for screen readers on the container it is called in."""

import streamlit as st

from .delivery import entry, mounted

_LANDMARK = st.components.v2.component("next_dollar_landmark", js=entry("landmark"), isolate_styles=False)


def landmark(role: str, label: str, *, key: str) -> None:
    """Make the container around a landmark, such as ``navigation``; ``key``, a unique one, takes no room."""
    _LANDMARK(key=key, data=mounted(key, {"role": role, "label": label}), height=1)
