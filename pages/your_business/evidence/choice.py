"""One choice of what a file means: it shows what was found or said, and reads the file anew by another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from pages.ui.state.shown_key import shown_key
from pages.ui.text.labels import label
from pages.your_business.evidence.upload import AnyUpload

Choice = TypeVar("Choice")


def choice(
    upload: AnyUpload,
    title: str,
    options: Sequence[Choice],
    stands: Choice | None,
    name: str,
    take: Callable[[Choice], None],
    written: Callable[[Choice], str] = str,
    *,
    placeholder: str = "",
) -> None:
    """Draw a choice that shows what holds, and takes another; with a ``placeholder`` others may be typed."""
    typed = bool(placeholder)
    stands = stands if stands in options else None
    # Where others may be typed they join the choices, and must not take the place from the hand that typed them.
    among = () if typed else tuple(map(written, options))
    key = shown_key(f"{upload.prefix}_{upload.number}_{name}", stands, among)

    def chosen() -> None:
        take(st.session_state[key])

    place = options.index(stands) if stands is not None else None
    more = {"accept_new_options": True, "placeholder": placeholder} if typed else {}
    st.selectbox(label(title), options, place, key=key, on_change=chosen, format_func=written, **more)  # type: ignore[call-overload]
