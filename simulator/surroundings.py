"""What a process that works for the server is told of where it runs, and how it lets others go first."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
"""Where the package lies."""


def surroundings() -> dict[str, str] | None:
    """Return where modules are, and nothing that opens a database; None where a process needs all there is."""
    if os.name == "nt":  # Nothing starts there without them.
        return None
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}
    return {**threads, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}


def let_others_go_first() -> None:
    """Give way to the server's own work, and ask Linux to end this process first, should the memory run out."""
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as score:
            score.write("1000")
    except OSError:
        pass
    if hasattr(os, "nice"):
        os.nice(10)
