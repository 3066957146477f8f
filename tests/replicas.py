"""The app as it is deployed: several replicas, each under its own path, and nginx before them, on this machine only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tests.browser import ROOT, free_port, wait_until_up

HINT = "no nginx found: install it (Debian: apt-get install nginx-light)"
PATHS = "ab"
"""Of the replicas, as in deploy/nginx-site.conf."""
CONF = ROOT / "deploy" / "nginx-site.conf"
AROUND = (
    "worker_rlimit_nofile 16384; events { worker_connections 8192; } "
    "http { include /etc/nginx/mime.types; access_log off; %s include %s/site.conf; }"
)
"""What a distribution's own nginx.conf has around a site, with room for a thousand people; the rest is nginx's own."""
PORTS = {"a": "127.0.0.1:8501", "b": "127.0.0.1:8502"}
"""Where deploy/nginx-site.conf looks for each."""


@dataclass(frozen=True)
class Replica:
    """One running replica; ``address`` includes its path."""

    address: str
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End it as a crash does: without a last word."""
        self.process.kill()
        self.process.wait(timeout=20)


def find_nginx() -> str | None:
    """Return the path of nginx on this machine."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@contextmanager
def replica(
    path: str = "", log: BinaryIO | None = None, port: int | None = None, **environment: str
) -> Iterator[Replica]:
    """Run the app as in deploy/next-dollar@.service until the block ends; ``log`` takes what it says.

    Args:
        port: to listen on; None: a free one.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "uvicorn", "app:app", "--host", "127.0.0.1", "--port", str(port),
               "--no-access-log", "--log-level", "warning"]  # fmt: skip
    settings = {"STREAMLIT_SERVER_BASE_URL_PATH": path, **environment}
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stdout=log, stderr=log)
    running = Replica(f"http://127.0.0.1:{port}/{path}".rstrip("/"), process)
    try:
        wait_until_up(f"{running.address}/_stcore/health", process)
        yield running
    finally:
        process.kill()
        process.wait(timeout=20)


@contextmanager
def replicas(count: int = len(PATHS), log: BinaryIO | None = None, **environment: str) -> Iterator[list[Replica]]:
    """Run so many replicas of one room's server, each under its own path."""
    with ExitStack() as stack:
        yield [stack.enter_context(replica(path, log, **environment)) for path in PATHS[:count]]


@contextmanager
def behind_nginx(running: list[Replica], port: int | None = None) -> Iterator[str]:
    """Run nginx before the replicas with deploy/nginx-site.conf, its ports and log files changed; yield its address.

    Args:
        port: to listen on; None: a free one.
    """
    program = find_nginx()
    assert program, HINT
    port, folder = port or free_port(), Path(tempfile.mkdtemp(prefix="next-dollar-nginx-"))
    text = CONF.read_text(encoding="utf-8").replace("listen 80;", f"listen 127.0.0.1:{port};")
    for name, each in zip(PATHS, running, strict=True):
        text = text.replace(PORTS[name], each.address.split("/")[2])
    scratch = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy"))
    (folder / "site.conf").write_text(text.replace("/var/log/nginx", str(folder)), encoding="utf-8")
    (folder / "nginx.conf").write_text(f"error_log stderr crit; {AROUND % (scratch, folder)}", encoding="utf-8")
    command = [program, "-c", str(folder / "nginx.conf"), "-p", str(folder), "-g", f"daemon off; pid {folder}/pid;"]
    process = subprocess.Popen(command)
    try:
        wait_until_up(f"http://127.0.0.1:{port}/a/_stcore/health", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)
