"""A field that is typed into: what is taken is shown as the page writes it, what is refused stays with the reason."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from pages.ui.state.session import kept
from pages.ui.text import markup
from pages.ui.text.entry import Taken
from pages.ui.text.labels import label
from simulator.facts.declaration import InvalidInput

TAKEN = Taken()
Judge = Callable[[str], Taken]
"""What is made of a typed text; takes the value, where there is one, before the rerun."""


@dataclass(frozen=True)
class _Typed:
    """What was last typed into a field, and what came of it."""

    turn: int
    of: object
    text: str
    taken: Taken
    standing: str | None = None
    """What stood in the field when the note was first shown; None until then."""


def typed_field(title: str, shown: str, judge: Judge, *, name: str, of: object = None, **options: Any) -> bool:
    """Draw the field; return whether what stands in it was taken.

    Args:
        title: of the field, for its label.
        shown: what stands there where nothing was refused.
        judge: makes of a typed text what it can.
        name: of the control, unique on the page.
        of: what the field is about; a text that was refused stays until that is another. None: until ``shown`` is.
        options: of `st.text_input`: width, help, placeholder, disabled, label_visibility; `beside`, a container for
            what is said of the text, which else stands under the field; and `tall`, for a text of several lines, all of
            which are seen.
    """
    about = shown if of is None else of
    key, beside, tall = f"typed {name}", options.pop("beside", None), options.pop("tall", False)
    field: Callable[..., object] = (
        partial(st.text_area, height="content") if tall else partial(st.text_input, autocomplete="off")
    )

    def typed() -> None:
        _keep(name, about, str(st.session_state[key]), judge(str(st.session_state[key])))

    with st.container(key=f"amount_{name}", gap=None, width=options.pop("width", "stretch")):
        # What is written is told the browser in this run alone, and lost with it where another run begins at once:
        # later runs say it as what stands in a field that the browser has not drawn yet.
        before = "" if _put(name, key, about, shown) else st.session_state[key]
        field(label(title), before, key=key, on_change=typed, **options)
        with beside or nullcontext():
            return _said(name, about, shown)


def name_field(title: str, shown: str, take: Callable[[str], object], *, name: str, **options: Any) -> bool:
    """Draw a field for a text that ``take`` takes or refuses with `InvalidInput`; the rest is as in `typed_field`."""
    return typed_field(title, shown, lambda text: judged(lambda: take(text)), name=name, **options)


def judged(take: Callable[[], object], taken: Taken = TAKEN) -> Taken:
    """Return ``taken`` once that is done, or the reason where it raises `InvalidInput`."""
    try:
        take()
    except InvalidInput as error:
        return Taken(refusal=str(error.problems[0]))
    return taken


def refuse(name: str, of: object, text: str, reason: str) -> None:
    """Refuse, after it was taken, what stands in a field; ``text`` stays there with the reason."""
    _keep(name, of, text, Taken(refusal=reason))


def forget(name: str, of: object) -> None:
    """Let go of the text that was refused last: what the field shows takes its place."""
    if refused := _refused(name, of):
        _keep(name, of, refused.text, TAKEN)


def refused_text(name: str, of: object) -> str | None:
    """Return the text that was refused last and still stands in the field; None where there is none."""
    refused = _refused(name, of)
    return refused.text if refused else None


def _typings() -> dict[str, _Typed]:
    return kept("next_dollar_typed", dict[str, _Typed])


def _refused(name: str, of: object) -> _Typed | None:
    typed = _typings().get(name)
    return typed if typed is not None and typed.of == of and typed.taken.refusal else None


def _keep(name: str, of: object, text: str, taken: Taken) -> None:
    before = _typings().get(name)
    _typings()[name] = _Typed(before.turn + 1 if before else 1, of, text, taken)


def _put(name: str, key: str, of: object, shown: str) -> bool:
    """Write into the field only what is new: the field itself stays, and with it the focus and what is half typed.

    Return whether something was written.
    """
    typed, refused = _typings().get(name), _refused(name, of)
    stands = (typed.turn if typed else 0, of, refused.text if refused else shown)
    written = kept("next_dollar_written", dict[str, tuple[int, object, str]])
    # A widget's value is gone once the visitor has been on another page.
    new = key not in st.session_state or written.get(name) != stands
    if new:
        written[name], st.session_state[key] = stands, stands[2]
    return new


def _said(name: str, of: object, shown: str) -> bool:
    """Say beside the field how it was read or why it was refused; return whether it was taken."""
    typed = _typings().get(name)
    if typed is None:
        return True
    if _refused(name, of):
        st.html(markup.refusal(typed.taken.refusal))
        return False
    if typed.standing is None:
        typed = _typings()[name] = replace(typed, standing=shown)
    if typed.taken.note and typed.standing == shown:
        st.html(markup.small(typed.taken.note))
    return True
