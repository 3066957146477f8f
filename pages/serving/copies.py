"""Compressed copies of the files that a browser loads, made once, as small as they get, and kept as bytecode is.

Streamlit sends them as they are, four times as long. Making one takes up to a second, during which nobody waits: until
it is made the file goes out uncompressed.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from queue import SimpleQueue

import brotli  # type: ignore[import-untyped]

from pages.ui.kept import keep

KEPT = Path(__file__).with_name("__pycache__")


def brotlied(content: bytes) -> bytes:
    """Return it compressed with Brotli: a sixth shorter than gzip, but browsers take it over HTTPS alone."""
    packed: bytes = brotli.compress(content, quality=11)
    return packed


def gzipped(content: bytes) -> bytes:
    """Return it compressed with gzip, the same bytes each time."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def packed(content: bytes, coding: str) -> bytes:
    """Return what is made for one reader compressed fast rather than as small as it gets."""
    if coding == "br":
        fast: bytes = brotli.compress(content, quality=4)
        return fast
    packer = zlib.compressobj(4, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


CODINGS: Mapping[str, Callable[[bytes], bytes]] = {"br": brotlied, "gzip": gzipped}
"""What compresses, by its name in ``Accept-Encoding``; the best first."""


class Copies:
    """The copies of the files in one folder; both codings of a file are ready or none."""

    def __init__(self, root: Path, kept: Path = KEPT) -> None:
        self._root = root
        self._kept = kept / f"copies.{_digest(root)}"
        self._ready: dict[str, dict[str, bytes]] = {}
        self._asked: set[str] = set()
        self._todo: SimpleQueue[str] = SimpleQueue()
        self._worker: threading.Thread | None = None

    def of(self, name: str) -> dict[str, bytes] | None:
        """Return the copies by coding of the file with that path below the folder; None as long as there are none."""
        if name not in self._ready:
            self.ask(name)
        return self._ready.get(name)

    def ask(self, *names: str) -> None:
        """Have the copies of these files read, or made beside everything else, in this order."""
        for name in names:
            if name in self._asked:
                continue
            self._asked.add(name)
            if kept := self._read(name):
                self._ready[name] = kept
            else:
                self._make_later(name)

    def make(self, *names: str) -> None:
        """Make and keep the copies of these files now, those that are kept already excepted."""
        for name in names:
            if self._read(name) is None:
                self._make(name)

    def _read(self, name: str) -> dict[str, bytes] | None:
        with suppress(OSError):
            return {coding: self._file(name, coding).read_bytes() for coding in CODINGS}
        return None

    def _make_later(self, name: str) -> None:
        self._todo.put(name)
        if self._worker is None:
            self._worker = threading.Thread(target=self._work, name="copies", daemon=True)
            self._worker.start()

    def _work(self) -> None:
        with suppress(AttributeError, OSError):  # On Linux a thread can stand back; the codecs leave Python running.
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)
        self._clear()
        while True:
            self._make(self._todo.get())

    def _clear(self) -> None:
        """Remove what was kept of files that have changed since."""
        for older in self._kept.parent.glob("copies.*"):
            if older != self._kept and not sys.dont_write_bytecode:
                shutil.rmtree(older, ignore_errors=True)

    def _make(self, name: str) -> None:
        with suppress(OSError):
            content = (self._root / name).read_bytes()
            copies = {coding: compress(content) for coding, compress in CODINGS.items()}
            for coding, copy in copies.items():
                keep(self._file(name, coding), copy)
            self._ready[name] = copies

    def _file(self, name: str, coding: str) -> Path:
        return self._kept / f"{name.replace('/', '-')}.{coding}"


def chosen(accepted: str, offered: Iterable[str] = CODINGS) -> str | None:
    """Return the first coding on offer that this ``Accept-Encoding`` takes; None where it takes none of them."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        coding, *parameters = (piece.strip() for piece in part.split(";"))
        weights[coding] = _weight(parameters)
    anything = weights.get("*", 0.0)
    return next((coding for coding in offered if weights.get(coding, anything) > 0), None)


def _weight(parameters: list[str]) -> float:
    given = next((parameter[2:] for parameter in parameters if parameter.startswith("q=")), "1")
    try:
        return float(given)
    except ValueError:
        return 0.0


def _digest(root: Path) -> str:
    """Return what changes whenever a file below the folder might."""
    seen = sha256()
    for file in sorted(root.rglob("*")):
        found = file.stat()
        seen.update(f"{file.relative_to(root)} {found.st_size} {found.st_mtime_ns}\n".encode())
    return seen.hexdigest()[:16]
