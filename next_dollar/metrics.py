"""Figures of a process for Prometheus, on a port of their own, which visitors do not reach."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Histogram

SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
HOST = "127.0.0.1"
"""Whoever collects from another machine lets a proxy or an agent of this one pass it on."""


class Metrics:
    """Counts nothing until it is served."""

    def __init__(self) -> None:
        self._seconds: Histogram | None = None
        self._turn = threading.Lock()

    def count(self, kind: str, name: str, outcome: str, seconds: float) -> None:
        """Count one thing that is over: a verb, a run of a page or an answer."""
        if self._seconds is not None:
            self._seconds.labels(kind, name, outcome).observe(seconds)

    def serve(self, port: int, gauges: dict[str, tuple[str, Callable[[], float]]]) -> None:
        """Serve the figures from now on, once a process.

        Args:
            port: on this machine's loopback address.
            gauges: what is read at each collection: by name, what it is and how to read it.

        Raises:
            OSError: the port cannot be had.
        """
        from prometheus_client import CollectorRegistry, start_http_server

        with self._turn:
            if self._seconds is not None:
                return
            registry = CollectorRegistry()
            start_http_server(port, addr=HOST, registry=registry)
            self._seconds = _filled(registry, gauges)


def _filled(registry: CollectorRegistry, gauges: dict[str, tuple[str, Callable[[], float]]]) -> Histogram:
    from prometheus_client import Gauge, Histogram, PlatformCollector, ProcessCollector

    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    for name, (meaning, read) in gauges.items():
        Gauge(f"next_dollar_{name}", meaning, registry=registry).set_function(read)
    return Histogram(
        "next_dollar_seconds", "Verbs of rooms, runs of pages and answers, by outcome", ["kind", "name", "outcome"],
        buckets=SECONDS, registry=registry,
    )  # fmt: skip


METRICS = Metrics()
