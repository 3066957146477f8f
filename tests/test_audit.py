"""What is known against the versions that the tests run with is asked of an index, and stops the run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import ROOT

SOUND = {"name": "sound", "version": "1.0", "vulns": []}
FAULTY = {"name": "faulty", "version": "2.0", "vulns": [{"id": "CVE-0000-0001", "fix_versions": ["2.1"]}]}
UNKNOWN = {"name": "unknown", "skip_reason": "Dependency not found"}


def audit(folder: Path, answer: str) -> subprocess.CompletedProcess[str]:
    """Run the audit with a program that answers so."""
    (folder / "answer").write_text(answer, encoding="utf-8")
    program = folder / "program"
    program.write_text(f'#!/bin/sh\ncat "{folder}/answer"\nexit 1\n', encoding="utf-8")
    os.chmod(program, 0o755)
    command = [sys.executable, str(ROOT / ".ci" / "audit"), str(program)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("dependencies", "code", "said"),
    [([SOUND, UNKNOWN], 0, "1 of 2 versions known"), ([SOUND, FAULTY], 1, "faulty 2.0: CVE-0000-0001, mended in 2.1")],
)
def test_what_is_known_against_a_version_is_said(
    tmp_path: Path, dependencies: list[object], code: int, said: str
) -> None:
    """A fault that the index knows of ends the run, with the version that mends it; one it does not know stays open."""
    done = audit(tmp_path, json.dumps({"dependencies": dependencies}))
    assert done.returncode == code
    assert said in done.stdout + done.stderr


def test_without_an_index_nothing_stops(tmp_path: Path) -> None:
    """Where none answers the audit is left out, in words."""
    done = audit(tmp_path, "Could not connect")
    assert done.returncode == 0
    assert "left out" in done.stderr
