"""Live controls and live charts: two components whose messages carry data alone.

`ship` puts their code and the chart specs in the page once per full run; `levers` and `picture`
may then stand in a fragment and be rerun many times a second.
"""

from .delivery import SHELL_CSS, VEGA_CHUNK, ship
from .levers import Lever, LeverError, LeversState, LeverWords, Money, levers
from .moves import Move, read_move
from .picture import ChartState, ChartTable, Click, picture, read_click
from .words import Figure, Line, words

__all__ = [
    "SHELL_CSS",
    "VEGA_CHUNK",
    "ChartState",
    "ChartTable",
    "Click",
    "Figure",
    "Lever",
    "LeverError",
    "LeverWords",
    "LeversState",
    "Line",
    "Money",
    "Move",
    "levers",
    "picture",
    "read_click",
    "read_move",
    "ship",
    "words",
]
