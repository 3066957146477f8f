"""Channels: where do my best customers come from?"""

from pages.channels.page import channels_page
from pages.ui.frame.frame import show

show("Channels", channels_page)
