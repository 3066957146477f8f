"""The words for levers, measures and changes; pure functions from figures to sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pages.ui.text.formats import MoneyFormat, in_months, signed_percent
from simulator.facts.limits import Stop
from simulator.facts.measures import Metric
from simulator.facts.names import lever_title
from simulator.facts.plan import CONVERSION, UPSELL, Plan

MEASURES: Mapping[Metric, str] = {
    "revenue": "revenue",
    "gross_profit": "gross profit",
    "customer_equity": "customer equity",
}
MEASURE_HELP = (
    "Revenue and gross profit are summed over the horizon. Customer equity is discounted gross profit plus the "
    "value of the customers and open deals left at its end, so that a short horizon does not starve prospecting."
)


def title(lever: str) -> str:
    """Return what a lever is called beside its control."""
    return lever_title(lever)


def spoken(lever: str) -> str:
    """Return what a lever is called inside a sentence."""
    return {CONVERSION: "the sales team", UPSELL: "account care"}.get(lever, lever)


def listed(names: Sequence[str]) -> str:
    """Return names as a person lists them: a, b and c."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def capital(text: str) -> str:
    """Return the sentence with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def differences(today: Plan, plan: Plan) -> dict[str, float]:
    """Return what each changed lever has more (or less) than today, in lever order."""
    return {lever: plan[lever] - today[lever] for lever in plan.levers if abs(plan[lever] - today[lever]) > 1e-9}


def moved(today: Plan, plan: Plan, money: MoneyFormat) -> str:
    """Return the change of plan as the subject of a sentence: Moving $1,500 a month from Search to the sales team."""
    changes = differences(today, plan)
    more = {lever: by for lever, by in changes.items() if by > 0}
    less = {lever: -by for lever, by in changes.items() if by < 0}
    extra = plan.total - today.total
    if abs(extra) > 1e-9 and not (more and less):
        verb = "Spending" if extra > 0 else "Saving"
        names = listed([spoken(lever) for lever in more or less])
        return f"{verb} {money.told(abs(extra))} a month {'more on' if extra > 0 else 'on'} {names}"
    amount = money.told(sum(more.values()) if extra <= 0 else sum(less.values()))
    source, target = (max(side, key=lambda lever: side[lever]) for side in (less, more))
    if len(more) == 1 and len(less) == 1:
        phrase = f"Moving {amount} a month from {spoken(source)} to {spoken(target)}"
    elif len(more) == 1:
        phrase = f"Moving {amount} a month to {spoken(target)}"
    elif len(less) == 1:
        phrase = f"Moving {amount} a month out of {spoken(source)}"
    else:
        phrase = f"Moving {amount} a month, mostly from {spoken(source)} to {spoken(target)},"
    if abs(extra) > 1e-9:
        phrase += f" and {'spending' if extra > 0 else 'saving'} {money.told(abs(extra))} {'more' if extra > 0 else ''}"
    return phrase.rstrip()


def effect(now: float, then: float, metric: Metric, months: int, money: MoneyFormat) -> str:
    """Return the change of a measure as the rest of that sentence."""
    gain = now - then
    if money.short(gain) == money.short(0.0) or abs(gain) < 1e-6 * abs(then):
        return f"makes no difference to {MEASURES[metric]} over {in_months(months)}"
    share = f" ({signed_percent(gain / abs(then))})" if then else ""
    more = "more" if gain > 0 else "less"
    return f"brings about {money.short(abs(gain))} {more} {MEASURES[metric]} over {in_months(months)}{share}"


def gave_note(
    gave: Mapping[str, float], limited: str | None, money: MoneyFormat, stops: Mapping[str, Stop] | None = None
) -> str:
    """Return who gave or took in the last move, and what stopped it: Search ads gave $1,500."""
    givers = [f"{title(lever)} gave {money.told(by)}" for lever, by in gave.items() if by > 0]
    takers = [f"{title(lever)} got {money.told(-by)}" for lever, by in gave.items() if by < 0]
    said = f"{listed(givers or takers)}." if gave else ""
    return f"{said} {_stopped(limited, stops or {}, money)}".strip()


def _stopped(limited: str | None, stops: Mapping[str, Stop], money: MoneyFormat) -> str:
    """Return what stopped the last move: a limit by name, or the locks; nothing where it went freely."""
    ends = [f"{title(lever)} is at its {end} of {money.told(amount)}" for lever, (end, amount) in stops.items()]
    if limited is None or limited in stops:
        return f"{listed(ends)}." if ends else ""
    if ends:
        return f"{title(limited)} went as far as it can: {listed(ends)}."
    return f"{title(limited)} went as far as the unlocked levers allow."
