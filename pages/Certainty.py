"""Certainty: how sure can I be?"""

from pages.certainty.page import certainty_page
from pages.ui.frame.frame import show

show("Certainty", certainty_page)
