"""The history of this visit, and what was held of the company when it was given."""

from __future__ import annotations

from pages.ui.state.session import kept
from pages.your_business.evidence.upload import Upload, usual
from simulator.evidence.acceptance import Evidence
from simulator.evidence.history.judgement import judgement
from simulator.evidence.history.read import HistoryChoices, HistoryFinding
from simulator.evidence.history_apart import HistoryReading
from simulator.facts.business import Business


class HistoryUpload(Upload[HistoryChoices, HistoryFinding]):
    """A history. What is held of the company is what was held before any of the file's facts was taken."""

    prefix = "history"
    asked_for = "The history, a row for each month or week"
    business: Business | None = None

    def __init__(self) -> None:
        super().__init__(HistoryChoices(()))

    def first_choices(self) -> HistoryChoices:
        """As is usual where the visitor is, for the company on show."""
        assert self.business is not None
        here = usual()
        besides = Evidence(self.name, self.read_on).source
        return HistoryChoices(judgement(self.business, besides), order=here.order, decimal=here.decimal)

    def begin(self, data: bytes, choices: HistoryChoices) -> HistoryReading:
        """Read it and correct the judgement by it."""
        return HistoryReading(data, choices)

    def keep(self, reading: HistoryReading) -> None:
        """Take what it says."""
        self.finding = reading.result()

    def about(self, business: Business) -> None:
        """Hold it against this company: anew where its channels are others."""
        before, self.business = self.business, business
        if before is not None and _channels(before) != _channels(business) and self.data is not None:
            self.choose(self.first_choices())


def _channels(business: Business) -> list[str]:
    return [each.name for each in business.channels]


def current() -> HistoryUpload:
    """Return the history of this visit."""
    return kept("next_dollar_history", HistoryUpload)
