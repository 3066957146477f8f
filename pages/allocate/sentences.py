"""What the Allocate page says about a plan."""

from __future__ import annotations

from pages.ui.figures import Figures, effort
from pages.ui.text.formats import in_months
from pages.ui.text.returns import Returns
from pages.ui.text.words import MEASURES, capital, differences, effect, moved, spoken
from simulator.facts.plan import CONVERSION, UPSELL
from simulator.optimise.recommendation import recommend


def answer(figures: Figures) -> str:
    """Return the one sentence: what was moved, and what that brings."""
    today, money = figures.business.plan, figures.money
    if not differences(today, figures.plan):
        total = money.short(figures.total)
        return f"Today's split brings about {total} {MEASURES[figures.metric]} over {in_months(figures.months)}."
    change = effect(figures.total, figures.total_today, figures.metric, figures.months, money)
    return f"{moved(today, figures.plan, money)} {change}."


def why(figures: Figures) -> str:
    """Return the quiet line: whose facts these are where they are tried, the bottleneck, how long revenue is behind."""
    return " ".join(filter(None, (_facts(figures), _bottleneck(figures), _dip(figures))))


def _facts(figures: Figures) -> str:
    return f"All this under the facts of “{figures.other_facts}”." if figures.other_facts else ""


def _bottleneck(figures: Figures) -> str:
    lever = figures.bottleneck
    if lever is None:
        return _no_bottleneck(figures)
    money = figures.money
    now = effort(figures.business, lever, figures.outcome, figures.plan)
    then = effort(figures.business, lever, figures.today, figures.business.plan)
    said = {
        CONVERSION: f"each prospect gets {money.short(now)} of sales effort",
        UPSELL: f"each customer gets {money.short(now)} of account care a month",
    }.get(lever, f"one more prospect there costs {money.short(now)}")
    compared = (
        "" if money.short(now) == money.short(then) else f", {'up' if now > then else 'down'} from {money.short(then)}"
    )
    since = " with today's plan" if compared else ""
    return f"{capital(spoken(lever))} is the bottleneck: {said}{compared}{since}."


def _no_bottleneck(figures: Figures) -> str:
    money, each = figures.money, Returns(figures.metric, figures.months, figures.money)
    first, second = sorted(figures.marginal, key=lambda lever: -figures.marginal[lever])[:2]
    most = figures.marginal[first]
    if most <= 0:
        return (
            f"The next {each.one} does not pay, whatever it is spent on: it brings back {each.in_full(most)} at most."
        )
    if figures.balanced:
        same = f"The next {each.one} spent brings back about {each.in_full(most)} on every lever that gets money"
        return f"{same}: the mark of a best split." if _is_best(figures) else f"{same}, yet a larger move brings more."
    if not figures.close:
        step = f"the next {money.exact(figures.step)} a month brings most on {spoken(figures.ranking[0])}"
        return f"The next {each.one} spent brings back most on {spoken(first)}, {each.in_full(most)}; {step}."
    return (
        f"The next {each.one} spent brings back most, and about the same, on {spoken(first)} and {spoken(second)}: "
        f"{money.short(most)} and {each.in_full(figures.marginal[second])}."
    )


def _is_best(figures: Figures) -> bool:
    """Return whether no split of the same total brings more that is worth a word: equal returns alone do not tell."""
    return not recommend(figures.question).gains


def _dip(figures: Figures) -> str:
    ahead = figures.outcome.revenue - figures.today.revenue
    slack = 1e-6 * float(figures.today.revenue.max(initial=0.0))
    behind = [month for month, by in enumerate(ahead, 1) if by < -slack]
    if not behind or ahead[-1] <= slack or ahead.sum() <= 0:
        return ""
    cycle = in_months(figures.business.sales_cycle_months)
    # Before a plan is felt at all a month is level.
    whole = behind == list(range(behind[0], behind[-1] + 1)) and not (ahead[: behind[0] - 1] > slack).any()
    stays = "stays below today's" if whole else "is at times below today's"
    return f"Revenue {stays} until month {behind[-1] + 1}; a sale takes about {cycle}."
