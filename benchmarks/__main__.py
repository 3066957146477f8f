"""``python -m benchmarks [part …]``: measure the parts named, or all, on one thread."""

from __future__ import annotations

import os
import sys

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

from importlib import import_module  # noqa: E402

from benchmarks.measure import table  # noqa: E402

PARTS = {
    "kernel": "The kernel",
    "optimizer": "The best split",
    "certainty": "What is not known exactly",
    "latency": "From the hand to the picture, in Chromium",
    "load": "Many people at once",
    "startup": "Start-up",
    "weight": "A first visit on a slow and on a fast line",
    "rooms": "A full training room",
    "evidence": "While one visitor's export is read",
    "report": "What is taken away",
    "pages": "Every page on companies of every kind",
}
"""Titles by module; each has ``measure() -> list[Result]``."""


def main(chosen: list[str]) -> int:
    """Print one table per part; return 1 where a target is missed."""
    if unknown := set(chosen) - PARTS.keys():
        print(f"{', '.join(sorted(unknown))}: the parts are {', '.join(PARTS)}")
        return 2
    missed = False
    for part in chosen or PARTS:
        results = import_module(f"benchmarks.{part}").measure()
        print(table(PARTS[part], results), flush=True)
        missed |= any(result.met is False for result in results)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
