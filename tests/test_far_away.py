"""The slow line that rooms are measured over carries bytes as TCP does."""

from __future__ import annotations

import random
import socket
import threading
from statistics import median

from tests.far_away import SEGMENT, Way, far_away

DELAY, LOSS = 0.15, 0.02


def test_nothing_overtakes_what_was_lost_before_it() -> None:
    """Packets arrive in order; one in fifty is late, and holds back those behind it until it has come again."""
    way = Way(DELAY, LOSS, random.Random(1))
    sent = [n / 10 for n in range(2000)]
    arrived = [way.arrival(moment, 100) for moment in sent]
    assert arrived == sorted(set(arrived))
    took = [there - moment for there, moment in zip(arrived, sent, strict=True)]
    assert abs(median(took) - DELAY) < 1e-5
    late = [each for each in took if each > 2 * DELAY]
    assert LOSS / 2 < len(late) / len(sent) < 8 * LOSS
    assert max(took) >= DELAY + 2 * DELAY + 0.2


def test_a_large_answer_is_likelier_to_be_late() -> None:
    """Of many packets one is lost more often than of one."""
    late = [
        sum(Way(DELAY, LOSS, random.Random(seed)).arrival(0.0, size) > 2 * DELAY for seed in range(500))
        for size in (SEGMENT, 40 * SEGMENT)
    ]
    assert late[1] > 4 * late[0]


def test_all_bytes_arrive_as_they_were_sent() -> None:
    """With a third of all packets lost, what comes out at the other end is what went in."""
    listening = socket.create_server(("127.0.0.1", 0))
    sent = random.Random(3).randbytes(200_000)

    def serve() -> None:
        connection, _ = listening.accept()
        with connection:
            for start in range(0, len(sent), 10_000):
                connection.sendall(sent[start : start + 10_000])

    threading.Thread(target=serve, daemon=True).start()
    with (
        far_away(f"http://127.0.0.1:{listening.getsockname()[1]}", 0.001, 0.3) as address,
        socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=60) as reader,
    ):
        received = b"".join(iter(lambda: reader.recv(65536), b""))
    assert received == sent
