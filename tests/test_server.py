"""What ``streamlit run`` sends with each page."""

from __future__ import annotations

import re
import urllib.request
from urllib.parse import urljoin

import pytest

from pages.ui.live import VEGA_CHUNK


@pytest.mark.parametrize("path", ["", "Compare"])
def test_pages_say_who_may_frame_them_and_what_they_need(app_url: str, path: str) -> None:
    """A page may stand in a frame, tells no other site its address, and names scripts that are there."""
    with urllib.request.urlopen(f"{app_url}/{path}") as answer:
        headers, page = answer.headers, answer.url
    assert headers["Content-Security-Policy"] == "frame-ancestors *"
    assert headers["Referrer-Policy"] == "no-referrer"
    named = re.findall(r"<([^>]+)>; rel=modulepreload", headers["Link"])
    assert any(name.endswith(f"/{VEGA_CHUNK}") for name in named)
    for name in named:
        with urllib.request.urlopen(urljoin(page, name)) as script:
            assert "javascript" in script.headers["Content-Type"]
            assert not script.headers["Link"]
