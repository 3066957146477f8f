"""What is said of a history, as one process tells another."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from simulator.evidence.history.read import HistoryChoices, HistoryFinding, find_history
from simulator.evidence.limits import Unreadable


@dataclass(frozen=True)
class HistoryAnswer:
    """What was found, or why nothing was."""

    finding: HistoryFinding | None = None
    refused: str = ""


CHOICES = TypeAdapter(HistoryChoices)
ANSWER = TypeAdapter(HistoryAnswer)
TOO_LARGE = "Fitting the history takes more memory than one file may have: leave out earlier years."


def answer_to(choices: bytes, data: bytes) -> bytes:
    """Return what is said of a history, in the process of its own."""
    try:
        said = HistoryAnswer(find_history(data, CHOICES.validate_json(choices)))
    except Unreadable as error:
        said = HistoryAnswer(refused=str(error))
    except MemoryError:
        said = HistoryAnswer(refused=TOO_LARGE)
    return ANSWER.dump_json(said)
