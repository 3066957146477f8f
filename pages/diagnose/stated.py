"""What the company may state itself and else leaves blank: acceptable levels, and how bad it may get."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages.diagnose import words
from pages.ui.state.session import Session
from pages.ui.text import markup
from simulator.facts.business import Business
from simulator.facts.declaration import InvalidInput, declaration
from simulator.insight.diagnosis import Diagnosis
from simulator.insight.ranking import ASSUMED_RANGE

FIELDS = {"prospects": "acceptable_prospects", "win_rate": "acceptable_win_rate", "share": "acceptable_share"}


@dataclass(frozen=True)
class Blank:
    """One optional fact: its label, what stands in for it, how it is shown and the least and most it may be."""

    field: str
    label: str
    stand_in: str
    times: float
    low: float = 0.0
    high: float | None = None


def acceptable(visit: Session, found: Diagnosis) -> None:
    """Draw the acceptable levels; blank means the directional reference."""
    st.html(markup.phrase("What is acceptable to you"))
    _fields(
        visit,
        [
            Blank(FIELDS[level.driver],
                  f"{words.DRIVERS[level.driver]}, {'a month' if level.driver == 'prospects' else '%'}",
                  words.level_text(level, level.reference), 1.0 if level.driver == "prospects" else 100.0)
            for level in found.levels
        ],
    )  # fmt: skip
    st.html(markup.small(words.REFERENCE))


def how_bad(visit: Session) -> None:
    """Draw how bad the main rates may get; blank means a quarter worse than today."""
    business = visit.workspace.scenario.business
    worse, more = 1 - ASSUMED_RANGE, 1 + ASSUMED_RANGE
    st.html(markup.phrase("How bad may it get"))
    _fields(
        visit,
        [
            Blank("win_rate_low", "Lowest win rate, %", words.rate(business.win_rate * worse), 100.0,
                  high=business.win_rate),
            Blank("share_low", "Lowest share, %", words.rate(business.share_of_wallet * worse), 100.0,
                  high=business.share_of_wallet),
            Blank("churn_high", "Highest churn, %", words.rate(min(business.churn * more, 0.99)), 100.0,
                  low=business.churn),
        ],
    )  # fmt: skip
    st.html(markup.small("Where you state none, a quarter worse than today is assumed. The dangers above use these."))


def _fields(visit: Session, blanks: list[Blank]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for blank in blanks:
            _field(visit, blank)
    for blank in blanks:
        if reason := visit.refused.get(blank.field):
            st.html(markup.refusal(reason))


def _field(visit: Session, blank: Blank) -> None:
    key = f"{blank.field}.{visit.edition}"
    stated: float | None = getattr(visit.workspace.scenario.business, blank.field)

    def typed() -> None:
        value = st.session_state[key]
        business = visit.workspace.scenario.business
        try:
            given = None if value is None else float(f"{value / blank.times:.12g}")
            visit.set_facts(business.changed(**{blank.field: given}))
        except InvalidInput as error:
            visit.refuse(blank.field, error)

    shown = None if stated is None else float(f"{stated * blank.times:.6g}")
    low = min(blank.low * blank.times, shown if shown is not None else float("inf"))
    high = None if blank.high is None else max(blank.high * blank.times, shown or 0.0)
    st.number_input(
        blank.label, low, high, shown, step=1.0 if blank.times == 1 else 0.5, format="%g", key=key, on_change=typed,
        width=160, placeholder=blank.stand_in,
        help=f"{declaration(Business, blank.field)['help']} Leave it blank for the grey value.",
    )  # fmt: skip
