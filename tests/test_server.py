"""What the server sends: pages and files, to whom compressed, and with which headers."""

from __future__ import annotations

import gzip
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPMessage
from urllib.parse import urljoin

import brotli  # type: ignore[import-untyped]
import pytest

from pages.serving.files import first_files
from pages.ui.frame.registry import PAGES
from pages.ui.streamlit_internals.chunks import VEGA_CHUNK
from pages.ui.streamlit_internals.document import ROOT as STATIC
from tests.replicas import replica

ADDRESSES = [page.address for page in PAGES]
GIVEN = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers and body as sent."""

    status: int
    headers: HTTPMessage
    body: bytes


def ask(address: str, method: str = "GET", **headers: str) -> Answer:
    """Send a request as it is, with names of headers written with underscores; follow nothing, unpack nothing."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, method=method, headers=named)
    try:
        with urllib.request.urlopen(request) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as refused:
        return Answer(refused.code, refused.headers, refused.read())


def compressed(address: str, coding: str) -> Answer:
    """Return the answer once the copies are made."""
    give_up = time.monotonic() + 90
    while time.monotonic() < give_up:
        answer = ask(address, Accept_Encoding=coding)
        if answer.headers["Content-Encoding"]:
            return answer
        time.sleep(0.2)
    raise AssertionError(f"{address} is never compressed")


@pytest.fixture(scope="module", params=["streamlit run", "uvicorn"])
def server(request: pytest.FixtureRequest, app_url: str) -> Iterator[str]:
    """The app's address, with its path, under each of the two ways to start it."""
    if request.param == "streamlit run":
        yield app_url
        return
    with replica("a/b") as running:
        yield running.address


@pytest.mark.parametrize("path", ["", "Compare"])
def test_pages_say_who_may_frame_them_and_what_they_need(app_url: str, path: str) -> None:
    """A page may stand in a frame, tells no other site its address, and names scripts and fonts that are there."""
    page = ask(f"{app_url}/{path}")
    assert page.headers["Content-Security-Policy"] == "frame-ancestors *"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    named = re.findall(r'<link\s[^>]*href="([^"]+/static/[^"]+|\./static/[^"]+)"', page.body.decode())
    assert any(name.endswith(f"/{VEGA_CHUNK}") for name in named)
    for name in named:
        found = ask(urljoin(f"{app_url}/{path}", name))
        kind = found.headers["Content-Type"]
        assert any(expected in kind for expected in ("javascript", "text/css", "font/woff2")), name


@pytest.mark.parametrize("path", ADDRESSES)
def test_each_page_comes_with_its_own_words(server: str, path: str) -> None:
    """Name and question stand in the page's HTML, the same in every coding, and are asked for again each time."""
    page = next(page for page in PAGES if page.address == path)
    texts = set()
    for coding, unpack in GIVEN.items():
        answer = ask(f"{server}/{path}", Accept_Encoding=coding or "identity")
        assert answer.headers["Content-Encoding"] == coding
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        texts.add(unpack(answer.body).decode())
    (text,) = texts
    assert f"<title>{page.name} · Next Dollar</title>" in text
    assert f"<h1>{page.question}</h1>" in text
    assert text.count('rel="stylesheet"') == text.count('<div id="root"></div>') == text.count('as="font"') == 1


def test_every_file_arrives_as_it_is(server: str) -> None:
    """What a first visit loads unpacks to the very bytes on disk, may be kept for good, and says what it is."""
    for name in first_files():
        content = (STATIC / name).read_bytes()
        for coding in ("br", "gzip"):
            answer = compressed(f"{server}/{name}", coding)
            assert answer.headers["Content-Encoding"] == coding
            assert GIVEN[coding](answer.body) == content
            assert int(answer.headers["Content-Length"]) == len(answer.body)
            assert "immutable" in answer.headers["Cache-Control"]
            assert "Accept-Encoding" in answer.headers["Vary"]
            plain = ask(f"{server}/{name}", Accept_Encoding="identity")
            assert plain.headers["Content-Type"] == answer.headers["Content-Type"]
            assert plain.headers["ETag"] != answer.headers["ETag"]


def test_what_takes_no_compressed_file_gets_the_file(server: str) -> None:
    """Whole, or the part it asks for, and caches on the way are told that others get something else."""
    name = first_files()[0]
    content = (STATIC / name).read_bytes()
    compressed(f"{server}/{name}", "gzip")
    whole = ask(f"{server}/{name}", Accept_Encoding="gzip;q=0")
    part = ask(f"{server}/{name}", Accept_Encoding="gzip", Range="bytes=100-199")
    assert (whole.status, whole.body) == (200, content)
    assert (part.status, part.body) == (206, content[100:200])
    for answer in (whole, part):
        assert answer.headers["Content-Encoding"] is None
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("name", ["", first_files()[0]])
def test_who_has_it_is_not_sent_it_again(server: str, name: str) -> None:
    """The same tag brings 304 without a body, another the whole; HEAD brings the headers alone."""
    address = f"{server}/{name}"
    first = compressed(address, "gzip")
    again = ask(address, Accept_Encoding="gzip", If_None_Match=first.headers["ETag"])
    other = ask(address, Accept_Encoding="gzip", If_None_Match='"other"')
    head = ask(address, "HEAD", Accept_Encoding="gzip")
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert (other.status, other.body) == (200, first.body)
    assert (head.status, head.body) == (200, b"")
    for header in ("Content-Length", "Content-Encoding", "ETag", "Cache-Control", "Vary", "Content-Type"):
        assert head.headers[header] == first.headers[header]


def test_a_script_that_is_not_there_is_no_page(server: str) -> None:
    """Whoever asks for a file of another version is told that there is none, and can ask elsewhere."""
    assert ask(f"{server}/static/js/none.js").status == 404


@pytest.mark.parametrize(
    "path", ["static/js/none.js", "static/../app.py", "static/js/../../../app.py", "_stcore/health", "favicon.png"]
)
def test_everything_else_is_left_to_streamlit(server: str, path: str) -> None:
    """What is no page and no file of the browser code is never answered with one of these."""
    answer = ask(f"{server}/{path}", Accept_Encoding="br")
    assert answer.headers["Content-Encoding"] is None
    assert b"next-dollar-outline" not in answer.body
    assert ask(f"{server}/{first_files()[0]}", "POST").status == 405
