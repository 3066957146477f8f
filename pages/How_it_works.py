"""How it works: can I trust it?"""

from pages.how.page import how_page
from pages.ui.frame.frame import show

show("How it works", how_page)
