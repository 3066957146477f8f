"""The Your business page: the verdict with what it leans on, and the ten questions its facts come from."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.ui.frame.registry import HOME
from pages.ui.state.session import Session
from pages.ui.streamlit_internals.names import style_of
from pages.ui.text import markup
from pages.ui.text.formats import money_format
from pages.ui.text.labels import label
from pages.your_business import words
from pages.your_business.all_facts import all_facts
from pages.your_business.curve_points import curve_points
from pages.your_business.evidence.section import crm_export
from pages.your_business.files import files
from pages.your_business.form import Form
from pages.your_business.history.section import monthly_history
from pages.your_business.named import named
from pages.your_business.questions import question
from pages.your_business.spans import ABOUT
from pages.your_business.table import channels
from simulator.facts.plan import Function
from simulator.facts.sources import counted
from simulator.guided.answers import QUESTIONS, Group
from simulator.insight.diagnosis import diagnose

STYLES = [Path(__file__).with_name(f"{name}.css") for name in ("page", "facts", "evidence")]
GROUPS: dict[Group, tuple[str, Function]] = {
    "being found": ("Being found", "prospecting"),
    "turning enquiries into orders": ("Turning enquiries into orders", "conversion"),
    "the customers you have": ("The customers you have", "upsell"),
}


def your_business(visit: Session) -> None:
    """Draw the page."""
    st.html(f"<style>{style_of(*STYLES)}</style>")
    form = Form(visit)
    _answer(form)
    crm_export(form)
    monthly_history(form)
    named(form)
    st.html(markup.small(ABOUT))
    for group, (title, function) in GROUPS.items():
        _group(form, group, title, function)
    files(form)
    if form.business is not None:
        all_facts(visit)


def _answer(form: Form) -> None:
    """Draw the verdict, what it leans on, and the way to the best split."""
    visit, business = form.visit, form.business
    if business is None:
        st.html(markup.answer(words.FRESH, f"{words.FRESH_WHY} {_kept(form)}"))
        _back(visit)
        return
    workspace, kinds = visit.workspace, counted(business)
    found, money = diagnose(visit.question), money_format(business.currency)
    unanswered = sum(form.answers.answered(ask.field) is None for ask in QUESTIONS[1:])
    said = words.verdict(business.name, found, kinds["guessed"])
    why = words.why(found, unanswered, money, workspace.months, workspace.metric)
    with st.container(key="verdict", horizontal=True, vertical_alignment="top", gap="medium"):
        st.html(markup.answer(said, why) + words.strip(kinds))
        gain = money.signed(found.best.gain)
        if gain.startswith("+") and st.button(f"See the best split, {gain}", key="see_best", width="content"):
            st.switch_page(HOME.script)
    if visit.own.against:
        st.html(markup.refusal(visit.own.against))


def _kept(form: Form) -> str:
    return f"{form.visit.workspace.scenario.business.name} stays as it is."


def _back(visit: Session) -> None:
    """Offer the own company of this visit, where an example is on show instead."""
    if visit.own.last is not None:
        name = visit.own.last.scenario.business.name
        st.button(label(f"Back to {name}"), key="back_to_own", on_click=visit.open_own, type="tertiary")


def _group(form: Form, group: Group, title: str, function: Function) -> None:
    left, right = st.columns([620, 500], gap="large")
    with left:
        st.html(f'<div class="group {function}" role="heading" aria-level="2"><i></i>{title}</div>')
        for ask in QUESTIONS:
            if ask.group == group:
                if ask.field == "channels":
                    channels(form)
                else:
                    question(form, ask)
    with right:
        curve_points(form, group)
