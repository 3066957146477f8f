"""What a link shows of its scenario where it is pasted: tags in the page's head, and the picture they name.

Slack, Teams, WhatsApp and the like read Open Graph's tags and run no script, so they stand in the document itself. They
are for links of scenarios alone: a room's address is a secret, and nothing of it is shown to whoever it is pasted to.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from pages.ui.frame.registry import PAGES, Page

if TYPE_CHECKING:
    from simulator.report.preview import Preview

NAME = "preview.png"
LONGEST = 4000
"""Characters of a link that are unfolded: a long one is six plans of eight channels with everything changed."""
KEPT = 64
"""Pictures that are kept, of some fifty thousand bytes each."""
WAITING = BoundedSemaphore(4)
"""How many may ask for a picture that is not kept at the same time; others are told to come again."""
_TURN = Lock()
"""One picture is drawn after the other, so that moves of visitors come between."""
SCHEMES = frozenset({"http", "https"})
A_DAY = "public, max-age=86400"
ROOMS = "room"
"""The page that shows none."""
SECRETS = frozenset({"room", "seat", "facilitator"})
"""Parameters of a room's address."""


def unfolds(query: str) -> bool:
    """Return whether a query is one of a scenario's link, and none of a room's."""
    keys = parse_qs(query, keep_blank_values=True).keys() if len(query) <= LONGEST else frozenset()
    return "v" in keys and not keys & SECRETS


@cache
def unfolding() -> frozenset[str]:
    """Return the addresses of the pages that show a scenario."""
    return frozenset(page.address for page in PAGES if page.folder != ROOMS)


def tags(page: Page, query: str, base: str) -> str:
    """Return the tags of a scenario's link for the head of the document of ``page``.

    ``base``: the app's address with a slash at its end.
    """
    shown, link = preview(query)
    said = {
        "og:type": "website", "og:site_name": "Next Dollar", "og:title": shown.title,
        "og:description": f"{shown.sentence} {page.question}", "og:url": f"{base}{page.address}?{link}",
        "og:image": f"{base}{NAME}?{link}", "og:image:type": "image/png", "og:image:width": str(shown.width),
        "og:image:height": str(shown.height), "og:image:alt": f"Revenue a month. {shown.sentence}",
    }  # fmt: skip
    return _written("property", said) + _written("name", {"twitter:card": "summary_large_image"})


def _written(kind: str, said: Mapping[str, str]) -> str:
    return "".join(f'<meta {kind}="{name}" content="{escape(text)}">\n' for name, text in said.items())


def base_of(asked: Headers, scheme: str, path: str) -> str:
    """Return the app's address as its reader sees it, where a proxy stands between too; ``path``: the app's own."""
    told = asked.get("x-forwarded-proto", "").split(",")[0].strip().lower()
    return f"{told if told in SCHEMES else scheme}://{asked.get('host', 'localhost')}{path}"


async def picture(request: Request) -> Response:
    """Answer with the picture of the scenario in the query."""
    query = request.url.query
    if not unfolds(query):
        return Response(status_code=404)
    if not WAITING.acquire(blocking=False):
        return Response(status_code=503, headers={"Retry-After": "5"})
    try:
        drawn = await run_in_threadpool(_drawn, query)
    finally:
        WAITING.release()
    return Response(drawn, media_type="image/png", headers={"Cache-Control": A_DAY})


def _drawn(query: str) -> bytes:
    """Return the picture; links to the same scenario share one."""
    return _kept(preview(query)[1])


@lru_cache(maxsize=KEPT)
def _kept(link: str) -> bytes:
    with _TURN:
        return preview(link)[0].picture()


def preview(query: str) -> tuple[Preview, str]:
    """Return what a query shows, and the link that it is. The server starts without the model: it is imported here."""
    from pages.ui.text.locale import home_of
    from simulator.link.codec import decode, encode
    from simulator.report.preview import Preview

    workspace = decode(query).workspace
    return Preview(workspace, home_of(workspace.scenario.business.currency)), encode(workspace)
