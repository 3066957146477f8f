"""What the facilitator chooses before a round: the case, what is shown, and each round's news, total and levers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from pages.room.asking_form import asking_form
from pages.room.homework_end import end_fields, with_end
from pages.room.homework_words import PACE_NAMES
from pages.room.lines_field import lines_field
from pages.room.news_form import Change as RoundChange
from pages.room.news_form import NewsForm
from pages.room.own_case import own_case
from pages.room.setup import setup
from pages.room.visit import Replacing, accepted, attempt, store, visit
from pages.room.words import FACT_NAMES, RESULT_NAMES
from pages.ui.controls.amount_field import amount_field
from pages.ui.controls.settings import HORIZONS
from pages.ui.state.shown_key import shown_key
from pages.ui.text import markup
from pages.ui.text.entry import money_entry
from pages.ui.text.formats import in_months, money_format, plain
from pages.ui.text.labels import label
from pages.ui.text.words import MEASURES, capital, title
from rooms import facilitator
from rooms.company import company_of
from rooms.errors import NotNow
from rooms.limits import MAX_ROUNDS, NEWS_LIMIT, NEWS_LINES
from rooms.settings import FACTS, PACES, RESULTS, Pace, RoomSettings, RoundSettings
from rooms.shocks import SHOCKS
from rooms.views import RoomView
from simulator.cases import list_cases
from simulator.facts.channel import MONEY_LIMIT
from simulator.facts.measures import METRICS

Change = Callable[[RoomSettings], RoomSettings]
OWN = "own"
"""Stands for the room's own company among the cases."""
UNDONE = 50
"""Changes of the settings that can be undone."""
UNTIMED = 0
"""Stands for no timer among the times: with nothing chosen, Streamlit offers to clear the list."""
TIMERS = (UNTIMED, 60, 120, 180, 300, 420, 600, 900)


def settings_form(room: RoomView, secret: str) -> None:
    """Draw the choices; each change is kept at once."""
    if room.closes_at is not None:
        setup(room, None)
        return
    begun = 0 if room.phase == "lobby" else room.round
    with st.expander("Settings", expanded=room.phase == "lobby"):
        _consent(room, secret)
        if not begun:
            _held(room, secret)
            _company(room, secret)
        for number in range(begun + 1, room.rounds + 1):
            _round(room, secret, number)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _number_of_rounds(room, secret, begun)
            _undo(room, secret)
            setup(room, None if begun else partial(_replaced, room, secret))


def _replaced(room: RoomView, secret: str, settings: RoomSettings) -> None:
    accepted(_configured, room, secret, lambda _: settings)


def _keyed(name: str, stored: object, chosen: Callable[[str], None]) -> dict[str, Any]:
    """Return what ties a widget to what is stored: its key, and what is done with the key where something is chosen."""
    key = shown_key(name, list(stored) if isinstance(stored, tuple) else stored)
    return {"key": key, "on_change": chosen, "args": (key,)}


def _chosen(key: str) -> object:
    """Return what stands in a widget, as it is kept."""
    value = st.session_state[key]
    return tuple(value) if isinstance(value, list) else value


def _changed(room: RoomView, secret: str, change: Change) -> None:
    attempt(_configured, room, secret, change)


def _configured(room: RoomView, secret: str, change: Change) -> None:
    # What was chosen since this page was drawn must not be lost: the change is made to what is kept now.
    now = facilitator.room(store(), room.code, secret).settings
    after = facilitator.configure(store(), room.code, secret, change(now))
    visit().replaced.append(Replacing(room.code, now, after))
    del visit().replaced[:-UNDONE]


def _undo(room: RoomView, secret: str) -> None:
    """Draw the way back to the settings before the last change made here, as long as nobody has changed them since."""
    last = visit().replaced[-1] if visit().replaced else None
    there = last is not None and last.code == room.code and last.after == room.settings
    st.button("Undo the last change", key="undo_settings", on_click=attempt, args=(_put_back, room, secret),
              disabled=not there, type="tertiary")  # fmt: skip


def _put_back(room: RoomView, secret: str) -> None:
    # The last change by now, which may have been made since the button was drawn.
    last = visit().replaced[-1] if visit().replaced else None
    if last is None or last.code != room.code:
        return
    if facilitator.room(store(), room.code, secret).settings != last.after:
        raise NotNow("The settings were changed on another page meanwhile: there is nothing of yours to undo.")
    facilitator.configure(store(), room.code, secret, last.before)
    visit().replaced.pop()


def _play(room: RoomView, secret: str, case: str, company: str = "") -> None:
    """Play another company; where facts that differ in a round would be lost by that, ask first."""
    settings = facilitator.room(store(), room.code, secret).settings
    visit().other_company = None
    if settings.lost(settings.playing(case, company)):
        visit().other_company = (room.code, case, company)
    else:
        _configured(room, secret, lambda now: now.playing(case, company))


def _consent(room: RoomView, secret: str) -> None:
    """Ask whether another company is to be played though facts that differ in a round are none of it."""
    code, case, company = visit().other_company or ("", "", "")
    if code != room.code:
        return
    played = room.settings.playing(case, company)
    lost = [f"Round {number}: {each.title}" for number, each in room.settings.lost(played)]
    name = company_of(case, company).name
    st.html(markup.notice(f"With {name} these facts of a round would be dropped, as they are none of it "
                          "or cannot be so there:", lost))  # fmt: skip

    def agree() -> None:
        visit().other_company = None
        _changed(room, secret, lambda settings: settings.playing(case, company))

    def keep() -> None:
        visit().other_company = None

    with st.container(horizontal=True, gap="small", key="other_company"):
        st.button(label(f"Drop them and play {name}"), key="agree_company", on_click=agree)
        st.button(label(f"Keep {room.business.name}"), key="keep_company", on_click=keep, type="tertiary")


def _with_round(settings: RoomSettings, number: int, **values: Any) -> RoomSettings:
    """Return the settings with one round changed; as they are where that round is gone by now."""
    return _revised(settings, number, lambda kept: kept.changed(**values))


def _revised(settings: RoomSettings, number: int, change: RoundChange) -> RoomSettings:
    rounds = [change(each) if at == number else each for at, each in enumerate(settings.rounds, 1)]
    return settings.changed(rounds=tuple(rounds))


def _held(room: RoomView, secret: str) -> None:
    """Draw whether the room is led in class or runs by itself, and how."""
    now = room.settings

    def held(key: str) -> None:
        kept = _chosen(key)
        # In a homework there is no split of the class that a company could go on with.
        alone = {"goes_on": "no"} if kept == "homework" else {}
        _changed(room, secret, lambda settings: with_end(settings.changed(pace=kept, **alone), room.now))

    def at_once(key: str) -> None:
        kept = _chosen(key)
        _changed(room, secret, lambda settings: settings.changed(best_at_once=kept))

    def put_end(ends: int) -> None:
        accepted(_configured, room, secret, lambda settings: settings.changed(ends=ends))

    left, right = st.columns([1, 2])
    left.radio("Held", PACES, PACES.index(now.pace), horizontal=True, format_func=lambda name: PACE_NAMES[name],
               **_keyed("pace", now.pace, held))  # fmt: skip
    if now.pace == "homework":
        with right:
            end_fields(room, now.ends or room.now, put_end, "ends")
        words = "Each sees the best split and why once theirs is in for good; else in the debrief"
        st.checkbox(words, now.best_at_once,
                    **_keyed("at_once", now.best_at_once, at_once))  # fmt: skip


def _company(room: RoomView, secret: str) -> None:
    now = room.settings
    own = {OWN: room.business.name} if now.company else {}
    cases = own | {case.ref: case.title for case in list_cases()}
    shown = OWN if now.company else now.case

    def chosen(name: str, key: str) -> None:
        kept = _chosen(key)
        if name != "case":
            _changed(room, secret, lambda settings: settings.changed(**{name: kept}))
        elif kept != OWN:
            attempt(_play, room, secret, str(kept))

    def keyed(name: str) -> dict[str, Any]:
        return _keyed(name, shown if name == "case" else getattr(now, name), partial(chosen, name))

    def play(company: str) -> None:
        accepted(_play, room, secret, now.case, company)

    def tell(story: str) -> None:
        accepted(_configured, room, secret, lambda settings: settings.changed(story=story))

    def put(**values: object) -> None:
        accepted(_configured, room, secret, lambda settings: settings.changed(**values))

    left, middle, right = st.columns([2, 1, 1])
    left.selectbox("Case", list(cases), index=list(cases).index(shown) if shown in cases else 0,
                   format_func=lambda ref: cases[ref], **keyed("case"))  # fmt: skip
    with left:
        own_case(room, play, tell)
    horizons = sorted({*HORIZONS, now.months})
    middle.selectbox("Horizon", horizons, index=horizons.index(now.months), **keyed("months"),
                     format_func=lambda number: f"{in_months(number)}")  # fmt: skip
    right.selectbox("Judge by", METRICS, index=METRICS.index(now.metric), **keyed("metric"),
                    format_func=lambda name: capital(MEASURES[name]))  # fmt: skip
    left, right = st.columns(2)
    left.pills("Facts participants see", FACTS, selection_mode="multi", default=list(now.facts), wrap=True,
               format_func=lambda name: FACT_NAMES[name], **keyed("facts"))  # fmt: skip
    right.pills("Results they see while they try", RESULTS, selection_mode="multi", default=list(now.results),
                wrap=True, format_func=lambda name: RESULT_NAMES[name], **keyed("results"))  # fmt: skip
    asking_form(room, keyed, put)


def _round(room: RoomView, secret: str, number: int) -> None:
    now = room.settings.rounds[number - 1]
    levers = room.settings.start(number).levers
    money = money_format(room.settings.business(number).currency)
    today = room.settings.today(number).total
    about = room.settings.company or room.settings.case

    def put_round(change: RoundChange) -> None:
        accepted(_configured, room, secret, lambda settings: _revised(settings, number, change))

    def press_round(change: RoundChange) -> None:
        _changed(room, secret, lambda settings: _revised(settings, number, change))

    def put_news(text: str) -> None:
        accepted(_configured, room, secret, lambda settings: _with_round(settings, number, news=text))

    def chosen(name: str, key: str) -> None:
        value = _chosen(key)
        kept = None if name == "seconds" and value == UNTIMED else value
        _changed(room, secret, lambda settings: _with_round(settings, number, **{name: kept}))

    def put_total(value: float | None) -> None:
        accepted(_configured, room, secret, lambda settings: _with_round(settings, number, total=value))

    def keyed(name: str, shown: object = None) -> dict[str, Any]:
        stored = getattr(now, name) if shown is None else shown
        return _keyed(f"{name}{number}.{about}.{room.settings.pace}", stored, partial(chosen, name))

    st.html(markup.phrase(f"Round {number}"))
    shock, total, timer = st.columns([2, 1, 1], vertical_alignment="bottom")
    shock.selectbox("What happens", list(SHOCKS), index=list(SHOCKS).index(now.shock), **keyed("shock"),
                    format_func=lambda name: SHOCKS[name].title)  # fmt: skip
    entry = money_entry("Total a month", money, now.total, 1.0, MONEY_LIMIT, near=today, blank=True)
    with total:
        amount_field(entry, put_total, name=f"total{number}", of=(about, now.total),
                     placeholder=f"{money.exact(today)}, today's")  # fmt: skip
    seconds = now.seconds or UNTIMED
    times = sorted({*TIMERS, seconds})
    timer.selectbox("Time to decide", times, index=times.index(seconds), **keyed("seconds", seconds),
                    format_func=partial(_time, room.settings.pace))  # fmt: skip
    lines_field("The news in your words", now.news, put_news, signs=NEWS_LIMIT, most=NEWS_LINES, name=f"news{number}",
                of=(about, now.news),
                placeholder=SHOCKS[now.shock].news if now.shock != "none" else "None")  # fmt: skip
    NewsForm(room.settings, number, about, put_round, press_round).draw()
    st.pills("Locked levers: nobody may move them", levers, selection_mode="multi", default=list(now.locked),
             wrap=True, format_func=lambda lever: label(title(lever)), **keyed("locked"))  # fmt: skip
    st.checkbox("Practice: left out of the results over the rounds", now.practice, **keyed("practice"))
    if room.settings.pace == "homework":
        words = "until the homework ends" if now.seconds is None else "while its time runs"
        st.checkbox(f"A split may be changed {words}", now.revise, **keyed("revise"))


def _time(pace: Pace, seconds: int) -> str:
    free = "as long as they like" if pace == "homework" else "until I freeze"
    return free if seconds == UNTIMED else f"{plain(seconds / 60)} min"


def _number_of_rounds(room: RoomView, secret: str, begun: int) -> None:
    rounds = room.settings.rounds

    def one_more(settings: RoomSettings) -> RoomSettings:
        return settings.changed(rounds=(*settings.rounds, RoundSettings(shock=_next_shock(settings))))

    def one_less(settings: RoomSettings) -> RoomSettings:
        return settings.changed(rounds=settings.rounds[:-1])

    def press(change: Change) -> None:
        # Pressed twice before the page is drawn again, a button still does what it was drawn for, once.
        _changed(room, secret, lambda settings: change(settings) if len(settings.rounds) == len(rounds) else settings)

    st.button("Add a round", key="add_round", disabled=len(rounds) >= MAX_ROUNDS, on_click=press, args=(one_more,))
    st.button("Remove the last round", key="drop_round", disabled=len(rounds) <= max(begun, 1), on_click=press,
              args=(one_less,))  # fmt: skip


def _next_shock(settings: RoomSettings) -> str:
    used = {each.shock for each in settings.rounds}
    return next((name for name in SHOCKS if name not in used), "none")
