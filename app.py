"""Allocate: what happens if I shift the budget?"""

from pages.allocate.charts import specs
from pages.allocate.page import allocate
from pages.ui.frame import show

show("Allocate", allocate, specs)
