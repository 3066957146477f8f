"""Making files apart from the server: ten at once keep nobody's moves waiting."""

from __future__ import annotations

import subprocess
import sys
from threading import Lock, Thread, Timer
from typing import IO

from simulator.report.forms import Form
from simulator.report.worker import receive, send
from simulator.surroundings import surroundings

IDLE = 300.0
"""Seconds after which nobody is expected to take another file; the next one starts a process anew."""
LONGEST = 60.0
"""Seconds that one file may take."""


class Failed(Exception):
    """A file could not be made."""


class Maker:
    """Makes one file after the other in a process of its own, which stays for a while: what it imports takes longest.

    Two at once would take the server's other processor, and be ready no sooner.
    """

    def __init__(self, idle: float = IDLE, longest: float = LONGEST) -> None:
        self._idle, self._longest = idle, longest
        self._turn = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._clock: Timer | None = None

    def get_ready(self) -> None:
        """Start the process unless it runs, without waiting for it: somebody is about to ask."""
        if self._process is None:
            Thread(target=self._started_in_turn, daemon=True).start()

    def made(self, form: Form, *about: object) -> bytes:
        """Return the file in that form; ``about``: what a `Report` is built from.

        Raises:
            Failed: it could not be made, or took too long.
        """
        with self._turn:
            for _ in range(2):  # A process may have been ended meanwhile, by whoever runs short of memory.
                process = self._started()
                try:
                    found = self._asked(process, form, about)
                except (EOFError, OSError):
                    self._end()
                    continue
                if not isinstance(found, bytes):
                    break
                return found
        raise Failed(f"{form.title}: it could not be made; the server's log says why.")

    def end(self) -> None:
        """End the process, once the file being made is done."""
        with self._turn:
            self._end()

    def _started_in_turn(self) -> None:
        with self._turn:
            self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._clock is not None:
            self._clock.cancel()
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "simulator.report.worker"], env=surroundings(),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        self._clock = Timer(self._idle, self.end)
        self._clock.daemon = True
        self._clock.start()
        return self._process

    def _asked(self, process: subprocess.Popen[bytes], form: Form, about: tuple[object, ...]) -> object:
        late = Timer(self._longest, process.kill)
        late.start()
        try:
            send(_there(process.stdin), (form.ending, about))
            return receive(_there(process.stdout))
        finally:
            late.cancel()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            _there(self._process.stdin).close()
            _there(self._process.stdout).close()
        self._process = None


def _there(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe
