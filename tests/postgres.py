"""A PostgreSQL of our own on this machine, from the distribution's binaries, gone when the tests end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser import free_port

HINT = "no PostgreSQL found: install it (Debian: apt-get install postgresql) or set NEXT_DOLLAR_TEST_POSTGRES"


def find_postgres() -> Path | None:
    """Return the folder of the newest PostgreSQL's binaries."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return installed[-1].parent if installed else Path(on_path).resolve().parent if on_path else None


@contextmanager
def postgres(binaries: Path) -> Iterator[str]:
    """Run a fresh cluster on a free port of the loopback address; yield its URL."""
    folder = Path(tempfile.mkdtemp(prefix="next-dollar-postgres-"))
    port = free_port()
    settings = (
        f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=200"
    )
    try:
        if os.getuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        _run(binaries / "initdb", "-D", f"{folder}/data", "-U", "tester", "--auth=trust", "--encoding=UTF8", "-N")
        _run(binaries / "pg_ctl", "-D", f"{folder}/data", "-o", settings, "-l", f"{folder}/log", "-w", "start")
        yield f"postgresql://tester@127.0.0.1:{port}/postgres"
        _run(binaries / "pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: Path, *arguments: str) -> None:
    # PostgreSQL refuses to run as root.
    who = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    command = [*who, str(program), *arguments]
    done = subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{program.name} failed: {done.stderr}")
