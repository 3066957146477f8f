"""What stands around every page: its settings, the header row, and the fragment in which its body reruns."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st

from pages.ui import live
from pages.ui.controls.steps import steps
from pages.ui.frame.collector import freeze_after
from pages.ui.frame.header import foot, header, header_says
from pages.ui.frame.left_behind import left_behind
from pages.ui.frame.registry import PAGES, Page, folds_below
from pages.ui.state import session
from pages.ui.state.session import Session
from pages.ui.state.visitor import follow_visitor, settle_numbers
from pages.ui.streamlit_internals.names import style_of
from pages.ui.text import markup
from pages.ui.text.formats import INDEX_NOTE
from simulator.facts.business import INDEX

STYLES = [Path(__file__).with_name(f"{name}.css") for name in ("style", "print")]


NO_ANSWER = ".stElementContainer:has(> .stHtml > .first), .st-key-why, .st-key-verdict { display: none; }"
"""Hides the sentence in which a page gives its answer, and what opens the figures behind it."""

DARK, LIGHT = ":root:where(:not(.page-light))", ":root:where(.page-dark)"
"""Where the dark colours hold on a page drawn in that theme: at the first paint, and as `theme.js` follows from then.

They weigh no more than `:root`, so that paper's colours, which come after them, hold on paper.
"""

Later = Callable[[], None]
"""Draws what takes long, once the page's charts are out."""
Body = Callable[[Session], Later | None]
"""Draws what is below a page's header; in the run that sends the page's charts it may leave something for later."""


def show(name: str, body: Body) -> None:
    """Show the page of that name; its script's one call."""
    page = open_page(name)
    visit = session.open_session()
    if visit.going:
        script, visit.going = visit.going, None
        st.switch_page(script)
    settle_numbers(visit.workspace.scenario.business.currency)
    header(page, visit)
    steps(visit)
    left_behind(visit)
    if visit.workspace.scenario.business.currency == INDEX:
        st.html(markup.small(INDEX_NOTE))
    if visit.adjustments:
        _adjusted(visit)
    if not visit.framing.answer:
        st.html(f"<style>{NO_ANSWER}</style>")
    later = _body(body)
    foot(visit)
    close_page(page, later)


def open_page(name: str) -> Page:
    """Set up the page of that name, for `show` and for pages that work on no scenario; return it."""
    page = next(page for page in PAGES if page.name == name)
    st.set_page_config(page_title=f"{name} · Next Dollar", layout="wide", initial_sidebar_state="collapsed")
    follow_visitor()
    live.load(page.specs)
    theme = DARK if st.context.theme.type == "dark" else LIGHT
    st.html(f"<style>{live.SHELL_CSS}{_style().replace('.page-dark', theme)}</style>")
    return page


def close_page(page: Page, later: Later | None = None) -> None:
    """Send what is slow to make and not needed for the first glance, then draw what is left for later: call last."""
    live.ship(page.specs)
    _sent().add(page.name)
    if later:
        later()
    freeze_after(page.name)


def charts_are_out(name: str) -> bool:
    """Return whether the charts of the page of that name were sent to this visitor before this run."""
    return name in _sent()


def _sent() -> set[str]:
    return session.kept("next_dollar_charts_sent", set[str])


@st.fragment
def _body(body: Body) -> Later | None:
    visit = session.current()
    later = body(visit)
    rested(visit)
    return later


def rested(visit: Session) -> None:
    """Bring the address, and the header where it no longer says what holds, in line once the hand has let go."""
    if visit.dragging:
        return
    session.put_link_in_address(visit)
    if visit.header != header_says(visit):
        st.rerun()


def _adjusted(visit: Session) -> None:
    st.html(markup.notice("This link could not be opened exactly as it stands:", visit.adjustments))

    def seen() -> None:
        visit.adjustments = ()

    st.button("Understood", key="understood", on_click=seen, type="tertiary")


@cache
def _style() -> str:
    return style_of(*STYLES).replace("page-fold", f"{folds_below() - 0.02}px")
