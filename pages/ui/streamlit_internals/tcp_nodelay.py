"""Small answers leave at once: Nagle's algorithm off on the sockets of this process.

``streamlit run`` binds a socket of its own, on which asyncio does not switch it off. While the hand moves, each
answer would then wait up to 40 ms for the browser's acknowledgement of the one before.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path

from pages.ui.streamlit_internals.fallback import fall_back

DESCRIPTORS = Path("/dev/fd")
"""Where Linux, macOS and the BSDs list what a process has open; elsewhere nothing is changed."""


def send_at_once() -> None:
    """Switch it off on all TCP sockets that are open now, and so on all connections that the listening ones accept."""
    try:
        names = os.listdir(DESCRIPTORS)
    except OSError:
        fall_back(f"socket to be found in {DESCRIPTORS}", "while a lever moves answers may come up to 40 ms late")
        return
    for name in names:
        _without_delay(int(name))


def _without_delay(descriptor: int) -> None:
    with suppress(OSError):  # Most descriptors are no sockets.
        found = socket.socket(fileno=descriptor)
        try:
            if found.family in (socket.AF_INET, socket.AF_INET6) and found.type == socket.SOCK_STREAM:
                found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        finally:
            found.detach()  # It still belongs to whoever opened it.
