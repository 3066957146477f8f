"""``next-dollar check FILE``: whether a company's file can be opened, and what it holds."""

from __future__ import annotations

import sys
from pathlib import Path

from simulator.facts.sources import counted
from simulator.file.faults import BrokenFile
from simulator.file.reader import Opened, read_file


def check(path: Path) -> int:
    """Print what the file holds, or each line that is wrong and why; return the command's exit code."""
    try:
        opened = read_file(path.read_bytes())
    except OSError as error:
        print(f"{path}: {error.strerror or error}", file=sys.stderr)
        return 1
    except BrokenFile as broken:
        for fault in broken.faults:
            print(f"{path}:{fault.line or 1}: {fault.reason}", file=sys.stderr)
        return 1
    for note in opened.notes:
        print(note)
    print(_summary(opened))
    return 0


def _summary(opened: Opened) -> str:
    workspace = opened.workspace
    business = workspace.scenarios[0].business
    kinds = counted(business)
    parts = (
        _many(len(business.channels), "channel"),
        _many(len(workspace.scenarios), "plan"),
        f"{kinds['guessed']} guess{'' if kinds['guessed'] == 1 else 'es'}",
        f"{_many(kinds['read'], 'fact')} read from data",
    )
    return f"{business.name}: {', '.join(parts)}. The file is sound."


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
