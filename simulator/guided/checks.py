"""What does not fit among answers: one sentence for each and the nearest sound value, in the unit of the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from simulator.facts.business import MAX_CHANNELS
from simulator.facts.contradictions import Contradiction
from simulator.facts.digits import digits
from simulator.facts.names import LEVER_TITLES, NAME_LIMIT, SEPARATOR, apart, looks, readable, typed
from simulator.facts.plural import plural
from simulator.facts.sources import Ends
from simulator.guided.answers import HOUR_COST, ORDERS, QUESTIONS, ROW_RANGES, Answer, Answers, Judged, Range, Row
from simulator.guided.channels import channels_of
from simulator.guided.elasticity import LEAST_ADDED, most_added
from simulator.guided.units import from_monthly

JUDGED = {"wins": "sales_judged", "share": "care_judged"}
"""Where the owner's own word on the curve through an answer stands."""
HIGH = ".high"
LEAST = 1e-6
"""The least that counts as more than nothing."""
_NO_ENDS: dict[str, dict[str, Any]] = {"prospects": {"prospects_low": None, "prospects_high": None}}
"""With another value what was said of how low and high the one before may be means nothing."""
MOST_LEAVING = 0.99
"""Of all customers, the most that may leave within the time one counts them in."""


def contradictions_in(answers: Answers) -> tuple[Contradiction, ...]:
    """Return what cannot be as it was answered, each field once; nothing where all fits.

    ``field`` is that of `Answers`; in the table ``channels.0.spend``, for a curve ``sales_judged.doubled``.
    """
    found = [*_names(answers), *_numbers(answers)]
    if not found:
        # Only numbers that can be read can be compared.
        found = [*_people(answers), *_ends(answers), *_curves(answers)]
    return tuple({each.field: each for each in reversed(found)}.values())[::-1]


def taking(answers: Answers, contradiction: Contradiction) -> Answers:
    """Return the answers with the nearest sound value taken."""
    head, _, rest = contradiction.field.partition(".")
    nearest: Any = contradiction.nearest
    given: Any = getattr(answers, head)
    if head == "channels" and rest:
        place, _, column = rest.partition(".")
        rows = list(given)
        rows[int(place)] = replace(rows[int(place)], **{column: nearest}, **_NO_ENDS.get(column, {}))
        taken: Any = tuple(rows)
    elif head == "channels":
        taken = given[: int(nearest)]
    elif rest or isinstance(given, Answer):
        taken = replace(given, **{rest: nearest} if rest else {"value": nearest, "low": None, "high": None})
    else:
        taken = nearest
    return replace(answers, **{head: taken})


def _names(answers: Answers) -> Iterator[Contradiction]:
    if (clean := _readable(answers.name, "My company")) != answers.name:
        yield Contradiction("name", f"A company can be called by 1 to {NAME_LIMIT} plain letters and signs.", clean)
    if not (
        len(answers.currency) == 3
        and answers.currency.isascii()
        and answers.currency.isupper()
        and answers.currency.isalpha()
    ):
        letters = "".join(sign for sign in answers.currency.upper() if "A" <= sign <= "Z")[:3]
        code = letters if len(letters) == 3 else "EUR"
        yield Contradiction("currency", "A currency is a code of three capital letters, such as EUR.", code)
    if len(answers.channels) > MAX_CHANNELS:
        many = plural(str(len(answers.channels)), "channel")
        sentence = f"{many} are too many: put some together, so that {MAX_CHANNELS} remain."
        yield Contradiction("channels", sentence, MAX_CHANNELS)
    taken = {looks(each) for each in (*LEVER_TITLES, *LEVER_TITLES.values())}
    for place, row in enumerate(answers.channels):
        clean = _readable(row.name, f"Channel {place + 1}")
        free = next(name for name in (clean, *(apart(clean, n) for n in range(2, 99))) if looks(name) not in taken)
        taken.add(looks(free))
        if free != row.name:
            sentence = "Each channel needs a name of its own, other than Sales team and Account care."
            if clean != row.name:
                sentence = f"A channel can be called by 1 to {NAME_LIMIT} plain letters and signs."
            yield Contradiction(f"channels.{place}.name", sentence, free)


def _readable(text: str, instead: str) -> str:
    """Return the nearest text that can be a name."""
    plain = "".join(sign for sign in text if sign.isprintable() and sign != SEPARATOR)
    for name in (text, typed(typed(plain)[:NAME_LIMIT])):
        try:
            return readable(name)
        except ValueError:
            continue
    return instead


def _numbers(answers: Answers) -> Iterator[Contradiction]:
    """Yield each number that is none or out of its bounds, and each unit there is not."""
    for ask in QUESTIONS[1:]:
        answer = answers.answered(ask.field)
        if answer is None:
            continue
        if answer.unit not in ask.units:
            sentence = f"It can be answered in {', '.join(ask.units)}."
            yield Contradiction(f"{ask.field}.unit", sentence, next(iter(ask.units)))
        else:
            yield from _bounded(ask.field, answer.value, ask.units[answer.unit])
    for ask in QUESTIONS[1:]:
        answer = answers.answered(ask.field)
        if answer and answer.unit in ask.units and ask.field in JUDGED:
            low, high = ask.units[answer.unit]
            judged: Judged = getattr(answers, JUDGED[ask.field])
            yield from _bounded(f"{JUDGED[ask.field]}.stopped", judged.stopped, (low, high))
            yield from _bounded(f"{JUDGED[ask.field]}.doubled", judged.doubled, (low, 2 * high))
    for unit in ("spend_unit", "prospects_unit"):
        known = ROW_RANGES[unit.removesuffix("_unit")]
        if getattr(answers, unit) not in known:
            yield Contradiction(unit, f"It can be answered in {', '.join(known)}.", next(iter(known)))
            return
    yield from _table(answers)
    yield from _bounded("hour_cost", answers.hour_cost, HOUR_COST)
    yield from _bounded("orders_a_year", answers.orders_a_year, ORDERS)


def _table(answers: Answers) -> Iterator[Contradiction]:
    for place, row in enumerate(answers.channels):
        for column, ranges in ROW_RANGES.items():
            unit = answers.spend_unit if column == "spend" else answers.prospects_unit
            yield from _bounded(f"channels.{place}.{column}", getattr(row, column), ranges[unit])


def _bounded(field: str, value: Any, bounds: Range) -> Iterator[Contradiction]:
    low, high = bounds
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high):
        if value and value < LEAST:
            yield Contradiction(field, f"It can be {digits(low)}, or {digits(LEAST, '.6f')} and more.", low)
        return
    number = isinstance(value, (int, float)) and value == value
    nearest = min(max(float(value), low), high) if number else low
    yield Contradiction(field, f"It can be {digits(low)} to {digits(high)}.", nearest)


def _people(answers: Answers) -> Iterator[Contradiction]:
    """Yield where more become customers than ask, or more leave than are there."""
    wins = answers.wins
    if wins and wins.unit != "per cent" and wins.value > _all_of(answers) * (1 + 1e-9):
        most, span = _all_of(answers), wins.unit.removeprefix("people ")
        sentence = f"Only {digits(most)} people ask {span}, so no more than these can become customers."
        yield Contradiction("wins", sentence, most)
    leaving, customers = answers.leaving, answers.customers
    if leaving and customers and leaving.unit.startswith("people") and leaving.value > MOST_LEAVING * customers.value:
        have = plural(digits(customers.value), "customer")
        sentence = f"You have {have}, so fewer than these can leave in that time."
        yield Contradiction("leaving", sentence, MOST_LEAVING * customers.value)


def _ends(answers: Answers) -> Iterator[Contradiction]:
    """Yield each low above and each high below what is likely, and a high that is more people than there are."""
    wins, leaving, customers = answers.wins, answers.leaving, answers.customers
    for ask in QUESTIONS[1:]:
        if answer := answers.answered(ask.field):
            yield from _sides(ask.field, answer.value, answer.ends)
    for place, row in enumerate(answers.channels):
        if row.prospects is not None:
            yield from _sides(f"channels.{place}.prospects", row.prospects, (row.prospects_low, row.prospects_high))
    if wins and wins.high and wins.unit != "per cent" and wins.high > (most := _all_of(answers)) * (1 + 1e-9):
        span = wins.unit.removeprefix("people ")
        yield Contradiction(f"wins{HIGH}", f"Only {digits(most)} people ask {span}, so {_end(wins)} is too many.", most)
    if leaving and leaving.high and customers and leaving.unit.startswith("people"):
        most = MOST_LEAVING * customers.value
        if leaving.high > most:
            have = plural(digits(customers.value), "customer")
            yield Contradiction(f"leaving{HIGH}", f"You have {have}, so {_end(leaving)} is too many to leave.", most)


def _end(answer: Answer) -> str:
    return f"the high end, {digits(answer.high or 0.0)},"


def _sides(field: str, value: float, ends: Ends) -> Iterator[Contradiction]:
    low, high = ends
    joined = "_" if field.startswith("channels.") else "."
    if low is not None and low > value:
        yield Contradiction(
            f"{field}{joined}low", f"The low end can be {digits(value)}, what is likely, at most.", value
        )
    if high is not None and high < value:
        yield Contradiction(
            f"{field}{joined}high", f"The high end can be {digits(value)}, what is likely, at least.", value
        )


def _curves(answers: Answers) -> Iterator[Contradiction]:
    for place, row in enumerate(answers.channels):
        if row.spend != 0:
            yield from _judged(f"channels.{place}", row, row.prospects, float("inf"))
    if answers.wins:
        yield from _judged("sales_judged", answers.sales_judged, answers.wins.value, _all_of(answers))
    if answers.share:
        yield from _judged("care_judged", answers.care_judged, answers.share.value, 100.0)


def _all_of(answers: Answers) -> float:
    """Return the most that can be won, in the unit of ``wins``."""
    assert answers.wins is not None
    if answers.wins.unit == "per cent":
        return 100.0
    return from_monthly(sum(channel.prospects for channel in channels_of(answers)), answers.wins.unit)


def _judged(field: str, given: Judged | Row, today: float | None, top: float) -> Iterator[Contradiction]:
    """Yield the points beside today's through which no curve of ever smaller gains goes."""
    stopped, doubled = given.stopped, given.doubled
    if today is None:
        return
    if stopped is not None and stopped > today:
        yield Contradiction(
            f"{field}.stopped", f"If you stopped, it could not be more than today's {digits(today)}.", today
        )
        return
    if doubled is None or _flat(today, top):
        return
    gain = today - (stopped or 0.0)
    if gain <= 0:
        if doubled != today:
            sentence = f"If stopping changes nothing, doubling changes nothing either: it stays {digits(today)}."
            yield Contradiction(f"{field}.doubled", sentence, today)
        return
    most = today + gain * most_added(today, stopped or 0.0, top)
    least = min(today + gain * (LEAST_ADDED if stopped is not None else 1e-6), most)
    if doubled < least:
        sentence = f"If you doubled it, it would be more than today's {digits(today)}, if only a little."
        yield Contradiction(f"{field}.doubled", sentence, least)
    elif doubled > most:
        said = digits(most, ",.6g")
        sentence = f"Each further step brings a little less, so doubling can bring it to {said} at most."
        yield Contradiction(f"{field}.doubled", sentence, most)


def _flat(today: float, top: float) -> bool:
    return today <= 0 or today >= top
