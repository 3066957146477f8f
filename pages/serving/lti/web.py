"""The addresses of LTI: what each takes, how much of it, and what stands in the course where something is refused."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from functools import cache, wraps
from html import escape
from pathlib import Path
from string import Template
from typing import TypeVar
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from next_dollar.journal import request_id
from next_dollar.platforms import Tool
from next_dollar.settings import below
from pages.serving.lti import choosing
from pages.serving.lti.addresses import CHOOSE, CHOSEN, KEYS, LAUNCH, LOGIN, REGISTER, SHOW, STAND
from pages.serving.lti.grades import Sender
from pages.serving.lti.refusals import Refused, busy, not_usable, unreachable
from pages.serving.lti.registration import register
from pages.serving.lti.sealed import KEYS_SECONDS, Vault
from pages.serving.lti.steps import Courses, Onward
from rooms.errors import RoomError, Unreachable
from rooms.store import default_store, is_there

LOG = logging.getLogger("next_dollar")
LARGEST = 65_536
"""Bytes of a form: a message of a platform has some five thousand."""
MOST_FIELDS = 60
AT_ONCE, WAITING = 8, 200
"""Requests that are worked on, and that wait for that."""
HERE = Path(__file__).parent
NOT_KEPT = {"Cache-Control": "no-store"}
Answered = TypeVar("Answered")
Answering = Callable[[Request], Awaitable[Response]]


def routes(path: str, tool: Tool) -> list[Route]:
    """Return the routes of LTI.

    Args:
        path: of the app, as in ``server.baseUrlPath``.
        tool: what is known of platforms.
    """
    vault = Vault(default_store)
    sender = Sender(tool, vault, there=is_there)
    sender.start()
    return Web(Courses(tool, vault, sender)).routes(path)


class Web:
    """Answers for the steps of a launch."""

    def __init__(self, courses: Courses) -> None:
        self._courses = courses
        self._turns, self._here = asyncio.Semaphore(AT_ONCE), 0
        self._registering = asyncio.Lock()

    def routes(self, path: str) -> list[Route]:
        """Return the routes below that path."""
        own: tuple[tuple[str, Answering, list[str]], ...] = (
            (LOGIN, self._login, ["GET", "POST"]), (LAUNCH, self._launch, ["POST"]), (KEYS, self._keys, ["GET"]),
            (SHOW, self._show, ["GET"]), (STAND, self._stand, ["POST"]), (CHOOSE, self._choose, ["GET"]),
            (CHOSEN, self._chosen, ["POST"]), (REGISTER, self._register, ["GET"]),
        )  # fmt: skip
        return [Route(below(path, name), _answered(name, answer), methods=methods) for name, answer, methods in own]

    async def _login(self, request: Request) -> Response:
        asked = await _form(request) if request.method == "POST" else dict(request.query_params)
        return _onward(await self._done(lambda: self._courses.login(asked)), keeps=True)

    async def _launch(self, request: Request) -> Response:
        sent, visitor = await _form(request), request.client.host if request.client else None
        return _onward(await self._done(lambda: self._courses.launch(sent, visitor)), keeps=False)

    async def _keys(self, _: Request) -> Response:
        public = await self._done(lambda: self._courses.vault.seals().public_keys)
        return JSONResponse(public, headers={"Cache-Control": f"public, max-age={KEYS_SECONDS:.0f}"})

    async def _show(self, _: Request) -> Response:
        return _page("show.html", stand=_name(STAND))

    async def _stand(self, request: Request) -> Response:
        sent = await _form(request)
        try:
            told = await self._done(
                lambda: self._courses.stand(sent.get("ticket", ""), tried=sent.get("tried") == "true")
            )
        except Refused as refused:
            return JSONResponse({"source": "", "asks": "", "said": refused.said}, refused.status, NOT_KEPT)
        return JSONResponse(told, headers=NOT_KEPT)

    async def _choose(self, _: Request) -> Response:
        return _form_page(await self._done(lambda: choosing.fields({}, "")))

    async def _chosen(self, request: Request) -> Response:
        sent = await _form(request)

        def chosen() -> tuple[str, str]:
            target, title = choosing.read(sent, self._courses.tool.address)
            return self._courses.chosen(sent.get("ticket", ""), target, title)

        try:
            back, message = await self._done(chosen)
        except choosing.Unclear as unclear:
            said = str(unclear)
            return _form_page(await self._done(lambda: choosing.fields(sent, said)), 400)
        return _page("back.html", back=escape(back), message=escape(message))

    async def _register(self, request: Request) -> Response:
        tool, vault, asked = self._courses.tool, self._courses.vault, dict(request.query_params)
        if self._registering.locked():  # It waits for another server: one at a time, and nobody's launch behind it.
            raise busy()
        async with self._registering:
            await run_in_threadpool(register, tool, vault, asked)
        return _page("registered.html")

    async def _done(self, step: Callable[[], Answered]) -> Answered:
        """Return what a step gives, worked out beside the loop; so many at a time, and so many that wait."""
        if self._here >= AT_ONCE + WAITING:
            raise busy()
        self._here += 1
        try:
            async with self._turns:
                return await run_in_threadpool(step)
        finally:
            self._here -= 1


def _answered(name: str, answer: Answering) -> Answering:
    """Return the same, with a page where it is refused, and a line for whoever runs the app."""

    @wraps(answer)
    async def answering(request: Request) -> Response:
        try:
            return await answer(request)
        except Refused as refused:
            found = refused
        except RoomError as error:
            found = Refused("room", str(error))
        except Unreachable:
            found = unreachable()
        LOG.warning("%s refused=%s request=%s", name, found.what, request_id(request.headers.get("X-Request-ID")))
        told = f"For whoever runs the course: {found.told}." if found.told else ""
        return _page("refused.html", found.status, said=escape(found.said), told=escape(told))

    return answering


async def _form(request: Request) -> dict[str, str]:
    """Return the fields of a form; `Refused` where it is none or too large."""
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/x-www-form-urlencoded":
        raise not_usable("form", "the message must come as a form (application/x-www-form-urlencoded)")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise not_usable("size", f"the message must be no larger than {LARGEST} bytes")
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise not_usable("form", f"the message must be a form of at most {MOST_FIELDS} fields") from None


def _onward(to: Onward, *, keeps: bool) -> Response:
    """Return the page that goes on there; a tab keeps the mark of its launch, or shows that it has it."""
    # Within a script no end of it may stand; within quotes the rest is safe.
    told = json.dumps([to.address, to.mark, keeps]).replace("<", "\\u003c")
    return _page("onward.html", told=told)


def _form_page(fields: dict[str, str], status: int = 200) -> Response:
    return _page("choose.html", status, action=_name(CHOSEN), **fields)


def _page(name: str, status: int = 200, **parts: str) -> Response:
    filled = Template(_read(name)).substitute(parts)
    whole = Template(_read("page.html")).substitute(style=_read("lti.css"), body=filled)
    return HTMLResponse(whole, status, NOT_KEPT)


@cache
def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _name(address: str) -> str:
    """Return the address beside the page that asks."""
    return address.rpartition("/")[2]
