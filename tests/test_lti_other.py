"""LTI against a platform that somebody else wrote: what two halves of one head agree on proves nothing."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from pages.serving.lti.grades import Sender
from pages.serving.lti.sealed import BEHIND_SECONDS, KEYS_SECONDS, Vault, kid_of, new_key
from pages.serving.lti.steps import Courses
from rooms.course_keys import renew, retire
from rooms.limits import KEY_AT_ONCE_SECONDS
from rooms.store import Store
from tests.browser import free_port
from tests.other_lms import LEARNER, OtherLms, other_lms
from tests.room_store import HandClock
from tests.test_lti import Answer, answered, serving


@dataclass(frozen=True)
class Pair:
    """The app and the platform."""

    platform: OtherLms
    store: Store
    clock: HandClock

    def post(self, step: str, sent: dict[str, str]) -> Answer:
        """Send a form as a browser does."""
        return answered(urllib.request.Request(f"{self.platform.tool}lti/{step}", urlencode(sent).encode()))

    def launch(self, target: str, *, choice: bool = False) -> Answer:
        """Go through a launch."""
        place = urlsplit(answered(urllib.request.Request(self.platform.login(target))).onward)
        assert f"{place.scheme}://{place.netloc}{place.path}" == f"{self.platform.address}/auth"
        form = self.platform.launch(dict(parse_qsl(place.query)), target, choice=choice)
        assert form.pop("launch_url") == f"{self.platform.tool}lti/launch"
        return self.post("launch", form)

    def choose(self) -> list[dict[str, object]]:
        """Return what the platform reads of a choice."""
        ticket = self.launch(self.platform.tool, choice=True).ticket
        page = self.post("chosen", {"ticket": ticket, "what": "case", "case": "tallgrass.1", "title": "Lesson 3"}).body
        message = re.search(r'name="JWT" value="([^"]+)"', page)
        assert message, page
        return self.platform.chosen(message[1])


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """Both, each on a port of its own."""
    clock = HandClock(time.time())
    store, port = Store(tmp_path / "rooms.sqlite3", clock), free_port()
    with other_lms() as platform:
        platform.tool = f"http://127.0.0.1:{port}/"
        tool, vault = platform.of(), Vault(lambda: store, clock)
        sender = Sender(tool, vault, look=0.05)
        with serving(Courses(tool, vault, sender), port):
            yield Pair(platform, store, clock)
        sender.stop()
    store.close()


def test_a_launch_and_a_result_are_taken(pair: Pair) -> None:
    """From the login to the result, whose leave the platform granted and whose fields are those it asks for."""
    link = f"{pair.platform.tool}Compare?v=1&case=tallgrass.1&total=held"
    ticket = pair.launch(link).ticket
    told = json.loads(pair.post("stand", {"ticket": ticket, "tried": "true"}).body)
    assert dict(parse_qsl(urlsplit(told["source"]).query))["case"] == "tallgrass.1"
    give_up = time.monotonic() + 20
    while not pair.platform.taken and time.monotonic() < give_up:
        time.sleep(0.02)
    assert pair.platform.refused == []
    (score,) = pair.platform.taken
    assert (score["userId"], score["scoreGiven"], score["scoreMaximum"]) == (LEARNER, 100, 100)
    assert score["gradingProgress"] == "FullyGraded"


def test_a_choice_is_read(pair: Pair) -> None:
    """What a course author chose is one link of the app, as the platform reads it."""
    (item,) = pair.choose()
    assert item["type"] == "ltiResourceLink"
    assert item["title"] == "Lesson 3"
    assert str(item["url"]).startswith(pair.platform.tool)


def test_a_platform_whose_clock_is_behind_takes_what_is_signed(pair: Pair) -> None:
    """A few seconds between two servers' clocks are no reason to lose a choice."""
    pair.clock.time += BEHIND_SECONDS / 2
    assert len(pair.choose()) == 1


def test_what_a_new_key_signs_is_read(pair: Pair) -> None:
    """Renewed between two choices, and the old key retired, the platform takes both by the keys published then."""
    pair.clock.time -= KEY_AT_ONCE_SECONDS + KEYS_SECONDS + 5  # The platform's own clock does not move with it.
    assert len(pair.choose()) == 1
    old, _ = (each.kid for each in renew(pair.store, new_key, kid_of, at_once=True).all)
    pair.clock.time += KEY_AT_ONCE_SECONDS + 1
    retire(pair.store, old)
    pair.clock.time += KEYS_SECONDS + 1
    assert len(pair.choose()) == 1
