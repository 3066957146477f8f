"""Spend that people share: sales spend per prospect and the win rate, account care per customer and those who leave."""

from __future__ import annotations

import numpy as np

from simulator.evidence.history.judgement import per_step
from simulator.evidence.history.model import FIRST_STEPS, HALF, Model, at_work
from simulator.evidence.history.series import A_MONTH, Floats
from simulator.model.funnel import accumulate


class SharedModel(Model):
    """The likelihood of customers won or lost: a rate by the spend per head, times the heads.

    Wins close as the model has it; who leaves, leaves at once.
    """

    def efforts(self) -> list[Floats]:
        """Return the spend per head: (steps,), of sales per prospect, of account care per customer and month."""
        (judged,), (spend,) = self.judged, self.spends
        felt = at_work(np.asarray(per_step(judged.ramp, self.step)), spend)
        return [felt * (1.0 if judged.of_sales else A_MONTH[self.step]) / np.maximum(self.heads, HALF)]

    @property
    def heads(self) -> Floats:
        """Those who may be won or lost, with the usual number where it is unknown: (steps,)."""
        assert self.flow.heads is not None
        return np.where(np.isnan(self.flow.heads), np.nanmedian(self.flow.heads), self.flow.heads)

    @property
    def per_step(self) -> float:
        """The rate that is held, per step."""
        (judged,) = self.judged
        return judged.prospects / (1.0 if judged.of_sales else A_MONTH[self.step])

    def response(self, places: Floats) -> Floats:
        """Return those won or lost, per rate held today: (steps, draws)."""
        (judged,), (effort,) = self.judged, self.efforts()
        rate = np.asarray(self.channel(0, places).curve(judged.spend).at(effort[:, None]))
        came = rate * self.heads[:, None]
        if not judged.of_sales:
            return np.asarray(came)
        steps = max(judged.cycle * A_MONTH[self.step], 1.0)
        before = steps * came[:FIRST_STEPS].mean(axis=0)
        return np.asarray(accumulate(np.asarray(1 - 1 / steps), came, before, len(came))[:-1] / steps)

    def working(self, places: Floats) -> tuple[Floats, ...]:  # noqa: ARG002
        """Return the spend per head, which is at work at once."""
        return tuple(self.efforts())
