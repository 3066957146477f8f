"""A PostgreSQL of our own on this machine, from the distribution's binaries, gone when the tests end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser import free_port

HINT = "no PostgreSQL found: install it (Debian: apt-get install postgresql) or set NEXT_DOLLAR_TEST_POSTGRES"


def find_postgres() -> Path | None:
    """Return the folder of the newest PostgreSQL's binaries."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return installed[-1].parent if installed else Path(on_path).resolve().parent if on_path else None


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL that can be stopped and started again."""

    binaries: Path
    folder: Path
    port: int

    @property
    def url(self) -> str:
        """Where it is found."""
        return f"postgresql://tester@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = (
            f"-c port={self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} "
            "-c max_connections=200"
        )
        _run(self.binaries / "pg_ctl", "-D", f"{self.folder}/data", "-o", settings, "-l", f"{self.folder}/log", "-w",
             "start")  # fmt: skip

    def stop(self) -> None:
        """Stop it as a crash does: whoever is connected is cut off."""
        _run(self.binaries / "pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "-w", "stop")


@contextmanager
def cluster(binaries: Path, within: Path | None = None) -> Iterator[Cluster]:
    """Run a fresh cluster on a free port of the loopback address.

    Args:
        within: the folder to make its own in; None: that of temporary files.
    """
    folder = Path(tempfile.mkdtemp(prefix="next-dollar-postgres-", dir=within))
    try:
        if os.getuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        _run(binaries / "initdb", "-D", f"{folder}/data", "-U", "tester", "--auth=trust", "--encoding=UTF8", "-N")
        running = Cluster(binaries, folder, free_port())
        running.start()
        yield running
        if (folder / "data" / "postmaster.pid").exists():
            running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres(binaries: Path) -> Iterator[str]:
    """Run a fresh cluster on a free port of the loopback address; yield its URL."""
    with cluster(binaries) as running:
        yield running.url


def _run(program: Path, *arguments: str) -> None:
    # PostgreSQL refuses to run as root.
    who = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    command = [*who, str(program), *arguments]
    done = subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{program.name} failed: {done.stderr}")
