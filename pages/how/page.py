"""The How it works page: the equations, the sources, the limits, and published results computed before one's eyes."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from next_dollar import installed_version
from pages.how import words
from pages.how.moving import moving
from pages.how.tables import check_rows, curve_rows, glossary, reason_rows, step_rows
from pages.ui.state.session import Session
from pages.ui.streamlit_internals.names import style_of
from pages.ui.text import markup
from pages.ui.text.formats import money_format
from simulator.cases import load_case
from simulator.insight.published import published_checks
from simulator.optimise.recommendation import recommend
from simulator.report.assumptions import DISTRUST, LEFT_OUT, TAKEN_FOR_GRANTED

STYLE = Path(__file__).with_name("page.css")


def how_page(visit: Session) -> None:
    """Draw the page."""
    st.html(f"<style>{style_of(STYLE)}</style>")
    checks = published_checks()
    numbers = [each for check in checks for each in check.results]
    right = sum(each.agrees for each in numbers)
    st.html(
        markup.answer(
            f"{right} of {len(numbers)} published results, computed anew just now, come out the same.",
            "Every figure of every page comes from one small model. Here is all of it: its equations, where its "
            "defaults come from, what it leaves out, and how to check it yourself.",
        )
    )
    with st.container(key="how"):
        st.html(markup.phrase("Published results, computed anew just now"))
        header = ["Result", "From", "Published", "Computed just now", "Same?"]
        st.html(markup.table("Published results", header, check_rows(checks), kind="ratio"))
        _model(visit)
        _sources(visit)
        _limits()
        _proof(visit)
        st.html(markup.phrase("The words") + glossary())
        _about()


def _model(visit: Session) -> None:
    st.html(markup.phrase("What happens in a month"))
    header = ["", "In words", "Equation", "Your plan, month 1"]
    st.html(markup.table("Steps of a month", header, step_rows(visit.question), kind="both"))
    st.html(markup.small(words.SYMBOLS))
    moving(visit)
    st.html(markup.phrase("How more money works: response curves") + markup.small(words.FACTS_OF_A_CURVE))
    st.html(markup.table("Response curves", ["Shape", "In words", "Equation"], curve_rows(), kind="ratio"))


def _sources(visit: Session) -> None:
    st.html(markup.phrase("Where the defaults come from"))
    header = ["", "What is taken", "Source"]
    st.html(markup.table("Studies", header, [list(row) for row in words.STUDIES], kind="ratio"))
    st.html(markup.phrase("What is put where you said nothing"))
    st.html(markup.table("Guesses", ["Guess", "What it rests on"], reason_rows(), kind="ratio"))
    case = visit.workspace.case
    said = (*(load_case(case).assumptions if case else ()), *TAKEN_FOR_GRANTED)
    st.html(markup.phrase("What is assumed") + _list(said))


def _limits() -> None:
    lines = "".join(markup.named(f"{what}.", why) for what, why in LEFT_OUT)
    st.html(markup.phrase("What the model leaves out") + lines)
    st.html(markup.phrase("Do not trust it where") + _list(DISTRUST))


def _proof(visit: Session) -> None:
    st.html(markup.phrase("The certificate: how a best split is proved"))
    optimum = recommend(visit.question, visit.workspace.locked, visit.workspace.limits).optimum
    money = money_format(visit.question.business.currency)
    if optimum.gap is None:
        here = "Here, with the facts and the budget on show, the best split is the best found, not proved."
    else:
        bound = money.short(max(optimum.gap, 0.0))
        beyond = "the best one" if bound == money.short(0.0) else f"{bound} beyond the best one"
        here = f"Here, with the facts and the budget on show, no split brings more than {beyond}."
    st.html(markup.small(*words.PROOF, here))


def _about() -> None:
    st.html(
        markup.phrase("Version and licence")
        + markup.small(
            f"Next Dollar {installed_version()}, free software under the Apache License 2.0. Links and example "
            "companies have versions of their own: every one ever issued opens for good, with its results unchanged.",
            "To check a figure yourself, take the workbook or the script away under Share: the one recomputes revenue "
            "in live formulas, the other computes every figure with the package alone.",
        )
    )


def _list(lines: tuple[str, ...]) -> str:
    return f'<ul class="plain">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>'
