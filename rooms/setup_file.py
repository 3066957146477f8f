"""A room's set-up as one small readable text (TOML), to run the same session again, and back.

format = "next-dollar-room"   always the first line, then
version = 2
case, months, metric, facts, results, story, pace, best_at_once
                              as in `RoomSettings`, those at their default left out
ends                          when the homework ends, a date and time with its zone
company                       an own company in place of the case, as the text of its link
bottleneck, question, answers, why, teams, carry   since version 2, as in `RoomSettings` too
[[rounds]]                    as in `RoundSettings`, one table a round
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import tomlkit

from rooms.settings import RoomSettings, RoundSettings
from simulator.facts.declaration import InvalidInput
from simulator.file.faults import BrokenFile, Faults
from simulator.file.lines import Lines
from simulator.file.reader import parsed, text_in, version_of

FORMAT = "next-dollar-room"
VERSION = 2
HEAD = "The set-up of a training room of Next Dollar: open it under Settings of a new room."
SETTINGS = frozenset(RoomSettings.model_fields)
ROUND = frozenset(RoundSettings.model_fields)


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
            table[name] = value
        rounds.append(table)
    document["rounds"] = rounds
    return tomlkit.dumps(document)


def _changed(declared: RoomSettings | RoundSettings) -> dict[str, Any]:
    """Return what is not at its default, in the order it is declared; the case always, since its default may change."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, info in type(declared).model_fields.items()
        if (value := getattr(declared, name)) != info.default or name == "case"
    }


def read_setup(data: bytes) -> tuple[RoomSettings, tuple[str, ...]]:
    """Return the settings a file holds, and a sentence for each part that was left out of it.

    Raises:
        BrokenFile: it names each line that cannot be used, and why; nothing of it counts then.
    """
    text = text_in(data)
    document = parsed(text)
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
                faults.add((problem.field.split(".")[0],), str(problem))
    if settings is None:
        raise BrokenFile(tuple(faults.found))
    return settings, tuple(faults.notes)


def _seconds(moment: object) -> object:
    """Return a date and time with its zone as seconds since 1970, anything else as what is then refused."""
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return int(moment.timestamp())
    return str(moment)


def _round(value: object, number: int, faults: Faults) -> RoundSettings | None:
    table = faults.table(value, ("rounds", number), ROUND)
    total = table.get("total")
    if isinstance(total, int) and not isinstance(total, bool):
        table["total"] = float(total)
    try:
        return RoundSettings(**table)
    except InvalidInput as error:
        for problem in error.problems:
            faults.add(("rounds", number, problem.field.split(".")[0]), f"Round {number + 1}: {problem}")
    return None
