"""Each answer under an id that the proxy's log and ours share; what is slow or fails gets a line."""

from __future__ import annotations

import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from next_dollar.journal import observed, request_id
from next_dollar.settings import below
from pages.ui.frame.registry import PAGES

HEADER = "X-Request-ID"
NAMES = {page.address for page in PAGES} | {
    "_stcore", "component", "health", "lti", "oembed", "preview.png", "ready", "room-pulse", "static",
}  # fmt: skip
"""What an address begins with; others count as one, or whoever tries addresses would fill the memory with figures."""


class Watch:
    """Passes requests on, and notes how it went; a websocket lasts as long as its visit and is not noted.

    Args:
        path: of the app, as in ``server.baseUrlPath``.
    """

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app = app
        self._base = below(path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, request = time.perf_counter(), request_id(Headers(scope=scope).get(HEADER))
        outcome = "no answer"

        async def sending(message: Message) -> None:
            nonlocal outcome
            if message["type"] == "http.response.start":
                outcome = "done" if message["status"] < 500 else str(message["status"])
                MutableHeaders(scope=message)[HEADER] = request
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            outcome = type(error).__name__
            raise
        finally:
            observed("answer", self._name(scope["path"]), request, outcome, time.perf_counter() - began)

    def _name(self, path: str) -> str:
        first = path.removeprefix(self._base).lstrip("/").split("/")[0]
        return (first or "page") if first in NAMES else "other"
