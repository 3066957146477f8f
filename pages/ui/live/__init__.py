"""Live controls, charts and words: components whose messages carry data alone.

`ship` puts their code and the chart specs in the page once per full run. `levers` may then stand in a fragment of
its own that is rerun many times a second; what it changes elsewhere on the page travels in the same message.
"""

from .delivery import SHELL_CSS, VEGA_CHUNK, ship
from .levers import Lever, LeverError, LeversState, LeverWords, Money, Part, levers
from .markup import Markup
from .moves import Move, read_move
from .picture import ChartState, ChartTable, Click, Picture, can_move, picture, read_click
from .words import Figure, Line, Words

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
    "Markup",
    "Money",
    "Move",
    "Part",
    "Picture",
    "Words",
    "can_move",
    "levers",
    "picture",
    "read_click",
    "read_move",
    "ship",
]
