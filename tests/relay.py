"""A way to a server that can be cut and mended, as a network is."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

from tests.browser import free_port


class Relay:
    """Passes bytes between whoever connects to ``port`` and a server on this machine, as long as it is not cut."""

    def __init__(self, to: int) -> None:
        """Begin, leading to that port."""
        self.port = free_port()
        self._to = to
        self._open: list[socket.socket] = []
        self._listening: socket.socket | None = None
        self.mend()

    def mend(self) -> None:
        """Lead there again."""
        self._listening = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self._listening,), daemon=True).start()

    def cut(self) -> None:
        """Break all connections, and take no new ones."""
        if self._listening is not None:
            _shut(self._listening)
        for each in self._open:
            _shut(each)
        self._open.clear()

    def _accept(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                self._open += [near, far]
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=_pass_on, args=pair, daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    _shut(target)


def _shut(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
