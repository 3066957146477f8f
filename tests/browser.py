"""A running app and a Chromium to look at it, on this machine only."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
APP = ROOT / "app.py"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--force-device-scale-factor=1", "--font-render-hinting=none",
]  # fmt: skip
HINT = "no Chromium found: install one (Debian: apt-get install chromium) or set CHROMIUM to its path"


def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome on this machine."""
    named = os.environ.get("CHROMIUM")
    return next((path for name in ([named] if named else NAMES) if (path := shutil.which(name))), None)


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(script: Path = ROOT / "app.py", **environment: str) -> Iterator[str]:
    """Run a Streamlit script on a free port until the block ends; yield its address."""
    with served(script, **environment) as (address, _):
        yield address


@contextmanager
def served(script: Path = APP, **environment: str) -> Iterator[tuple[str, int]]:
    """The same; yield its address and its process number."""
    port = free_port()
    command = [
        sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port),
        "--server.address", "127.0.0.1", "--server.headless", "true",
    ]  # fmt: skip
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path, **environment})
    try:
        wait_until_up(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_up(address: str, process: subprocess.Popen[bytes], seconds: float = 120) -> None:
    """Wait until the address answers; `RuntimeError` where the process ends first or it takes too long."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        if process.poll() is not None:
            raise RuntimeError(f"the app ended with exit code {process.returncode} before it was up")
        try:
            urllib.request.urlopen(address, timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the app was not up within {seconds:g} s")


def wait_until_compressed(address: str, names: Iterable[str], seconds: float = 90) -> None:
    """Wait until the compressed copies of these files are there: they are made once, after the first start."""
    give_up = time.monotonic() + seconds
    for name in names:
        request = urllib.request.Request(f"{address}/{name}", headers={"Accept-Encoding": "gzip"})
        while True:
            with urllib.request.urlopen(request) as answer:
                if answer.headers["Content-Encoding"]:
                    break
            if time.monotonic() > give_up:
                raise RuntimeError(f"{name} is not compressed within {seconds:g} s")
            time.sleep(0.2)
