"""Allocate: what happens if I shift the budget?"""

from pages.ui.allocate import allocate
from pages.ui.frame import show

show("Allocate", allocate)
