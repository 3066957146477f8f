"""All that is found in an export, in few figures: what a page shows of it, however many rows it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from simulator.evidence.acceptance import plain_name
from simulator.evidence.choices import Choices, with_roles
from simulator.evidence.columns import Column, columns_of
from simulator.evidence.deals import Deals, Left, Meaning, currencies_of, deals_in
from simulator.evidence.left_rows import left_rows
from simulator.evidence.limits import Unreadable
from simulator.evidence.proposals import Proposals, proposals
from simulator.evidence.spellings import usual_spellings
from simulator.evidence.table import read_sheet
from simulator.evidence.words import Role, outcome_of, recognised
from simulator.facts.names import looks
from simulator.facts.plural import plural

LISTED = 50
"""The most of anything that is listed; all rows left out are in the file of them."""
LONGEST = 80
"""Signs of a text that are shown."""


@dataclass(frozen=True)
class Stage:
    """One status: how it is spelt most often, what it means (None: nothing that is known), and its rows."""

    name: str
    means: Meaning | None
    rows: int
    recognised: bool = True
    """Whether its words, or its owner, say what it means; else it counts as open until they do."""


@dataclass(frozen=True)
class Source:
    """One channel as the file has it, its name blank where there is none, which one it counts as, and its rows.

    ``counts_as`` is None where its deals do not count.
    """

    name: str
    counts_as: str | None
    rows: int


@dataclass(frozen=True)
class Rows:
    """Rows that no fact rests on: how many, and the first of them."""

    number: int
    first: tuple[Left, ...]


@dataclass(frozen=True)
class Finding:
    """What a file holds, as its owner's choices read it; rows = used + left out + unreadable."""

    sheet: str
    sheets: tuple[str, ...]
    columns: tuple[Column, ...]
    stages: tuple[Stage, ...]
    sources: tuple[Source, ...]
    orders: Mapping[str, str]
    """As in `Deals.orders`."""
    rows: int
    used: int
    left_out: Rows
    unreadable: Rows
    outcomes: Mapping[str, int]
    """How many deals are won, lost, open, and without a stage (a blank name)."""
    began: date | None
    as_of: date | None
    currency: str
    """The one that all priced orders are in; blank where none is named, or several are."""
    proposals: Proposals


def find(data: bytes, choices: Choices) -> tuple[Finding, bytes]:
    """Return what is found in a file, and its rows left out as a file of their own; `Unreadable` says why not."""
    sheet = read_sheet(data, choices.sheet)
    if len(sheet.rows) < 2:
        raise Unreadable("There is no table in the file: it is empty, or has no more than a header.")
    columns = with_roles(columns_of(sheet.rows), choices.roles)
    statuses, channels = (_spelt(sheet.rows, columns, role) for role in ("status", "channel"))
    found = deals_in(
        sheet.rows, columns, order=choices.order, decimal=choices.decimal,
        stages={name: choices.stages[usual] for name, usual in statuses.usual.items() if usual in choices.stages},
        channels=_counted_as(channels, choices),
    )  # fmt: skip
    finding = Finding(
        sheet=sheet.name, sheets=sheet.names[:LISTED], columns=_shown(columns),
        stages=tuple(
            _stage(name, rows, choices) for name, rows in statuses.counted if name
        ),
        sources=tuple(Source(name, choices.channels.get(name, name), rows) for name, rows in channels.counted),
        orders={name[:LONGEST]: order for name, order in found.orders.items()},
        rows=found.rows, used=found.used, left_out=_first(found.left_out), unreadable=_first(found.unreadable),
        outcomes=Counter(deal.outcome or "" for deal in found.deals),
        began=min((deal.created for deal in found.deals if deal.created), default=None), as_of=found.as_of,
        currency=_currency(found), proposals=_of_few(proposals(found)),
    )  # fmt: skip
    return finding, left_rows(sheet.rows, found)


def _stage(name: str, rows: int, choices: Choices) -> Stage:
    said = choices.stages.get(name)
    return Stage(name, said or outcome_of(name), rows, said is not None or recognised(name))


@dataclass(frozen=True)
class _Spelt:
    """The names in a column: the usual spelling of each, and how many rows the most frequent have."""

    usual: Mapping[str, str]
    counted: Sequence[tuple[str, int]]


def _spelt(rows: Sequence[Sequence[str]], columns: Sequence[Column], role: Role) -> _Spelt:
    place = next((each.place for each in columns if each.role == role), None)
    cells = [row[place].strip() if place is not None and place < len(row) else "" for row in rows[1:]]
    usual = usual_spellings(cells)
    counted = Counter(usual[cell] for cell in cells).most_common(LISTED)
    return _Spelt(usual, [(name, rows) for name, rows in counted if len(name) <= LONGEST])


def _counted_as(channels: _Spelt, choices: Choices) -> dict[str, str | None]:
    """Return which channel each spelling counts as; those that a company could not tell apart are one."""
    one: dict[str, str] = {}
    targets = {name: choices.channels.get(usual, usual) for name, usual in channels.usual.items()}
    largest_first = [choices.channels.get(name, name) for name, _ in channels.counted]
    for target in [*largest_first, *targets.values()]:
        if target is not None:
            one.setdefault(looks(plain_name(target)), target)
    return {name: target and one[looks(plain_name(target))] for name, target in targets.items()}


def _shown(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns that are offered: the first ones and those with a meaning, their texts cut."""
    kept = [each for each in columns if each.role or each.place < 4 * LISTED]
    return tuple(
        Column(each.place, each.name[:LONGEST], each.role, tuple(sample[:LONGEST] for sample in each.samples))
        for each in kept
    )


def _first(rows: Sequence[Left]) -> Rows:
    return Rows(len(rows), tuple(Left(each.line, each.reason[: 3 * LONGEST]) for each in rows[:LISTED]))


def _currency(found: Deals) -> str:
    named = currencies_of(deal for deal in found.deals if deal.outcome == "won")
    return named.pop()[:LONGEST] if len(named) == 1 else ""


def _of_few(found: Proposals) -> Proposals:
    """Return the proposals without those of small channels, where a file has more than can be listed."""
    channels = {each.fact.rpartition(".")[0]: None for each in found.facts if "." in each.fact}
    kept = {"", *[channel for channel in channels if len(channel) <= LONGEST + len("channels.")][:LISTED]}
    facts = tuple(each for each in found.facts if each.fact.rpartition(".")[0] in kept)
    if len(kept) > len(channels):
        return found
    return Proposals(
        facts, (*found.notes, f"Of {plural(f'{len(channels):,}', 'channel')} {len(kept) - 1} are told of.")
    )
