"""Answers for pages and for Streamlit's own files, compressed where the browser takes it."""

from __future__ import annotations

import mimetypes
from functools import cache
from hashlib import sha256
from pathlib import PurePosixPath

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from next_dollar.settings import below
from pages.serving.copies import CODINGS, Copies, chosen, packed
from pages.serving.oembed import discovery
from pages.serving.outline import page_document
from pages.serving.previews import base_of, tags, unfolding, unfolds
from pages.ui.frame.registry import PAGES, Page
from pages.ui.streamlit_internals.chunks import chart_chunks, element_chunks
from pages.ui.streamlit_internals.document import HEAD_ENDS, ROOT, SCRIPTS, index

COMPRESSIBLE = frozenset({".css", ".js", ".svg"})
STATIC = "static/"
FOREVER = "public, immutable, max-age=31536000"
"""A file's name holds a hash of what is in it."""
AGAIN = "no-cache"


class Files:
    """Answers what it has ready, and leaves everything else to Streamlit.

    Args:
        path: of the app, as in ``server.baseUrlPath``.
        previews: whether the page of a scenario's link says what is in it, for where it is pasted.
        shared: the path at which a proxy gives the same files for every replica; blank: there is none.
    """

    def __init__(self, app: ASGIApp, path: str, copies: Copies, previews: bool = False, shared: str = "") -> None:
        self._app = app
        self._static = below(shared, STATIC) if shared else f"./{STATIC}"
        self._previews = previews
        self._base = below(path)
        self._copies = copies
        self._pages = {page.address for page in PAGES if index() is not None}
        self._all = frozenset(_names())
        self._files = frozenset(name for name in self._all if PurePosixPath(name).suffix in COMPRESSIBLE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request or pass it on."""
        name = self._asked(scope)
        if name in self._pages:
            answer: Response | None = await run_in_threadpool(self._page, name, scope)
            send = _varying(send)
        elif name in self._files:
            answer, send = self._file(name, Headers(scope=scope)), _varying(send)
        elif self._all and name is not None and name.startswith(STATIC) and name not in self._all:
            answer = Response(
                status_code=404
            )  # Streamlit would answer with a page, which a browser takes for the file.
        else:
            answer = None
        await (self._app if answer is None else _without_body(answer, scope))(scope, receive, send)

    def _asked(self, scope: Scope) -> str | None:
        """Return the path below the app of what is to be read; None where something else is to be done."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            return None
        path: str = scope["path"].removeprefix(scope.get("root_path", ""))
        return path.removeprefix(self._base) if path.startswith(self._base) else None

    def _page(self, name: str, scope: Scope) -> Response:
        asked = Headers(scope=scope)
        coding = chosen(asked.get("accept-encoding", ""))
        query = scope.get("query_string", b"").decode("latin-1")
        if not (self._previews and name in unfolding() and unfolds(query)):
            return _answer(_page(name, self._static, coding), "page.html", coding, asked, AGAIN)
        base = base_of(asked, scope["scheme"], self._base)
        said = tags(_named(name), query, base) + discovery(base, f"{base}{name}?{query}")
        content = _page(name, self._static, None).replace(HEAD_ENDS.encode(), said.encode() + HEAD_ENDS.encode(), 1)
        return _answer(content if coding is None else packed(content, coding), "page.html", coding, asked, AGAIN)

    def _file(self, name: str, asked: Headers) -> Response | None:
        """Return a copy; None where there is none yet or the browser wants none, or only a part of the file."""
        coding = None if "range" in asked else chosen(asked.get("accept-encoding", ""))
        copies = None if coding is None else self._copies.of(name)
        if coding is None or copies is None:
            return None
        return _answer(copies[coding], name, coding, asked, FOREVER)


def first_files() -> list[str]:
    """Paths below Streamlit's static folder of what a first visit loads, in that order."""
    html = index() or ""
    linked = [name for name in _names() if PurePosixPath(name).suffix in COMPRESSIBLE and f"./{name}" in html]
    return list(dict.fromkeys([*linked, *(f"{SCRIPTS}/{name}" for name in [*element_chunks(), *chart_chunks()])]))


@cache
def _page(name: str, static: str, coding: str | None) -> bytes:
    content = page_document(_named(name), index() or "").replace(f'"./{STATIC}', f'"{static}').encode()
    return content if coding is None else CODINGS[coding](content)


def _named(name: str) -> Page:
    return next(page for page in PAGES if page.address == name)


def _names() -> list[str]:
    return [file.relative_to(ROOT).as_posix() for file in (ROOT / "static").rglob("*") if file.is_file()]


def _answer(content: bytes, name: str, coding: str | None, asked: Headers, cached: str) -> Response:
    tag = f'"{sha256(content).hexdigest()[:16]}"'
    headers = {"Cache-Control": cached, "ETag": tag}
    if coding is not None:
        headers["Content-Encoding"] = coding
    if tag in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=mimetypes.guess_type(name)[0])


def _without_body(answer: Response, scope: Scope) -> Response:
    if scope["method"] == "HEAD":
        answer.body = b""  # Its headers, with the length, stay.
    return answer


def _varying(send: Send) -> Send:
    """Return a way to send that tells caches on the way that others may be given a compressed copy."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
        await send(message)

    return sending
