"""Links that unfold: what a chat reads of a scenario's link, and what it never gets of a room's."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import Any
from urllib.parse import urlencode, urlsplit

import brotli
import pytest
from PIL import Image
from reports import hostile, reported
from starlette.requests import Request
from starlette.responses import Response
from test_server import ask

from next_dollar.settings import Settings
from pages.room import visit
from pages.serving import previews
from pages.serving.previews import LONGEST, SECRETS, unfolds
from simulator.cases import load_case
from simulator.link.codec import encode
from simulator.link.private import indexed
from simulator.report.sentences import answer
from simulator.workspace.scenario import Workspace
from tests.browser import serving

LINK = "v=1&case=northwind.1&plan=Plan+A~4000~2000~8500~2500&total=held"
UNPACK = {"gzip": gzip.decompress, "deflate": zlib.decompress, "br": brotli.decompress}
META = re.compile(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">')


def tags(address: str, **headers: str) -> dict[str, str]:
    """Return the tags that a page's document has for chats."""
    return {name: unescape(text) for name, text in META.findall(ask(address, **headers).body.decode())}


@pytest.mark.parametrize("path", ["", "Compare", "How_it_works"])
def test_a_link_says_what_is_in_it(app_url: str, path: str) -> None:
    """Title, the answer in one sentence, and where the picture is, on every page of a scenario."""
    found = tags(f"{app_url}/{path}?{LINK}")
    assert found["og:title"] == "Northwind Supply: Plan A"
    assert found["og:description"].startswith("Plan A brings about $3,030,000 revenue over 24 months, $289,000 (10.5")
    assert found["og:url"] == f"{app_url}/{path}?{LINK}"
    picture = ask(found["og:image"])
    assert picture.headers["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(picture.body)).size == (int(found["og:image:width"]), int(found["og:image:height"]))
    assert found["twitter:card"] == "summary_large_image"


CRAWLERS = {
    "Slack": ("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", {"Range": "bytes=0-32768"}, 2_000_000),
    "Facebook": ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
                 {"Range": "bytes=0-524287", "Accept_Encoding": "deflate, gzip"}, 8_000_000),
    "WhatsApp": ("WhatsApp/2.23.20.0", {"Accept_Language": "de-DE"}, 300_000),
    "LinkedIn": ("LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
                 {"Accept_Encoding": "gzip,deflate"}, 5_000_000),
    "Teams": ("Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
              {"Accept": "text/html"}, 1_000_000),
    "X": ("Twitterbot/1.0", {"Accept_Encoding": "br, gzip"}, 5_000_000),
    "Telegram": ("TelegramBot (like TwitterBot)", {}, 5_000_000),
    "Discord": ("Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)", {"Range": "bytes=0-524287"},
                8_000_000),
}  # fmt: skip
"""What each says it is, what it asks with, and the largest picture in bytes that it shows."""
HEAD_OF = 32_768
"""Bytes of a page that the least patient of them reads."""


@pytest.mark.parametrize("name", CRAWLERS)
def test_each_crawler_finds_what_it_reads(app_url: str, name: str) -> None:
    """In the first bytes of the page stand the tags, plain or packed as it asked; the picture is one it takes."""
    agent, asks, most = CRAWLERS[name]
    said = ask(f"{app_url}/Compare?{LINK}", User_Agent=agent, **asks)
    assert said.status in (200, 206)
    assert said.headers["Content-Type"].startswith("text/html")
    packed = said.headers["Content-Encoding"]
    assert packed in (None, *re.split(r",\s*", asks.get("Accept_Encoding", "")))
    body = said.body if packed is None else UNPACK[packed](said.body)
    found = {key: unescape(text) for key, text in META.findall(body[:HEAD_OF].decode(errors="ignore"))}
    assert found.keys() >= {"og:title", "og:description", "og:image", "og:url", "og:type", "twitter:card"}
    assert found["og:title"] == "Northwind Supply: Plan A"
    assert ask(found["og:image"], "HEAD", User_Agent=agent).status == 200
    picture = ask(found["og:image"], User_Agent=agent, Accept="image/*")
    assert (picture.status, picture.headers["Content-Type"]) == (200, "image/png")
    assert len(picture.body) <= most
    wide, high = Image.open(io.BytesIO(picture.body)).size
    assert wide >= 600
    assert 1.5 <= wide / high <= 2  # What a large card keeps whole.


def test_a_reader_behind_a_proxy_gets_its_own_address(app_url: str) -> None:
    """The scheme and the host are those that the reader asked for; a host that would break out is escaped."""
    found = tags(f"{app_url}/?{LINK}", Host="plan.example", X_Forwarded_Proto="https")
    assert urlsplit(found["og:image"])[:2] == ("https", "plan.example")
    found = tags(f"{app_url}/?{LINK}", Host="plan.example", X_Forwarded_Proto="javascript")
    assert urlsplit(found["og:image"]).scheme == "http"


@pytest.mark.parametrize("query", [f"{LINK}&{key}=abcd" for key in sorted(SECRETS)] + ["", "room=abcd-efgh", "x=1"])
def test_nothing_of_a_room_is_shown(app_url: str, query: str) -> None:
    """No address of a room has tags or a picture, on whatever page; nor has an address without a scenario."""
    for path in ("", "Training_room"):
        assert tags(f"{app_url}/{path}?{query}") == {}
    assert tags(f"{app_url}/Training_room?{LINK}") == {}
    assert not unfolds(query)


def test_a_private_link_shows_indices_alone(app_url: str) -> None:
    """Neither the company's name nor an amount of its money stands in what a private link unfolds to."""
    workspace = Workspace.of(load_case("northwind.1"))
    found = tags(f"{app_url}/?{encode(indexed(workspace))}")
    assert found["og:title"].startswith("A company:")
    text = " ".join(found.values())
    assert "$" not in text
    assert "Northwind" not in text


def test_what_a_name_would_run_stays_text(app_url: str) -> None:
    """Names that mean harm are escaped in the tags, and drawn as they stand."""
    report = hostile()
    if len(encode(report.workspace)) > LONGEST:
        report = reported(Workspace.of(report.business.changed(channels=report.business.channels[:2])))
    page = ask(f"{app_url}/?{encode(report.workspace)}").body.decode()
    assert "<script>alert(1)" not in page
    assert answer(report) in tags(f"{app_url}/?{encode(report.workspace)}")["og:description"]
    assert ask(tags(f"{app_url}/?{encode(report.workspace)}")["og:image"]).headers["Content-Type"] == "image/png"


def test_a_bad_link_unfolds_to_the_nearest_valid_state(app_url: str) -> None:
    """As it opens, so it unfolds: never with an error."""
    assert tags(f"{app_url}/?v=9&case=nowhere.7&plan=%00~x&months=-3")["og:title"]


def test_pictures_cost_only_so_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same scenario is drawn once, however its link is written; long links are not unfolded."""
    drawn: list[str] = []
    monkeypatch.setattr("simulator.report.preview.Preview.picture", lambda shown: drawn.append(shown.title) or b"png")
    previews._kept.cache_clear()
    assert previews._drawn(LINK) == previews._drawn(LINK.replace("+", "%20")) == b"png"
    assert len(drawn) == 1
    previews._kept.cache_clear()
    assert not unfolds(f"v=1&x={'x' * LONGEST}")


def test_too_many_at_once_are_told_to_come_again() -> None:
    """While as many pictures are being drawn as may be, the next reader gets no picture and a time to come again."""
    scope = {"type": "http", "method": "GET", "scheme": "http", "path": "/preview.png", "headers": [],
             "server": ("next.example", 80), "query_string": LINK.encode()}  # fmt: skip
    taken = 0
    while previews.WAITING.acquire(blocking=False):
        taken += 1
    try:
        answered = answer_to(scope)
    finally:
        previews.WAITING.release(taken)
    assert answered.status_code == 503
    assert answered.headers["Retry-After"]
    assert answer_to(scope).status_code == 200


def answer_to(scope: dict[str, Any]) -> Response:
    """Ask for a picture in a thread of its own: a browser of other tests may hold this one's event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(previews.picture(Request(scope)))).result()


def test_every_secret_of_a_room_is_known() -> None:
    """What a room's address holds is what keeps a link from unfolding."""
    assert {visit.ROOM, visit.SEAT, visit.FACILITATOR} <= SECRETS


def test_course_software_finds_the_frame(app_url: str) -> None:
    """The page says where to ask, and the answer is a frame of the very scenario, no larger than asked for."""
    page = ask(f"{app_url}/Compare?{LINK}").body.decode()
    found = re.search(r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', page)
    assert found
    told = json.loads(ask(f"{unescape(found[1])}&maxwidth=500&maxheight=x").body)
    assert (told["version"], told["type"], told["title"]) == ("1.0", "rich", "Northwind Supply: Plan A")
    assert (told["width"], told["height"]) == (500, 900)
    assert unescape(told["html"]).startswith(f'<iframe src="{app_url}/Compare?embed=true&{LINK}" width="500"')
    assert ask(told["thumbnail_url"]).headers["Content-Type"] == "image/png"


@pytest.mark.parametrize(("place", "query", "more", "status"), [
    ("https://elsewhere.example/Compare", LINK, "", 404), ("javascript:alert(1)//Compare", LINK, "", 404),
    ("{app}/Training_room", LINK, "", 404), ("{app}/Compare", "", "", 404),
    ("{app}/Compare", f"{LINK}&seat=abc", "", 404), ("{app}/nowhere", LINK, "", 404),
    ("{app}/Compare", LINK, "&format=xml", 501),
])  # fmt: skip
def test_nothing_else_is_framed(app_url: str, place: str, query: str, more: str, status: int) -> None:
    """Other sites, rooms, pages without a scenario and other formats have no frame."""
    address = f"{place.format(app=app_url)}?{query}"
    assert ask(f"{app_url}/oembed?{urlencode({'url': address})}{more}").status == status


@pytest.fixture(scope="module")
def without() -> Iterator[str]:
    """The address of an app in which links do not unfold."""
    with serving(NEXT_DOLLAR_PREVIEWS="off") as address:
        yield address


def test_links_need_not_unfold(without: str) -> None:
    """Where the setting is off there are no tags; neither on nor off is refused by name."""
    assert tags(f"{without}/?{LINK}") == {}
    assert b"oembed" not in ask(f"{without}/?{LINK}").body
    with pytest.raises(ValueError, match="NEXT_DOLLAR_PREVIEWS"):
        Settings(previews="maybe")
