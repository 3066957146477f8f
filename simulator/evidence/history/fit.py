"""The judgement of some channels corrected by what was spent on them and what came: one flow of a history."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.evidence.history.judgement import ChannelJudgement
from simulator.evidence.history.model import Draws, Fit, Model
from simulator.evidence.history.sampling import DRAWS, sample
from simulator.evidence.history.series import Flow, History
from simulator.evidence.history.shared import SharedModel
from simulator.evidence.history.wallet import WalletModel

__all__ = ["Draws", "Fit", "fit", "model_of"]


def fit(history: History, flow: Flow, judged: Sequence[ChannelJudgement], held_out: int = 0, count: int = DRAWS) -> Fit:
    """Return what a flow says of its channels; the last ``held_out`` steps are not looked at."""
    model = model_of(history, flow, judged, held_out)
    return model.fitted(sample(model.log_likelihood, model.numbers, count=count))


def model_of(history: History, flow: Flow, judged: Sequence[ChannelJudgement], held_out: int = 0) -> Model:
    """Return the likelihood of a flow, by what kind of flow it is."""
    kind = Model if flow.heads is None else SharedModel if flow.new is None else WalletModel
    return kind(history, flow, judged, held_out)
