"""Marginal returns: where does the next dollar go?"""

from pages.marginal.page import marginal
from pages.ui.frame.frame import show

show("Marginal returns", marginal)
