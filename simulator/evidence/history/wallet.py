"""What customers' revenue says of the share of wallet, by the model's own stock; who joins and leaves is known.

Wallet won moves towards the share that the spend on account care per customer keeps, new customers start at theirs, and
revenue is what is won of the wallets and the first orders.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simulator.evidence.history.judgement import OfWallet
from simulator.evidence.history.model import PER_CHANNEL, Draws, at_work, usual_at_first
from simulator.evidence.history.series import A_MONTH, Floats
from simulator.evidence.history.shared import SharedModel
from simulator.model.funnel import wallet_won

START_OFF = 0.1
"""How far the share of wallet at first may be off the one that the spend at first keeps, in logarithms."""
LEVEL_OFF = 0.02
"""How far the level of today may be off beside the wallet and the share, in logarithms."""


class WalletModel(SharedModel):
    """The likelihood of revenue.

    Besides the curve's numbers: the wallet, a new customer's share, the first order, and the share at the start.
    """

    besides = 4

    @property
    def level_off(self) -> float:
        """How far the level may be off beside what is drawn of it."""
        return LEVEL_OFF

    @property
    def per_step(self) -> float:
        """What a customer is held to bring in a step by today's share of wallet."""
        return self.held.wallet.likely * self.judged[0].prospects / A_MONTH[self.step]

    @property
    def held(self) -> OfWallet:
        """What is held beside the curve."""
        held = self.judged[0].wallet
        assert held is not None
        return held

    def level(self, place: int, own: Floats) -> Floats:
        """Return today's share of wallet as a multiple of what is held."""
        return self.held.share.at(own) / self.judged[place].prospects

    def response(self, places: Floats) -> Floats:
        """Return the revenue, per what a customer is held to bring: (steps, draws)."""
        judged, held = self.judged[0], self.held
        wallet, new, first, start = self._besides(places)
        own = self.channel(0, places)
        (effort,) = self.efforts()
        curve, most = own.curve(judged.spend), 1 / judged.prospects
        share = np.minimum(np.asarray(curve.at(effort[:, None])), most)
        before = np.asarray(curve.at(np.full((1, 1), usual_at_first(effort)))) * start
        customers, joined, retention = self._stock
        won = wallet_won(
            customers[0] * np.minimum(before, most)[0], customers[:, None, None, None], joined[:, None, None, None],
            retention[:, None, None], share[:, None], 1 - own.carryover, new / judged.prospects,
        )[:-1, 0, 0]  # fmt: skip
        orders = joined[:, None] * first * (A_MONTH[self.step] / (held.wallet.likely * judged.prospects))
        return np.asarray(wallet * won + orders)

    def _besides(self, places: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Return wallets as multiples of the one held, shares of new customers, first orders, and the start's."""
        wallet, new, first, start = places[PER_CHANNEL : PER_CHANNEL + self.besides]
        held = self.held
        parts = held.wallet.at(wallet) / held.wallet.likely, held.new.at(new), held.first.at(first)
        return *parts, np.exp(START_OFF * start)

    @property
    def _stock(self) -> tuple[Floats, Floats, Floats]:
        """Return customers at the start of each step and after the last, who joins, and the share who stay."""
        assert self.flow.new is not None
        joined = np.where(np.isnan(self.flow.new), np.nanmedian(self.flow.new), self.flow.new)
        at_start = np.maximum(_between(self.flow.heads), 1e-9)
        after = np.append(at_start[1:], at_start[-1])
        stay = np.clip((after - joined) / at_start, 0.0, 1.0)
        stay[-1] = np.median(stay[:-1])
        return np.append(at_start, at_start[-1] * stay[-1] + joined[-1]), joined, stay

    def working(self, places: Floats) -> tuple[Floats, ...]:
        """Return the spend per customer that the share of wallet has moved towards: (steps,)."""
        (effort,), middle = self.efforts(), np.median(self.channel(0, places).carryover)
        return (at_work(middle, np.append(usual_at_first(effort), effort[:-1])),)

    def monthly(self, places: Floats, level: Floats) -> tuple[Draws, ...]:
        """Return the share of wallet's facts, and those beside them; ``level`` is of wallets and first orders."""
        (judged,), own = self.judged, self.channel(0, places)
        wallet, new, first, _ = self._besides(places)
        others = {
            "share_adjustment": 1 - own.carryover ** A_MONTH[self.step], "share_new": new,
            "wallet": self.held.wallet.likely * wallet * level, "first_order": first * level,
        }  # fmt: skip
        return (replace(own, prospects=own.prospects * judged.prospects, others=others),)


def _between(values: Floats | None) -> Floats:
    """Return values with those that are unknown on the line between their neighbours."""
    assert values is not None
    known = np.flatnonzero(~np.isnan(values))
    return np.interp(np.arange(len(values)), known, values[known])
