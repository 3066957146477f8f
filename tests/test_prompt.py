"""Answers leave at once, whoever opened the socket."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from pages.ui.streamlit_internals.tcp_nodelay import DESCRIPTORS, send_at_once


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A listening socket on which nobody switched anything off."""
    with socket.create_server(("127.0.0.1", 0)) as opened:
        yield opened


def delays(connection: socket.socket) -> bool:
    """Return whether small answers wait for the acknowledgement of those before."""
    return not connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.skipif(not DESCRIPTORS.is_dir(), reason="this system does not list what a process has open")
def test_open_and_later_connections_do_not_delay(listener: socket.socket) -> None:
    """A connection that stands already, and one that is accepted later, both send at once and stay usable."""
    with socket.create_connection(listener.getsockname()), listener.accept()[0] as before:
        assert delays(before)
        send_at_once()
        with socket.create_connection(listener.getsockname()) as client, listener.accept()[0] as after:
            assert not delays(before)
            assert not delays(after)
            after.sendall(b"here")
            assert client.recv(4) == b"here"
