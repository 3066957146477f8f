"""Whether this process lives, and whether visitors may be sent to it."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from next_dollar import installed_version

VERSION = installed_version()


async def health(_: Request) -> Response:
    """Answer that the process lives, and of which version it is."""
    return JSONResponse({"status": "ok", "version": VERSION})


async def ready(_: Request) -> Response:
    """Answer 200 where rooms can be read and written, else 503, with what is the matter."""
    found = await run_in_threadpool(_database)
    fit = found["database"] == "ok"
    return JSONResponse(
        {"status": "ready" if fit else "not ready", "version": VERSION, **found},
        status_code=200 if fit else 503, headers={"Cache-Control": "no-store"},
    )  # fmt: skip


def _database() -> dict[str, str]:
    from rooms.errors import Unreachable
    from rooms.store import default_store

    try:
        schema = default_store().schema()
    except Unreachable as error:
        return {"database": f"unreachable ({error})"}
    return {"database": "ok", "schema": schema}
