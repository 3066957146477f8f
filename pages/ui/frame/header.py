"""The header row: the pages, the company, what was done, and what to do with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from html import escape

import streamlit as st

from pages.ui import live
from pages.ui.controls.changes import changes
from pages.ui.controls.scenario_switcher import switcher
from pages.ui.controls.settings import settings
from pages.ui.controls.share import share
from pages.ui.frame.registry import FACTS, PAGES, WORDS, Page
from pages.ui.state.session import Session
from pages.ui.state.shown_key import shown_key
from pages.ui.streamlit_internals.place import Place
from pages.ui.text.words import differences
from simulator.cases import list_cases, load_case


def header(page: Page, visit: Session) -> None:
    """Draw the header of a page that works on a scenario, and below it the page's question with what it is about."""
    visit.header = header_says(visit)
    if visit.framing.alone:
        _alone(page, visit)
        return
    with header_row(page):
        _case_choice(visit)
        switcher(visit)
        _steps(visit)
        share(visit, page.address)
    _paper(visit)
    _lead(page, visit)


def _paper(visit: Session) -> None:
    """Draw what a print, and the browser's history, say of the scenario."""
    scenario = visit.workspace.scenario
    company, plan = escape(scenario.business.name), escape(scenario.name)
    whose = f'data-company="{company}" data-plan="{plan}" data-words="{WORDS.address}"'
    st.html(f'<p class="paper" {whose}><bdi>{plan}</bdi> · <span></span></p>')


def _alone(page: Page, visit: Session) -> None:
    """Draw what is left of the header where the page stands by itself: no company, scenario or page to go to."""
    _paper(visit)
    if not visit.framing.levers_only:
        _lead(page, visit)


def foot(visit: Session) -> None:
    """Draw, where a page stands by itself, what is left of the header's tools: the steps, and the way to a tab."""
    if not visit.framing.alone:
        return
    with st.container(key="foot", horizontal=True, vertical_alignment="center", gap="small"):
        _steps(visit)
        # Only the browser knows the address at the moment of the press, see `pages/serving/frame.js`.
        st.html(
            '<p class="small"><b>Next Dollar</b> · <a class="in_a_tab" href="?" target="_blank">Open in a new tab</a>'
            "</p>",
            width="content",
        )


def _steps(visit: Session) -> None:
    st.button("Undo", key="undo", help="Undo", on_click=visit.undo, disabled=not visit.past)
    st.button("Redo", key="redo", help="Redo", on_click=visit.redo, disabled=not visit.future)


def _lead(page: Page, visit: Session) -> None:
    with st.container(key="lead", horizontal=True, vertical_alignment="center", gap="small"):
        question(page)
        with st.container(key="choices", horizontal=True, vertical_alignment="center", gap="small", width="content"):
            if not visit.framing.fixed:  # It puts levers back to where they are today.
                changes(visit)
            settings(visit)


def header_row(page: Page) -> Place:
    """Draw the row above every page: the wordmark and the pages; return the container at its end."""
    with st.container(key="header", horizontal=True, vertical_alignment="center", gap="small"):
        st.html('<span class="wordmark">Next Dollar</span>', width="content")
        _page_links(page)
        return st.container(key="tools", horizontal=True, vertical_alignment="center", gap="small", width="content")


def question(page: Page) -> None:
    """Draw the question the page answers."""
    st.html(f'<p class="asked">{escape(page.question)}</p>', width="content")


def header_says(visit: Session) -> tuple[object, ...]:
    """Return all that the header depends on."""
    workspace = visit.workspace
    names = tuple(scenario.name for scenario in workspace.scenarios)
    steps = bool(visit.past), bool(visit.future), bool(differences(workspace.scenario.business.plan, visit.plan))
    choices = workspace.months, workspace.metric, workspace.held, visit.plan.total
    company = workspace.case, workspace.scenario.business.name, _changed(visit)
    return *steps, *choices, *company, names, workspace.current


OWN, MINE = "own", "My company…"
"""What leads from the chooser to the questions, for whoever has no company of one's own yet."""


def _changed(visit: Session) -> bool:
    """Return whether the facts differ from those of the stock case they started from."""
    case = visit.workspace.case
    return case is not None and visit.workspace.scenarios[0].business != load_case(case).business


def _page_links(page: Page) -> None:
    """Draw the names of all pages, and the menu they fold into where they do not fit: one set of links for both."""
    with st.container(key="pages", horizontal=True, gap=None, width="content"):
        here = f'<summary><span class="menu">Pages</span> <b>{escape(page.name)}</b></summary>'
        st.html(f'<details class="fold">{here}</details>', width="content")
        with st.container(key="page_links", horizontal=True, vertical_alignment="center", gap=None, width="content"):
            for other in PAGES:
                if other == page:
                    st.html(f'<span class="here" aria-current="page">{escape(other.name)}</span>', width="content")
                else:
                    st.page_link(other.script, label=other.name, width="content")
        live.landmark("navigation", "Pages", key="nd_live_pages")


def _case_choice(visit: Session) -> None:
    at, changed = visit.workspace.case, _changed(visit)
    own = {f"{OWN} {number}": kept.scenario.business.name for number, kept in visit.own.companies.items()}
    here = None if visit.own.at is None else f"{OWN} {visit.own.at}"
    names = company_names(at, visit.workspace.scenario.business.name, changed=changed, own=own, here=here)
    stands = at or here or ""
    key = shown_key("case", stands, tuple(names.values()))

    def chosen() -> None:
        ref = st.session_state.get(key)
        if ref == OWN:
            visit.going = FACTS.script
        elif ref in own:
            visit.open_own(int(ref.removeprefix(f"{OWN} ")))
        elif ref and (ref != at or changed):
            visit.open_case(ref)

    st.selectbox(
        "Company", list(names), index=list(names).index(stands), format_func=lambda ref: names[ref], key=key,
        on_change=chosen, label_visibility="collapsed", help=None,
    )  # fmt: skip


def company_names(
    at: str | None, shown: str, *, changed: bool, own: Mapping[str, str] | None = None, here: str | None = None
) -> dict[str, str]:
    """Return what the chooser calls each company, by its case; "" stands for one of no case, which is called ``shown``.

    ``own``: companies of one's own by what stands for each, ``here`` being the one on show.
    All names differ: the browser tells which was chosen by its name alone.
    """
    cases = {case.ref: case.business.name for case in list_cases()}
    names = dict(own or {OWN: MINE})
    if at in cases:
        cases |= {at: f"{shown}, changed"} if changed else {}
    elif here is None:
        names = {"": shown, **names}
    taken = {MINE, *cases.values()}
    for ref in names:
        if ref != OWN:
            names[ref] = _free(names[ref], taken)
            taken.add(names[ref])
    return cases | names if at in cases and not own else names | cases


def _free(name: str, taken: Collection[str]) -> str:
    """Return a company's name, told apart from those of others."""
    tried = (name, f"{name}, own facts", *(f"{name}, {number}" for number in range(2, 99)))
    return next(each for each in tried if each not in taken)
