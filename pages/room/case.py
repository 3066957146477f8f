"""The case as participants see it: the story, the question, and the facts the facilitator shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import streamlit as st

from pages.room.news_words import came_from, differing
from pages.room.words import round_name
from pages.ui.text import markup
from pages.ui.text.formats import MoneyFormat, count, counted, in_months, money_format, percent, plain
from pages.ui.text.words import title
from rooms.settings import FACTS, Fact
from rooms.shocks import SHOCKS
from rooms.views import RoomView
from simulator.cases import load_case
from simulator.facts.business import Business

Row = tuple[str, str]
READ_FIRST = 320
"""Characters of a story that a phone shows above the questions and still has room for the first of them,"""
PHONE_LINE = 40
"""and about how many of them stand in a line."""


def story(room: RoomView) -> None:
    """Draw the story with the round's news: what has happened, and another budget than today's."""
    st.html(story_of(room) + "".join(news_of(room)))


def beside_questions(room: RoomView) -> None:
    """Draw the case beside what is asked of it; on a phone, where it stands above, all but the news is folded away."""
    news, told = "".join(news_of(room)), story_of(room)
    rest = (bool(news) and room.round > 1) or _room_for(about(room).story) > READ_FIRST
    shown, folded = (news, told) if rest else (told + news, "")
    summary = "The case and its facts" if rest else "Facts of the company"
    facts_told = facts_of(room)
    brief = f'<p class="news in_brief">{escape(_in_brief(room))}</p>' if rest else ""
    st.html(f'{shown}{brief}<details class="case"><summary>{summary}</summary>{folded}{facts_told}</details>')


def _room_for(text: str) -> int:
    """Return how many characters would take as much room as this text does in its lines on a phone."""
    return sum(-(-max(len(line), 1) // PHONE_LINE) * PHONE_LINE for line in text.split("\n"))


def _in_brief(room: RoomView) -> str:
    """Return the case in one line: of what participants may see the figures that a split turns on."""
    business, shown = room.business, room.settings.facts
    figures = {
        "prospects": f"{counted(sum(each.prospects for each in business.channels), 'prospect')} a month",
        "win_rate": f"a win rate of {percent(business.win_rate, 1)}",
        "customers": counted(business.customers, "customer"),
        "share_of_wallet": f"{percent(business.share_of_wallet)} of what a customer spends in our category",
    }
    total = f"{money_format(business.currency).exact(room.start.total)} a month to split"
    return f"{business.name}: {', '.join([*(text for fact, text in figures.items() if fact in shown), total])}."


def story_of(room: RoomView) -> str:
    """Return what is told of the company, as HTML."""
    return f'<p class="story">{escape(about(room).story)}</p>'


@dataclass(frozen=True)
class About:
    """What is told of the company a room plays."""

    title: str
    story: str
    question: str


def about(room: RoomView) -> About:
    """Return what is told of it: the stock case's words, or the facilitator's."""
    if not room.settings.company:
        stock = load_case(room.settings.case)
        return About(stock.title, stock.story, stock.question)
    name = room.business.name
    return About(name, room.settings.story or f"This is {name}, as its figures are today.",
                 f"How should {name} split its budget?")  # fmt: skip


def news_of(room: RoomView) -> Iterator[str]:
    """Yield what is new in the round, as HTML: each a paragraph with its title."""
    settings = room.settings.rounds[room.round - 1]
    shock, own = SHOCKS[settings.shock], settings.news
    if came := came_from(room.settings, room.round):
        yield f'<p class="news"><b>The company goes on.</b> {escape(came)}</p>'
    if shock is not SHOCKS["none"]:
        yield f'<p class="news"><b>{escape(shock.title)}.</b> {escape(own or shock.news)}</p>'
    elif own:
        yield f'<p class="news"><b>News.</b> {escape(own)}</p>'
    if facts := differing(room.settings, room.round):
        yield f'<p class="news"><b>From now on.</b> {escape("; ".join(facts))}</p>'
    now, before = room.start.total, room.settings.today(room.round).total
    if now != before:
        money = money_format(room.business.currency)
        yield (f'<p class="news"><b>The budget of this round is {escape(money.exact(now))} a month</b>, '
               f"not {escape(money.exact(before))}.</p>")  # fmt: skip


def facts(room: RoomView) -> None:
    """Draw the facts that are shown."""
    st.html(facts_of(room))


def facts_of(room: RoomView) -> str:
    """Return the facts that are shown as a table, which can be taken as that of its company and round."""
    named = ", ".join(filter(None, (f"Facts of {room.business.name}", round_name(room))))
    return markup.changes(named, list(fact_rows(room)), ("Fact", "Figure"))


def fact_rows(room: RoomView) -> Iterator[Row]:
    """Yield the facts that are shown, each with its name."""
    business = room.business
    money = money_format(business.currency)
    for fact in (fact for fact in FACTS if fact in room.settings.facts):
        if fact == "spend":
            plan = room.settings.today(room.round)
            yield from ((f"{title(lever)}, today", money.exact(plan[lever])) for lever in plan.levers)
        else:
            yield from _rows(fact, business, money)


def _rows(fact: Fact, business: Business, money: MoneyFormat) -> Iterator[Row]:
    if fact == "prospects":
        yield from ((f"Prospects from {each.name}", f"{count(each.prospects)} a month") for each in business.channels)
    elif fact == "win_rate":
        yield "Win rate", percent(business.win_rate, 1)
        yield "Sales cycle", f"{in_months(business.sales_cycle_months)}"
        if business.conversion_ramp_months:
            yield "Ramp-up of sales", f"{in_months(business.conversion_ramp_months)}"
    elif fact == "share_of_wallet":
        yield "A customer spends in our category", f"{money.exact(business.wallet)} a month"
        yield "Our share of that", percent(business.share_of_wallet)
        if business.upsell_ramp_months:
            yield "Ramp-up of account care", f"{in_months(business.upsell_ramp_months)}"
    elif fact == "customers":
        yield "Customers", count(business.customers)
        yield "Customers lost a month", percent(business.churn, 1)
    elif fact == "money":
        yield from _money(business, money)
    else:
        yield from _judgement(business)


def _money(business: Business, money: MoneyFormat) -> Iterator[Row]:
    yield "Gross margin", percent(business.gross_margin)
    if business.first_order:
        yield "First order", money.exact(business.first_order)
    if business.fixed_cost:
        yield "Fixed cost a month", money.exact(business.fixed_cost)


def _judgement(business: Business) -> Iterator[Row]:
    for channel in business.channels:
        if channel.prospects_at_double is not None:
            yield f"Prospects from {channel.name} at double spend", f"{count(channel.prospects_at_double)} a month"
        if channel.added_quality != 1:
            yield f"Quality of added prospects from {channel.name}", f"{plain(channel.added_quality)} of today's"
    if business.win_rate_at_double is not None:
        yield "Win rate at double spend", percent(business.win_rate_at_double, 1)
    if business.share_at_double is not None:
        yield "Share of wallet at double spend", percent(business.share_at_double, 1)
