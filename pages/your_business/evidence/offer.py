"""One proposal of an export beside what stands: what taking it changes, and what it would contradict."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pages.ui.controls.fact_entry import Fact
from pages.ui.text.formats import money_format
from pages.your_business.taking import completed
from simulator.evidence.acceptance import Acceptance, Evidence, acceptance
from simulator.evidence.proposals import Proposal
from simulator.facts.business import Business
from simulator.facts.contradictions import contradictions, mended
from simulator.facts.paths import owner_at


@dataclass(frozen=True)
class Offer:
    """A proposal for one of a company's facts; ``currency``: of the file's amounts, blank where none is named."""

    business: Business
    proposal: Proposal
    evidence: Evidence
    currency: str = ""

    @cached_property
    def accepted(self) -> Acceptance:
        """What taking it changes."""
        return acceptance(self.business, self.proposal, self.evidence)

    @cached_property
    def whole(self) -> Acceptance:
        """The same with its whole curve, what was stated of it too."""
        return acceptance(self.business, self.proposal, self.evidence, whole_curve=True)

    @property
    def path(self) -> str:
        """The fact it changes."""
        return next(iter(self.accepted.changes))

    @property
    def value(self) -> float:
        """What that would be."""
        return self.accepted.changes[self.path]

    @property
    def stands(self) -> float | None:
        """What that is."""
        return Fact(self.business, self.path).value

    @property
    def taken(self) -> bool:
        """Whether it stands already, read from this file."""
        owner, fact = owner_at(self.business, self.path)
        origin, read = owner.origin(fact), self.accepted.origins[self.path]
        same = (origin.kind, origin.source, origin.rows) == (read.kind, read.source, read.rows)
        return same and self.stands == self.value

    @property
    def foreign(self) -> bool:
        """Whether it is in another currency than the company's."""
        signs = money_format(self.business.currency).signs
        return self.proposal.fact == "first_order" and bool(self.currency) and self.currency.casefold() not in signs

    @property
    def assumed(self) -> str:
        """What is assumed of its currency; blank where nothing is."""
        return f"read as {self.business.currency}" if self.proposal.fact == "first_order" and not self.currency else ""

    @cached_property
    def against(self) -> str:
        """Why it cannot be taken as it is; blank where it can."""
        return self._against(self.accepted)

    @property
    def whole_fits(self) -> bool:
        """Whether it could be taken if all of its curve moved with it."""
        return self.whole.changes != self.accepted.changes and not self._against(self.whole)

    @cached_property
    def nearest(self) -> dict[str, Any]:
        """The nearest that could be taken in its place; nothing where there is none."""
        return mended(self.business, completed(self.business, self.accepted.changes))

    def _against(self, accepted: Acceptance) -> str:
        found = contradictions(self.business, completed(self.business, accepted.changes))
        return found[0].sentence if found else ""
