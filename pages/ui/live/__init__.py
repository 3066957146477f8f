"""Live controls, charts and words: components whose messages carry data alone.

`load` puts their code in the page at the start of each full run, `ship` the chart specs at its end. `levers` may then
stand in a fragment of its own that is rerun many times a second; what it changes elsewhere on the page travels in the
same message.
"""

from .choices import Choice
from .curve import POINTS, CurveLine, CurvePoint, CurveState, Dragged, PointName, curve, read_drag
from .delivery import SHELL_CSS, Specs, entry, load, ship
from .hand import Scene, hand
from .landmark import landmark
from .levers import Lever, LeverError, LeversState, LeverWords, Money, Part, levers
from .markup import Markup
from .modules import joined
from .moves import Move, read_move
from .picture import ChartState, ChartTable, Click, Picture, can_move, explain, picture, read_click
from .spread import Handle, HandleName, SpreadState, spread
from .words import Figure, Line, Words

__all__ = [
    "POINTS",
    "SHELL_CSS",
    "ChartState",
    "ChartTable",
    "Choice",
    "Click",
    "CurveLine",
    "CurvePoint",
    "CurveState",
    "Dragged",
    "Figure",
    "Handle",
    "HandleName",
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
    "PointName",
    "Scene",
    "Specs",
    "SpreadState",
    "Words",
    "can_move",
    "curve",
    "entry",
    "explain",
    "hand",
    "joined",
    "landmark",
    "levers",
    "load",
    "picture",
    "read_click",
    "read_drag",
    "read_move",
    "ship",
    "spread",
]
