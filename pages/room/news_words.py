"""What is new in a round, in words: the news, the facts that differ, and what the company brings along."""

from __future__ import annotations

from collections.abc import Mapping

from pages.ui.text.facts import fact_text
from pages.ui.text.formats import count, counted, in_months, money_format
from rooms.debrief import Debrief
from rooms.settings import GoesOn, RoomSettings
from rooms.shocks import SHOCKS
from simulator.facts.business import Business
from simulator.facts.plan import Plan
from simulator.model.outcome import simulate

GOES_ON_NAMES: Mapping[GoesOn, str] = {
    "no": "is that of the case in each round",
    "middle": "goes on as the room's middle ran it",
    "best": "goes on as the best split would have run it",
}
UNDER: Mapping[GoesOn, str] = {"no": "", "middle": "the room's middle", "best": "the best split"}
"""Under what a company goes on."""
CARRIED = (
    "Carried are customers, deals under way, what customers spend with us, and what earlier spend still does, each "
    "stated as facts. Not carried is how the share of wallet differs between customers of different channels"
)
WORSE = ", and only nearly how much less further prospects are worth"


def carried(business: Business) -> str:
    """Return what a company that goes on brings along, and what it does not."""
    worse = any(each.added_quality != 1 and each.prospects_at_zero for each in business.channels)
    return f"{CARRIED}{WORSE if worse else ''}."


def differing(settings: RoomSettings, number: int) -> list[str]:
    """Return each fact that differs in a round, as it was and as it is: Win rate: 30 % → 22 %."""
    money = money_format(settings.business(number).currency)
    return [
        f"{each.title}: {fact_text(each.before, each.unit, money)} → {fact_text(each.after, each.unit, money)}"
        for each in settings.differs(number)
    ]


def happened(settings: RoomSettings, number: int) -> str:
    """Return what happened in a round, with the facts that differ: a title for it."""
    told, facts = settings.rounds[number - 1], differing(settings, number)
    news = told.news or ("" if told.shock == "none" and facts else SHOCKS[told.shock].title)
    if "\n" in news and facts:
        return f"{news}\n{'; '.join(facts)}"
    return "; ".join(filter(None, (news.rstrip(".") if facts else news, *facts)))


def came_from(settings: RoomSettings, number: int) -> str:
    """Return what a company that goes on brings along to a round; nothing where it is that of the case."""
    ran = next((at for at in range(number, 1, -1) if settings.rounds[at - 1].ran), None)
    if ran is None:
        return ""
    before, now = settings.business(ran - 1), settings.begins(number)
    return (
        f"Round {ran - 1} ran for {in_months(settings.months)} under {UNDER[settings.goes_on]}: the company now has "
        f"{counted(now.customers, 'customer')}, and had {count(before.customers)}."
    )


def goes_on_said(settings: RoomSettings, played: Debrief) -> str:
    """Return what becomes of the company after a round whose best split is on show; nothing where it does not go on."""
    if settings.goes_on == "no" or played.number >= len(settings.rounds):
        return ""
    if settings.rounds[played.number - 1].practice:
        return "A practice round leaves nothing to the next one, which finds the company as this one did."
    ran = settings.rounds[played.number].ran
    if not ran:
        return f"Round {played.number + 1} cannot begin with the company as this one leaves it: change its settings."
    run = simulate(played.business, Plan.of(played.start.levers, ran), played.months)
    won, months = counted(run.new_customers.sum(), "customer"), in_months(played.months)
    said = f"Under {UNDER[settings.goes_on]} {won} would be won in {months}"
    if settings.goes_on == "middle":
        said = f"Together you won {won} in {months}, under {UNDER['middle']}"
        if not played.judged:
            said = f"Nobody submitted a split, so {won} were won in {months} as the round began"
    return f"{said}; round {played.number + 1} starts there, with {counted(run.customers_at_end, 'customer')}."
