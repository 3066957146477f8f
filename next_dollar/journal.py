"""What whoever runs the app is told of its work: a line where something failed or was slow, and figures of all of it.

No line holds an address with its query, a text that somebody typed, or the words of a database: each may be a secret.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from next_dollar.metrics import METRICS

LOG = logging.getLogger("next_dollar")
SLOW_SECONDS = 1.0
"""What takes longer than this gets a line."""

Kind = Literal["verb", "page", "answer"]
"""What a visitor asks of a room, a run of a page, an answer to a browser."""


@contextmanager
def watched(kind: Kind, name: str, request: str) -> Iterator[None]:
    """Count what the block does and how long it takes; where it fails or is slow, say so under that request's id."""
    began, outcome = time.perf_counter(), "done"
    try:
        yield
    except Exception as error:
        outcome = type(error).__name__
        raise
    finally:
        observed(kind, name, request, outcome, time.perf_counter() - began)


def observed(kind: Kind, name: str, request: str, outcome: str, seconds: float) -> None:
    """Count something that is over; where it failed or was slow, say so."""
    METRICS.count(kind, name, outcome, seconds)
    if outcome != "done" or seconds > SLOW_SECONDS:
        LOG.warning("%s=%s outcome=%s seconds=%.3f request=%s", kind, name, outcome, seconds, request)


def request_id(given: str | None) -> str:
    """Return the id that a proxy gave a request, where it is one that can stand in a line, else a new one."""
    return given if given and re.fullmatch(r"[\w-]{1,64}", given) else uuid.uuid4().hex[:16]


def write_to_stderr() -> None:
    """Let the lines appear, each with its time, where nobody has set up logging otherwise."""
    if not LOG.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
        LOG.addHandler(handler)
