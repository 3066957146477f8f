"""Where facts come from, in a link: what is guessed or read, and low and high; nothing of what is merely stated.

Facts that come from one place share a value: ``guess=advertising~prospects_at_zero.1.2~win_rate_at_zero``, the numbers
being those of channels in their order. In a later scenario a fact that is the same as in the first comes from where it
came from there; where that is not all, the scenario states every origin itself, ``none`` where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from simulator.facts.business import Business
from simulator.facts.declaration import InvalidInput, shown
from simulator.facts.names import SEPARATOR
from simulator.facts.origin import ROWS_LIMIT, Origin
from simulator.facts.paths import owner_at
from simulator.facts.sources import origins_of, with_origins
from simulator.link.text import NONE, Notes, fact_text

KEYS = ("guess", "read", "range")
MOST_ORIGINS = 200
"""More than a company has facts."""
Params = Mapping[str, Sequence[str]]


def write_origins(business: Business, first: Business | None) -> dict[str, list[str]]:
    """Return the parameters of a scenario, or of the first one where ``first`` is None."""
    origins = origins_of(business)
    if first is not None and origins == _inherited(business, first):
        return {}
    if first is not None and not origins:
        return {"guess": [NONE]}
    groups: dict[tuple[str, str], list[str]] = {}
    for path, origin in origins.items():
        if origin.kind != "stated":
            groups.setdefault(_where(origin), []).append(path)
    params: dict[str, list[str]] = {}
    for (key, where), paths in groups.items():
        params.setdefault(key, []).append(SEPARATOR.join([where, *_facts_text(business, paths)]))
    ranges = [_range_text(business, path, origin) for path, origin in origins.items()]
    if ranges := [text for text in ranges if text]:
        params["range"] = [SEPARATOR.join(ranges)]
    return params


def _inherited(business: Business, first: Business) -> dict[str, Origin]:
    found = {}
    for path, origin in origins_of(first).items():
        owners = (first, business)
        try:
            values = [getattr(owner, fact) for owner, fact in (owner_at(each, path) for each in owners)]
        except KeyError:
            continue
        if values[0] == values[1]:
            found[path] = origin
    return found


def _where(origin: Origin) -> tuple[str, str]:
    """Return the parameter and the text of where a fact comes from."""
    if origin.kind == "guessed":
        return "guess", origin.source
    rows = "" if origin.rows is None else str(origin.rows)
    return "read", SEPARATOR.join([origin.source, rows, "" if origin.read_on is None else origin.read_on.isoformat()])


def _facts_text(business: Business, paths: Sequence[str]) -> list[str]:
    """Return each fact once, with the numbers of the channels it is of: ``prospects_at_zero.1.2``."""
    numbers: dict[tuple[str, bool], list[str]] = {}
    for path in paths:
        fact, number = _fact_and_number(business, path)
        numbers.setdefault((fact, bool(number)), []).extend(number)
    return [".".join([fact, *each]) for (fact, _), each in numbers.items()]


def _fact_and_number(business: Business, path: str) -> tuple[str, list[str]]:
    owner, _, fact = path.rpartition(".")
    names = [channel.name for channel in business.channels]
    return fact, [str(names.index(owner.removeprefix("channels.")) + 1)] if owner else []


def _range_text(business: Business, path: str, origin: Origin) -> str:
    """Return ``prospects.1~15~30``, blank where an end is not known; nothing where neither is."""
    if origin.low is None and origin.high is None:
        return ""
    fact, number = _fact_and_number(business, path)
    ends = ("" if end is None else fact_text(end) for end in (origin.low, origin.high))
    return SEPARATOR.join([".".join([fact, *number]), *ends])


def read_origins(params: Params, business: Business, notes: Notes) -> Business:
    """Return the company with the origins a link states; its own where it states none.

    What does not fit, because it is about no fact there is or a value had to be adjusted, is left out and noted.
    """
    if not any(key in params for key in KEYS):
        return business
    said: dict[str, dict[str, Any]] = {}
    for path, origin in _stated(params, business, notes):
        said.setdefault(path, {}).update(origin)
    kept: dict[str, Origin] = {}
    for path, origin in said.items():
        try:
            one = {path: Origin(fact=path.rpartition(".")[2], **origin)}
            with_origins(business, one)
            kept |= one
        except InvalidInput as error:
            notes.add(f"{str(error.problems[0]).rstrip('.')}; it counts as stated.")
    return with_origins(business, kept)


def _stated(params: Params, business: Business, notes: Notes) -> Iterator[tuple[str, dict[str, Any]]]:
    for text in params.get("guess", ()):
        source, *facts = text.split(SEPARATOR, MOST_ORIGINS)
        for path in _paths(facts, business, notes):
            yield path, {"kind": "guessed", "source": source}
    for text in params.get("read", ()):
        file, rows, read_on, *facts = [*text.split(SEPARATOR, MOST_ORIGINS), "", "", ""][: MOST_ORIGINS + 3]
        read = {"kind": "read", "source": file, "rows": _rows(rows, notes), "read_on": _date(read_on, notes)}
        for path in _paths(filter(None, facts), business, notes):
            yield path, read
    cells = [cell for text in params.get("range", ()) for cell in text.split(SEPARATOR, 3 * MOST_ORIGINS)]
    for place in range(0, len(cells), 3):
        fact, low, high = [*cells[place : place + 3], "", ""][:3]
        for path in _paths([fact], business, notes):
            yield path, {"low": _end(low, notes), "high": _end(high, notes)}


def _paths(facts: Any, business: Business, notes: Notes) -> Iterator[str]:
    """Yield the path of each fact named, of each of the channels numbered."""
    for text in facts:
        fact, *numbers = text.split(".")
        if not numbers:
            yield fact
        for number in numbers:
            place = int(number) - 1 if number.isascii() and number.isdecimal() and len(number) < 4 else -1
            if 0 <= place < len(business.channels):
                yield f"channels.{business.channels[place].name}.{fact}"
            else:
                notes.add(f"Where {shown(text)} comes from is left out: there is no channel {shown(number)}.")


def _rows(text: str, notes: Notes) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) < 12 and int(text) <= ROWS_LIMIT:
        return int(text)
    notes.add(f"The rows read of a file are {shown(text)}: a whole number is needed, so they are left out.")
    return None


def _date(text: str, notes: Notes) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        notes.add(f"The day a file was read is {shown(text)}: a date such as 2025-03-31 is needed, so it is left out.")
        return None


def _end(text: str, notes: Notes) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        notes.add(f"A low or a high is {shown(text)}: a number is needed, so it is left out.")
        return None
