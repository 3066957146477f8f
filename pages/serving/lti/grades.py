"""Results sent to a platform (Assignment and Grade Services 2.0): tried again, and never waited for.

What waits is kept in the database, sealed, since it bears the platform's id of a person. Any replica sends it, one at a
time: where one ends meanwhile, another goes on.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit

from next_dollar.journal import observed
from next_dollar.platforms import Platform, Tool
from pages.serving.lti.fetching import Answer, Astray, Unanswered, ask
from pages.serving.lti.messages import SCORES
from pages.serving.lti.refusals import Refused
from pages.serving.lti.registration import known_platform
from pages.serving.lti.sealed import Seals, Vault
from rooms import outbox
from rooms.errors import Unreachable
from rooms.limits import MAX_RESULTS, RESULT_SECONDS
from rooms.outbox import InHand, Stand

DELAYS = (2.0, 10.0, 60.0, 300.0, 900.0, 3600.0)
"""Seconds before a result that did not arrive is sent again; the last is that before each further try."""
IN_HAND_SECONDS = 30.0
"""For which a replica that sends a result is waited for; it takes less, or has ended."""
LOOK_SECONDS = 10.0
"""After which a replica looks at the latest whether another has left something to be sent."""
SENDERS = 2
MAXIMUM = 100
"""Of a result, as gradebooks show it."""
GRANTED_SECONDS = 60
"""For which a request for leave is good, and by which leave is asked for anew before it ends."""
LATER = frozenset({401, 408, 425, 429})
"""Refusals that may be none the next time."""
NEWER = 409
"""The platform has this result already, or a later one (AGS 2.0, section 3.4.8)."""


@dataclass(frozen=True)
class Result:
    """What is to be said of one person in one activity."""

    platform: Platform
    line: str
    """The address of the activity's column of results."""
    person: str
    score: float
    """From 0 to 1."""
    at: float = field(default_factory=time.time)
    """When it came about, in seconds since 1970; once it is kept, by the database's clock."""


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
        at = datetime.fromtimestamp(result.at, UTC).isoformat(timespec="milliseconds")
        said = {
            "userId": result.person, "scoreGiven": round(MAXIMUM * result.score, 2), "scoreMaximum": MAXIMUM,
            "activityProgress": "Completed", "gradingProgress": "FullyGraded",
            "timestamp": at.replace("+00:00", "Z"),
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
        tool: what is known of platforms.
        vault: of the secrets, and of the database that the results wait in.
        post: says one and returns the status of the answer; None: as `Post` does.
        delays: seconds before each further try; the last counts for all after it.
        most: results that may wait.
        look: seconds after which it is looked whether there is something to be sent.
        there: whether there is a database yet; none is made only to look into it.
    """

    def __init__(
        self, tool: Tool, vault: Vault, post: Callable[[Result], int] | None = None,
        delays: tuple[float, ...] = DELAYS, most: int = MAX_RESULTS, look: float = LOOK_SECONDS,
        there: Callable[[], bool] = lambda: True,
    ) -> None:  # fmt: skip
        self._tool, self._vault, self._post = tool, vault, post or Post(vault.seals)
        self._delays, self._most, self._look, self._there = delays, most, look, there
        self._news = threading.Condition()
        self._running = False
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to send what this replica or another one keeps."""
        with self._news:
            if self._running:
                return
            self._running = True
            self._threads = [
                threading.Thread(target=self._run, name="course results", daemon=True) for _ in range(SENDERS)
            ]
        for each in self._threads:
            each.start()

    def stop(self) -> None:
        """Send no more once what is in hand is sent; what waits stays for other replicas."""
        with self._news:
            self._running = False
            self._news.notify_all()
        for each in self._threads:
            each.join(IN_HAND_SECONDS)

    def send(self, result: Result) -> Stand:
        """Keep a result to be sent, unless the same was before; return how it stands with it. Raises `Unreachable`."""
        seals, platform = self._vault.seals(), result.platform
        of = platform.issuer, platform.client_id, result.line, result.person
        sealed = seals.seal("result", dict(zip("iclp", of, strict=True)))
        stand = outbox.put(self._vault.store(), seals.about(*of), sealed, result.score, self._most)
        if stand == "waiting":
            self.start()
            with self._news:
                self._news.notify()
        return stand

    def _run(self) -> None:
        while self._running:
            try:
                found = outbox.take(self._vault.store(), IN_HAND_SECONDS) if self._there() else self._look
                if isinstance(found, InHand):
                    self._deliver(found)
                    continue
            except Unreachable:
                found = self._look
            with self._news:
                if self._running:
                    self._news.wait(min(max(found, 0.05), self._look))

    def _deliver(self, held: InHand) -> None:
        began = time.perf_counter()
        what = self._said(held)
        observed("verb", "course_result", "-", what, time.perf_counter() - began)
        store = self._vault.store()
        if what in ("done", str(NEWER)):
            outbox.close(store, held, "arrived")
        elif _is_final(what) or held.age >= RESULT_SECONDS:
            outbox.close(store, held, "refused")
            observed("verb", "course_result_given_up", "-", what, held.age)
        else:
            outbox.put_off(store, held, self._delays[min(held.tries, len(self._delays)) - 1])

    def _said(self, held: InHand) -> str:
        """Send it; return ``done``, or the kind of what went wrong."""
        try:
            status = self._post(self._opened(held))
        except (Astray, Unanswered, Refused) as error:
            return str(error) or type(error).__name__
        except Exception as error:
            # One result that cannot be sent must not keep all others from being sent.
            return type(error).__name__
        return "done" if 200 <= status < 300 else str(status)

    def _opened(self, held: InHand) -> Result:
        of = self._vault.seals().open("result", held.sealed)
        platform = known_platform(self._tool, self._vault, of["i"], of["c"])
        # Where an answer was lost the platform may have it: some refuse the same moment twice, also within a second.
        at = held.made_at + outbox.ANOTHER_SECONDS * (held.tries - 1)
        return Result(platform, of["l"], of["p"], held.score, at)


def _is_final(what: str) -> bool:
    """Return whether the platform refused for good, and is not to be asked again."""
    return what.isdigit() and 400 <= int(what) < 500 and int(what) not in LATER
