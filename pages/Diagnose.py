"""Diagnose: do I need sales, marketing, or both?"""

from pages.diagnose.page import diagnose_page
from pages.ui.frame.frame import show

show("Diagnose", diagnose_page)
