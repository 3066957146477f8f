"""What the company may state itself and else leaves blank: acceptable levels, and how bad it may get."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages.diagnose import verdict, words
from pages.ui.controls.amount_field import amount_field
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.entry import count_entry, percent_entry
from pages.ui.text.glossary import helped
from simulator.facts.business import Business
from simulator.facts.declaration import declaration
from simulator.insight.diagnosis import Diagnosis
from simulator.insight.ranking import ASSUMED_RANGE

BLANK_RANGE = (
    "Where you state none, a quarter worse than today is assumed: that ranks the dangers above by size, and "
    "says nothing of how likely each is."
)
FIELDS = {"prospects": "acceptable_prospects", "win_rate": "acceptable_win_rate", "share": "acceptable_share"}


@dataclass(frozen=True)
class Blank:
    """One optional share or number of prospects: its label, what stands in for it, the least and most it may be."""

    field: str
    label: str
    stand_in: str
    near: float
    """The number that stands in."""
    low: float = 0.0
    high: float | None = None

    @property
    def times(self) -> float:
        """How many of what is typed one of the fact is: a share is typed as per cent."""
        return 1.0 if self.field == FIELDS["prospects"] else 100.0


def acceptable(visit: Session, found: Diagnosis) -> None:
    """Draw the acceptable levels; blank means what the best split reaches."""
    st.html(markup.phrase("What is acceptable to you"))
    _fields(
        visit,
        [
            Blank(FIELDS[level.driver],
                  f"{words.DRIVERS[level.driver]}, {'a month' if level.driver == 'prospects' else '%'}",
                  words.level_text(level, level.best), level.best)
            for level in found.levels
        ],
    )  # fmt: skip
    st.html(markup.small(verdict.rule(visit.workspace.months, visit.workspace.metric)))


def how_bad(visit: Session) -> None:
    """Draw how bad the main rates may get; blank means a quarter worse than today."""
    business = visit.workspace.scenario.business
    worse, more = 1 - ASSUMED_RANGE, 1 + ASSUMED_RANGE
    st.html(markup.phrase("How bad may it get"))
    _fields(
        visit,
        [
            _rate("win_rate_low", "Lowest win rate, %", business.win_rate * worse, high=business.win_rate),
            _rate("share_low", "Lowest share, %", business.share_of_wallet * worse, high=business.share_of_wallet),
            _rate("churn_high", "Highest churn, %", min(business.churn * more, 0.99), low=business.churn),
        ],
    )  # fmt: skip
    st.html(markup.small(BLANK_RANGE))


def _rate(field: str, label: str, near: float, *, low: float = 0.0, high: float | None = None) -> Blank:
    return Blank(field, label, words.rate(near), near, low, high)


def _fields(visit: Session, blanks: list[Blank]) -> None:
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        for blank in blanks:
            _field(visit, blank)


def _field(visit: Session, blank: Blank) -> None:
    business = visit.workspace.scenario.business
    said = declaration(Business, blank.field)

    def take(value: float | None) -> None:
        given = None if value is None else float(f"{value / blank.times:.12g}")
        visit.set_facts(business.changed(**{blank.field: given}))

    stated: float | None = getattr(business, blank.field)
    shown = None if stated is None else float(f"{stated * blank.times:.12g}")
    low = float(f"{max(blank.low, said['low']) * blank.times:.12g}")
    high = float(f"{min(said['high'], said['high'] if blank.high is None else blank.high) * blank.times:.12g}")
    entry_of = count_entry if blank.times == 1 else percent_entry
    entry = entry_of(blank.label, shown, low, high, near=blank.near * blank.times, blank=True)
    amount_field(entry, take, name=blank.field, of=(*visit.on_show, shown), width=160, placeholder=blank.stand_in,
                 help=helped(f"{said['help']} Leave it blank for the grey value."))  # fmt: skip
