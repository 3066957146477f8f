"""Where a company stands today as formulas: its channels, win rate, deals under way, customers and their care.

The same steps as `simulator.model.parameters.funnel_with`. Where a company has nothing of what one of them divides by
(no prospects, no customers), the model's own numbers stand there instead of formulas, and their line says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.curve_facts import CHANNEL_CURVE, CHURN_CURVE, SHARE_CURVE, WIN_RATE_CURVE, CurveFacts
from simulator.facts.curves import Curve, Family
from simulator.facts.paths import path_of
from simulator.model.arrays import positive
from simulator.model.parameters import funnel_of
from simulator.report.ledger import Ledger, across
from simulator.report.trace_curves import COEFFICIENTS, CurveCells, Put, placed, placed_thinned

PEOPLE, CUSTOMERS, MONEY = "people per month", "customers", "money per month"
THE_MODELS = "the model's own number"
Pair = tuple[str, str]
"""By heads, and by what they spend relative to an average customer of today."""


@dataclass(frozen=True)
class Start:
    """Where the cells stand that the months begin from: lists are by channel."""

    curves: list[CurveCells]
    """Of prospects counted in those of today's quality."""
    spend: list[str]
    carryover: list[str]
    readiness: list[str]
    worth: list[str]
    """Readiness times what the channel's customers spend."""
    win_rate: CurveCells
    share: CurveCells
    churn: CurveCells | None
    pipeline: Pair
    customers: Pair
    wallet_won: str


class Opening:
    """Writes today's state. ``facts``: where each fact stands, by path."""

    def __init__(self, ledger: Ledger, business: Business, facts: Mapping[str, str]) -> None:
        self.ledger, self.business, self.facts = ledger, business, facts
        self.funnel = funnel = funnel_of(business)
        now = funnel.win_rate_index * funnel.prospects.at(funnel.spend_today[None])[0]
        self.wins_now = np.ravel(now * funnel.win_rate.at(funnel.conversion_today / positive(now.sum(axis=0))))
        self.dry, self.empty = not np.any(now), not np.any(funnel.customers)

    def written(self) -> Start:
        """Write all of it."""
        ledger, business = self.ledger, self.business
        ledger.heading("Channels today", [channel.name for channel in business.channels])
        spend, carryover = self._each("spend", "Spend", MONEY), self._each("carryover", "Carry-over", "share per month")
        raw, counted = self._curves(spend)
        prospects = ledger.row("Prospects", [c.at(x) for c, x in zip(raw, spend, strict=True)], PEOPLE)
        readiness = self._indices("win_rate_index", "Readiness to buy", prospects, self.dry)
        qualified = ledger.row("Qualified prospects", _products(readiness, prospects), PEOPLE)
        win_rate, wins = self._wins(qualified)
        pipeline, customers = self._pipeline(wins), self._shared("customers", "Customers", wins)
        value = self._indices("value_index", "Spending of customers", customers, self.empty)
        worth = ledger.row("Readiness × spending", _products(readiness, value))
        ledger.heading("Customers today")
        deals, heads = self._sums("Deals under way", pipeline, value), self._sums("Customers", customers, value)
        won = ledger.put("Wallet won", 0, f"{heads[1]}*{self.facts.get('share_won', self.facts['share_of_wallet'])}")
        share = self._of_customers("Share of wallet", SHARE_CURVE, business.share_curve, heads[0], self.funnel.share)
        churn = None
        if self.funnel.churn_curve is not None:
            churn = self._of_customers("Churn", CHURN_CURVE, "exponential", heads[0], self.funnel.churn_curve)
        return Start(
            counted, spend, carryover, readiness, worth, win_rate, share, churn, deals, heads, won
        )  # fmt: skip

    def _each(self, fact: str, title: str, unit: str = "") -> list[str]:
        return self.ledger.row(title, [self.facts[path_of(each, fact)] for each in self.business.channels], unit)

    def _curves(self, spend: Sequence[str]) -> tuple[list[CurveCells], list[CurveCells]]:
        raw, counted = [], []
        for column, (channel, cell) in enumerate(zip(self.business.channels, spend, strict=True)):
            fact = partial(path_of, channel)
            effort = cell if channel.spend else self.facts.get(fact("reference_spend"), "1")
            curve = placed(self._put("Curve", column), channel.curve, self._stated(CHANNEL_CURVE, channel), effort)
            raw.append(curve)
            if channel.added_quality != 1 and channel.curve != "flat":
                today, quality = self.facts[fact("prospects")], self.facts[fact("added_quality")]
                curve = placed_thinned(self._put("Curve of quality", column), curve, today, quality, effort)
            counted.append(curve)
        return raw, counted

    def _indices(self, fact: str, title: str, weights: Sequence[str], nobody: bool) -> list[str]:
        """Write indices so scaled that their mean over today's prospects, or customers, is 1."""
        if nobody:
            scaled: Any = getattr(self.funnel, fact)
            return self.ledger.numbers(f"{title}, mean 1 ({THE_MODELS})", np.ravel(scaled).tolist())
        given = self._each(fact, f"{title}, as stated")
        mean = f"(SUMPRODUCT({across(given)},{across(weights)})/SUM({across(weights)}))"
        return self.ledger.row(f"{title}, mean 1", [f"{each}/{mean}" for each in given])

    def _wins(self, qualified: Sequence[str]) -> tuple[CurveCells, list[str]]:
        """Write the curve of the win rate, and today's wins by channel."""
        ledger, family = self.ledger, self.business.win_rate_curve
        total = ledger.put("Qualified prospects of all channels", 0, f"SUM({across(qualified)})", PEOPLE)
        if self.dry:
            curve = self._models("Win rate", self.funnel.win_rate)
        else:
            effort = ledger.put("Sales effort per prospect", 0, f"{self._reference('conversion')}/MAX({total},1E-9)")
            curve = placed(self._put("Win rate", 0), family, self._stated(WIN_RATE_CURVE, self.business), effort)
        rate = ledger.put("Win rate", 0, curve.at(f"{self.facts['conversion_spend']}/MAX({total},1E-9)"), "share")
        return curve, ledger.row("Wins", [f"{each}*{rate}" for each in qualified], PEOPLE)

    def _pipeline(self, wins: Sequence[str]) -> list[str]:
        """Write deals under way by channel: as stated, or a sales cycle of today's wins."""
        if self.business.pipeline is not None:
            return self._shared("pipeline", "Deals under way", wins)
        cycle, channels = self.facts["sales_cycle_months"], self.business.channels
        stated = [self.facts.get(path_of(channel, "pipeline")) for channel in channels]
        each = [known or f"{cycle}*{won}" for known, won in zip(stated, wins, strict=True)]
        return self.ledger.row("Deals under way", each, CUSTOMERS)

    def _shared(self, field: str, title: str, wins: Sequence[str]) -> list[str]:
        """Write a total by channel: what is known of each, and the rest in proportion to today's wins."""
        stated = [self.facts.get(path_of(channel, field)) for channel in self.business.channels]
        unknown = [place for place, cell in enumerate(stated) if cell is None]
        if unknown and not self.wins_now[unknown].any():
            return self.ledger.numbers(f"{title} ({THE_MODELS})", np.ravel(getattr(self.funnel, field)).tolist())
        known = "".join(f"-{cell}" for cell in stated if cell)
        among = "+".join(wins[place] for place in unknown)
        shares = [f"MAX({self.facts[field]}{known},0)*{won}/({among})" for won in wins]
        return self.ledger.row(title, [cell or own for cell, own in zip(stated, shares, strict=True)], CUSTOMERS)

    def _sums(self, title: str, cells: Sequence[str], value: Sequence[str]) -> Pair:
        heads = self.ledger.put(title, 0, f"SUM({across(cells)})", CUSTOMERS)
        by_worth = f"SUMPRODUCT({across(cells)},{across(value)})"
        return heads, self.ledger.put(f"{title} × spending", 0, by_worth, CUSTOMERS)

    def _of_customers(self, title: str, facts: CurveFacts, family: Family, heads: str, model: Curve) -> CurveCells:
        """Write a curve over what account care each of today's customers gets."""
        if self.empty:
            return self._models(title, model)
        care = self.ledger.put("Account care per customer", 0, f"{self._reference('upsell')}/{heads}", MONEY)
        return placed(self._put(title, 0), family, self._stated(facts, self.business), care)

    def _models(self, title: str, curve: Curve) -> CurveCells:
        numbers = [float(np.ravel(each)[0]) for each in (curve.floor, curve.ceiling, curve.scale, curve.power)]
        cells = [
            self.ledger.number(f"{title}: {name} ({THE_MODELS})", 0, number)
            for name, number in zip(COEFFICIENTS, numbers, strict=True)
        ]
        return CurveCells(curve.one_family, *cells)

    def _reference(self, lever: str) -> str:
        spend = f"{lever}_spend"
        return self.facts[spend] if getattr(self.business, spend) else self.facts.get(f"{lever}_reference_spend", "1")

    def _stated(self, facts: CurveFacts, owner: Business | Channel) -> dict[str, str | None]:
        return {name: self.facts.get(path_of(owner, field)) for name, field in facts.fields.items()}

    def _put(self, title: str, column: int) -> Put:
        return lambda name, text: self.ledger.put(f"{title}: {name}", column, text)


def _products(one: Sequence[str], other: Sequence[str]) -> list[str]:
    return [f"{a}*{b}" for a, b in zip(one, other, strict=True)]
