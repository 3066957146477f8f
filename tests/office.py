"""LibreOffice on this machine: what recalculates a workbook as a reader's spreadsheet does."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

HINT = "no LibreOffice found: install Calc without its windows (Debian: apt-get install libreoffice-calc-nogui)"


def office() -> str:
    """Return the path of its command; without it the test fails in CI and is skipped elsewhere."""
    path = shutil.which("soffice")
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HINT)
    assert path is not None
    return path


def recalculated(files: Sequence[Path], to: Path) -> list[Path]:
    """Open workbooks, recalculate and save them again in ``to``: all in one start of the program."""
    command = [
        office(), f"-env:UserInstallation={(to / 'profile').as_uri()}", "--headless", "--norestore", "--convert-to",
        "xlsx:Calc MS Excel 2007 XML", "--outdir", str(to / "made"), *map(str, files),
    ]  # fmt: skip
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=240)
    made = [to / "made" / file.name for file in files]
    assert all(file.is_file() for file in made), said.stderr
    return made
