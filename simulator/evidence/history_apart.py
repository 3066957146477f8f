"""A history read and fitted apart from the server, as a CRM export is read."""

from __future__ import annotations

from simulator.evidence.apart import Apart
from simulator.evidence.history.answer import ANSWER, CHOICES
from simulator.evidence.history.read import HistoryChoices, HistoryFinding
from simulator.evidence.limits import Unreadable


class HistoryReading(Apart):
    """A history being read, as these choices read it."""

    def __init__(self, data: bytes, choices: HistoryChoices) -> None:
        super().__init__(data, "history", CHOICES.dump_json(choices))

    def result(self) -> HistoryFinding:
        """Return what was found; `Unreadable` says why nothing was."""
        said = ANSWER.validate_json(self.answer()[0])
        if said.finding is None:
            raise Unreadable(said.refused)
        return said.finding
