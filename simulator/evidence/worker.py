"""Reading in a process of its own, so that a file that takes all it can takes it from nobody else.

It is told what to do on its input, a line of choices and then the file's bytes, and answers on its output, a line of
what was found and then the rows left out. It can write no file and has no surroundings to tell of.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from pydantic import TypeAdapter

from simulator.evidence.choices import Choices
from simulator.evidence.finding import Finding, find
from simulator.evidence.limits import Unreadable
from simulator.surroundings import let_others_go_first

TOO_LARGE = "Reading the file takes more memory than one file may have: leave out columns or earlier years."


@dataclass(frozen=True)
class Answer:
    """What was found, or why nothing was."""

    finding: Finding | None = None
    refused: str = ""


CHOICES = TypeAdapter(Choices)
ANSWER = TypeAdapter(Answer)


def answer(choices: bytes, data: bytes) -> tuple[Answer, bytes]:
    """Return what is said of a file, and its rows left out."""
    try:
        finding, left = find(data, CHOICES.validate_json(choices))
    except Unreadable as error:
        return Answer(refused=str(error)), b""
    except MemoryError:
        return Answer(refused=TOO_LARGE), b""
    return Answer(finding), left


def history_answer(choices: bytes, data: bytes) -> tuple[bytes, bytes]:
    """Return what is said of a history, as `simulator.evidence.history.answer` takes it."""
    # Whoever reads a CRM export does not wait for what fits curves to be imported.
    from simulator.evidence.history.answer import answer_to

    return answer_to(choices, data), b""


def deals_answer(choices: bytes, data: bytes) -> tuple[bytes, bytes]:
    """Return what is said of a CRM export, and its rows left out."""
    said, left = answer(choices, data)
    return ANSWER.dump_json(said), left


ABOUT = {"deals": deals_answer, "history": history_answer}
"""What may be asked of a file."""


def bound(memory: int, seconds: int) -> None:
    """Take the limits on time, memory and files, where the system has them, and let others go first."""
    let_others_go_first()
    try:
        import resource
    except ImportError:  # Windows: whoever asked still ends it after a time.
        return
    for what, most in (
        (resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # At the soft limit of time a process is told why it ends, at the hard one it is not.
        resource.setrlimit(what, (least, hard if what == resource.RLIMIT_CPU else least))


def main() -> None:
    """Answer one question."""
    bound(int(sys.argv[1]), int(sys.argv[2]))
    said, left = ABOUT[sys.argv[3]](sys.stdin.buffer.readline(), sys.stdin.buffer.read())
    sys.stdout.buffer.write(said + b"\n" + left)


if __name__ == "__main__":
    main()
