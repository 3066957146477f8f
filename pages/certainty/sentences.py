"""What the Certainty page says: how sure, how much, what to find out first."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pages.certainty.pairs import Pair
from pages.ui.text.formats import MoneyFormat, counted
from pages.ui.text.formats import percent as per_cent
from pages.ui.text.futures import in_futures
from pages.ui.text.words import capital
from simulator.facts.plan import Plan
from simulator.facts.repair import title_of
from simulator.ranges.certainty import Learning, Resplit
from simulator.ranges.chances import Chance
from simulator.ranges.robust_splits import SOUGHT_IN, OutOfSample, RobustSplits

TRYING = f"Trying all splits of the total in {counted(SOUGHT_IN, 'future')}…"
CENT = 0.01
"""The least gap that is named: no one would split a total more finely."""
KEPT = " that keeps to your locks and limits"
REST = 0.1
"""Share of the futures in which two plans are level from which on that is said."""


def answer(
    pair: Pair, found: Chance, middle: tuple[float, float], over: str, money: MoneyFormat, *, bound: bool = False
) -> str:
    """Return the one sentence: which plan is the better one in how many futures, and what to expect.

    ``bound``: whether the best split has locks or limits to keep to.
    """
    first, last = middle
    if pair.plan == pair.than:
        return f"{capital(pair.plan.name)} is the best split{KEPT if bound else ''} as the facts stand."
    if found.level == 1:
        return (
            f"{capital(pair.plan.name)} and {pair.than.name} are level: they bring as good as the same in every future."
        )
    if not found.decided:
        rest = " In the rest they bring as good as the same." if found.level >= REST else ""
        return (
            f"{capital(pair.plan.name)} and {pair.than.name} are level: {pair.plan.name} is better in "
            f"{in_futures(found.better)}, {pair.than.name} in {in_futures(found.worse).removesuffix(' futures')}.{rest}"
        )
    ahead = found.better > found.worse
    winner, loser, share = (pair.plan, pair.than, found.better) if ahead else (pair.than, pair.plan, found.worse)
    low, high = (first, last) if ahead else (-last, -first)
    return f"{capital(winner.name)} beats {loser.name} in {in_futures(share)}; {_expected(low, high, over, money)}."


def _expected(low: float, high: float, over: str, money: MoneyFormat) -> str:
    if money.short(low) == money.short(high):
        return f"expect {money.short(low)} more {over}"
    if low < 0:
        return f"half of the time it brings {money.signed(low)} to {money.signed(high)} {over}"
    return f"expect {money.short(low)} to {money.short(high)} more {over}"


def why(pair: Pair, learning: Learning, money: MoneyFormat) -> str:
    """Return the quiet line: what to find out first and what it is worth, or that nothing can turn the choice."""
    if pair.plan == pair.than:
        return (
            "Without another plan there is nothing to choose between; what to find out before splitting anew is below."
        )
    first = learning.first
    if first is None:
        return "No single fact is worth finding out for this choice."
    worth = money.short(learning.each[first].value)
    return f"Find out first: {title_of(first)}. Knowing it is worth about {worth} to this choice."


def held(futures: int) -> str:
    """Return the quiet line while a range is dragged: what the sentence above it rests on so far."""
    return (
        f"In {counted(futures, 'future')} while you drag; in all of them, with what to find out first, once you let go."
    )


def nothing_to_learn(pair: Pair, learning: Learning, money: MoneyFormat) -> str:
    """Return why no fact is worth finding out for the choice between two plans."""
    if learning.everything.value == 0:
        return f"Nothing: no future turns the choice between {pair.plan.name} and {pair.than.name}."
    worth = money.short(learning.everything.value)
    return f"No single fact: knowing all of them together is worth {worth}."


def anew(found: Resplit, money: MoneyFormat) -> str:
    """Return what finding out is worth to one who splits the total anew once it is known."""
    whole, first = found.learning.everything.value, found.learning.first
    said = f"Whoever splits the total anew once all facts are known gains {money.short(whole)} on average."
    if first is None:
        return f"{said} No single fact is worth finding out for that."
    worth = money.short(found.learning.each[first].value)
    return f"{said} Of that {worth} for {title_of(first)} alone."


def robust(found: Resplit, names: Mapping[Plan, str], against: str, money: MoneyFormat) -> str:
    """Return what the best split on average brings and the least regretted one costs, in futures that did not choose
    them."""
    average, least = found.robust.on_average, found.robust.least_regret
    tail = (
        f"in the worst tenth it brings {_sure(least.judged, money.short)} less than the best split of each future does."
    )
    ahead = f"on average it brings {_sure(average.judged, money.signed)} beside {against}"
    if average.plan == least.plan:
        name = capital(names.get(average.plan, "one split"))
        return f"{name} is best on average and regretted least: {ahead}, and {tail}"
    first, other = names.get(average.plan, "another split"), names.get(least.plan, "another split")
    return f"{capital(first)} is best on average: {ahead}. {capital(other)} is regretted least: {tail}"


def proof(found: RobustSplits, money: MoneyFormat, *, bound: bool = False) -> str:
    """Return what is proved of the two, and what is chance and so is not; ``bound`` as in `answer`."""
    sought = counted(SOUGHT_IN, "future")
    most, least = found.on_average.gap, found.least_regret.gap
    if most is None or least is None:
        return (
            f"Both are the best found in {sought}; that no split is better is not proved. What stands behind ± is the "
            "standard error of the draw, in other futures."
        )
    more, less = (money.at_most(max(gap, CENT)) for gap in (most, least))
    kept = KEPT if bound else ""
    return (
        f"Proved for the {sought} both were sought in: no split of the same total{kept} brings over {more} more on "
        "average, "
        f"and none is regretted over {less} less. Other futures are a draw: its standard error stands behind ±."
    )


def _sure(judged: OutOfSample, written: Callable[[float], str]) -> str:
    return f"{written(judged.value)} ±\u00a0{written(judged.error).lstrip('+')}"


def small_print(found: Chance, held: float, shapes: bool) -> str:
    """Return what the figures rest on; ``shapes``: whether a curve may be of another family."""
    error = per_cent(2 * found.error, 2)
    bent = f" In {per_cent(held)} of them a curve had to be held back to make sense." if held >= 0.005 else ""
    shape = " In half of them a curve is of the other shape through the same facts, each by itself." if shapes else ""
    return (
        f"{counted(found.futures, 'future')} of all facts together, the same for every plan: "
        f"{per_cent(found.better, 1)} better, {per_cent(found.worse, 1)} worse, the rest level, ±\u00a0{error}. A "
        "difference of less than a thousandth counts as level. Low and high are what you would be surprised to see "
        "passed." + shape + bent
    )
