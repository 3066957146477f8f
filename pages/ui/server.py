"""The app as an ASGI application, for every deployment: ``python -m uvicorn pages.ui.server:app``.

Unlike ``streamlit run`` it sends its own security headers, prepares the database before the first visitor, and
leaves the socket to uvicorn, which does not delay small answers.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.watcher.local_sources_watcher import LocalSourcesWatcher

from pages.room import page
from pages.room.follow import KEYS
from rooms.store import default_store

FRAME_ANCESTORS = "NEXT_DOLLAR_FRAME_ANCESTORS"
"""Setting: who may show the app in a frame, as in Content-Security-Policy: ``https://course.example 'self'``."""
ANYONE = "*"
"""The default. Standing in course pages is a purpose of this app, and a frame gains nothing over a visitor: there are
no cookies or accounts to ride on, what one may do depends on the secret in the address alone."""

_SOURCES = re.compile(r"[\w.:/*'\- \[\]]+")


class SecurityHeaders:
    """Adds to each answer who may frame it, and keeps addresses, which carry seats, out of other sites' logs."""

    def __init__(self, app: ASGIApp, ancestors: str) -> None:
        self._app = app
        self._ancestors = ancestors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with the headers."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = f"frame-ancestors {self._ancestors}"
                headers["Referrer-Policy"] = "no-referrer"
                headers["X-Content-Type-Options"] = "nosniff"
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)


def ancestors() -> str:
    """Return the setting; `ValueError` where it is no list of sources."""
    given = os.environ.get(FRAME_ANCESTORS, "").strip() or ANYONE
    if not _SOURCES.fullmatch(given):
        raise ValueError(f"{FRAME_ANCESTORS} is {given!r}: sources such as https://course.example are allowed")
    return given


def without_query(record: logging.LogRecord) -> bool:
    """Cut the query off a line of uvicorn's access log: it may hold a seat or a facilitator's secret."""
    if isinstance(record.args, tuple):
        record.args = tuple(arg.split("?")[0] if isinstance(arg, str) else arg for arg in record.args)
    return True


@asynccontextmanager
async def _prepared(_app: Any) -> AsyncIterator[dict[str, Any]]:
    default_store()
    # A crowd that arrives at a cold server would import and build all this many times over, all at once.
    page.specs()
    yield {}


async def _pulse(request: Request) -> Response:
    """Answer whether a room has changed, without running a page."""
    try:
        stand = await run_in_threadpool(KEYS.stand, request.path_params["key"])
    except DBAPIError:
        return Response(status_code=503)
    return Response(status_code=410) if stand is None else JSONResponse(stand)


def _watch_nothing(_watcher: LocalSourcesWatcher) -> None:
    """Stand in for the search for files to watch."""


for _name in ("uvicorn.access", "uvicorn.error"):
    logging.getLogger(_name).addFilter(without_query)
# Streamlit turns the access log on again whatever uvicorn was told; nginx keeps one, without queries.
logging.getLogger("uvicorn.access").disabled = True
# ``streamlit run`` reads this variable; uvicorn knows nothing of it.
_path = os.environ.get("STREAMLIT_SERVER_BASE_URL_PATH", "").strip("/")
app = st.App(
    "app.py",
    middleware=[Middleware(SecurityHeaders, ancestors=ancestors())],
    lifespan=_prepared,
    routes=[Route(f"/{_path}/room-pulse/{{key}}".replace("//", "/"), _pulse)],
)
config.set_option("server.baseUrlPath", _path)
if config.get_option("server.fileWatcherType") == "none":
    # Streamlit looks up the files of all loaded modules for every visitor who comes or comes back, about 150 ms each
    # during which nobody is answered, even where it watches none of them.
    LocalSourcesWatcher.update_watched_modules = _watch_nothing  # type: ignore[assignment, method-assign]
KEYS.served = True
