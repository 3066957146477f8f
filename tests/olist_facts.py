"""What the Olist funnel says: the figures that the stock case ``olist`` takes from real leads and deals.

Run as a script to print them: ``python tests/olist_facts.py [folder with leads.csv and deals.csv]``.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean, median, quantiles

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "olist_funnel"
"""Where the data lies: beside the repository, never in it (CC BY-NC-SA 4.0)."""

FIRST_MONTH, LAST_MONTH, MONTHS = "2018-01", "2018-05", 5
"""The months used by the case: earlier ones hold few leads, and no deal is on record before December 2017."""

DAYS_PER_MONTH = 365.25 / 12

CHANNELS = {
    "organic_search": "Organic search",
    "paid_search": "Paid search",
    "social": "Social",
    "unknown": "Unknown",
    "": "Unknown",
    "direct_traffic": "Direct traffic",
    "email": "Email",
    "referral": "Referral",
    "display": "Other",
    "other": "Other",
    "other_publicities": "Other",
}
"""The data's origins and the channels they form: blanks are as unknown as 'unknown', small ones are merged."""


@dataclass(frozen=True)
class Lead:
    """One lead; ``days_to_win`` is None where it was not won, and below 0 where it was won before first contact."""

    origin: str
    month: str
    days_to_win: int | None


@dataclass(frozen=True)
class ChannelFacts:
    """One channel in the months used."""

    leads: int
    won: int
    prospects_per_month: float
    win_rate_index: float


@dataclass(frozen=True)
class FunnelFacts:
    """All that the case takes from the data."""

    leads: int
    won: int
    win_rate: float
    median_days: float
    sales_cycle_months: float
    channels: dict[str, ChannelFacts]


def read_leads(folder: Path = FOLDER) -> list[Lead]:
    """Return every lead with its deal, if it has one."""
    won_on = {row["mql_id"]: date.fromisoformat(row["won_date"][:10]) for row in _rows(folder / "deals.csv")}
    return [_lead(row, won_on) for row in _rows(folder / "leads.csv")]


def days_to_win(leads: Iterable[Lead]) -> list[int]:
    """Return the days from first contact to won of all that were won."""
    return [lead.days_to_win for lead in leads if lead.days_to_win is not None]


def won_of_leads(leads: Iterable[Lead]) -> dict[str, tuple[int, int]]:
    """Return (won, leads) per origin as the data names it."""
    counted: Counter[str] = Counter()
    won: Counter[str] = Counter()
    for lead in leads:
        counted[lead.origin] += 1
        won[lead.origin] += lead.days_to_win is not None
    return {origin: (won[origin], counted[origin]) for origin in counted}


def in_months_used(leads: Iterable[Lead]) -> list[Lead]:
    """Return the leads first contacted in the months that the case uses."""
    return [lead for lead in leads if FIRST_MONTH <= lead.month <= LAST_MONTH]


def funnel_facts(leads: Sequence[Lead]) -> FunnelFacts:
    """Return the case's facts; a deal dated before its first contact counts as won, with a time of zero."""
    used = in_months_used(leads)
    days = [max(taken, 0) for taken in days_to_win(used)]
    win_rate = len(days) / len(used)
    return FunnelFacts(
        leads=len(used),
        won=len(days),
        win_rate=win_rate,
        median_days=median(days),
        sales_cycle_months=mean(days) / DAYS_PER_MONTH,
        channels=_channels(used, win_rate),
    )


def _channels(leads: Sequence[Lead], win_rate: float) -> dict[str, ChannelFacts]:
    leads_of = dict.fromkeys(CHANNELS.values(), 0)
    won_of = leads_of.copy()
    for origin, (won, counted) in won_of_leads(leads).items():
        leads_of[CHANNELS[origin]] += counted
        won_of[CHANNELS[origin]] += won
    return {
        name: ChannelFacts(counted, won_of[name], counted / MONTHS, won_of[name] / counted / win_rate)
        for name, counted in leads_of.items()
    }


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _lead(row: dict[str, str], won_on: dict[str, date]) -> Lead:
    won = won_on.get(row["mql_id"])
    contacted = date.fromisoformat(row["first_contact_date"])
    return Lead(row["origin"], row["first_contact_date"][:7], None if won is None else (won - contacted).days)


def main(folder: Path) -> None:
    """Print the facts of all the data and of the months used."""
    leads = read_leads(folder)
    days = days_to_win(leads)
    print(f"all: {len(leads)} leads, {len(days)} won")
    print(f"days to won: mean {mean(days):.2f}, quartiles {quantiles(days, method='inclusive')}")
    facts = funnel_facts(leads)
    print(f"{FIRST_MONTH} to {LAST_MONTH}: {facts.leads} leads, {facts.won} won, win rate {facts.win_rate:.4f}")
    print(f"sales cycle {facts.sales_cycle_months:.3f} months, median {facts.median_days:g} days")
    for name, channel in facts.channels.items():
        monthly, index = channel.prospects_per_month, channel.win_rate_index
        print(f"{name:15} {channel.won:4} of {channel.leads:5}  {monthly:6.1f} a month  index {index:.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
