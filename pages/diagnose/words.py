"""The words of opportunities, dangers and break-even on the Diagnose page: pure functions to sentences."""

from __future__ import annotations

from collections.abc import Sequence

from pages.ui.quantities import share_text
from pages.ui.text.formats import MoneyFormat, count, in_months, percent, plain, signed_percent
from pages.ui.text.numbers import NBSP, number_format
from pages.ui.text.words import capital, spoken
from simulator.facts.names import NAME_LIMIT
from simulator.facts.plan import Function
from simulator.insight.break_even import BreakEven
from simulator.insight.dangers import Danger
from simulator.insight.levels import Driver, Level
from simulator.insight.opportunities import Group, Opportunity

FUNCTION_NAMES: dict[Function, str] = {"prospecting": "marketing", "conversion": "sales", "upsell": "share of wallet"}
DRIVERS: dict[Driver, str] = {"prospects": "Prospects", "win_rate": "Win rate", "share": "Share of wallet"}


SAVED = "What the best split brings without any danger is not counted as saved: it is to be had anyway."
GROUPS: dict[Group, str] = {
    "free": "For the same money",
    "spending": "For more money",
    "wish": "If it could be had for the same money",
}


def rate(share: float) -> str:
    """Return a share with one digit where it is small."""
    return percent(share, 1 if abs(share) < 0.0995 else 0)


def level_text(level: Level, value: float) -> str:
    """Return a driver's value in its own unit."""
    return count(value) if level.driver == "prospects" else rate(value)


def fine(value: float, other: float) -> str:
    """Return a rate with as many digits as tell it from the other."""
    digits = next((digits for digits in (0, 1, 2) if abs(value - other) > 0.6 * 10.0 ** -(digits + 2)), 1)
    return percent(value, max(digits, 1 if value < 0.0995 else 0))


def opportunity(item: Opportunity, months: int, money: MoneyFormat) -> tuple[str, str]:
    """Return what the opportunity is and the quiet remark under it."""
    if item.kind == "resplit":
        return "Best split of the same budget", f"the same {money.told(item.before)} a month"
    if item.kind == "budget":
        extra = money.told(item.after - item.before)
        cost = f"a tenth more budget, which costs {money.short(item.cost)} over {in_months(months)}"
        return f"{extra} a month more, spent best", f"{cost}; gross profit {money.signed(item.profit)}"
    if item.kind == "channel":
        verb = "Less" if item.after < item.before else "More"
        rest = "the others get the rest" if item.after < item.before else "the others give it"
        return f"{verb} on {item.subject}", f"{money.told(item.before)} → {money.told(item.after)} a month; {rest}"
    if item.subject == "prospects":
        return "Prospects at their acceptable level", f"{count(item.before)} today → {count(item.after)} a month"
    name = "Win rate" if item.subject == "win_rate" else "Share of wallet"
    return (
        f"{name} at its acceptable level",
        f"{fine(item.before, item.after)} today → {fine(item.after, item.before)} for the same money",
    )


def opportunity_as_scenario(item: Opportunity) -> str:
    """Return what an opportunity that changes facts is called as a scenario; nothing where only the plan changes."""
    if item.kind != "level":
        return ""
    if item.subject == "prospects":
        return prospects_as_scenario(item.after)
    name = "the win rate" if item.subject == "win_rate" else "the share of wallet"
    return rate_as_scenario(name, item.after, item.before)


def prospects_as_scenario(level: float) -> str:
    """Return what other prospects are called as a scenario."""
    return f"If prospects were {count(level)} a month"


def rate_as_scenario(name: str, level: float, today: float) -> str:
    """Return what another rate is called as a scenario."""
    return f"If {name} were {_plain(fine(level, today))}"


def danger_as_scenario(item: Danger) -> str:
    """Return what a danger is called as a scenario, at most as long as a name may be."""
    if item.kind == "dry channel":
        return _fitting(item.subject, "dried up")
    if item.kind == "one channel":
        return _fitting(item.subject, "lost half")
    if item.kind == "cut":
        return _fitting(spoken(item.subject), "were cut by a third")
    if item.kind == "sales cycle":
        return "If the sales cycle doubled"
    level = _plain(fine(item.after, item.before))
    said = {"churn": "churn rose to", "win rate": "the win rate fell to", "share": "the share of wallet fell to"}
    return f"If {said[item.kind]} {level}"


def _fitting(subject: str, happened: str) -> str:
    room = NAME_LIMIT - len(f"If  {happened}")
    short = subject if len(subject) <= room else f"{subject[: room - 1].rstrip()}…"
    return f"If {short} {happened}"


def _plain(text: str) -> str:
    return text.replace(NBSP, " ")


def danger(item: Danger, months: int, money: MoneyFormat) -> tuple[str, str]:
    """Return what the danger is and how bad it gets."""
    assumed = "" if item.stated else "; a quarter worse, assumed to rank sizes"
    change = f"{fine(item.before, item.after)} today → {fine(item.after, item.before)}"
    if item.kind == "dry channel":
        return (
            f"No more prospects from {item.subject}",
            f"{count(item.before)} → 0 prospects a month, in month {months}",
        )
    if item.kind == "one channel":
        share = f"{percent(item.before)} of all customers won in {in_months(months)}"
        return f"Half the prospects from {item.subject}", f"it brings {share}"
    if item.kind == "cut":
        return (
            f"{capital(spoken(item.subject))} cut by a third",
            f"{money.exact(item.before)} → {money.exact(item.after)} a month",
        )
    if item.kind == "sales cycle":
        return "Sales cycle doubles", f"{plain(item.before)} today → {in_months(item.after)}"
    if item.kind == "churn":
        return "Churn rises", f"{change} a month{assumed}"
    name = "Win rate slips" if item.kind == "win rate" else "Share of wallet slips"
    return name, f"{change}{assumed}"


def no_danger(revenue: float, months: int, money: MoneyFormat) -> str:
    """Return why no danger is listed: there is nothing to lose, or so short a time holds no loss."""
    if money.short(revenue) == money.short(0.0):
        return "Nothing found: there is no revenue yet that could be lost."
    return f"Nothing found: over {in_months(months)} none of them would be felt yet."


def remedy(item: Danger, money: MoneyFormat) -> str:
    """Return what a new split saves of the loss, beyond what re-splitting brings without the danger."""
    share = item.saved / item.loss
    if share < 0.005:
        return "no new split saves any of it"
    if share > 0.995:
        return "a new split makes up for it"
    return f"a new split saves {money.short(item.saved)} of it, {percent(share)}"


def order_by_profit(found: Sequence[Opportunity], months: int, money: MoneyFormat) -> str:
    """Return the opportunities in the order of gross profit, where that is another one."""
    if not found:
        return ""
    said = [f"{opportunity(item, months, money)[0]} {money.signed(item.profit)}" for item in found]
    return f"By gross profit over {in_months(months)} the order is another: {'; '.join(said)}."


def break_even(limit: BreakEven, now: float) -> tuple[str, str, str]:
    """Return a driver, its value under the plan and where monthly gross profit reaches zero."""
    name = {
        "prospects": "Prospects a month",
        "win rate": "Win rate",
        "share": "Share of wallet",
        "churn": "Churn a month",
    }
    text = count if limit.driver == "prospects" else share_text
    if limit.risen_to is not None:
        return name[limit.driver], text(now), text(limit.risen_to)
    if limit.factor is None:
        never = "never, whatever it rises to" if limit.driver == "churn" else "never, even at none"
        return name[limit.driver], text(now), never
    by = f"×\u00a0{number_format().fixed(limit.factor, 1)}" if limit.factor > 2 else signed_percent(limit.factor - 1)
    return name[limit.driver], text(now), f"{text(now * limit.factor)} ({by})"
