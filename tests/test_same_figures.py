"""The same quantity is the same figure on every page, digit by digit, and it is the one `simulate` gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import pytest

from pages.room import visit
from pages.ui.state import visitor
from pages.ui.text.formats import count, money_format, percent
from pages.ui.text.words import title
from rooms import facilitator, participant
from rooms.settings import RESULTS, RoomSettings
from rooms.store import Store
from simulator.cases import list_cases, load_case
from simulator.facts.plan import CONVERSION, function_of
from simulator.insight.diagnosis import diagnose
from simulator.link.codec import encode
from simulator.model.next_return import marginal_returns
from simulator.model.outcome import simulate
from simulator.model.question import Question
from simulator.optimise.rebalance import move
from simulator.optimise.recommendation import recommend
from simulator.workspace.scenario import Workspace
from tests.room_store import session_in
from tests.shown import Shown, shown_by
from tests.test_pages import ROOM, opened

MONTHS = 24
PAGES = {
    "Allocate": "app.py",
    "Diagnose": "pages/Diagnose.py",
    "Compare": "pages/Compare.py",
    "Marginal returns": "pages/Marginal_returns.py",
    "Channels": "pages/Channels.py",
}
CASES = [case.id for case in list_cases()]
PLANS = ("today's", "another")
TODAYS = "Today's plan"

Found = tuple[str, str, str]
"""Page, quantity, figure."""


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every visitor reads English, in whose money no space stands."""
    monkeypatch.setattr(visitor, "visitor_locale", lambda: "en_US")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The database of the rooms that the pages open."""
    opened = Store(str(tmp_path / "rooms.sqlite3"))
    monkeypatch.setattr(visit, "default_store", lambda: opened)
    yield opened
    opened.close()


def workspace_of(case: str, plan: str) -> Workspace:
    """Return a stock company with today's plan, or with a third more for the sales team."""
    workspace = Workspace.of(load_case(case))
    if plan == "today's":
        return workspace
    scenario = workspace.scenario
    moved = move(scenario.plan, CONVERSION, scenario.plan.conversion * 4 / 3, unit=1.0).plan
    return workspace.replaced(replace(scenario, plan=moved))


@cache
def shown(page: str, case: str, plan: str) -> Shown:
    """Return what a page shows, opened cold from the link."""
    return shown_by(opened(PAGES[page], encode(workspace_of(case, plan))))


def figures_of(case: str, plan: str, store: Store) -> Iterator[Found]:
    """Yield every named quantity of the plan on show wherever a page shows it."""
    allocate, diagnose_, compare, marginal, channels = (shown(page, case, plan) for page in PAGES)
    yield from _totals(allocate, compare, channels)
    yield from _room(case, plan, store)
    yield from _returns(case, allocate, marginal, channels)
    yield from _best(allocate, diagnose_, compare, marginal)
    yield from _funnel(plan, diagnose_, channels)
    if plan == "today's":
        rows = diagnose_.tables["function_returns"][1:]
        yield from (("Diagnose", f"next on {row[1]}", row[2]) for row in rows)


def _totals(allocate: Shown, compare: Shown, channels: Shown) -> Iterator[Found]:
    for label, value in allocate.figures.items():
        yield "Allocate", label, value
        yield "Compare", label, compare.cell("Figures side by side", label, "Plan A")
    yield "Allocate", "Budget a month", allocate.said(r"(\S+) a month held")
    yield "Compare", "Budget a month", compare.cell("Figures side by side", "Budget a month", "Plan A")
    yield "Channels", "Customers at the end", channels.cell("origins", "All channels", "Customers at the end")


def _room(case: str, plan: str, store: Store) -> Iterator[Found]:
    """Yield what a room of the case shows who decides on the plan, then who submitted it, then who leads the room."""
    drafted = workspace_of(case, plan).scenario.plan
    settings = RoomSettings(case=load_case(case).ref, results=RESULTS)
    room = session_in(store, people=1, settings=settings).to("decide")
    seat, lead = (
        urlencode({"room": room.code, who: secret})
        for who, secret in (("seat", room.seats[0].seat), ("facilitator", room.secret))
    )
    participant.save_draft(*room.at(0), drafted)
    deciding = shown_by(opened(ROOM, seat))
    yield from (("Training room", label, value) for label, value in deciding.figures.items())
    yield from (("Training room", f"next on {name}", value) for name, value in deciding.chips.items())
    yield "Training room", "Budget a month", deciding.said(r"Where do (\S+) a month bring most revenue")

    participant.submit(*room.at(0), drafted)
    facilitator.freeze(*room.lead)
    facilitator.reveal(*room.lead)
    for where, address, regret in (
        ("Training room, participant", seat, r"Your split leaves (\S+) of revenue"),
        ("Training room, facilitator", lead, r"The one split submitted leaves (\S+) of revenue"),
    ):
        debrief = shown_by(opened(ROOM, address))
        yield where, "short of the best split", debrief.said(regret)
        yield (
            where,
            "one more of budget",
            debrief.said(r"One more \S+ of total budget would bring back (\S+?)\.(?: |$)"),
        )


def _returns(case: str, allocate: Shown, marginal: Shown, channels: Shown) -> Iterator[Found]:
    for lever in load_case(case).business.levers:
        name = title(lever)
        yield "Allocate", f"next on {name}", allocate.chips[name]
        yield "Allocate, board", f"next on {name}", allocate.cell("board", name, f"Next {one(case)} spent")
        yield "Marginal returns", f"next on {name}", marginal.cell("ranking", name, "Next ")
        if function_of(lever) == "prospecting":
            yield "Channels", f"next on {name}", channels.cell("Channels", name, "Next ")
            yield "Channels, chart", f"next on {name}", channels.cell("channel_returns", name, "Next ")


def _best(allocate: Shown, diagnose_: Shown, compare: Shown, marginal: Shown) -> Iterator[Found]:
    gain = r"Best split of the same \S+(?: a month)?: (\S+) more"
    if re.search(gain, allocate.text):
        yield "Allocate", "short of the best split", allocate.said(gain)
        yield "Diagnose", "short of the best split", diagnose_.said(r"Best split of the same budget \+(\S+)")
        yield "Compare", "short of the best split", compare.said(r"Plan A is (\S+) short of the best split")
        yield "Marginal returns", "short of the best split", marginal.said(r"This plan is (\S+) below the line")
    yield (
        "Allocate",
        "one more of budget",
        allocate.said(r"One more \S+ of total budget would bring (?:back )?(\S+?)\.?(?: |$)"),
    )
    yield "Marginal returns", "one more of budget", marginal.said(r"brings? back the same (\S+) on every lever")


def _funnel(plan: str, diagnose_: Shown, channels: Shown) -> Iterator[Found]:
    place = "today" if plan == "today's" else f"this plan, month {MONTHS}"
    yield "Diagnose, quadrant", "prospects a month at the end", diagnose_.cell("quadrant", place, "Prospects")
    yield "Diagnose, quadrant", "win rate at the end", diagnose_.cell("quadrant", place, "Win rate")
    if channels.tables["Channels"][-1][0] == "All channels":
        yield "Channels", "prospects a month at the end", channels.cell("Channels", "All channels", "Prospects")
        yield "Channels", "win rate at the end", channels.cell("Channels", "All channels", "Win rate")
    if diagnose_.has("Break-even"):
        column = f"{'This plan' if plan == 'another' else TODAYS}, month {MONTHS}"
        yield (
            "Diagnose, break-even",
            "prospects a month at the end",
            diagnose_.cell("Break-even", "Prospects a month", column),
        )
        yield "Diagnose, break-even", "win rate at the end", diagnose_.cell("Break-even", "Win rate", column)
        yield (
            "Diagnose, break-even",
            "Share of wallet at the end",
            diagnose_.cell("Break-even", "Share of wallet", column),
        )


def one(case: str) -> str:
    """Return one unit of the company's money."""
    return money_format(load_case(case).business.currency).exact(1)


def simulated(case: str, plan: str) -> dict[str, str]:
    """Return the same quantities from the model alone; what is left at the end is what a month more starts with."""
    scenario = workspace_of(case, plan).scenario
    money, outcome = money_format(scenario.business.currency), simulate(scenario.business, scenario.plan, MONTHS)
    longer = simulate(scenario.business, scenario.plan, MONTHS + 1)
    advice = recommend(Question(scenario.business, scenario.plan, MONTHS))
    returns = marginal_returns(scenario.business, scenario.plan, MONTHS, "revenue")
    return {
        "Budget a month": money.exact(sum(scenario.plan.amounts)),
        f"Revenue, {MONTHS} months": money.short(float(outcome.revenue.sum())),
        f"Gross profit, {MONTHS} months": money.short(float(outcome.gross_profit.sum())),
        "Customers at the end": count(float(longer.customers[MONTHS])),
        "Share of wallet at the end": percent(float(longer.share_of_wallet[MONTHS]), 1),
        "prospects a month at the end": count(float(outcome.prospects[-1])),
        "win rate at the end": percent(float(outcome.wins[-1] / outcome.prospects[-1]), 1),
        "short of the best split": money.short(advice.optimum.value - float(outcome.revenue.sum())),
        "one more of budget": money.short(advice.optimum.shadow_price),
        **{f"next on {title(lever)}": money.short(each) for lever, each in returns.items()},
    }


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("case", CASES)
def test_every_page_shows_the_figure_of_the_simulation(case: str, plan: str, store: Store) -> None:
    """Wherever a page names a quantity of the plan on show, it shows what the model alone gives."""
    known = simulated(case, plan)
    found = list(figures_of(case, plan, store))
    assert {quantity for _, quantity, _ in found} == known.keys()
    wrong = [(*each, known[each[1]]) for each in found if each[2] != known[each[1]]]
    assert not wrong


@pytest.mark.parametrize("case", CASES)
def test_todays_figures_are_said_to_be_todays(case: str) -> None:
    """Under another plan Diagnose still speaks of today's company, and says so; its levels are today's facts."""
    business, money = load_case(case).business, money_format(load_case(case).business.currency)
    page = shown("Diagnose", case, "another")
    header, *rows = page.tables["function_returns"]
    assert header[2].endswith("today's plan")
    returns = marginal_returns(business, business.plan, MONTHS, "revenue")
    assert {row[1]: row[2] for row in rows} == {
        title(each.lever): money.short(returns[each.lever]) for each in diagnose(Question.of(business)).ranking.returns
    }
    assert f"with today's plan the next {money.exact(1)} spent on" in page.text
    assert page.cell("quadrant", "today", "Prospects") == count(sum(each.prospects for each in business.channels))
    assert page.cell("quadrant", "today", "Win rate") == percent(business.win_rate, 1)


@pytest.mark.parametrize("case", CASES)
def test_the_best_customers_are_the_same_in_the_headline_and_in_the_bars(case: str) -> None:
    """The channel named as that of the best customers is the first bar; where to focus is another question."""
    for plan in PLANS:
        page = shown("Channels", case, plan)
        best = page.tables["value_to_cost"][1]
        assert f"come from {best[0]}: {best[2]} each for {best[3]}" in page.text
        assert "Best customers: what one is worth, as a multiple of what it costs" in page.text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("case", CASES)
def test_what_money_brings_is_said_with_its_unit(page: str, case: str) -> None:
    """A return on one unit of money is of what is spent, in a measure and over a time; never of a unit a month."""
    text = shown(page, case, "another").text
    assert f"{one(case)} a month" not in text
    for said in re.finditer(r"next \S+ spent", text):
        assert re.search(rf"over {MONTHS} months", text[said.start() : said.start() + 160])
