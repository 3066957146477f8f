"""What is said of an export: meanings, what was found in it, and how sure each figure is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from babel.dates import format_date

from pages.ui.text import markup
from pages.ui.text.facts import fact_text, spanned
from pages.ui.text.formats import MoneyFormat, count, counted
from pages.ui.text.locale import english_of, page_locale
from pages.ui.text.words import listed
from simulator.evidence.apart import Apart
from simulator.evidence.dates import Order
from simulator.evidence.deals import Meaning
from simulator.evidence.finding import Finding, Rows, Stage
from simulator.evidence.proposals import Proposal
from simulator.evidence.words import Role
from simulator.facts.business import MAX_CHANNELS, Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import declaration
from simulator.facts.plural import plural

STORED = "The file is read for this visit and not stored. Only the facts you take are kept, and go into your link."
ROLES: Mapping[Role, str] = {
    "created": "When the enquiry came in",
    "channel": "Where it came from",
    "status": "Where it stands",
    "closed": "When it was won or lost",
    "amount": "What the order is worth",
    "currency": "Currency",
    "id": "Number of the deal",
    "kind": "New or existing customer",
}
"""What is asked of a file's columns."""
NOT_COUNTED = "does not count"
MEANINGS: Mapping[Meaning, str] = {"won": "won", "lost": "lost", "open": "still open", "ignore": NOT_COUNTED}
ALL_OF_THEM: Mapping[Meaning, str] = {
    "open": "All of them are open", "lost": "All are lost", "ignore": "None of them counts",
}  # fmt: skip
"""What may be said at once of the statuses that were not recognised."""
NO_CHANNEL = "No channel named"
STANDS, SAYS = "stands now", "the file says"
HEAD = (
    f'<div class="crm_head" aria-hidden="true"><span></span><span>{STANDS}</span><span>{SAYS}</span><span></span></div>'
)
"""Above the rows of facts; each row says it again for screen readers."""
OUTCOMES = {"won": "won", "lost": "lost", "open": "still open", "": "without a status"}


def not_read(name: str, reason: str) -> str:
    """Return why a file is not read."""
    return f"{name} was not read, and nothing is changed: {reason}"


def being_read(name: str, reading: Apart) -> str:
    """Return how far a file is."""
    if reading.waiting:
        return f"{escape(name)} waits until another visitor's file is read."
    return f"{escape(name)} is being read, for {counted(int(reading.seconds), 'second')} now."


def day(value: date) -> str:
    """Return a day as it is written where the visitor is, in English."""
    return format_date(value, format="medium", locale=english_of(page_locale()))


def rows_read(finding: Finding) -> str:
    """Return what became of the rows, which add up, and what the deals became."""
    parts = [
        f"{count(finding.used)} used", f"{count(finding.left_out.number)} left out",
        f"{count(finding.unreadable.number)} unreadable",
    ]  # fmt: skip
    return f"{counted(finding.rows, 'row')} read: {listed(parts)}"


def outcomes(finding: Finding) -> str:
    """Return how many deals are won, lost and open, and from when to when."""
    parts = [f"{count(many)} {OUTCOMES[key]}" for key in OUTCOMES if (many := finding.outcomes.get(key, 0))]
    said = f"{counted(finding.used, 'deal')}: {listed(parts)}."
    if finding.began and finding.as_of:
        said += f" The file runs from {day(finding.began)} to {day(finding.as_of)}."
    return said


def unrecognised(finding: Finding) -> str:
    """Return that statuses were not recognised, and what they count as meanwhile; blank where all were."""
    unsure = [stage for stage in finding.stages if not stage.recognised]
    if not unsure:
        return ""
    were = "was" if len(unsure) == 1 else "were"
    rows = counted(sum(stage.rows for stage in unsure), "row")
    statuses = plural(count(len(unsure)), "status", "statuses")
    return f"{statuses} {were} not recognised, {rows}: counted as open until you say."


def unrecognised_name(stage: Stage) -> str:
    """Return what a status that was not recognised is called, with its rows."""
    return f"{stage.name}, {counted(stage.rows, 'row')}"


def looks_like(theirs: str, ours: str, *, own: bool) -> str:
    """Return that one of a file's names may be another, of one's own or of the file."""
    return f"“{theirs}” in the file looks like {'your' if own else 'its'} “{ours}”."


def orders(finding: Finding, usual: Order) -> str:
    """Return by which order dates were read that no row proves; ``usual`` is that of where the visitor is."""
    if not finding.orders:
        return ""
    names = listed([f"“{name}”" for name in finding.orders])
    order = next(iter(finding.orders.values()))
    where = ", as is usual where you are" if order == usual else ""
    return f"No row of {names} shows whether the day or the month comes first: read as {order}{where}."


def rows_listed(rows: Mapping[str, Rows]) -> str:
    """Return the first rows that no fact rests on, folded away."""
    cells = [(str(each.line), kind, each.reason) for kind, some in rows.items() for each in some.first]
    cells.sort(key=lambda cell: int(cell[0]))
    table = markup.table("Rows that no fact rests on", ("Row", "", "Why"), cells)
    return f'<details class="left"><summary>Which rows, and why</summary>{table}</details>'


def figure(value: float, unit: str, money: MoneyFormat) -> str:
    """Return what a file says, in no more digits than it can tell."""
    if unit.startswith("money"):
        return money.told(float(f"{value:.4g}"))
    return fact_text(float(f"{value:.3g}"), unit, money)


def between(proposal: Proposal, unit: str, money: MoneyFormat) -> str:
    """Return how low and high it may be, the unit said once; blank where that cannot be said."""
    low, high = (None if end is None else figure(end, unit, money) for end in (proposal.low, proposal.high))
    if low is None or high is None or low == high:
        return ""
    return spanned(low, high)


def rests_on(number: int) -> str:
    """Return how many deals a figure rests on."""
    return f"from {plural(count(number), 'deal')}"


def samples(values: Sequence[str]) -> str:
    """Return up to three of a column's values to tell it by."""
    return escape(" · ".join(values)) if values else "&nbsp;"


def foreign(theirs: str, ours: str) -> str:
    """Return why amounts of another currency are not taken."""
    return f"The file counts in {theirs}, your company in {ours}: not taken."


def elsewhere(room: bool) -> str:
    """Return what is said of channels that the company has not."""
    if not room:
        return f"Not among your channels, of which {MAX_CHANNELS} are the most; count them as one of yours above:"
    return "Not among your channels. Count them as one of yours above, or add them; they cost nothing until you say so:"


def fresh(example: str) -> str:
    """Return what starting from a file does."""
    return (
        "Your company starts with what the file says, and all else is guessed, each marked as our guess. "
        f"{example} stays as it is."
    )


def said(business: Business, proposal: Proposal, money: MoneyFormat) -> tuple[str, ...]:
    """Return one line of what a file says where nothing of one's own stands beside it."""
    owner, _, fact = proposal.fact.rpartition(".")
    declared = declaration(Channel if owner else type(business), fact)
    channel = f"{owner.removeprefix('channels.') or NO_CHANNEL}: " if owner else ""
    unit = declared["unit"]
    said = figure(proposal.value, unit, money), between(proposal, unit, money), count(proposal.of)
    return f"{channel}{declared['title']}", *said
