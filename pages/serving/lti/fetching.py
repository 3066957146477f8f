"""Asking a platform: only at its own addresses, without following it elsewhere, bounded in time and size."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Collection
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from next_dollar.platforms import origin_of

PATIENCE_SECONDS = 10.0
LARGEST = 262_144
"""Bytes of an answer that are read."""


class Unanswered(Exception):
    """No answer came, or none that can be used; its text names the kind alone."""


class Astray(Exception):
    """The address is none of the platform's."""


@dataclass(frozen=True)
class Answer:
    """What came back: the status and the body."""

    status: int
    body: bytes

    def told(self) -> dict[str, Any]:
        """Return the body as JSON; `Unanswered` where it is no object."""
        try:
            found = json.loads(self.body)
        except ValueError:
            raise Unanswered("no JSON") from None
        if not isinstance(found, dict):
            raise Unanswered("no JSON object")
        return found


class _Staying(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Go nowhere: the answer that sends elsewhere is the answer."""


_OPENER = urllib.request.build_opener(_Staying)


def ask(origins: Collection[str], address: str, body: bytes | None = None, **headers: str) -> Answer:
    """Return what a platform answers; with ``body`` it is told something.

    Args:
        origins: the platform's, as configured.
        headers: by name, with underscores for hyphens.

    Raises:
        Astray: the address is at none of them.
        Unanswered: no answer came in time, or one that is too large.
    """
    if not is_at(origins, address):
        raise Astray
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, data=body, headers=named)
    try:
        with _OPENER.open(request, timeout=PATIENCE_SECONDS) as answer:
            found = answer.read(LARGEST + 1)
            status: int = answer.status
    except urllib.error.HTTPError as refused:
        with refused:
            return Answer(refused.code, b"")
    except (OSError, HTTPException, ValueError) as error:
        raise Unanswered(type(error).__name__) from None
    if len(found) > LARGEST:
        raise Unanswered("too large")
    return Answer(status, found)


def is_at(origins: Collection[str], address: str) -> bool:
    """Return whether an address is at one of these origins, without a user in it."""
    try:
        return origin_of(address) in origins and "@" not in address.split("?")[0] and address.isprintable()
    except ValueError:
        return False
