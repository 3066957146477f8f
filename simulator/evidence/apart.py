"""Reading a file apart from the server: other visitors' moves go on, whatever the file does."""

from __future__ import annotations

import signal
import subprocess
import sys
from threading import BoundedSemaphore, Thread, Timer
from time import monotonic

from simulator.evidence.choices import Choices
from simulator.evidence.finding import Finding
from simulator.evidence.limits import LONGEST_WAIT, MOST_MEMORY, MOST_SECONDS, Unreadable, check_size
from simulator.evidence.workbook import is_workbook
from simulator.evidence.worker import ANSWER, CHOICES, TOO_LARGE
from simulator.surroundings import surroundings

LARGE, LARGE_PACKED = 5_000_000, 1_000_000
"""Bytes from which on a file waits for other large ones: what one may take of the machine is taken once."""
LARGE_ONES, SMALL_ONES = BoundedSemaphore(1), BoundedSemaphore(3)
TOO_LONG = f"Reading the file takes longer than {MOST_SECONDS} seconds: leave out columns or earlier years."
TOO_BUSY = "The server has too much else to do to read the file now: try again later, or leave out earlier years."


class Apart:
    """One file being read in a process of its own.

    Whoever asks waits with `done`, as often as there is something to tell meanwhile, and calls `stop` in the end.
    `Unreadable` where the file is too large to begin with. ``about``: which of `simulator.evidence.worker.ABOUT` is
    asked, with ``choices`` as it takes them.
    """

    def __init__(self, data: bytes, about: str, choices: bytes) -> None:
        check_size(data)
        self._about = about
        self._question = choices + b"\n"
        self._data = data
        self._large = len(data) >= (LARGE_PACKED if is_workbook(data) else LARGE)
        self._process: subprocess.Popen[bytes] | None = None
        self._answer = b""
        self._stopped = False
        self._against = TOO_LARGE
        self._began: float | None = None
        self._thread = Thread(target=self._wait_and_read, daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> bool:
        """Whether other files are still being read before this one."""
        return self._process is None and self._thread.is_alive()

    @property
    def seconds(self) -> float:
        """For how long it has been read."""
        return 0.0 if self._began is None else monotonic() - self._began

    def done(self, seconds: float) -> bool:
        """Return whether it has come to an end, after waiting for it that long at most."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def answer(self) -> tuple[bytes, bytes]:
        """Return the line that was answered and what follows it; `Unreadable` where there is none."""
        line, _, rest = self._answer.partition(b"\n")
        if not line:
            raise Unreadable(self._against)
        return line, rest

    def stop(self) -> None:
        """End it, wherever it is; nothing where it has ended."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()

    def _wait_and_read(self) -> None:
        turn = LARGE_ONES if self._large else SMALL_ONES
        while not turn.acquire(timeout=0.2):
            if self._stopped:
                return
        try:
            self._read()
        finally:
            turn.release()

    def _read(self) -> None:
        memory = MOST_MEMORY if self._large else MOST_MEMORY // 3
        with subprocess.Popen(
            [sys.executable, "-P", "-m", "simulator.evidence.worker", str(memory), str(MOST_SECONDS), self._about],
            bufsize=0,
            env=surroundings(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        ) as process:  # fmt: skip
            self._process, self._began = process, monotonic()
            if self._stopped:
                process.kill()
            clock = Timer(LONGEST_WAIT, self._end_late)
            clock.start()
            Thread(target=self._send, args=(process,), daemon=True).start()
            assert process.stdout is not None
            self._answer = process.stdout.read()
            clock.cancel()
        if process.returncode:
            self._answer = b""
            if process.returncode == -getattr(signal, "SIGXCPU", 0):
                self._against = TOO_LONG

    def _send(self, process: subprocess.Popen[bytes]) -> None:
        """Write question and file; a pipe takes all at once, without the lock that other visitors' moves need."""
        assert process.stdin is not None
        try:
            for part in (self._question, self._data):
                process.stdin.write(part)
            process.stdin.close()
        except OSError:  # It ended before it had heard everything, and says by that what there is to say.
            pass

    def _end_late(self) -> None:
        self._against = TOO_BUSY
        self.stop()


class Reading(Apart):
    """A CRM export being read, as these choices read it."""

    def __init__(self, data: bytes, choices: Choices) -> None:
        super().__init__(data, "deals", CHOICES.dump_json(choices))

    def result(self) -> tuple[Finding, bytes]:
        """Return what was found and the rows left out, as `simulator.evidence.finding.find` does."""
        line, left = self.answer()
        said = ANSWER.validate_json(line)
        if said.finding is None:
            raise Unreadable(said.refused)
        return said.finding, left
