"""Opening a file: exactly what it says, or each line that cannot be so and why; never half of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.facts.declaration import shown
from simulator.file import document as doc
from simulator.file.company_reader import CompanyReader
from simulator.file.faults import BrokenFile, Fault, Faults
from simulator.file.lines import Lines
from simulator.workspace.scenario import Workspace

LONGEST = 1_000_000
"""Bytes of a file that are read: a company with six plans has about ten thousand."""
COMPANY = "a company"
"""Of what a file is, unless another kind is meant."""


@dataclass(frozen=True)
class Opened:
    """What a file holds, and a sentence for each part that was left out of it."""

    workspace: Workspace
    notes: tuple[str, ...] = ()


def read_file(data: bytes | str) -> Opened:
    """Return what a file holds; `BrokenFile` names each line that cannot be read, and why."""
    text = text_in(data)
    document = parsed(text)
    faults = Faults(Lines(text))
    version = version_of(document, faults, doc.FORMAT, doc.VERSION, "none of Next Dollar")
    newest = doc.migrated(document, version) if version < doc.VERSION else document
    workspace = CompanyReader(newest, faults).workspace()
    if workspace is None or faults.found:
        raise BrokenFile(tuple(faults.found))
    return Opened(workspace, tuple(faults.notes))


def text_in(data: bytes | str, kind: str = COMPANY) -> str:
    """Return the text of a file that is meant to be of that kind; `BrokenFile` where it is too long or no text."""
    if len(data) > LONGEST:
        raise BrokenFile((Fault(None, f"The file is longer than {LONGEST:,} characters, so it is none of {kind}."),))
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BrokenFile((Fault(line, "There are signs here that are no text (UTF-8)."),)) from None


def parsed(text: str, kind: str = COMPANY) -> dict[str, Any]:
    """Return the tables of a text meant to be of that kind; `BrokenFile` names the line where it is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # What is told of the place is the same in all versions of Python, in words alone before 3.14.
        match = re.search(r"\s*\(at (?:line (\d+), column \d+|end of document)\)", str(error))
        line = int(match[1]) if match and match[1] else max(len(text.splitlines()), 1)
        reason = str(error)[: match.start()] if match else str(error)
        raise BrokenFile((Fault(line, f"{reason}."),)) from None
    except (ValueError, RecursionError):
        raise BrokenFile((Fault(None, f"The file holds what no file of {kind} holds."),)) from None


def version_of(document: Mapping[str, Any], faults: Faults, kind: str, latest: int, other: str) -> int:
    """Return a file's version, with a note where it is newer than ``latest``.

    Raises:
        BrokenFile: it is of another ``format`` than ``kind``, "so it is ``other``", or has no version.
    """
    if document.get("format") != kind:
        reason = f"The file does not begin with format = {kind!r}, so it is {other}."
        raise BrokenFile((Fault(faults.lines.of(("format",)) or 1, reason),))
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        reason = f"The version is {shown(version)}: a whole number from 1 to {latest} is allowed."
        raise BrokenFile((Fault(faults.lines.of(("version",)), reason),))
    if version > latest:
        faults.notes.append("The file was made by a newer version of Next Dollar: what this one knows of it is opened.")
    return version
