"""Your business: what are my facts?"""

from pages.ui.frame.frame import show
from pages.your_business.page import your_business

show("Your business", your_business)
