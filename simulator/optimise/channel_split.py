"""How a prospecting budget is best split among channels, at every point of the map at once.

At the best split each channel in use brings the same for its next unit of money: weight × slope of its
curve, a weight being what one more of its prospects is worth. Weights follow from exact gradients; with
them the split is water-filling. Two rounds suffice, since weights change little with the split.
"""

from __future__ import annotations

import numpy as np

from simulator.facts.measures import Metric
from simulator.facts.plan import channels_in
from simulator.model.funnel import run, spend_array
from simulator.model.gradient import gradient
from simulator.model.outcome import Floats, discount
from simulator.model.parameters import Array, Funnel

COARSE = 20
"""Steps of the triangle at whose points channels are split; between them amounts are linear."""
ROUNDS = 3
KNOTS = 400
LEAST = 1e-30


def split_channels(funnel: Funnel, total: float, months: int, metric: Metric, steps: int) -> Floats:
    """Return money per month by channel at every point of the triangle: (points, channels)."""
    levels = np.arange(steps + 1) / steps
    channels = len(channels_in(funnel.levers))
    counts = np.arange(steps + 1, 0, -1)
    if channels == 1 or total <= 0:
        each = np.repeat(total * levels, counts)[:, None]
        return np.concatenate([each, np.zeros((len(each), channels - 1))], axis=1)
    if not all(curve.concave for _, curve in funnel.equivalent_prospects.families):
        return np.repeat(_by_programme(funnel, total, steps), counts, axis=0)
    coarse = min(COARSE, steps)
    corners = _water_filled(funnel, total, months, metric, coarse)
    return _between(corners, coarse, steps)


def _water_filled(funnel: Funnel, total: float, months: int, metric: Metric, steps: int) -> Floats:
    first, second = (axis.ravel() for axis in np.mgrid[0 : steps + 1, 0 : steps + 1])
    inside = first + second <= steps
    shares = np.stack([first, second, steps - first - second], axis=1)[inside] / steps
    spends, slopes = _slopes(funnel, total)
    weights = np.repeat(_plain_weights(funnel)[None], len(shares), axis=0)
    amounts = _filled(spends, slopes, weights, total * shares[:, 0])
    for _ in range(ROUNDS):
        weights = _weights(funnel, np.concatenate([amounts, total * shares[:, 1:]], axis=1), months, metric)
        amounts = _filled(spends, slopes, weights, total * shares[:, 0])
    return amounts


def _plain_weights(funnel: Funnel) -> Floats:
    return np.asarray((funnel.win_rate_index * funnel.value_index)[:, 0, 0])


def _weights(funnel: Funnel, plans: Floats, months: int, metric: Metric) -> Floats:
    """Return what one more prospect of each channel is worth: (points, channels)."""
    result = run(funnel, spend_array(funnel.levers, plans), months)
    channels = len(channels_in(funnel.levers))
    brings = gradient(result, "customer_equity" if metric == "customer_equity" else "revenue")[:channels, :, 0].T
    if metric == "customer_equity":
        brings = brings + discount(result).sum()
    slope = funnel.equivalent_prospects.slope(np.maximum(plans[:, :channels].T[None, :, :, None], 0.0))[0, :, :, 0].T
    return np.maximum(brings, LEAST) / np.maximum(slope, LEAST)


def _slopes(funnel: Funnel, total: float) -> tuple[Floats, Array]:
    """Return spends (knots,) and the logarithm of each channel's slope there: (channels, knots)."""
    spends = total * (np.arange(KNOTS + 1) / KNOTS) ** 2
    grid = np.broadcast_to(spends[None, None, :, None], (1, len(channels_in(funnel.levers)), KNOTS + 1, 1))
    slopes = np.broadcast_to(funnel.equivalent_prospects.slope(grid), grid.shape)[0, :, :, 0]
    return spends, np.log(np.maximum(slopes, LEAST))


def _filled(spends: Floats, slopes: Array, weights: Floats, budgets: Floats) -> Floats:
    """Return amounts (points, channels) at which weight × slope is equal, each row summing to its budget."""
    log_weights = np.log(np.maximum(weights, LEAST))
    low = (slopes.min() + log_weights.min()) * np.ones(len(budgets))
    high = (slopes.max() + log_weights.max()) * np.ones(len(budgets))
    for _ in range(36):
        level = (low + high) / 2
        amounts = _spent(spends, slopes, log_weights, level)
        over = amounts.sum(axis=1) > budgets
        low, high = np.where(over, level, low), np.where(over, high, level)
    lean, rich = _spent(spends, slopes, log_weights, high), _spent(spends, slopes, log_weights, low)
    room, rest = rich - lean, budgets - lean.sum(axis=1)
    filled = lean + room * np.maximum(rest / np.maximum(room.sum(axis=1), LEAST), 0.0)[:, None]
    sums = filled.sum(axis=1)
    scale: Floats = np.divide(budgets, sums, out=np.zeros_like(sums), where=sums > 0)
    return np.asarray(filled * scale[:, None])


def _spent(spends: Floats, slopes: Array, log_weights: Floats, level: Floats) -> Floats:
    columns = [np.interp(log_weights[:, place] - level, -row, spends, left=0.0) for place, row in enumerate(slopes)]
    return np.stack(columns, axis=1)


def _between(corners: Floats, coarse: int, steps: int) -> Floats:
    """Return amounts at the fine points, linear within each small triangle, so that their sums stay exact."""
    table = np.zeros((coarse + 2, coarse + 2, corners.shape[1]))
    rows, columns = (axis.ravel() for axis in np.mgrid[0 : coarse + 1, 0 : coarse + 1])
    inside = rows + columns <= coarse
    table[rows[inside], columns[inside]] = corners
    first, second = (axis.ravel() for axis in np.mgrid[0 : steps + 1, 0 : steps + 1])
    kept = first + second <= steps
    x, y = first[kept] * coarse / steps, second[kept] * coarse / steps
    i, j = np.floor(x + 1e-9).astype(int), np.floor(y + 1e-9).astype(int)
    u, v = np.maximum(x - i, 0.0)[:, None], np.maximum(y - j, 0.0)[:, None]
    lower = np.maximum(1 - u - v, 0.0) * table[i, j] + u * table[i + 1, j] + v * table[i, j + 1]
    upper = (
        (u + v - 1) * table[i + 1, j + 1]
        + np.maximum(1 - v, 0.0) * table[i + 1, j]
        + np.maximum(1 - u, 0.0) * table[i, j + 1]
    )
    return np.asarray(np.where(u + v <= 1 + 1e-9, lower, upper))


def _by_programme(funnel: Funnel, total: float, steps: int) -> Floats:
    """Return the best amounts per level of prospecting where a curve is S-shaped, by dynamic programming.

    A prospect counts by its channel's win rate and value alone: the best found, without proof.
    """
    fine = steps * max(1, 400 // steps)
    spends = total * np.arange(fine + 1) / fine
    channels = len(channels_in(funnel.levers))
    grid = np.broadcast_to(spends[None, None, :, None], (1, channels, fine + 1, 1))
    worth = (
        np.broadcast_to(funnel.equivalent_prospects.at(grid), grid.shape)[0, :, :, 0] * _plain_weights(funnel)[:, None]
    )
    best, choices = worth[0], []
    for row in worth[1:]:
        sums = np.full((fine + 1, fine + 1), -np.inf)
        for mine in range(fine + 1):
            sums[mine:, mine] = row[mine] + best[: fine + 1 - mine]
        choices.append(sums.argmax(axis=1))
        best = sums.max(axis=1)
    left = np.arange(0, fine + 1, fine // steps)
    amounts = np.zeros((steps + 1, channels))
    for channel in range(channels - 1, 0, -1):
        mine = choices[channel - 1][left]
        amounts[:, channel], left = spends[mine], left - mine
    amounts[:, 0] = spends[left]
    return amounts
