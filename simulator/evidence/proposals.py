"""What the deals of an export say of a company's facts: each with its range, to be accepted or not, one by one."""

from __future__ import annotations

import math
from calendar import month_name
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from statistics import fmean, stdev

from scipy.special import stdtrit

from simulator.evidence.deals import Deal, Deals, currencies_of
from simulator.evidence.indices import Index, value_indices, win_rate_indices
from simulator.evidence.outcomes import Incidence, Share, decided_share, incidence_of
from simulator.evidence.pace import paces
from simulator.facts.plural import plural

DAYS_A_MONTH = 365.25 / 12
LONGEST_SHOWN = 40
"""Signs of a text that are shown in a sentence."""
FEW = 10
"""Deals below which nothing is said of a channel's own rate or worth."""


@dataclass(frozen=True)
class Proposal:
    """One fact as the export has it, in the fact's own unit: ``fact`` as in `simulator.facts.paths`."""

    fact: str
    value: float
    low: float | None
    high: float | None
    """The 95 % interval; None where it cannot be said."""
    of: int
    """How many deals it rests on."""


@dataclass(frozen=True)
class Proposals:
    """What an export says, and a sentence for each thing that it does not say or that was left out."""

    facts: tuple[Proposal, ...]
    notes: tuple[str, ...]


def proposals(found: Deals) -> Proposals:
    """Return what the deals say: prospects and indices by channel, win rate, sales cycle and first order."""
    if not found.deals:
        return Proposals((), ("There is no deal in the file.",))
    notes: list[str] = []
    facts = [*_prospects(found, notes.append), *_winning(found, notes.append), *_orders(found.deals, notes.append)]
    if blank := sum(deal.outcome is None for deal in found.deals):
        notes.append(f"{plural(str(blank), 'deal')} without a stage counted as prospects only.")
    return Proposals(tuple(facts), tuple(notes))


def _prospects(found: Deals, note: Callable[[str], None]) -> Iterator[Proposal]:
    if found.as_of is None:
        note("No deal has a date, so the file does not say how many prospects come in a month.")
        return
    seen = paces(found.deals, found.as_of)
    for year, month in seen.left_out:
        note(f"{month_name[month]} {year} is there in part and was left out of prospects a month.")
    if not seen.channels:
        note("The file covers no whole month, so it does not say how many prospects come in a month.")
    for pace in seen.channels:
        of = round(pace.value * pace.months)
        yield Proposal(f"channels.{pace.channel}.prospects", pace.value, pace.low, pace.high, of)


def _winning(found: Deals, note: Callable[[str], None]) -> Iterator[Proposal]:
    incidence = incidence_of(found.deals, found.as_of or date.max)
    decided = decided_share(found.deals)
    if decided is None:
        outcomes = {deal.outcome for deal in found.deals} & {"won", "lost"}
        only = f"Its decided deals are all {outcomes.pop()}" if outcomes else "None of its deals is decided"
        note(f"{only}, so the file says no win rate: that needs both won and lost ones.")
    if incidence.undated:
        dateless = plural(str(incidence.undated), "decided deal")
        rate = "the win rate is that of the decided ones, and " if decided else ""
        note(f"{dateless} without a date: {rate}no sales cycle can be said.")
    if decided is not None:
        share: Share = incidence.share or decided
        yield Proposal("win_rate", share.value, share.low, share.high, share.of)
        yield from _by_channel("win_rate_index", win_rate_indices(found.deals), found.deals, _is_decided)
    if (days := incidence.mean_days) is not None:
        mean = plural(f"{days:.0f}", "day")
        least = "; the model counts in months, one at least" if days < DAYS_A_MONTH else ""
        note(f"Deals are won after {mean} on average, which is read as the sales cycle{least}.")
        yield _cycle(incidence, days)


def _is_decided(deal: Deal) -> bool:
    return deal.outcome in ("won", "lost")


def _cycle(incidence: Incidence, days: float) -> Proposal:
    """Return the time to win in months, of which the model takes one at least."""
    spread = incidence.mean_time
    low, high = (max(end / DAYS_A_MONTH, 1.0) for end in (spread.low, spread.high)) if spread else (None, None)
    return Proposal("sales_cycle_months", max(days / DAYS_A_MONTH, 1.0), low, high, sum(incidence.wins))


def _orders(deals: Iterable[Deal], note: Callable[[str], None]) -> Iterator[Proposal]:
    won = [deal for deal in deals if deal.outcome == "won"]
    priced = [deal for deal in won if deal.amount is not None]
    unread = [deal.unread for deal in won if deal.amount is None and deal.unread]
    if not priced:
        lacking = (
            f"No won deal has an amount that can be read{_such_as(unread)}" if unread else "No won deal has an amount"
        )
        note(f"{lacking}, so nothing is said of what an order is worth.")
        return
    if len(named := currencies_of(priced)) > 1:
        note(f"Amounts are in {len(named)} currencies, so nothing is said of what an order is worth.")
        return
    all_won = plural(str(len(won)), "won deal")
    if without := len(won) - len(priced) - len(unread):
        note(f"{without} of {all_won} had no amount and count nowhere in it.")
    if unread:
        note(f"{len(unread)} of {all_won} had an amount that is none{_such_as(unread)}, and count nowhere in it.")
    amounts = [deal.amount or 0.0 for deal in priced]
    mean, number = fmean(amounts), len(amounts)
    low = high = None
    if number > 1:
        half = float(stdtrit(number - 1, 0.975)) * stdev(amounts) / math.sqrt(number)
        low, high = max(mean - half, 0.0), mean + half
    yield Proposal("first_order", mean, low, high, number)
    yield from _by_channel("value_index", value_indices(priced), priced, lambda _: True)


def _such_as(texts: list[str]) -> str:
    """Return one of the texts as an example, cut to what a sentence holds."""
    text = Counter(texts).most_common(1)[0][0]
    return f", such as “{text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + '…'}”"


def _by_channel(
    fact: str, found: dict[str, Index], deals: Iterable[Deal], counts: Callable[[Deal], bool]
) -> Iterator[Proposal]:
    """Yield what is said of channels beside each other, where there are several of enough deals."""
    numbers = Counter(deal.channel for deal in deals if counts(deal))
    if len(found) > 1:
        for channel, index in found.items():
            if channel and numbers[channel] >= FEW:
                yield Proposal(f"channels.{channel}.{fact}", index.value, index.low, index.high, numbers[channel])
