"""A room's set-up as one small readable text (TOML), to run the same session again, and back.

format = "next-dollar-room"   always the first line, then
version = 3
case, months, metric, facts, results, story, pace, best_at_once
                              as in `RoomSettings`, those at their default left out
ends                          when the homework ends, a date and time with its zone
company                       an own company in place of the case, as the text of its link
bottleneck, question, answers, why, teams, carry   since version 2, as in `RoomSettings` too
goes_on                       since version 3
[[rounds]]                    as in `RoundSettings`, one table a round
facts                         since version 3: each fact that differs, as {fact = "churn", times = 2.0} or
                              {fact = "channels.Search.prospects", value = 40.0}

What came of a session, such as the split under which a company went on, is no part of it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import tomlkit

from rooms.news import FactNews
from rooms.settings import RoomSettings, RoundSettings
from simulator.facts.declaration import InvalidInput
from simulator.file.faults import BrokenFile, Faults
from simulator.file.lines import Lines
from simulator.file.reader import parsed, text_in, version_of

FORMAT = "next-dollar-room"
VERSION = 3
HEAD = "The set-up of a training room of Next Dollar: open it under Settings of a new room."
SETTINGS = frozenset(RoomSettings.model_fields)
ROUND = frozenset(RoundSettings.model_fields) - {"ran"}
FACT = frozenset(FactNews.model_fields)
KIND = "a room's set-up"


def setup_text(settings: RoomSettings) -> str:
    """Return the file that opens as just these settings."""
    document = tomlkit.document()
    document.add(tomlkit.comment(HEAD))
    document["format"], document["version"] = FORMAT, VERSION
    for name, value in _changed(settings).items():
        if name != "rounds":
            document[name] = datetime.fromtimestamp(value, UTC) if name == "ends" else value
    rounds = tomlkit.aot()
    for each in settings.rounds:
        table = tomlkit.table()
        for name, value in _changed(each).items():
            table[name] = _inline(value) if name == "facts" else value
        rounds.append(table)
    document["rounds"] = rounds
    return tomlkit.dumps(document)


def _changed(declared: RoomSettings | RoundSettings | FactNews) -> dict[str, Any]:
    """Return what is not at its default, in the order it is declared; the case always, since its default may change."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, info in type(declared).model_fields.items()
        if ((value := getattr(declared, name)) != info.default or name == "case") and name != "ran"
    }


def _inline(facts: list[FactNews]) -> tomlkit.items.Array:
    """Return facts as a list with one of them a line."""
    found = tomlkit.array().multiline(True)
    for each in facts:
        line = tomlkit.inline_table()
        line.update(_changed(each))
        found.append(line)
    return found


def read_setup(data: bytes) -> tuple[RoomSettings, tuple[str, ...]]:
    """Return the settings a file holds, and a sentence for each part that was left out of it.

    Raises:
        BrokenFile: it names each line that cannot be used, and why; nothing of it counts then.
    """
    text = text_in(data, KIND)
    document = parsed(text, KIND)
    faults = Faults(Lines(text))
    version_of(document, faults, FORMAT, VERSION, "no room's set-up")
    top = faults.table(document, (), SETTINGS | {"format", "version"})
    listed = faults.tables(top.get("rounds", [{}]), ("rounds",))
    rounds = [each for number, value in enumerate(listed) if (each := _round(value, number, faults)) is not None]
    settings = None
    if not faults.found:
        values = {name: value for name, value in top.items() if name in SETTINGS and name != "rounds"}
        if "ends" in values:
            values["ends"] = _seconds(values["ends"])
        try:
            settings = RoomSettings(**values, rounds=tuple(rounds))
        except InvalidInput as error:
            for problem in error.problems:
                faults.add(_place(problem.field), str(problem))
    if settings is None:
        raise BrokenFile(tuple(faults.found))
    return settings, tuple(faults.notes)


def _seconds(moment: object) -> object:
    """Return a date and time with its zone as seconds since 1970, anything else as what is then refused."""
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return int(moment.timestamp())
    return str(moment)


def _place(field: str) -> tuple[str | int, ...]:
    """Return where in a file a field of the settings stands: in a round that is counted from 0, or at the top."""
    first, *rest = field.split(".")
    return (first, int(rest[0]), rest[1]) if first == "rounds" and len(rest) > 1 else (first,)


def _round(value: object, number: int, faults: Faults) -> RoundSettings | None:
    table = faults.table(value, ("rounds", number), ROUND)
    try:
        if "total" in table:
            table["total"] = _number(table["total"])
        if "facts" in table:
            place = ("rounds", number, "facts")
            lines = [faults.table(line, place, FACT) for line in faults.tables(table["facts"], place)]
            table["facts"] = [_fact(line) for line in lines]
        return RoundSettings(**table)
    except InvalidInput as error:
        for problem in error.problems:
            field = problem.field if problem.field in ROUND else "facts"
            faults.add(("rounds", number, field), f"Round {number + 1}: {problem}")
    return None


def _fact(line: dict[str, Any]) -> FactNews:
    return FactNews(**{name: _number(each) for name, each in line.items()})


def _number(value: object) -> Any:
    """Return a whole number as one with a point, which it may be written without; anything else as it is."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
