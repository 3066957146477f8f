"""``next-dollar report LINK_OR_FILE -o plan.pdf``: a report of a link or of a saved company, as the app makes it."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from next_dollar import installed_version
from simulator.file.faults import BrokenFile
from simulator.file.reader import read_file
from simulator.link.codec import decode, encode
from simulator.report.contents import Report
from simulator.report.forms import FORMS, form_of
from simulator.workspace.scenario import Workspace


class Unreadable(Exception):
    """A link or file that nothing can be made of; each argument is a line that says why."""


def report(source: str, to: Path) -> int:
    """Write the report in the form that the ending of ``to`` names; return the command's exit code."""
    form = form_of(to.suffix)
    if form is None:
        endings = ", ".join(f".{each.ending}" for each in FORMS)
        return _refused(f"{to} ends in {to.suffix or 'nothing'!r}: {endings} are allowed.")
    try:
        workspace, link, notes = opened(source)
    except Unreadable as error:
        return _refused(*error.args)
    for note in notes:
        print(note, file=sys.stderr)
    made = form.make(Report(workspace, link, installed_version(), date.today()))
    try:
        to.write_bytes(made)
    except OSError as error:
        return _refused(f"{to}: {error.strerror or error}")
    print(f"{to}: {form.title}, {len(made):,} bytes.")
    return 0


def opened(source: str) -> tuple[Workspace, str, tuple[str, ...]]:
    """Return what a file or link holds, the link to it, and what was adjusted; `Unreadable` where it is neither."""
    path = Path(source)
    try:
        data = path.read_bytes() if "=" not in source or path.is_file() else None
    except OSError as error:
        raise Unreadable(f"{source}: {error.strerror or error}. A file or a link is needed.") from None
    if data is None:
        decoded = decode(source.rpartition("?")[2].partition("#")[0])
        return decoded.workspace, source, decoded.adjustments
    try:
        found = read_file(data)
    except BrokenFile as broken:
        raise Unreadable(*(f"{source}:{fault.line or 1}: {fault.reason}" for fault in broken.faults)) from None
    return found.workspace, encode(found.workspace), found.notes


def _refused(*lines: str) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return 1
