"""The reasons for guesses: short keys that travel in links and files, and the sentence each stands for."""

from __future__ import annotations

from collections.abc import Mapping

ADVERTISING_ELASTICITY = 0.12
"""Short-term advertising elasticity of sales: Sethuraman, Tellis & Briesch (2011), mean of 751 estimates."""
SELLING_ELASTICITY = 0.34
"""Current-period personal selling elasticity of sales: Albers, Mantrala & Sridhar (2010)."""

OFF_BY = (0.65, 1.5)
"""How far off a guess may be where nobody says: its low and high as multiples of it."""
GAIN_OFF_BY = (0.75, 1.25)
"""The same for what doubling the effort adds."""

REASONS: Mapping[str, str] = {
    "advertising": "Published studies: one per cent more advertising brings about .12 per cent more sales at once "
    "(Sethuraman, Tellis & Briesch 2011).",
    "selling": "Published studies: one per cent more personal selling brings about .34 per cent more sales "
    "(Albers, Mantrala & Sridhar 2010).",
    "answers": "In proportion to what you said of the rest.",
    "steady": "As many customers leave as join, so that their number stays.",
    "payback": "A new customer earns back within a year what winning it costs today.",
    "vendors": "What software vendors report of small firms; a direction, not a measurement.",
    "alike": "New customers buy as much from you as those you have.",
    "start": "No study says; a figure to start from until you know.",
}


def reason(source: str) -> str:
    """Return the sentence a guess's source stands for; words of one's own are their own sentence."""
    return REASONS.get(source, source)
