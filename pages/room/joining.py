"""How people get in: the code, the link, and its QR code."""

from __future__ import annotations

from functools import lru_cache
from html import escape

import segno
import streamlit as st

from pages.room.visit import ROOM, link
from rooms.tokens import shown_code


def place_of(code: str) -> tuple[str, str]:
    """Return the link that leads into a room, and the address under which its code is typed, as people read it."""
    address = link(**{ROOM: code})
    return address, address.split("://", 1)[-1].split("?")[0]


def joining(code: str) -> None:
    """Draw the code, the link and the QR code."""
    address, short = place_of(code)
    st.html(
        f'<div class="joining">{qr(address)}'
        f'<div><p class="small">Open {escape(short)} and type</p><p class="code">{shown_code(code)}</p>'
        '<p class="small on_screen">or scan, or open '
        f'<a href="{escape(address)}" target="_blank">this link</a></p></div></div>'
    )


@lru_cache(maxsize=256)
def qr(address: str) -> str:
    """Return the QR code of an address as an image to stand in a page."""
    drawn = segno.make(address, error="m").svg_data_uri(scale=4, border=3, light="#fff")
    return f'<img class="qr" alt="QR code of the link" src="{drawn}">'
