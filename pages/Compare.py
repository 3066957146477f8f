"""Compare: which plan is better, and why?"""

from pages.compare.page import compare
from pages.ui.frame.frame import show

show("Compare", compare)
