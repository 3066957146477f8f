"""The case on the wall while the room works: as large as what there is to tell allows, and all of the news."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

import streamlit as st

from pages.room import case
from pages.room.lettering import lines_of
from rooms.views import RoomView

WIDTH, HEIGHT = 849, 433
"""Of the wall's sheet, in its points, below the line at its head."""
LETTER = 0.4485
"""How wide a small letter is, of its size."""
LINE_HEIGHT, HEAD_LINE, GAP = 1.4, 1.25, 10
TAGS = re.compile("<[^>]*>")


@dataclass(frozen=True)
class Look:
    """One of the sizes in which the room.css has what stands on the wall; all in points of the sheet."""

    name: str
    head: int
    """Size of the question,"""
    letters: int
    """of all that is told,"""
    count: int
    """and of the number who have answered."""


LOOKS = (Look("large", 36, 19, 96), Look("middle", 30, 15, 76), Look("small", 23, 13, 56), Look("least", 23, 13, 32))


def told_on_the_wall(room: RoomView, question: str, why: str) -> tuple[str, str]:
    """Return the name of the look in which all fits, and the case: the news, and then the story.

    The story is left out where it is known, or where there is no room for it beside the news; where there is none for
    the lines in which the news is written, they run on.

    Args:
        room: as the wall shows it.
        question: the large sentence above,
        why: and the one under it.
    """
    news, story = list(case.news_of(room)), case.story_of(room)
    known = bool(news) and room.round > 1
    run_on = [each.replace("\n", " ") for each in news]
    tries = [news, run_on] if known else [[*news, story], news, run_on]
    fits = ((look, told) for told in tries for look in LOOKS if _height(look, question, why, told) <= HEIGHT)
    look, told = next(fits, (LOOKS[-1], tries[-1]))
    return look.name, "".join(told)


def draw(told: tuple[str, str]) -> None:
    """Draw the case in its look, which the question and the count above it follow."""
    look, html = told
    with st.container(key=f"wall_{look}"):
        st.html(html)


def _height(look: Look, question: str, why: str, told: Sequence[str]) -> float:
    head = lines_of(question, _signs(look.head * 1.1)) * look.head * HEAD_LINE
    text = [lines_of(why, _signs(look.letters)), *(lines_of(_words(each), _signs(look.letters) - 4) for each in told)]
    return head + look.count + sum(text) * look.letters * LINE_HEIGHT + GAP * (len(text) + 3)


def _signs(letters: float) -> int:
    return int(WIDTH / (LETTER * letters))


def _words(html: str) -> str:
    return unescape(TAGS.sub("", html))
