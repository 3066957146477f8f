"""A scenario's page as a frame for course and blog software that asks by oEmbed (oembed.com) what a link is."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pages.serving import previews

NAME = "oembed"
WIDTH, HEIGHT = 960, 900
"""Of the frame in pixels, unless less is asked for."""


def discovery(base: str, address: str) -> str:
    """Return the tag by which software finds out where to ask about a page."""
    asked = escape(f"{base}{NAME}?{urlencode({'url': address, 'format': 'json'})}")
    return f'<link rel="alternate" type="application/json+oembed" href="{asked}" title="Next Dollar">\n'


async def oembed(request: Request) -> Response:
    """Answer what to show of the link in ``url``: 404 for what is no scenario of this app, 501 for other formats."""
    asked = request.query_params
    if asked.get("format", "json") != "json":
        return Response(status_code=501)
    path = request.scope["path"].removesuffix(NAME)
    base = previews.base_of(request.headers, request.scope["scheme"], path)
    address = asked.get("url", "")
    if not _ours(address, base):
        return Response(status_code=404)
    return JSONResponse(await run_in_threadpool(_told, address, base, _size(request)))


def _ours(address: str, base: str) -> bool:
    """Return whether an address is a scenario on a page of this app; a proxy may have ended its HTTPS."""
    asked, own = urlsplit(address), urlsplit(base)
    if asked.scheme not in previews.SCHEMES or asked.netloc != own.netloc or not asked.path.startswith(own.path):
        return False
    return asked.path.removeprefix(own.path) in previews.unfolding() and previews.unfolds(asked.query)


def _told(address: str, base: str, size: tuple[int, int]) -> dict[str, object]:
    place, _, query = address.partition("#")[0].partition("?")
    shown, link = previews.preview(query)
    width, height = size
    frame = escape(f"{place}?embed=true&{link}")
    return {
        "version": "1.0", "type": "rich", "provider_name": "Next Dollar", "title": shown.title,
        "width": width, "height": height, "thumbnail_url": f"{base}{previews.NAME}?{link}",
        "thumbnail_width": shown.width, "thumbnail_height": shown.height,
        "html": f'<iframe src="{frame}" width="{width}" height="{height}" style="border:0" '
        f'title="{escape(shown.title)}"></iframe>',
    }  # fmt: skip


def _size(request: Request) -> tuple[int, int]:
    """Return the size of the frame: as large as it is made, and no larger than asked for."""
    asked = (request.query_params.get(name, "") for name in ("maxwidth", "maxheight"))
    width, height = (
        min(most, max(int(text), 200)) if text.isdecimal() and len(text) < 6 else most
        for text, most in zip(asked, (WIDTH, HEIGHT), strict=True)
    )
    return width, height
