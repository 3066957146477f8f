"""The model sheet's steps in plain loops over months and channels: slow, and independent of the kernel."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from simulator import Business, Channel
from simulator.facts.consistency import today_weights

Response = Callable[[float], float]
Month = dict[str, Any]
NEVER_ZERO = 1e-9


def response(family: str, x1: float, y0: float, y1: float, facts: dict[str, float | None]) -> Response:
    """One response curve, from the formulas of the model sheet."""
    y2, ceiling = facts.get("double"), facts.get("ceiling")
    if family == "flat":
        return lambda _: y1
    if family == "adbudg":
        assert ceiling is not None
        c, d = exponent(y0, y1, facts), (ceiling - y0) / (y1 - y0) - 1
        return lambda x: y0 + (ceiling - y0) / (1 + d * (x / x1) ** -c) if x else y0
    if family == "exponential" and ceiling is not None:
        k = -math.log(1 - (y1 - y0) / (ceiling - y0)) / x1
        return lambda x: y0 + (ceiling - y0) * -math.expm1(-k * x)
    assert y2 is not None
    r = (y2 - y0) / (y1 - y0)
    if family == "exponential":
        k, top = -math.log(r - 1) / x1, y0 + (y1 - y0) / (2 - r)
        return lambda x: y0 + (top - y0) * -math.expm1(-k * x)
    half = x1 * (2 * r - 2) / (2 - r)
    top = y0 + (y1 - y0) * (1 + half / x1)
    return lambda x: y0 + (top - y0) * x / (half + x)


def exponent(y0: float, y1: float, facts: dict[str, float | None]) -> float:
    """The exponent of an ADBUDG curve."""
    half_more, ceiling = facts.get("half_more"), facts.get("ceiling")
    beyond = facts.get("double") if half_more is None else half_more
    assert ceiling is not None
    assert beyond is not None
    r1, r2 = ((y - y0) / (ceiling - y0) for y in (y1, beyond))
    return math.log((r2 / (1 - r2)) / (r1 / (1 - r1))) / math.log(2 if half_more is None else 1.5)


def counted(channel: Channel, at: Response) -> Response:
    """The curve of prospects of today's quality: at double spend, those beyond today's count only ``quality`` each."""
    x1, y0, y1 = channel.effort, channel.prospects_at_zero, channel.prospects
    double = y1 + channel.added_quality * (at(2 * x1) - y1)
    if channel.curve == "flat":
        return at
    if channel.curve != "adbudg":
        return response(channel.curve, x1, y0, y1, {"double": double})
    c, low, high = exponent(y0, y1, facts_of(channel, "prospects")), double, y0 + (y1 - y0) * 1e12
    for _ in range(200):  # The ceiling that takes the curve through it, by halving: the exponent stays.
        top = (low + high) / 2
        reached = y0 + (top - y0) / (1 + (top - y1) / (y1 - y0) * 2**-c)
        low, high = (top, high) if reached < double else (low, top)
    return lambda x: y0 + (low - y0) / (1 + (low - y1) / (y1 - y0) * (x / x1) ** -c) if x else y0


def facts_of(owner: Any, stem: str) -> dict[str, float | None]:
    """The further facts of one curve: at double, at half as much again, the ceiling."""
    ends = {"double": "at_double", "half_more": "at_half_more", "ceiling": "ceiling"}
    return {fact: getattr(owner, f"{stem}_{end}", None) for fact, end in ends.items()}


def shared_out(total: float, known: Sequence[float | None], origins: Sequence[Sequence[float]]) -> list[float]:
    """A total by channel: what is known, the rest in proportion to the first of ``origins`` that says anything."""
    shares = [[w if n is None else 0.0 for w, n in zip(each, known, strict=True)] for each in origins]
    share = next((each for each in shares if sum(each)), [1.0] * len(known))
    rest = max(total - sum(n or 0.0 for n in known), 0.0)
    return [rest * s / sum(share) if n is None else n for n, s in zip(known, share, strict=True)]


class Sheet:
    """A company, month after month; what it is made of can be replaced to see what a change from now on does."""

    def __init__(self, business: Business) -> None:
        self.facts, b = business, business
        self.prospects_at = [
            response(c.curve, c.effort, c.prospects_at_zero, c.prospects, facts_of(c, "prospects")) for c in b.channels
        ]
        self.counted_at = [counted(c, at) for at, c in zip(self.prospects_at, b.channels, strict=True)]
        now = [at(c.spend) for at, c in zip(self.prospects_at, b.channels, strict=True)]
        weights = now if any(now) else today_weights(b.channels)
        mean = sum(w * c.win_rate_index for w, c in zip(weights, b.channels, strict=True)) / sum(weights)
        self.kappa = [c.win_rate_index / mean for c in b.channels]
        ready = sum(k * w for k, w in zip(self.kappa, weights, strict=True))
        per_prospect = (b.conversion_spend or b.conversion_reference_spend or 1.0) / ready
        self.win_rate_at = response(
            b.win_rate_curve, per_prospect, b.win_rate_at_zero, b.win_rate, facts_of(b, "win_rate")
        )
        ready_now = max(sum(k * p for k, p in zip(self.kappa, now, strict=True)), NEVER_ZERO)
        rate = self.win_rate_at(b.conversion_spend / ready_now)
        wins = [k * p * rate for k, p in zip(self.kappa, now, strict=True)]
        likely = [k * w for k, w in zip(self.kappa, weights, strict=True)]
        self._start(wins, likely, b.win_rate * ready, dry=not any(now))

    def _start(self, wins: list[float], likely: list[float], usual: float, *, dry: bool) -> None:
        b = self.facts
        origins = [wins, likely, [c.prospects for c in b.channels], [1.0] * len(wins)]
        known = [c.pipeline for c in b.channels]
        self.pipeline = [b.sales_cycle_months * w if d is None else d for w, d in zip(wins, known, strict=True)]
        if b.pipeline is not None:
            self.pipeline = shared_out(b.pipeline, known, origins)
        self.customers = shared_out(b.customers, [c.customers for c in b.channels], origins)
        self.wallet_won = [n * (b.share_of_wallet if b.share_won is None else b.share_won) for n in self.customers]
        weights = next(each for each in (self.customers, *origins) if sum(each))
        mean = sum(w * c.value_index for w, c in zip(weights, b.channels, strict=True)) / sum(weights)
        self.omega = [c.value_index / mean for c in b.channels]
        closing = sum(self.pipeline) / b.sales_cycle_months if dry else 0.0
        heads = sum(self.customers) or 12 * (sum(wins) or closing or usual) or 1.0
        per_customer = (b.upsell_spend or b.upsell_reference_spend or 1.0) / heads
        self.share_at = response(b.share_curve, per_customer, b.share_at_zero, b.share_of_wallet, facts_of(b, "share"))
        self.churn_at: Response = lambda _: b.churn
        if b.churn_at_zero is not None:
            falling = {"double": b.churn_at_double}
            self.churn_at = response("exponential", per_customer, b.churn_at_zero, b.churn, falling)
        self.adstock = [c.spend for c in b.channels]
        self.felt = [b.conversion_spend, b.upsell_spend]

    def month(self, media: Sequence[float], sales: float, upsell: float) -> Month:
        """Steps 1 to 9."""
        b, tau, places = self.facts, self.facts.sales_cycle_months, range(len(self.kappa))
        theta = [c.carryover for c in b.channels]
        self.adstock = [theta[j] * self.adstock[j] + (1 - theta[j]) * media[j] for j in places]
        prospects = [self.prospects_at[j](self.adstock[j]) for j in places]
        ready = [self.kappa[j] * self.counted_at[j](self.adstock[j]) for j in places]
        ramps = [months / (1 + months) for months in (b.conversion_ramp_months, b.upsell_ramp_months)]
        self.felt = [r * was + (1 - r) * now for r, was, now in zip(ramps, self.felt, (sales, upsell), strict=True)]
        effort = self.felt[0] / max(sum(ready), NEVER_ZERO)
        wins = [each * self.win_rate_at(effort) for each in ready]
        new = [self.pipeline[j] / tau for j in places]
        self.pipeline = [self.pipeline[j] + wins[j] - new[j] for j in places]
        by_channel = [self.omega[j] * b.wallet * self.wallet_won[j] + b.first_order * new[j] for j in places]
        report: Month = {"prospects": prospects, "wins": wins, "new_customers": new, "customers": self.customers}
        report |= {"revenue": by_channel, "wallet_won": sum(self.wallet_won)}
        report["gross_profit"] = b.gross_margin * sum(by_channel) - sum(media) - sales - upsell - b.fixed_cost
        care = self.felt[1] / max(sum(self.customers), NEVER_ZERO)
        self.churn, share, pace = self.churn_at(care), self.share_at(care), b.share_adjustment
        self.wallet_won = [
            (1 - self.churn) * ((1 - pace) * self.wallet_won[j] + pace * self.customers[j] * share)
            + new[j] * b.share_new
            for j in places
        ]
        self.customers = [(1 - self.churn) * self.customers[j] + new[j] for j in places]
        return report

    def value_left(self, months: int) -> float:
        """The value of customers and open pipeline after the last month, discounted to today."""
        b, d = self.facts, (1 + self.facts.discount_rate) ** (1 / 12) - 1
        held = sum(
            self.omega[j] * (self.wallet_won[j] + b.share_new * self.pipeline[j] / (1 + d * b.sales_cycle_months))
            for j in range(len(self.omega))
        )
        return b.gross_margin * b.wallet * held * (1 + d) / (d + self.churn) / (1 + d) ** months


def by_the_sheet(business: Business, budgets: Sequence[Sequence[float]]) -> tuple[list[Month], dict[str, float]]:
    """Months and totals under a budget per month (levers in order)."""
    sheet = Sheet(business)
    months = [sheet.month(budget[:-2], budget[-2], budget[-1]) for budget in budgets]
    d = (1 + business.discount_rate) ** (1 / 12) - 1
    discounted = math.fsum(month["gross_profit"] / (1 + d) ** t for t, month in enumerate(months))
    return months, {
        "revenue": math.fsum(sum(month["revenue"]) for month in months),
        "gross_profit": math.fsum(month["gross_profit"] for month in months),
        "customer_equity": discounted + sheet.value_left(len(budgets)),
    }
