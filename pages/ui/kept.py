"""Keeping on disk what took long to make."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


def keep(file: Path, content: bytes, instead_of: str = "") -> None:
    """Write it whole or not at all; where nothing can or may be written, nothing is kept.

    Args:
        instead_of: pattern of the files beside it that it takes the place of.
    """
    if sys.dont_write_bytecode:
        return
    with suppress(OSError):
        file.parent.mkdir(exist_ok=True, parents=True)
        for older in file.parent.glob(instead_of) if instead_of else ():
            older.unlink(missing_ok=True)
        with NamedTemporaryFile("wb", dir=file.parent, delete=False) as written:
            written.write(content)
        os.replace(written.name, file)
