"""The container file starts the app with commands that work as they stand there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.browser import ROOT, free_port, wait_until_up

TEXT = (ROOT / "Containerfile").read_text(encoding="utf-8")


def command(instruction: str, port: int) -> list[str]:
    """Return the command of an instruction, with this Python and on a port of this machine."""
    found = re.search(rf"^{instruction}(\[.*\])$", TEXT, re.M)
    assert found, instruction
    parts: list[str] = json.loads(found[1])
    assert parts[0] == "python"
    return [sys.executable, *(part.replace("8501", str(port)).replace("0.0.0.0", "127.0.0.1") for part in parts[1:])]


def test_it_starts_and_tells_when_it_is_ready(tmp_path: Path) -> None:
    """The start command serves the app, and the health check passes then and fails before."""
    port = free_port()
    check = command(r"HEALTHCHECK .*CMD ", port)
    assert subprocess.run(check, stderr=subprocess.DEVNULL, check=False).returncode
    settings = {"NEXT_DOLLAR_DATABASE": str(tmp_path / "rooms.sqlite3"), "XDG_DATA_HOME": str(tmp_path)}
    process = subprocess.Popen(command("CMD ", port), cwd=ROOT, env=settings)
    try:
        wait_until_up(f"http://127.0.0.1:{port}/ready", process)
        assert subprocess.run(check, check=False).returncode == 0
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_what_it_runs_while_it_is_built_is_there() -> None:
    """Each module of ours that a step of the build runs can be found, under the name it has there."""
    ours = re.findall(r"python -m ((?:next_dollar|pages)[\w.]*)", TEXT)
    assert ours
    for name in ours:
        assert (ROOT / f"{name.replace('.', '/')}.py").is_file()


def test_it_holds_all_that_is_served() -> None:
    """Nothing the app needs is kept out of the image."""
    left_out = (ROOT / ".containerignore").read_text(encoding="utf-8").split()
    assert not {"app.py", "next_dollar", "pages", "rooms", "simulator", "docs", ".streamlit", "README.md"} & {*left_out}
