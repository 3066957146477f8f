"""Making files in a process of its own, one after the other, so that nobody's moves wait for them.

It is told on its input what to make, and answers on its output; both are written by us. The end of the input ends it.
"""

from __future__ import annotations

import pickle
import signal
import struct
import sys
import traceback
from contextlib import suppress
from typing import IO, Any, cast

from simulator.surroundings import let_others_go_first

LENGTH = struct.Struct("!Q")
"""What stands before each message: its bytes."""


def send(stream: IO[bytes], what: object) -> None:
    """Write one message."""
    data = pickle.dumps(what)
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> object:
    """Return the next message; `EOFError` where there is none."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (length,) = LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)


def main() -> None:
    """Make what is asked for until nobody asks any more."""
    # The server speaks with this process without importing what makes files.
    from simulator.report.contents import Report
    from simulator.report.forms import FORMS

    let_others_go_first()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Who stops the server by hand ends the input by that.
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # What a library prints is no answer.
    make = {form.ending: form.make for form in FORMS}
    with suppress(EOFError, BrokenPipeError):
        while True:
            ending, about = cast("tuple[str, tuple[Any, ...]]", receive(asked))
            try:
                made = make[ending](Report(*about))
            except Exception:
                traceback.print_exc()
                made = None
            send(answers, made)


if __name__ == "__main__":
    main()
