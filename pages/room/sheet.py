"""One page to print: the case, its facts, and room to write a prediction and a split."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.room import case
from pages.room.joining import joining
from pages.room.line import line_title
from pages.room.visit import address, store
from pages.room.words import FUNCTION_NAMES, measure
from pages.ui.state.visitor import settle_numbers
from pages.ui.text import markup
from pages.ui.text.formats import money_format
from pages.ui.text.words import capital, title
from rooms import reading


def case_sheet(code: str) -> None:
    """Draw the sheet; the browser prints it."""
    room = reading.look(store(), code, address())
    settle_numbers(room.business.currency)
    told, money = case.about(room), money_format(room.business.currency)
    with st.container(key="sheet"):
        st.html(markup.answer(told.title, told.question))
        case.story(room)
        left, right = st.columns(2, gap="large")
        with left:
            st.html(markup.phrase("What is known"))
            case.facts(room)
        with right:
            st.html(markup.phrase("My prediction"))
            asked = room.settings
            if asked.bottleneck:
                st.html(markup.small("The bottleneck is") + _boxes(list(FUNCTION_NAMES.values())))
            if asked.question:
                own = markup.small(asked.question) + _boxes(list(asked.answers))
                st.html(f'<div class="own_question">{own}</div>')
            st.html(markup.small(f"{capital(measure(room))} under my split") + _lines([""]))
            st.html(markup.phrase(f"My split of {money.exact(room.start.total)} a month"))
            st.html(_lines([title(lever) for lever in room.start.levers]))
            if asked.line != "no":
                st.html(markup.small(line_title(asked)) + _lines([""]))
        joining(code)
        with st.container(key="how_to_print"):
            st.html(markup.small("Print with the browser: Ctrl+P, or Cmd+P on a Mac. It fits one page."))


def _boxes(names: list[str]) -> str:
    return "".join(f'<p class="box">{escape(name)}</p>' for name in names)


def _lines(names: list[str]) -> str:
    return "".join(f'<p class="line"><span>{escape(name)}</span><i></i></p>' for name in names)
