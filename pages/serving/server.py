"""What the server does beyond Streamlit's own: headers, the pulse of rooms, its own health, getting ready unasked."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from next_dollar.journal import watched, write_to_stderr
from next_dollar.metrics import METRICS
from next_dollar.platforms import Tool
from next_dollar.settings import Settings, below, read_settings, variable_of
from pages.serving import oembed as oembedding
from pages.serving import previews as previewing
from pages.serving.copies import Copies
from pages.serving.files import Files, first_files
from pages.serving.gauges import GAUGES
from pages.serving.health import health, ready
from pages.serving.memory import give_back
from pages.serving.startup import warm_up
from pages.serving.watch import Watch
from pages.ui.streamlit_internals.document import ROOT
from pages.ui.streamlit_internals.downloads import keep_until_fetched
from pages.ui.streamlit_internals.server import serve_below, watch_nothing
from pages.ui.streamlit_internals.tcp_nodelay import send_at_once
from pages.ui.streamlit_internals.theme import read_theme_once
from pages.ui.streamlit_internals.uploads import keep_in_memory

COPIES = Copies(ROOT)
Answering = Callable[[Request], Awaitable[Response]]
SWEEP_SECONDS = 300.0
LOOKS = 20
"""How often in that time it is looked whether a crowd has left."""


class Headers:
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


class Closed:
    """Answers as if there were nothing at the address of Streamlit's own figures, else open to every visitor."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app = app
        self._address = below(path, "_stcore/metrics")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass every other request on."""
        closed = scope["type"] == "http" and scope["path"].rstrip("/") == self._address
        await (Response(status_code=404) if closed else self._app)(scope, receive, send)


def without_query(record: logging.LogRecord) -> bool:
    """Cut the query off a line of uvicorn's access log: it may hold a seat or a facilitator's secret."""
    if isinstance(record.args, tuple):
        record.args = tuple(arg.split("?")[0] if isinstance(arg, str) else arg for arg in record.args)
    return True


@asynccontextmanager
async def _prepared(_app: Any) -> AsyncIterator[dict[str, Any]]:
    send_at_once()
    COPIES.ask(*first_files())
    settings = read_settings()
    if settings.metrics_port:
        METRICS.serve(int(settings.metrics_port), GAUGES)
    named = bool(settings.database)
    if named:  # Whoever names one wants to know at once when it cannot be had.
        from rooms.store import default_store

        default_store()
    warm_up(whole=named)  # A thread beside the first visitor's requests would slow both down more than this takes.
    sweeping = asyncio.create_task(_sweeping())
    yield {}
    sweeping.cancel()


async def _sweeping() -> None:
    """Delete rooms when that is due, and let go of visits, whether or not anybody uses the others."""
    while True:
        for _ in range(LOOKS):
            await asyncio.sleep(SWEEP_SECONDS / LOOKS)
            await give_back()
        await run_in_threadpool(_sweep)


def _sweep() -> None:
    from rooms.errors import Unreachable
    from rooms.store import default_store, is_there
    from rooms.sweep import sweep

    if not is_there():
        return
    with suppress(Unreachable), watched("verb", "sweep", "-"):
        sweep(default_store())


async def _pulse(request: Request) -> Response:
    """Answer whether a room has changed, without running a page."""
    from pages.room.follow import KEYS, seen_in
    from rooms.errors import Unreachable

    try:
        seen = seen_in(request.query_params.get("seen", ""))
        stand = await run_in_threadpool(KEYS.told, request.path_params["key"], seen)
    except Unreachable:
        return Response(status_code=503)
    return Response(status_code=410) if stand is None else JSONResponse(stand)


def _answering(previews: bool) -> dict[str, Answering]:
    """Return what answers at which address below the app."""
    own: dict[str, Answering] = {"room-pulse/{key}": _pulse, "health": health, "ready": ready}
    return own | ({previewing.NAME: previewing.picture, oembedding.NAME: oembedding.oembed} if previews else {})


def _courses(path: str, tool: Tool) -> list[Route]:
    """Return what answers course software; what it rests on is an extra, imported only where it is switched on."""
    try:
        from pages.serving.lti.web import routes
    except ModuleNotFoundError as missing:
        name = variable_of("lti")
        said = f"{name} is set, which needs {missing.name}: pip install 'next-dollar[lti]' brings it"
        raise ValueError(said) from None
    return routes(path, tool)


def _ancestors(settings: Settings) -> str:
    """Return who may show a page in a frame; what stands in a course is a page of ours in one of ours."""
    allowed = settings.frame_ancestors.split()
    if not settings.lti or {"*", "'self'"} & {*allowed}:
        return settings.frame_ancestors
    return " ".join([*(each for each in allowed if each != "'none'"), "'self'"])


def serving() -> dict[str, Any]:
    """Return what `streamlit.App` is given beside its script; `ValueError` where a setting cannot be used."""
    settings = read_settings()
    write_to_stderr()
    for name in ("uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).addFilter(without_query)
    # Streamlit turns the access log on again whatever uvicorn was told; nginx keeps one, without queries.
    logging.getLogger("uvicorn.access").disabled = True
    # ``streamlit run`` reads this variable; uvicorn knows nothing of it.
    path = serve_below(settings.base_path)
    tool = settings.courses()
    watch_nothing()
    keep_in_memory()
    keep_until_fetched()
    read_theme_once()
    return {
        "middleware": [
            Middleware(Watch, path=path),
            Middleware(Headers, ancestors=_ancestors(settings)),
            Middleware(Closed, path=path),
            Middleware(
                Files, path=path, copies=COPIES, previews=settings.previews == "on", shared=settings.shared_path
            ),
        ],
        "lifespan": _prepared,
        "routes": [
            Route(below(path, address), answering)
            for address, answering in _answering(settings.previews == "on").items()
        ]
        + (_courses(path, tool) if tool else []),
    }
