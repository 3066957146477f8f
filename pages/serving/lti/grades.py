"""Results sent to a platform (Assignment and Grade Services 2.0): in turn, tried again, and never waited for.

What waits is held in memory alone, since it bears the platform's id of a person. Where a process ends before it was
sent, the page in the course asks again and another takes it.
"""

from __future__ import annotations

import heapq
import json
import logging
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal
from urllib.parse import urlencode, urlsplit

from next_dollar.journal import observed
from next_dollar.platforms import Platform
from pages.serving.lti.fetching import Answer, Astray, Unanswered, ask
from pages.serving.lti.messages import SCORES
from pages.serving.lti.sealed import Seals

LOG = logging.getLogger("next_dollar")
DELAYS = (2.0, 10.0, 60.0, 300.0, 900.0)
"""Seconds before a result that did not arrive is sent again; after the last it is given up."""
MOST_WAITING = 1000
MOST_KNOWN = 5000
"""Results of which it is remembered how it went."""
REST_SECONDS = 600.0
"""After which a result that was not taken may be sent again, where it is asked for again."""
SENDERS = 2
MAXIMUM = 100
"""Of a result, as gradebooks show it."""
GRANTED_SECONDS = 60
"""For which a request for leave is good, and by which leave is asked for anew before it ends."""
LATER = frozenset({401, 408, 425, 429})
"""Refusals that may be none the next time."""

Stand = Literal["waiting", "arrived", "refused", "full"]
"""How it went: on its way; taken; not taken, or given up; too many wait, ask again."""


@dataclass(frozen=True)
class Result:
    """What is to be said of one person in one activity."""

    platform: Platform
    line: str
    """The address of the activity's column of results."""
    person: str
    score: float
    """From 0 to 1."""

    @property
    def about(self) -> str:
        """Tells whose result in what this is, by a hash."""
        told = json.dumps([self.platform.issuer, self.platform.client_id, self.line, self.person])
        return sha256(told.encode()).hexdigest()


@dataclass(order=True)
class _Due:
    at: float
    result: Result = field(compare=False)
    tries: int = field(compare=False, default=0)


class Post:
    """Says a result to its platform, with leave that is kept as long as it is good.

    Args:
        seals: to sign requests with.
    """

    def __init__(self, seals: Callable[[], Seals]) -> None:
        self._seals = seals
        self._leave: dict[Platform, tuple[str, float]] = {}

    def __call__(self, result: Result) -> int:
        """Return the status of the platform's answer. Raises `Astray`, `Unanswered` or `Unreachable`."""
        leave = self._granted(result.platform)
        if not leave:
            return 401
        said = {
            "userId": result.person, "scoreGiven": round(MAXIMUM * result.score, 2), "scoreMaximum": MAXIMUM,
            "activityProgress": "Completed", "gradingProgress": "FullyGraded",
            "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }  # fmt: skip
        place = urlsplit(result.line)
        address = place._replace(path=f"{place.path.rstrip('/')}/scores").geturl()
        answer = ask(
            result.platform.origins, address, json.dumps(said).encode(), Authorization=f"Bearer {leave}",
            Content_Type="application/vnd.ims.lis.v1.score+json",
        )  # fmt: skip
        if answer.status == 401:
            self._leave.pop(result.platform, None)
        return answer.status

    def _granted(self, platform: Platform) -> str:
        leave, until = self._leave.get(platform, ("", 0.0))
        if time.monotonic() < until:
            return leave
        claims = {
            "iss": platform.client_id, "sub": platform.client_id, "jti": uuid.uuid4().hex,
            "aud": platform.token_audience or platform.token_url,
        }  # fmt: skip
        asked = {
            "grant_type": "client_credentials", "scope": SCORES,
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": self._seals().sign(claims, GRANTED_SECONDS),
        }  # fmt: skip
        answer = ask(
            platform.origins, platform.token_url, urlencode(asked).encode(), Accept="application/json",
            Content_Type="application/x-www-form-urlencoded",
        )  # fmt: skip
        return self._kept(platform, answer) if answer.status == 200 else ""

    def _kept(self, platform: Platform, answer: Answer) -> str:
        told = answer.told()
        leave, seconds = told.get("access_token"), told.get("expires_in", 0)
        if not isinstance(leave, str) or not leave.isascii() or not leave.isprintable():
            raise Unanswered("no token")
        if isinstance(seconds, int | float) and not isinstance(seconds, bool):
            self._leave[platform] = leave, time.monotonic() + seconds - GRANTED_SECONDS
        return leave


class Sender:
    """Sends results in the background, a few at a time.

    Args:
        post: says one and returns the status of the answer.
        delays: seconds before each further try.
        most: results that may wait.
    """

    def __init__(self, post: Callable[[Result], int], delays: tuple[float, ...] = DELAYS, most: int = MOST_WAITING):
        self._post, self._delays, self._most = post, delays, most
        self._waiting: list[_Due] = []
        self._known: OrderedDict[str, tuple[float, Stand, float]] = OrderedDict()
        self._news = threading.Condition()
        self._running = 0

    def send(self, result: Result) -> Stand:
        """Take a result, unless the same was taken before; return at once how it stands with it."""
        with self._news:
            score, stand, since = self._known.get(result.about, (-1.0, "refused", 0.0))
            given_up = stand == "refused" and time.monotonic() - since > REST_SECONDS
            if score == result.score and not given_up:
                return stand
            if len(self._waiting) >= self._most:
                return "full"
            self._note(result, "waiting")
            heapq.heappush(self._waiting, _Due(time.monotonic(), result))
            if self._running < SENDERS:
                self._running += 1
                threading.Thread(target=self._run, name="course results", daemon=True).start()
            self._news.notify()
        return "waiting"

    def _note(self, result: Result, stand: Stand) -> None:
        self._known[result.about] = result.score, stand, time.monotonic()
        self._known.move_to_end(result.about)
        while len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)

    def _run(self) -> None:
        while True:
            due, began = self._next(), time.perf_counter()
            what = self._said(due.result)
            observed("verb", "course_result", "-", what, time.perf_counter() - began)
            with self._news:
                self._went(due, what)

    def _next(self) -> _Due:
        with self._news:
            while True:
                now = time.monotonic()
                if self._waiting and self._waiting[0].at <= now:
                    return heapq.heappop(self._waiting)
                self._news.wait(self._waiting[0].at - now if self._waiting else None)

    def _said(self, result: Result) -> str:
        """Send it; return ``done``, or the kind of what went wrong."""
        try:
            status = self._post(result)
        except (Astray, Unanswered) as error:
            return str(error) or type(error).__name__
        except Exception as error:
            # One result that cannot be sent must not keep all others from being sent.
            return type(error).__name__
        return "done" if 200 <= status < 300 else str(status)

    def _went(self, due: _Due, what: str) -> None:
        if self._known.get(due.result.about, (None,))[0] != due.result.score:
            return  # Another result of the same person came meanwhile, and says more.
        if what == "done":
            self._note(due.result, "arrived")
            return
        final = what.isdigit() and 400 <= int(what) < 500 and int(what) not in LATER
        if final or due.tries >= len(self._delays):
            self._note(due.result, "refused")
            LOG.warning("course result refused outcome=%s tries=%d", what, due.tries + 1)
            return
        heapq.heappush(self._waiting, _Due(time.monotonic() + self._delays[due.tries], due.result, due.tries + 1))
        self._news.notify()
