"""What stands around every page: its settings, the header row, and the fragment in which its body reruns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st

from pages.serving.startup import freeze_after
from pages.ui import live
from pages.ui.charts.spec_cache import specs_of
from pages.ui.controls.changes import changes
from pages.ui.controls.scenario_switcher import switcher
from pages.ui.controls.settings import settings
from pages.ui.controls.share import share
from pages.ui.state import session
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.words import differences
from simulator.cases import list_cases, load_case

STYLE = Path(__file__).with_name("style.css")


@dataclass(frozen=True)
class Page:
    """One page: its name in the header, its script, and the question it answers."""

    name: str
    script: str
    question: str
    folder: str
    """Of its modules; its charts stand in ``charts``."""

    def specs(self) -> live.Specs:
        """Return its chart specs by name."""
        return specs_of(self.folder)


PAGES = (
    Page("Allocate", "app.py", "What happens if I shift the budget?", "allocate"),
    Page("Diagnose", "pages/Diagnose.py", "Do I need sales, marketing, or both?", "diagnose"),
    Page("Compare", "pages/Compare.py", "Which plan is better, and why?", "compare"),
    Page("Marginal returns", "pages/Marginal_returns.py", "Where does the next dollar go?", "marginal"),
    Page("Channels", "pages/Channels.py", "Where do my best customers come from?", "channels"),
    Page("Training room", "pages/Training_room.py", "How would the room decide?", "room"),
)


def show(name: str, body: Callable[[Session], None]) -> None:
    """Show the page of that name; its script's one call. ``body`` draws what is below the header."""
    page = open_page(name)
    visit = session.open_session()
    _header(page, visit)
    if visit.adjustments:
        _adjusted(visit)
    _body(body)
    close_page(page)


def open_page(name: str) -> Page:
    """Set up the page of that name, for `show` and for pages that work on no scenario; return it."""
    page = next(page for page in PAGES if page.name == name)
    st.set_page_config(page_title=f"{name} · Next Dollar", layout="wide", initial_sidebar_state="collapsed")
    live.load(page.specs)
    theme = ":root" if st.context.theme.type == "dark" else ".page-dark"
    st.html(f"<style>{live.SHELL_CSS}{_style().replace('.page-dark', theme)}</style>")
    return page


def close_page(page: Page) -> None:
    """Send what is slow to make and not needed for the first glance: call last."""
    live.ship(page.specs)
    freeze_after(page.name)


@st.fragment
def _body(body: Callable[[Session], None]) -> None:
    visit = session.current()
    body(visit)
    rested(visit)


def rested(visit: Session) -> None:
    """Bring the address, and the header where it no longer says what holds, in line once the hand has let go."""
    if visit.dragging:
        return
    session.put_link_in_address(visit)
    if visit.header != _header_says(visit):
        st.rerun()


def _header(page: Page, visit: Session) -> None:
    visit.header = _header_says(visit)
    with st.container(key="header", horizontal=True, vertical_alignment="center", gap="small"):
        page_links(page)
        with st.container(key="tools", horizontal=True, vertical_alignment="center", gap="small", width="content"):
            _case_choice(visit)
            switcher(visit)
            st.button("Undo", key="undo", help="Undo", on_click=visit.undo, disabled=not visit.past)
            st.button("Redo", key="redo", help="Redo", on_click=visit.redo, disabled=not visit.future)
            share(visit)
    with st.container(key="choices", horizontal=True, horizontal_alignment="right", gap="small"):
        changes(visit)
        settings(visit)


def _header_says(visit: Session) -> tuple[object, ...]:
    """Return all that the header depends on."""
    workspace = visit.workspace
    names = tuple(scenario.name for scenario in workspace.scenarios)
    steps = bool(visit.past), bool(visit.future), bool(differences(workspace.scenario.business.plan, visit.plan))
    choices = workspace.months, workspace.metric, workspace.held, visit.plan.total
    return *steps, *choices, workspace.case, _changed(visit), names, workspace.current


def _changed(visit: Session) -> bool:
    """Return whether the facts differ from those of the stock case they started from."""
    case = visit.workspace.case
    return case is not None and visit.workspace.scenarios[0].business != load_case(case).business


def page_links(page: Page) -> None:
    """Draw the wordmark and the names of all pages."""
    st.html('<span class="wordmark">Next Dollar</span>', width="content")
    for other in PAGES:
        if other == page:
            st.html(f'<span class="here" aria-current="page">{other.name}</span>', width="content")
        else:
            st.page_link(other.script, label=other.name, help=other.question)


def _case_choice(visit: Session) -> None:
    names = {case.ref: case.business.name for case in list_cases()}
    at = visit.workspace.case
    own = visit.workspace.scenario.business.name
    options = list(names) if at in names else [at or "", *names]
    changed, key = _changed(visit), f"case{visit.edition}"

    def named(ref: str) -> str:
        return f"{own}, changed" if ref == at and changed else names.get(ref, own)

    def chosen() -> None:
        ref = st.session_state.get(key)
        if ref in names and (ref != at or changed):
            visit.open_case(ref)

    place = options.index(at or "")
    st.selectbox(
        "Company", options, index=place, format_func=named, key=key, on_change=chosen,
        label_visibility="collapsed", help=None,
    )  # fmt: skip


def _adjusted(visit: Session) -> None:
    st.html(markup.notice("This link could not be opened exactly as it stands:", visit.adjustments))

    def seen() -> None:
        visit.adjustments = ()

    st.button("Understood", key="understood", on_click=seen, type="tertiary")


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")
