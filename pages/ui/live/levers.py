"""The one control for the whole split: a bar with dividers and a row per lever."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import streamlit as st

from .choices import Choice
from .delivery import entry, mounted
from .markup import Markup
from .moves import read_move
from .picture import Picture
from .words import Words

Role = Literal["prospecting", "conversion", "upsell"]
Part = Words | Picture | Markup
"""Something else on the page that a move changes."""

_LEVERS = st.components.v2.component("next_dollar_levers", js=entry("levers"))


@dataclass(frozen=True)
class Money:
    """How the page writes and reads amounts. `decimals` is 0 for whole currency units, 2 to the cent."""

    prefix: str = "$"
    suffix: str = ""
    group: str = ","
    decimal: str = "."
    decimals: int = 0
    locale: str = "en-US"
    """A language tag, for how digits are grouped."""
    signs: Sequence[str] = ("usd", "$")
    """All that may be typed beside an amount, in small letters, the longest first."""


@dataclass(frozen=True)
class Lever:
    """One lever as the control shows it. Amounts in currency units a month."""

    key: str
    label: str
    role: Role
    amount: float
    max: float
    """Right end of the slider and the most the field accepts; keep it still during a drag."""
    today: float
    min: float = 0
    step: float = 100
    """One press of ± or an arrow key; a drag lands on its multiples."""
    least: float | None = None
    """Less than this is refused, and marked on the track; None: nothing below `min` is."""
    most: float | None = None
    low: float | None = None
    """As far as the hand can take it while the others make room; None: to `least`, or else `min`."""
    high: float | None = None
    locked: bool = False
    fixed: bool = False
    """Locked for good: the lock is shown and cannot be opened."""
    best: float | None = None
    """Amount in the best split, marked on the track; None leaves the mark out."""
    chip: str = ""
    """Short phrase at the right, such as "next $1 → $1.90"."""


@dataclass(frozen=True)
class LeverError:
    """A message Python wants beside a lever's field."""

    lever: str
    message: str


@dataclass(frozen=True)
class LeverWords:
    """Every visible or spoken phrase that is not per lever; `{…}` is filled in by the browser."""

    group: str = "Budget split"
    bar: str = "Shares of the total"
    divider: str = "Divide between {a} and {b}"
    divider_value: str = "{a} {amount_a}, {b} {amount_b}"
    slider: str = "{name}"
    value: str = "{amount}, {share} of the total"
    percent: str = "{n}\u00a0%"
    exact: str = "{name}, exact amount"
    less: str = "{name}: {step} less"
    more: str = "{name}: {step} more"
    lock: str = "Lock {name}"
    lock_hint: str = "Lock {name}: others cannot take from it"
    unlock_hint: str = "Unlock {name}"
    locked: str = "{name} is locked. Unlock it to change it."
    fixed: str = "{name} is fixed here."
    unreadable: str = "{name}: “{value}” is not an amount. Type {min} to {max}."
    empty: str = "{name} is empty. Type {min} to {max}."
    out_of_range: str = "{name}: {value} is out of range. Type {min} to {max}."
    above_total: str = out_of_range
    """Of an amount above the right end of the slider, which is the held total."""
    read_as: str = "read as {amount}"
    marks_are: str = "Best split {best}, today {today}"
    today_is: str = "Today {today}"
    least_is: str = "at least {least}"
    most_is: str = "at most {most}"
    key_best: str = "best split"
    key_today: str = "today"
    key_limits: str = "limits"
    roles: Mapping[str, str] = field(
        default_factory=lambda: {"prospecting": "prospecting", "conversion": "conversion", "upsell": "upsell"}
    )
    meanings: Mapping[str, str] = field(default_factory=dict[str, str])
    """What words of the roles mean, shown when they are pointed at, focused or touched."""


_WORDS = LeverWords()


@dataclass(frozen=True)
class LeversState:
    """All that the control shows. `revision` grows with every change of the plan and comes back with each move."""

    revision: int
    levers: Sequence[Lever]
    note: str = ""
    """Quiet line below, such as "Search ads gave the $1,500."; also spoken when the hand rests."""
    error: LeverError | None = None
    choices: Sequence[Choice] = ()
    """Buttons below the rows, at most one of each kind."""
    money: Money = Money()
    words: LeverWords = _WORDS


def levers_data(state: LeversState, answered: int | None) -> dict[str, Any]:
    """The JSON the browser gets; `answered` is the number of the last move this state takes into account."""
    return {
        "revision": state.revision,
        "seq": answered,
        "money": vars(state.money),
        "levers": [vars(lever) for lever in state.levers],
        "note": state.note,
        "choices": [vars(choice) for choice in state.choices],
        "error": None if state.error is None else vars(state.error),
        "words": {**vars(state.words), "roles": dict(state.words.roles), "meanings": dict(state.words.meanings)},
    }


def levers(
    state: LeversState, *, key: str, on_move: Callable[[], None], follow: Mapping[str, Part] | None = None
) -> None:
    """Show the levers. Inside a fragment a move reruns that fragment alone.

    Args:
        state: what to show; rows the hand holds keep the hand's value until their move is answered.
        key: unique key of this control.
        on_move: runs before the rerun that a move causes; reads it with `read_move(key)`.
        follow: parts by the key they were shown under elsewhere on the page, to be changed in the same message.
    """
    move = read_move(key)
    data = levers_data(state, None if move is None else move.seq)
    data["follow"] = {where: part.data() for where, part in (follow or {}).items()}
    _LEVERS(key=key, data=mounted(key, data), on_move_change=on_move)
