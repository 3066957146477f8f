"""The verdict in words: what is said of the company, why, and whether the next unit of money agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.diagnose.words import FUNCTION_NAMES, fine, rate
from pages.ui.text.formats import MoneyFormat, count, counted, in_months, percent
from pages.ui.text.futures import in_futures
from pages.ui.text.returns import Returns
from pages.ui.text.words import MEASURES, capital, listed, spoken
from simulator.facts.measures import Metric
from simulator.facts.plan import Function
from simulator.facts.plural import is_one, plural
from simulator.facts.repair import title_of
from simulator.insight.diagnosis import Diagnosis
from simulator.insight.guesses import Leaning
from simulator.insight.levels import ENOUGH, Level

if TYPE_CHECKING:  # The draws take long to import, and all else of the page is out before them.
    from simulator.insight.verdict_chance import VerdictChance

OFTEN = 0.25
"""Share of the futures from which on a function that the verdict leaves out falls short often enough to be said."""


def answer(company: str, found: Diagnosis, each: Returns) -> str:
    """Return the verdict as one sentence."""
    if not found.functions:
        return _neither(company, found, each)
    said = _shortfalls([found.level_of(function) for function in found.functions], found, each.money)
    if len(found.functions) == 1:
        only = found.functions[0]
        where = "is where {} can grow" if only == "upsell" else "is what holds {} back"
        return f"{capital(FUNCTION_NAMES[only])} {where.format(company)}: {said}."
    first, *others = (FUNCTION_NAMES[function] for function in found.functions)
    needs = {"both": "both", "all": "all three"}.get("all" if len(others) == 2 else found.verdict)
    if needs is None:
        return f"{company} can grow most by {first}, then by {others[0]}: {said}."
    return f"{company} needs {needs}, {first} first: {said}."


def _neither(company: str, found: Diagnosis, each: Returns) -> str:
    first, gain = found.ranking.first, each.money.short(found.best.gain)
    if _nothing_helps(found):
        return (
            f"Money spent on growth brings {company} nothing back over {in_months(each.months)}, whatever it goes to."
        )
    if not found.today.total:
        nothing = f"{company} spends nothing on growth today"
        if _nothing_alone(found):
            return f"{nothing}, and the first {each.one} on one lever alone brings nothing back."
        return f"{nothing}: the first money would bring most on {spoken(first.lever)}."
    if not found.as_good:
        return f"Nothing falls short at {company}, yet the same money split best brings {gain} more {each.measured}."
    more = f", which brings only {gain} more {each.measured}" if _worth_saying(found) else ""
    return f"Neither sales nor marketing holds {company} back: today's split is about as good as the best{more}."


def _nothing_helps(found: Diagnosis) -> bool:
    """Return whether no money moves the measure, neither the next of it nor much of it at once."""
    return _nothing_alone(found) and not found.much_helps and not _worth_saying(found)


def _nothing_alone(found: Diagnosis) -> bool:
    """Return whether the next unit brings the same on each lever, nothing or just its own cost."""
    each = [one.marginal for one in found.ranking.returns]
    return max(each) <= 0 and max(each) == min(each)


def _worth_saying(found: Diagnosis) -> bool:
    return found.best.gain > 1e-4 * abs(found.best.optimum.value)


def _shortfalls(short: list[Level], found: Diagnosis, money: MoneyFormat) -> str:
    """Return how each falls short: of the owner's level, or of what the same money would reach."""
    own = [_below_own(level) for level in short if level.stated]
    could = [_reach(level, -found.more("prospecting"), money) for level in short if not level.stated]
    return "; ".join([*own, *([f"the same money split best would {listed(could)}"] if could else [])])


def _below_own(level: Level) -> str:
    if level.driver == "prospects":
        come = "comes" if is_one(count(level.today)) else "come"
        many = f"only {counted(level.today, 'prospect')} {come} in a month"
        return f"{many}, and you call {count(level.acceptable)} acceptable"
    what = "of prospects buy" if level.driver == "win_rate" else "of the wallet is spent here"
    here, wanted = fine(level.today, level.acceptable), fine(level.acceptable, level.today)
    return f"only {here} {what}, and you call {wanted} acceptable"


def _reach(level: Level, less: float, money: MoneyFormat) -> str:
    """Return what the best split would reach; ``less``: what it spends less on all channels together."""
    if level.driver == "prospects":
        more = f"bring {counted(level.best, 'prospect')} a month instead of {_some(level.at_end, count(level.at_end))}"
        return f"{more}, for {money.short(less)} a month less" if less > 0 else more
    now, then = _some(level.at_end, fine(level.at_end, level.best)), fine(level.best, level.at_end)
    if level.driver == "win_rate":
        return f"win {then} of prospects instead of {now}"
    return f"have customers spend {then} of their budget here instead of {now}"


def _some(value: float, text: str) -> str:
    return text if value else "none"


def why(found: Diagnosis, months: int) -> str:
    """Return the three levels as one quiet line: with today's plan, and what they are held against."""
    judged = [level for level in found.levels if level.judged]
    derived = [_against(level) for level in judged if not level.stated]
    own = [_against(level) for level in judged if level.stated]
    best = f"Today's plan against the best split of the same money, in month {months}: {listed(derived)}"
    yours = f"Today against what you call acceptable: {listed(own)}"
    return " ".join(f"{line}." for line, there in ((best, derived), (yours, own)) if there)


def _against(level: Level) -> str:
    if level.driver == "prospects":
        return f"{counted(level.compared, 'prospect')} a month against {count(level.acceptable)}"
    here, there = fine(level.compared, level.acceptable), fine(level.acceptable, level.compared)
    return (
        f"a win rate of {here} against {there}"
        if level.driver == "win_rate"
        else f"{here} of the wallet against {there}"
    )


def rule(months: int, metric: Metric) -> str:
    """Return what stands in for a level that is not stated, and when it falls short."""
    return (
        "Where you state none, the grey level stands in: what the best split of the same money reaches in month "
        f"{months}, by {MEASURES[metric]}. A driver is short where that is over {percent(ENOUGH)} above today's plan "
        "and that split brings more."
    )


def other_measures(others: dict[Metric, Diagnosis], months: int) -> str:
    """Return what the verdict would be by the other measures; nothing where it is the same."""
    by: dict[str, list[str]] = {}
    for metric, found in others.items():
        by.setdefault(_named(found.functions), []).append(MEASURES[metric])
    return " ".join(f"By {listed(names)} over {in_months(months)} it would be {name}." for name, names in by.items())


def _named(functions: tuple[Function, ...]) -> str:
    first, *others = (FUNCTION_NAMES[function] for function in functions or ("upsell",))
    if not functions:
        return "neither"
    return first if not others else f"{first} first, then {listed(others)}"


def worth(found: Diagnosis, each: Returns) -> str:
    """Return what the best split of today's total is worth, and whether that is proved."""
    if not _worth_saying(found):
        return "No other split of the same money brings more."
    proof = "proved" if found.best.optimum.gap is not None else "the best found"
    return (
        f"The best split of the same money brings {each.money.short(found.best.gain)} more {each.measured} ({proof})."
    )


def leaning_on(found: Leaning) -> str:
    """Return how many guesses the verdict leans on and whether one alone would turn it; nothing where it is none."""
    many = len(found.guesses)
    if not many:
        return ""
    said = f"The verdict leans on {plural(count(many), 'guess', 'guesses')}"
    if found.holds:
        rest = ", which would not turn it" if many == 1 else "; none of them alone would turn it"
        return f"{said}{rest} at either end of its range."
    names = listed([_in_a_sentence(title_of(path)) for path in found.turning])
    return f"{said}; it would turn within the range of {names}."


SURE_LATER = "How sure that is, by the ranges of your facts, follows in a moment."
"""Stands where `how_sure` will, about as long."""


def how_sure(found: Diagnosis, chance: VerdictChance | None) -> str:
    """Return in how many futures what the verdict names falls short, and what else often does; nothing with exact
    facts."""
    if chance is None:
        return ""
    named = [f"{FUNCTION_NAMES[each]} falls short in {in_futures(chance.short[each])}" for each in found.functions]
    none = "any future" if chance.nothing == 1 else in_futures(chance.nothing)
    said = listed(named) if named else f"nothing falls short in {none}"
    others = [
        f"{FUNCTION_NAMES[each]} does in {in_futures(share)}"
        for each, share in chance.short.items()
        if each not in found.functions and share >= OFTEN
    ]
    also = f" {capital(listed(others))}, though not named." if others else ""
    return f"By the ranges of your facts {said}.{also}"


def _in_a_sentence(title: str) -> str:
    """Return a fact's title in a sentence: a channel's name keeps its capital."""
    return title if ": " in title else title[:1].lower() + title[1:]


def level_rows(found: Diagnosis) -> list[tuple[str, ...]]:
    """Return the levels as a table: now, kept and best at the end, what is acceptable to whom, and what is short."""
    return [
        (
            name,
            text(level.today),
            text(level.at_end),
            text(level.best),
            _whose(level, text(level.acceptable)),
            _short(level),
        )
        for level in found.levels
        for name, text in [(_NAMES[level.driver], count if level.driver == "prospects" else rate)]
    ]


_NAMES = {"prospects": "Prospects a month", "win_rate": "Win rate", "share": "Share of wallet"}


def _whose(level: Level, text: str) -> str:
    return f"{text}, yours" if level.stated else f"{text}, best split's"


def _short(level: Level) -> str:
    return "short" if level.short else "enough"


def function_rows(found: Diagnosis, money: MoneyFormat) -> list[tuple[str, ...]]:
    """Return the functions as a table: what the next unit brings back, and what the best split gives it or takes."""
    return [
        (capital(FUNCTION_NAMES[one.function]), money.short(one.marginal), money.signed(found.more(one.function)))
        for one in found.ranking.returns
    ]


def agreement(found: Diagnosis, each: Returns) -> str:
    """Return whether the next unit of money, under today's plan, says the same as the verdict, and if not why."""
    money, first, ruled = each.money, found.ranking.first, found.ruled
    best = (
        f"with today's plan the next {each.one} spent on {spoken(first.lever)} brings back "
        f"{each.in_full(first.marginal)}"
    )
    if _nothing_alone(found):
        return f"With today's plan the next {each.one} brings nothing back, wherever it is spent."
    if ruled is None:
        return f"{capital(best)}, {_ahead(found, money)}"
    if found.agreement == "agree":
        return f"The money agrees: {best}, {_ahead(found, money)}"
    here = f"{money.short(ruled.marginal)} on {spoken(ruled.lever)}"
    if found.agreement == "too close":
        return (
            f"The money cannot tell: {best} against {here}, closer than what your facts leave open "
            f"(±\u00a0{money.short(found.ranking.uncertainty)})."
        )
    if found.agreement == "soon used up":
        return (
            f"The next {each.one} is not the whole story: {best} against {here}, but not for long. The best split puts "
            f"{_moved(found, first.function, money)} a month on {FUNCTION_NAMES[first.function]} and "
            f"{_moved(found, ruled.function, money)} on {FUNCTION_NAMES[ruled.function]}."
        )
    return f"The money disagrees: {best} against {here}, where the same money gains less."


def _moved(found: Diagnosis, function: Function, money: MoneyFormat) -> str:
    by = found.more(function)
    return f"{money.short(abs(by))} {'more' if by > 0 else 'less'}"


def _ahead(found: Diagnosis, money: MoneyFormat) -> str:
    second = found.ranking.returns[1]
    lead = f"{money.short(found.ranking.ahead)} more than on {spoken(second.lever)}"
    if found.ranking.clear:
        return f"{lead}, and your facts leave only ±\u00a0{money.short(found.ranking.uncertainty)} open."
    return f"but that is just {lead}, and your facts leave ±\u00a0{money.short(found.ranking.uncertainty)} open."
