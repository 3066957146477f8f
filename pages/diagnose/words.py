"""The words of the Diagnose page: pure functions from the diagnosis to sentences."""

from __future__ import annotations

from pages.ui.quantities import share_text
from pages.ui.text.formats import MoneyFormat, count, percent, plain, signed_percent
from pages.ui.text.numbers import NBSP, number_format
from pages.ui.text.returns import Returns
from pages.ui.text.words import capital, listed, spoken
from simulator.facts.names import NAME_LIMIT
from simulator.insight.break_even import Headroom
from simulator.insight.dangers import Danger
from simulator.insight.diagnosis import Diagnosis
from simulator.insight.levels import Driver, Function, Level
from simulator.insight.opportunities import Opportunity

FUNCTIONS: dict[Function, str] = {"prospecting": "marketing", "conversion": "sales", "upsell": "share of wallet"}
DRIVERS: dict[Driver, str] = {"prospects": "Prospects", "win_rate": "Win rate", "share": "Share of wallet"}
REFERENCE = (
    "Where you state none, the grey level stands in: from there on, doubling the effort adds less than half of what "
    "all the effort so far adds, by your own facts. It is directional, no benchmark."
)


def rate(share: float) -> str:
    """Return a share with one digit where it is small."""
    return percent(share, 1 if abs(share) < 0.0995 else 0)


def level_text(level: Level, value: float) -> str:
    """Return a driver's value in its own unit."""
    return count(value) if level.driver == "prospects" else rate(value)


def answer(company: str, found: Diagnosis) -> str:
    """Return the verdict as one sentence."""
    prospects, win_rate, share = found.levels
    many, won, spent = count(prospects.today), rate(win_rate.today), rate(share.today)
    if found.verdict == "sales":
        return f"Sales is what holds {company} back: {many} prospects a month are enough, but only {won} of them buy."
    if found.verdict == "marketing":
        return f"Marketing is what holds {company} back: {won} of prospects buy, but only {many} come in a month."
    if found.verdict == "both":
        first = FUNCTIONS[found.functions[0]]
        return f"{company} needs both, {first} first: {many} prospects a month are too few, and only {won} of them buy."
    only = "only " if share.short else ""
    return (
        f"Share of wallet is where {company} can grow: prospects and win rate will do, and customers spend "
        f"{only}{spent} of their budget here."
    )


def why(found: Diagnosis) -> str:
    """Return the three levels as one quiet line."""
    prospects, win_rate, share = found.levels
    win = fine(win_rate.today, win_rate.acceptable), fine(win_rate.acceptable, win_rate.today)
    parts = [
        f"{count(prospects.today)} prospects a month today against an acceptable {count(prospects.acceptable)}",
        f"a win rate of {win[0]} against {win[1]}",
        f"{fine(share.today, share.acceptable)} of the wallet against {fine(share.acceptable, share.today)}",
    ]
    return f"{capital(listed(parts))}."


def fine(value: float, other: float) -> str:
    """Return a rate with as many digits as tell it from the other."""
    digits = next((digits for digits in (0, 1, 2) if abs(value - other) > 0.6 * 10.0 ** -(digits + 2)), 1)
    return percent(value, max(digits, 1 if value < 0.0995 else 0))


def agreement(found: Diagnosis, each: Returns) -> str:
    """Return whether the next unit of money, under today's plan, says the same as the rule, and if not why."""
    money, first, ruled = each.money, found.lead.first, found.ruled
    best = (
        f"with today's plan the next {each.one} spent on {spoken(first.lever)} brings back "
        f"{each.in_full(first.marginal)}"
    )
    if found.agreement == "agree":
        return f"The money agrees: {best}, {_ahead(found, money)}"
    here = f"{money.short(ruled.marginal)} on {spoken(ruled.lever)}"
    if found.agreement == "too close":
        return (
            f"The money cannot tell: {best} against {here}, closer than what your facts leave open "
            f"(± {money.short(found.lead.noise)})."
        )
    if found.agreement == "more elsewhere":
        return f"The money disagrees: {best} against {here}, where the same money gains less."
    return (
        f"The money disagrees: {best} against {here}, which is already past the steep part of its curve: "
        "doubling the effort there would add at most half of what it brings now."
    )


def _ahead(found: Diagnosis, money: MoneyFormat) -> str:
    second = found.lead.returns[1]
    lead = f"{money.short(found.lead.ahead)} more than on {spoken(second.lever)}"
    if found.lead.clear:
        return f"{lead}, and your facts leave only ± {money.short(found.lead.noise)} open."
    return f"but that is just {lead}, and your facts leave ± {money.short(found.lead.noise)} open."


def opportunity(item: Opportunity, months: int, money: MoneyFormat) -> tuple[str, str]:
    """Return what the opportunity is and the quiet remark under it."""
    if item.kind == "resplit":
        return "Best split of the same budget", f"the same {money.exact(item.before)} a month"
    if item.kind == "budget":
        extra = money.exact(item.after - item.before)
        cost = f"{money.short(item.cost)} over {months} months"
        return f"{extra} a month more, spent best", f"the budget grows by a tenth; that costs {cost}"
    if item.kind == "channel":
        verb = "Less" if item.after < item.before else "More"
        rest = "the others get the rest" if item.after < item.before else "the others give it"
        return f"{verb} on {item.subject}", f"{money.exact(item.before)} → {money.exact(item.after)} a month; {rest}"
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
    assumed = "" if item.stated else "; a quarter worse, assumed"
    change = f"{fine(item.before, item.after)} today → {fine(item.after, item.before)}"
    if item.kind == "dry channel":
        return (
            f"No more prospects from {item.subject}",
            f"{count(item.before)} → 0 prospects a month, in month {months}",
        )
    if item.kind == "one channel":
        share = f"{percent(item.before)} of all customers won in {months} months"
        return f"Half the prospects from {item.subject}", f"it brings {share}"
    if item.kind == "cut":
        return (
            f"{capital(spoken(item.subject))} cut by a third",
            f"{money.exact(item.before)} → {money.exact(item.after)} a month",
        )
    if item.kind == "sales cycle":
        return "Sales cycle doubles", f"{plain(item.before)} today → {plain(item.after)} months"
    if item.kind == "churn":
        return "Churn rises", f"{change} a month{assumed}"
    name = "Win rate slips" if item.kind == "win rate" else "Share of wallet slips"
    return name, f"{change}{assumed}"


def remedy(item: Danger, money: MoneyFormat) -> str:
    """Return how much of the danger the best answer takes away."""
    if item.loss_after <= 0:
        return "the best answer makes up for it"
    share = item.removed / item.loss
    if share < 0.005:
        return "no other split helps"
    return f"the best answer leaves {money.short(item.loss_after)}, {percent(share)} less"


def headroom(limit: Headroom, now: float) -> tuple[str, str, str]:
    """Return a driver, its value under the plan and where monthly gross profit reaches zero."""
    name = {
        "prospects": "Prospects a month",
        "win rate": "Win rate",
        "share": "Share of wallet",
        "churn": "Churn a month",
    }
    text = count if limit.driver == "prospects" else share_text
    if limit.factor is None:
        never = "never, whatever it rises to" if limit.driver == "churn" else "never, even at none"
        return name[limit.driver], text(now), never
    by = f"× {number_format().fixed(limit.factor, 1)}" if limit.factor > 2 else signed_percent(limit.factor - 1)
    return name[limit.driver], text(now), f"{text(now * limit.factor)} ({by})"
