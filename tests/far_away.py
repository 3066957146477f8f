"""A line to an app on this machine on which every byte takes its time, both ways, and some are lost on the way."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

SEGMENT = 1448
"""Bytes that go in one packet over Ethernet."""


class Way:
    """One direction of one connection: when what is sent now arrives."""

    def __init__(self, seconds: float, loss: float, luck: random.Random) -> None:
        self._seconds, self._loss, self._luck = seconds, loss, luck
        self._last = 0.0

    def arrival(self, now: float, size: int) -> float:
        """Return when so many bytes sent at that moment are handed over, as TCP does it: none before an earlier one.

        Each lost packet comes again once the sender has missed its receipt: after there and back and the least wait
        that Linux allows for (200 ms), twice as long with each further loss.
        """
        late = 0.0
        for _ in range(-(-size // SEGMENT)):
            again = wait = 0.0
            while self._luck.random() < self._loss:
                wait = 2 * wait or 2 * self._seconds + 0.2
                again += wait
            late = max(late, again)
        # Strictly after: what is due at one moment comes in no order.
        self._last = max(self._last + 1e-6, now + self._seconds + late)
        return self._last


@contextmanager
def far_away(address: str, seconds: float, loss: float = 0.0) -> Iterator[str]:
    """Yield an address that leads to ``address``, each way taking ``seconds``, until the block ends.

    Args:
        loss: the share of packets that are lost each way.
    """
    there = urlsplit(address)
    loop = asyncio.new_event_loop()
    runner = threading.Thread(target=loop.run_forever, daemon=True)
    runner.start()

    luck = random.Random(7)

    async def carry(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        way = Way(seconds, loss, luck)
        with suppress(ConnectionError):
            while data := await source.read(1 << 16):
                # Later bytes are not held up by earlier ones that arrive: a long line, not a narrow one.
                loop.call_at(way.arrival(loop.time(), len(data)), put, sink, data)
        loop.call_at(way.arrival(loop.time(), 0), sink.close)

    def put(sink: asyncio.StreamWriter, data: bytes) -> None:
        if not sink.is_closing():
            sink.write(data)

    async def meet(near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        far, forth = await asyncio.open_connection(there.hostname, there.port)
        with suppress(asyncio.CancelledError):  # The line ends while something is under way.
            await asyncio.gather(carry(near, forth), carry(far, back))

    server = asyncio.run_coroutine_threadsafe(asyncio.start_server(meet, "127.0.0.1", 0), loop).result()
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        asyncio.run_coroutine_threadsafe(_end_all(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        runner.join()
        loop.close()


async def _end_all(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
