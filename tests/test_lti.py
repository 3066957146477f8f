"""LTI 1.3 against a platform of our own: what is taken, once; what is refused; results that arrive; no name stays."""

from __future__ import annotations

import base64
import hmac
import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import uvicorn
from sqlalchemy import text
from starlette.applications import Starlette

from next_dollar.platforms import Platform, Tool, read_platforms
from next_dollar.settings import read_settings
from pages.serving.lti.fetching import Astray, Unanswered, ask
from pages.serving.lti.grades import Sender
from pages.serving.lti.platform_keys import ANEW_SECONDS, PlatformKeys
from pages.serving.lti.refusals import Refused
from pages.serving.lti.sealed import SECONDS, Seals, Vault
from pages.serving.lti.steps import LONGEST_URL, Courses
from pages.serving.lti.targets import read_target
from pages.serving.lti.web import LARGEST, Web
from rooms import facilitator, participant
from rooms.courses import take_once
from rooms.errors import NoSuchRoom
from rooms.settings import RoomSettings, RoundSettings
from rooms.store import Store
from rooms.sweep import sweep
from rooms.tables import Base
from rooms.worth import share, worth_of
from simulator.facts.plan import Plan
from tests.browser import ROOT, free_port
from tests.lms import CHOICE, CONFIGURATION, CORE, GRADES, KID, ONCE, PERSON, SCORE, Lms, lms, new_key
from tests.room_store import HandClock, more_sales, session_in

SCHOOL = "https://school.example"
"""Another origin of the platform that may register."""
TOLD = re.compile(r"const \[place, mark, keeps\] = (\[.*\]);")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: str

    @property
    def onward(self) -> str:
        """Where the page leads to."""
        found = TOLD.search(self.body)
        assert found, self.body
        place: str = json.loads(found[1])[0]
        return place

    @property
    def ticket(self) -> str:
        """What the page in the course asks with."""
        return self.onward.partition("#")[2]


@dataclass(frozen=True)
class App:
    """The app's own part of LTI, served, and the platform that opens it."""

    platform: Lms
    store: Store

    @property
    def address(self) -> str:
        """Of the app, with a slash at its end."""
        return self.platform.tool

    def post(
        self, step: str, body: dict[str, str] | bytes, kind: str = "application/x-www-form-urlencoded", at: str = ""
    ) -> Answer:
        """Send a form as a browser does; ``at`` is the path of a replica."""
        data = body if isinstance(body, bytes) else urlencode(body).encode()
        return answered(urllib.request.Request(f"{self.address}{at}lti/{step}", data, {"Content-Type": kind}))

    def question(self, target: str = "", kind: str = "") -> dict[str, str]:
        """Return what the app asks the platform at the beginning of a launch."""
        answer = answered(urllib.request.Request(self.platform.login(target or self.address, kind)))
        return dict(parse_qsl(urlsplit(answer.onward).query))

    def launch(self, target: str = "", kind: str = "") -> Answer:
        """Go through a launch as the platform's claims are now."""
        question = self.question(target, kind)
        message = self.platform.signed(self.platform.told(question))
        return self.post("launch", {"id_token": message, "state": question["state"]})

    def stand(self, ticket: str, tried: str = "false") -> dict[str, str]:
        """Return what the page in the course is told."""
        told: dict[str, str] = json.loads(self.post("stand", {"ticket": ticket, "tried": tried}).body)
        return told

    def seat(self, ticket: str) -> str:
        """Return the seat that stands in the course; empty where none does."""
        return dict(parse_qsl(urlsplit(self.stand(ticket)["source"]).query)).get("seat", "")

    def stand_once(self, ticket: str, said: str, tried: str = "false") -> dict[str, str]:
        """Return what it is told once that is said."""
        give_up = time.monotonic() + 20
        while said not in (told := self.stand(ticket, tried))["said"] and time.monotonic() < give_up:
            time.sleep(0.02)
        assert said in told["said"], told
        return told


def answered(request: urllib.request.Request) -> Answer:
    """Return what comes back, also where it is a refusal."""
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return Answer(answer.status, answer.read().decode())
    except urllib.error.HTTPError as refused:
        with refused:
            return Answer(refused.code, refused.read().decode())


@contextmanager
def serving(courses: Courses, port: int) -> Iterator[None]:
    """Serve the routes until the block ends."""
    app = Starlette(routes=list(Web(courses).routes("")))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        running.join(10)


@contextmanager
def running(folder: Path, known: Callable[[Lms], Tool]) -> Iterator[App]:
    """Run a platform, and the app that knows of it what it is told."""
    store, port = Store(folder / "rooms.sqlite3"), free_port()
    with lms() as platform:
        platform.tool = f"http://127.0.0.1:{port}/"
        vault = Vault(lambda: store)
        tool = known(platform)
        sender = Sender(tool, vault, delays=(0.05,))
        with serving(Courses(tool, vault, sender), port):
            yield App(platform, store)
        sender.stop()
    store.close()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """The app with one platform."""
    with running(tmp_path, Lms.of) as served:
        yield served


@pytest.fixture
def open_app(tmp_path: Path) -> Iterator[App]:
    """The app that knows no platform yet, and lets one register."""
    with running(tmp_path, lambda platform: Tool(platform.tool, (), frozenset({platform.address, SCHOOL}))) as served:
        yield served


def test_a_launch_leads_to_what_its_link_says(app: App) -> None:
    """The page in the course shows the scenario of the link in a frame, of this app and on this host."""
    link = f"{app.address}?show=levers&answer=hidden&v=1&case=northwind.1&total=held"
    answer = app.launch(link)
    assert answer.onward.startswith(f"{app.address}lti/show#")
    source = urlsplit(app.stand(answer.ticket)["source"])
    assert dict(parse_qsl(source.query)) == dict(parse_qsl(urlsplit(link).query)) | {"embed": "true"}
    assert f"{source.scheme}://{source.netloc}{source.path}" == app.address


def test_the_question_is_as_the_specification_has_it(app: App) -> None:
    """What the platform is asked has all that the security framework names, with a new nonce and state each time."""
    first, second = app.question(), app.question()
    wanted = {"scope": "openid", "response_type": "id_token", "response_mode": "form_post", "prompt": "none",
              "login_hint": PERSON, "redirect_uri": f"{app.address}lti/launch"}  # fmt: skip
    assert wanted.items() <= first.items()
    assert first["nonce"] != second["nonce"]
    assert first["state"] != second["state"]


HOSTILE: dict[str, tuple[dict[str, Any], str]] = {
    "wrong nonce": ({"nonce": "another"}, "nonce"),
    "no nonce": ({"nonce": None}, "nonce"),
    "for another tool": ({"aud": "another"}, "aud"),
    "for several, without azp": ({"aud": ["next-dollar-client", "another"]}, "azp"),
    "for another party": ({"azp": "another"}, "azp"),
    "of another issuer": ({"iss": "https://other.example"}, "iss"),
    "expired": ({"exp": 1_700_000_000}, "too long"),
    "without an end": ({"exp": None}, "exp"),
    "of tomorrow": ({"iat": 4_000_000_000}, "iat"),
    "of another deployment": ({f"{CORE}deployment_id": "2"}, "deployment_id"),
    "without a deployment": ({f"{CORE}deployment_id": None}, "deployment_id"),
    "of another kind": ({f"{CORE}message_type": "LtiSubmissionReviewRequest"}, "message_type"),
    "of another version": ({f"{CORE}version": "1.1"}, "version"),
    "to another host": ({f"{CORE}target_link_uri": "https://other.example/"}, "address to open"),
    "to no page": ({f"{CORE}target_link_uri": "javascript:alert(1)"}, "address to open"),
    "without a link": ({f"{CORE}resource_link": None}, "resource_link"),
    "with a link of no kind": ({f"{CORE}resource_link": "4"}, "id"),
    "with a person of no kind": ({"sub": {"a": 1}}, "sub"),
    "results to another host": (
        {GRADES: {"scope": [SCORE], "lineitem": "http://127.0.0.1:1/scores"}}, "lineitem",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_message_that_is_not_as_it_must_be_is_refused(app: App, name: str) -> None:
    """Each is answered with a page that says which part is wrong, and never with what it wanted."""
    app.platform.claims, part = HOSTILE[name]
    answer = app.launch()
    assert answer.status == 403
    assert part in unescape(answer.body)
    assert not TOLD.search(answer.body)
    assert "Traceback" not in answer.body


def test_a_message_is_taken_once(app: App) -> None:
    """The same launch sent again, as a double click or a thief does, leads nowhere."""
    question = app.question()
    sent = {"id_token": app.platform.signed(app.platform.told(question)), "state": question["state"]}
    assert app.post("launch", sent).status == 200
    again = app.post("launch", sent)
    assert again.status == 403
    assert "opened before" in again.body


def _written(algorithm: str, claims: dict[str, Any], sign: Callable[[bytes], bytes]) -> str:
    """Return a message as no library writes it."""
    parts = [json.dumps({"alg": algorithm, "typ": "JWT", "kid": "first"}).encode(), json.dumps(claims).encode()]
    told = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    return f"{told.decode()}.{base64.urlsafe_b64encode(sign(told)).rstrip(b'=').decode()}"


def test_only_the_platform_can_sign(app: App) -> None:
    """No signature, one by another key under the platform's name, by its public key, or by an unknown one."""
    question = app.question()
    claims = app.platform.told(question)
    public = json.dumps(app.platform.public()["keys"][0]).encode()
    none = _written("none", claims, lambda _: b"")
    shared = _written("HS256", claims, lambda told: hmac.digest(public, told, "sha256"))
    forged = [
        none,
        shared,
        app.platform.signed(claims, new_key()),
        app.platform.signed(claims, kid="unknown"),
        "a.b",
        "",
    ]
    for message in forged:
        answer = app.post("launch", {"id_token": message, "state": question["state"]})
        assert answer.status == 403, message
    good = app.platform.signed(claims)
    assert app.post("launch", {"id_token": good, "state": question["state"]}).status == 200


def test_a_state_is_one_that_was_given(app: App) -> None:
    """A made-up one is refused, and so is a ticket in its place."""
    message = app.platform.signed(app.platform.told(app.question()))
    for state in ("", "made up", app.launch().ticket):
        assert app.post("launch", {"id_token": message, "state": state}).status == 403


def test_unknown_keys_do_not_make_it_ask_all_the_time(app: App) -> None:
    """However many messages name keys that there are not, the platform is asked for its keys once."""
    for number in range(5):
        question = app.question()
        message = app.platform.signed(app.platform.told(question), kid=f"unknown-{number}")
        assert app.post("launch", {"id_token": message, "state": question["state"]}).status == 403
    assert app.platform.asked.count("/keys") == 1


def test_an_unknown_key_keeps_nobody_waiting() -> None:
    """While the platform takes its time to say its keys anew, messages by those it said before are taken."""
    clock = HandClock()
    with lms() as platform, ThreadPoolExecutor(2) as pool:
        keys = PlatformKeys(clock)
        keys.of(platform.platform, KID)
        clock.time += ANEW_SECONDS + 1
        platform.holding = threading.Event()
        unknown = pool.submit(keys.of, platform.platform, "unknown")
        while platform.asked.count("/keys") < 2:
            time.sleep(0.01)
        try:
            pool.submit(keys.of, platform.platform, KID).result(timeout=5)
        finally:
            platform.holding.set()
        with pytest.raises(Refused, match="kid"):
            unknown.result()


@pytest.mark.parametrize(
    "asked", [{"iss": "https://other.example"}, {"client_id": "other"}, {"login_hint": "x" * 9000},
              {"target_link_uri": "https://other.example/"}],
)  # fmt: skip
def test_a_login_goes_to_a_known_platform_alone(app: App, asked: dict[str, str]) -> None:
    """What names another platform, a page elsewhere or more than there can be leads nowhere."""
    known = dict(parse_qsl(urlsplit(app.platform.login(app.address)).query))
    answer = app.post("login", known | asked)
    assert answer.status == 403
    assert not TOLD.search(answer.body)


def test_what_is_too_large_or_no_form_is_refused(app: App) -> None:
    """A body beyond the limit, JSON, and a thousand fields each get a page that says so."""
    assert "no larger" in app.post("launch", b"a=" + b"x" * LARGEST).body
    assert "form" in app.post("launch", b"{}", "application/json").body
    assert "fields" in app.post("launch", "&".join(f"a{n}=" for n in range(1000)).encode()).body


def test_what_a_platform_sends_cannot_run_in_a_page(app: App) -> None:
    """An end of a script in a text of theirs ends no script of ours."""
    hint = {"iss": app.platform.address, "login_hint": "</script><script>alert(1)</script>",
            "target_link_uri": app.address}  # fmt: skip
    answer = app.post("login", hint)
    assert answer.status == 200
    assert answer.body.count("<script>") == 1


def test_a_result_arrives_once_another_split_was_tried(app: App) -> None:
    """Nothing is sent when the page opens; once it tells of a plan the platform has the full result, once."""
    ticket = app.launch().ticket
    assert "once you have tried" in app.stand(ticket)["said"]
    assert app.stand(ticket)["asks"] == "plan"
    app.stand(ticket, "true")
    (score,) = app.platform.wait_for(1)
    assert (score["userId"], score["scoreGiven"], score["scoreMaximum"]) == (PERSON, 100, 100)
    assert (score["activityProgress"], score["gradingProgress"]) == ("Completed", "FullyGraded")
    told = app.stand_once(ticket, "Your course has it.", "true")
    assert told["asks"] == ""
    assert len(app.platform.scores) == 1
    assert not app.platform.wrong


def test_a_result_is_sent_again_until_it_arrives(app: App) -> None:
    """A platform that is away, or has forgotten the leave it gave, has the result in the end."""
    app.platform.failing = [503, 401]
    ticket = app.launch().ticket
    app.stand(ticket, "true")
    app.platform.wait_for(1)
    assert app.platform.asked.count("/token") == 2


def test_a_result_that_is_not_taken_is_said(app: App) -> None:
    """Where the platform refuses it for good it is not sent again, and its owner is told whom to ask."""
    app.platform.failing = [422]
    ticket = app.launch().ticket
    app.stand(ticket, "true")
    app.stand_once(ticket, "did not take it", "true")
    assert app.platform.asked.count("/line/9/scores") == 1


def test_a_room_s_seat_is_the_same_each_time(app: App) -> None:
    """Who comes again finds their seat, another person another one, and who leads the course takes none."""
    room = session_in(app.store, people=0)
    link = f"{app.address}Training_room?room={room.code}"

    def seat() -> str:
        return app.seat(app.launch(link).ticket)

    first = seat()
    assert participant.sit(app.store, room.code, first).room.participants == 1
    assert seat() == first
    app.platform.claims = {"sub": "person-18"}
    second = seat()
    assert second not in ("", first)
    app.platform.claims = {f"{CORE}roles": [f"{CORE}membership#Instructor"]}
    assert seat() == ""
    assert participant.sit(app.store, room.code, first).room.participants == 2


def test_no_name_and_no_id_of_a_person_is_stored(app: App, caplog: pytest.LogCaptureFixture) -> None:
    """After a seat and a result neither stands anywhere in the database, in a ticket, or in the log."""
    room = session_in(app.store, people=0)
    answer = app.launch(f"{app.address}Training_room?room={room.code}")
    app.platform.claims = {"aud": "another"}
    app.launch()
    seat = app.seat(answer.ticket)
    with app.store.reading() as session:
        kept = [tuple(row) for table in Base.metadata.sorted_tables for row in session.execute(table.select())]
    for told in (str(kept), answer.ticket, caplog.text):
        assert not any(word in told for word in (PERSON, "Not To Be Kept", "not@to.be.kept", seat))
    assert "refused=aud" in caplog.text


def test_a_room_counts_once_a_split_is_submitted(app: App) -> None:
    """The platform hears nothing of a seat that only looks, and the full result after a submission."""
    room = session_in(app.store, people=0)
    ticket = app.launch(f"{app.address}Training_room?room={room.code}").ticket
    seat = app.seat(ticket)
    room.to("decide")
    assert app.stand(ticket, "true")["asks"] == "room"
    participant.submit(app.store, room.code, seat, facilitator.room(*room.lead).start)
    app.stand_once(ticket, "Your course has it.")
    assert [score["scoreGiven"] for score in app.platform.scores] == [100]


def test_a_room_s_result_may_be_the_part_of_the_gain(app: App) -> None:
    """Nothing is sent before the best split is shown; then what the submitted split gains of what could be gained."""
    room = session_in(app.store, people=0)
    ticket = app.launch(f"{app.address}Training_room?room={room.code}&worth=share").ticket
    seat = app.seat(ticket)
    room.to("decide")
    start = facilitator.room(*room.lead).start
    participant.submit(app.store, room.code, seat, more_sales(start, 500.0))
    assert "once the best is shown" in app.stand(ticket)["said"]
    facilitator.freeze(*room.lead)
    facilitator.reveal(*room.lead)
    worth = worth_of(app.store, room.code, seat).share
    assert worth is not None
    assert 0 < worth < 1
    app.stand_once(ticket, "Your course has it.")
    (score,) = app.platform.scores
    assert score["scoreGiven"] == pytest.approx(100 * worth, abs=0.01)


def test_a_room_that_has_ended_says_so(app: App) -> None:
    """A launch into a room that is gone is answered with the reason."""
    answer = app.launch(f"{app.address}Training_room?room=BBBBBBBB")
    assert answer.status == 403
    assert "no such room" in answer.body


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ({"what": "case", "case": "tallgrass.1", "show": "levers", "hide": "yes"},
         {"show": "levers", "answer": "hidden", "case": "tallgrass.1"}),
        ({"what": "room", "room": "bcdf-ghjk", "worth": "share"}, {"room": "BCDFGHJK", "worth": "share"}),
    ],
)  # fmt: skip
def test_a_choice_comes_back_signed(app: App, sent: dict[str, str], shown: dict[str, str]) -> None:
    """What a course author chose is a link of this app, with a column for results, in a message signed by this app."""
    answer = app.launch(kind="choice")
    assert answer.onward.startswith(f"{app.address}lti/choose#")
    page = app.post("chosen", {"ticket": answer.ticket, "title": "Lesson  3", **sent}).body
    action, message = (re.search(pattern, page) for pattern in (r'action="([^"]+)"', r'name="JWT" value="([^"]+)"'))
    assert action
    assert message
    assert action[1] == f"{app.platform.address}/back"
    told = app.platform.checked(message[1], app.platform.address)
    assert told[f"{CORE}message_type"] == "LtiDeepLinkingResponse"
    assert told[f"{CORE}deployment_id"] == "1"
    assert told["https://purl.imsglobal.org/spec/lti-dl/claim/data"] == "as it was"
    (item,) = told["https://purl.imsglobal.org/spec/lti-dl/claim/content_items"]
    assert (item["type"], item["title"], item["lineItem"]["scoreMaximum"]) == ("ltiResourceLink", "Lesson 3", 100)
    assert shown.items() <= dict(parse_qsl(urlsplit(item["url"]).query)).items()
    assert item["url"].startswith(app.address)


def test_what_a_platform_wants_back_comes_back_as_it_was(app: App) -> None:
    """The specification has a text, and some platforms send more: whatever it is, it is returned."""
    for data in ({"course": [7, None]}, "text", 0, None):
        told = {"deep_link_return_url": "https://a.example", "accept_types": ["ltiResourceLink"], "data": data}
        app.platform.claims = {CHOICE: told}
        claims = chosen(app, {"what": "case", "case": "northwind.1"})
        assert claims.get("https://purl.imsglobal.org/spec/lti-dl/claim/data") == data


def chosen(app: App, sent: dict[str, str]) -> dict[str, Any]:
    """Return the claims of the message that a choice comes back with."""
    page = app.post("chosen", {"ticket": app.launch(kind="choice").ticket, **sent}).body
    message = re.search(r'name="JWT" value="([^"]+)"', page)
    assert message, page
    return app.platform.checked(message[1], app.platform.address)


def test_a_long_link_outlives_platforms_that_keep_short_addresses(app: App) -> None:
    """The activity's address stays short, what is shown stands beside it, and the launch opens just that."""
    link = f"{app.address}?v=1&case=northwind.1&total=held&plan=Plan+A~6000~2000~6500~2500" + "".join(
        f"&plan=Another+plan+{number}~6000~2000~6500~2500" for number in range(12)
    )
    (item,) = chosen(app, {"what": "link", "link": link})["https://purl.imsglobal.org/spec/lti-dl/claim/content_items"]
    assert len(item["url"]) <= LONGEST_URL < len(link)
    app.platform.claims = {f"{CORE}custom": item["custom"]}
    source = urlsplit(app.stand(app.launch(item["url"]).ticket)["source"])
    assert parse_qsl(source.query)[1:] == parse_qsl(urlsplit(link).query)
    app.platform.claims = {f"{CORE}custom": {"next_dollar": "@other.example/"}}
    assert "address to open" in app.launch(item["url"]).body
    app.platform.claims = {f"{CORE}custom": {"next_dollar": 7}}
    assert "custom.next_dollar must be" in app.launch(item["url"]).body


ROLES = "http://purl.imsglobal.org/vocab/lis/v2/"


@pytest.mark.parametrize(
    ("roles", "seated"),
    [
        (["membership#Learner"], True),
        (["membership#Learner", "institution/person#Instructor"], True),
        (["membership#Learner", "system/person#Administrator"], True),
        (["membership#Instructor", "institution/person#Learner"], False),
        (["membership/Instructor#TeachingAssistant"], False),
        (["membership#Instructor", "membership#Learner"], True),
        (["membership#Mentor", "institution/person#Observer"], True),
        (["system/person#Administrator", "institution/person#Administrator"], False),
        ([], True),
    ],
)
def test_who_leads_is_told_by_the_roles_in_the_course(app: App, roles: list[str], seated: bool) -> None:
    """What somebody is elsewhere, in the institution or the whole site, counts where no role in the course is told."""
    room = session_in(app.store, people=0)
    app.platform.claims = {f"{CORE}roles": [f"{ROLES}{role}" for role in roles]}
    assert bool(app.seat(app.launch(f"{app.address}Training_room?room={room.code}").ticket)) == seated


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"what": "link", "link": "https://other.example/?v=1"}, "must begin with http://127.0.0.1"),
        ({"what": "room", "room": "12"}, "a code of 8"),
        ({"what": "case", "case": "none.1"}, "not one of those"),
        ({"what": ""}, "Nothing is chosen"),
        ({"what": "case", "case": "northwind.1", "title": "x" * 200}, "1 to 120"),
    ],
)
def test_a_choice_that_cannot_be_made_out_is_asked_again(app: App, sent: dict[str, str], said: str) -> None:
    """The form stands there as it was sent, with what is wrong and what is allowed."""
    ticket = app.launch(kind="choice").ticket
    answer = app.post("chosen", {"ticket": ticket, **sent})
    assert answer.status == 400
    assert said in unescape(answer.body)
    assert ticket in answer.body


def test_a_platform_that_takes_no_links_is_told(app: App) -> None:
    """Where files alone may be chosen, the refusal names what Next Dollar gives."""
    app.platform.claims = {CHOICE: {"deep_link_return_url": "https://a.example", "accept_types": ["file"]}}
    assert "accept_types must hold ltiResourceLink" in app.launch(kind="choice").body


def test_a_ticket_opens_its_own_page_alone(app: App) -> None:
    """Who was let in to look may not choose, and a ticket of a choice shows nothing."""
    look, choose = app.launch().ticket, app.launch(kind="choice").ticket
    assert app.post("chosen", {"ticket": look, "what": "case", "case": "northwind.1"}).status == 403
    assert app.stand(choose)["source"] == ""
    assert app.stand("made up")["source"] == ""


def test_what_is_sealed_ends(store: Store) -> None:
    """A state and a ticket are good for their time, on every replica, and not a second longer."""
    clock = HandClock()
    seals, other = Seals(store, clock), Seals(store, clock)
    for purpose, seconds in SECONDS.items():
        sealed = seals.seal(purpose, {"a": "b"})
        clock.time += seconds
        assert other.open(purpose, sealed) == {"a": "b"}
        clock.time += 1
        with pytest.raises(Refused, match="too old"):
            other.open(purpose, sealed)


def test_replicas_share_their_secrets(store: Store) -> None:
    """Whichever comes first makes them; all sign with the same key and know the same seats."""
    first, second = Seals(store), Seals(store)
    assert first.public_keys == second.public_keys
    assert first.seat("a", "b") == second.seat("a", "b") != first.seat("a", "c")
    assert "d" not in first.public_keys["keys"][0]


def test_a_launch_is_remembered_as_long_as_it_could_be_taken(store: Store, clock: HandClock) -> None:
    """It is taken once on all replicas; the sweep forgets it only once its state has ended."""
    assert take_once(store, "nonce", 600)
    assert not take_once(store, "nonce", 600)
    clock.time += 599
    sweep(store)
    assert not take_once(store, "nonce", 600)
    clock.time += 2
    sweep(store)
    with store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM course_nonces")) == 0


def test_only_a_platform_s_own_addresses_are_asked() -> None:
    """Nothing else is, not by a user in the address, and not by being sent there."""
    with lms() as platform, lms() as other:
        known, origins = platform.platform, platform.platform.origins
        for address in (other.address, f"{platform.address}@127.0.0.1/", "file:///etc/passwd", "http://[::"):
            with pytest.raises(Astray):
                ask(origins, address)
        assert ask(origins, f"{platform.address}/keys").told() == platform.public()
        assert ask(origins, f"{platform.address}/away?{urlencode({'to': other.address})}").status == 302
        assert other.asked == []
    with pytest.raises(Unanswered):
        ask(origins, known.keys_url)


@pytest.mark.parametrize(
    "address",
    ["https://other.example/", "http://127.0.0.1:8501/Compare", "https://here.example:444/", "//here.example/x",
     "https://here.example.other.example/", "https://here.example@other.example/", "https://here.example/other",
     "https://here.example/x/Nothing", "javascript:alert(1)", "", "https://[", "https://here.example/x/\nCompare"],
)  # fmt: skip
def test_a_target_is_on_our_own_host(address: str) -> None:
    """Whatever an address looks like, what is none of this app's pages is no target."""
    with pytest.raises(Refused):
        read_target(address, "https://here.example/x/")


def test_a_target_holds_no_secret() -> None:
    """A seat or a facilitator's secret in a link that somebody pasted does not reach the course."""
    target = read_target(
        "https://here.example/Training_room?room=bcdf-ghjk&seat=s&facilitator=f", "https://here.example/"
    )
    assert target.below == "Training_room?room=BCDFGHJK"
    assert "facilitator" not in target.framed("mine")
    door = read_target("https://here.example/Training_room?facilitator=f&seat=s", "https://here.example/")
    assert door.query == ""


def test_a_share_is_of_what_could_be_gained() -> None:
    """The split a round began with is worth nothing, the best all; where nothing can be gained, not losing is all."""
    assert [share(value, 100.0, 200.0) for value in (50.0, 100.0, 150.0, 200.0)] == [0, 0, 0.5, 1]
    assert [share(value, 200.0, 200.0) for value in (150.0, 200.0)] == [0, 1]


def test_rounds_count_alike_and_practice_does_not(store: Store) -> None:
    """A round that a seat missed counts nothing, a practice round is left out, and one that is only decided too."""
    rounds = (RoundSettings(practice=True), RoundSettings(), RoundSettings())
    room = session_in(store, 1, RoomSettings(rounds=rounds)).to("revealed")
    seat = room.seats[0].seat
    assert worth_of(store, room.code, seat).share is None
    assert not worth_of(store, room.code, seat).submitted
    for submits in (True, False):
        room.to("decide")
        best: Plan = more_sales(facilitator.room(*room.lead).start, 500.0)
        if submits:
            participant.submit(*room.at(0), best)
        facilitator.freeze(*room.lead)
        facilitator.show_splits(*room.lead)
        before = worth_of(store, room.code, seat).share
        facilitator.reveal(*room.lead)
        after = worth_of(store, room.code, seat).share
        assert before != after
    assert after == pytest.approx((before or 0.0) / 2)
    with pytest.raises(NoSuchRoom):
        worth_of(store, room.code, "other")


def test_a_crowd_waits_and_more_than_that_is_told_to_come_again(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where as many wait as may, the next is answered at once with a page, and those who wait are served."""
    monkeypatch.setattr("pages.serving.lti.web.AT_ONCE", 1)
    monkeypatch.setattr("pages.serving.lti.web.WAITING", 0)
    going, came = threading.Event(), threading.Event()

    def slow(*_: object) -> None:
        came.set()
        going.wait(20)

    monkeypatch.setattr("pages.serving.lti.steps.read_target", slow)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(app.question)
        assert came.wait(20)
        refused = app.post("login", {"iss": app.platform.address})
        going.set()
        assert first.result()["login_hint"] == PERSON
    assert refused.status == 503
    assert "try again" in refused.body


def register(app: App, **asked: str) -> Answer:
    """Register as an administrator of the platform does."""
    query = {"openid_configuration": f"{app.platform.address}/configuration", "registration_token": ONCE} | asked
    return answered(urllib.request.Request(f"{app.address}lti/register?{urlencode(query)}"))


def test_a_platform_may_register_by_itself(open_app: App) -> None:
    """Unknown before, it can launch and take results after; the app asks for no claim that tells of a person."""
    assert "not known here" in answered(urllib.request.Request(open_app.platform.login(open_app.address))).body
    assert "is registered" in register(open_app).body
    (said,) = open_app.platform.registered
    assert said["redirect_uris"] == [f"{open_app.address}lti/launch"]
    assert said[CONFIGURATION]["claims"] == ["iss", "sub"]
    ticket = open_app.launch().ticket
    open_app.stand(ticket, "true")
    open_app.platform.wait_for(1)
    open_app.platform.claims = {GRADES: {"scope": [SCORE], "lineitem": f"{SCHOOL}/line"}}
    assert open_app.launch().status == 200
    open_app.platform.claims = {f"{CORE}deployment_id": "2"}
    assert "deployment_id" in open_app.launch().body
    assert "is registered" in register(open_app).body


@pytest.mark.parametrize("name", ["issuer", "token_endpoint", "jwks_uri", "registration_endpoint"])
def test_who_registers_stays_at_its_own_addresses(open_app: App, name: str) -> None:
    """What it says of itself may name no other host: nothing there is asked, and nothing is kept."""
    with lms() as other:
        open_app.platform.configuration = {name: f"{other.address}/x"}
        answer = register(open_app)
        assert other.asked == []
    assert answer.status == 403
    assert name in answer.body
    assert open_app.platform.registered == []


def test_one_registers_at_a_time(open_app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one waits for its platform the next is told to come again, and launches go on."""
    going, came = threading.Event(), threading.Event()

    def slow(*_: object) -> None:
        came.set()
        going.wait(20)

    monkeypatch.setattr("pages.serving.lti.web.register", slow)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(register, open_app)
        assert came.wait(20)
        second = register(open_app)
        launch = answered(urllib.request.Request(f"{open_app.address}lti/keys"))
        going.set()
        assert first.result().status == 200
    assert second.status == 503
    assert launch.status == 200


def test_only_named_origins_may_register(open_app: App, app: App) -> None:
    """An address elsewhere, or in no form of one, is not asked; without leave of the platform nothing is kept."""
    with lms() as other:
        for place in (f"{other.address}/configuration", "file:///etc/passwd", "http://[", ""):
            assert register(open_app, openid_configuration=place).status == 403
        assert other.asked == []
    assert "registration_endpoint answered 403" in register(open_app, registration_token="guessed").body
    assert "not known here" in answered(urllib.request.Request(open_app.platform.login(open_app.address))).body
    assert register(app).status == 403


def python(code: str, **settings: str) -> str:
    """Return the last line that an interpreter of its own says."""
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False,
                         env={**os.environ, "PYTHONPATH": path, **settings})  # fmt: skip
    return (run.stdout + run.stderr).strip().splitlines()[-1]


def test_switched_off_it_costs_nothing() -> None:
    """Without the setting the server has no route of it and imports nothing for it."""
    code = (
        "import sys; from pages.serving.server import serving; paths = [each.path for each in serving()['routes']]; "
        "print([each for each in paths if 'lti' in each], {'cryptography', 'jwt', 'rooms.courses'} & {*sys.modules})"
    )
    assert python(code, NEXT_DOLLAR_LTI="") == "[] set()"


def test_switched_on_without_its_packages_it_says_what_to_install(tmp_path: Path) -> None:
    """The extra is named, and where the setting is wrong that is said in one line too."""
    place = tmp_path / "lti.toml"
    place.write_text(FILE, encoding="utf-8")
    code = "import sys; sys.modules['jwt'] = None; from pages.serving.server import serving; serving()"
    assert "pip install 'next-dollar[lti]'" in python(code, NEXT_DOLLAR_LTI=str(place))
    assert "NEXT_DOLLAR_LTI is" in python("from next_dollar.command import main; main([])", NEXT_DOLLAR_LTI="none.toml")


FILE = """address = "https://here.example"
[[platform]]
issuer = "https://a.example"
client_id = "c"
deployments = ["1"]
auth_url = "https://a.example/auth"
token_url = "https://a.example/token"
keys_url = "https://a.example/keys"
services = ["https://school.example/ignored/path"]
"""


def test_the_settings_file_says_which_platforms_there_are(tmp_path: Path) -> None:
    """Addresses, ids and the origins that results may be sent to; without the variable there are none."""
    place = tmp_path / "lti.toml"
    place.write_text(FILE, encoding="utf-8")
    tool = read_settings({"NEXT_DOLLAR_LTI": str(place)}).courses()
    assert isinstance(tool, Tool)
    assert tool.address == "https://here.example/"
    (platform,) = tool.platforms
    assert platform.origins == {"https://a.example", "https://school.example"}
    assert tool.of("https://a.example") == tool.of("https://a.example", "c") == platform
    assert tool.of("https://a.example", "other") is None
    assert read_settings({}).courses() is None


def test_one_issuer_may_be_of_many_schools() -> None:
    """All of Canvas has one issuer: the client id tells which school, and where its results go is that school's own."""
    schools = [
        Platform("https://canvas.example", str(number), frozenset(), "https://sso.example/auth",
                 f"https://school{number}.example/token", "https://sso.example/keys",
                 services=frozenset({f"https://school{number}.example"}))
        for number in (1, 2)
    ]  # fmt: skip
    tool = Tool("https://here.example/", tuple(schools))
    assert [tool.of("https://canvas.example", each.client_id) for each in schools] == schools
    assert tool.of("https://canvas.example") is None
    assert "https://school2.example" not in schools[0].origins


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"https://a.example/keys"', '"http://a.example/keys"', "keys_url is 'http://a.example/keys': an address that"),
        ('["1"]', "[]", "deployments is \\[\\]: a list of texts"),
        ('"c"', "7", "client_id is 7: a text"),
        ("auth_url", "auth_uri", "auth_uri is unknown: auth_url"),
        ('address = "https://here.example"\n', "", "address is None"),
        ("[[platform]]", "[[platform", "is no TOML"),
    ],
)
def test_a_settings_file_that_cannot_be_used_says_why(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Variable, file, platform, field, value and what is allowed are named."""
    place = tmp_path / "lti.toml"
    assert old in FILE
    place.write_text(FILE.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=said) as refused:
        read_platforms(place, "NEXT_DOLLAR_LTI")
    assert str(refused.value).startswith("NEXT_DOLLAR_LTI: ")
