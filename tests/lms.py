"""A learning platform of our own, on this machine only: it knows who is there, signs launches and takes results."""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from next_dollar.platforms import Platform, Tool

CORE = "https://purl.imsglobal.org/spec/lti/claim/"
GRADES = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
CHOICE = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
CLIENT, DEPLOYMENT, KID = "next-dollar-client", "1", "first"
CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
ONCE = "leave-to-register-once"
LEAVE = "leave-to-send-results"
PERSON = "person-17"


def new_key() -> RSAPrivateKey:
    """Return a private key."""
    return generate_private_key(public_exponent=65537, key_size=2048)


@cache
def own_key() -> RSAPrivateKey:
    """Return the key of all platforms of a run: making one takes longer than most tests."""
    return new_key()


@dataclass
class Lms:
    """The platform and what came to it."""

    address: str
    tool: str = ""
    """The address of the app it opens, with a slash at its end."""
    key: RSAPrivateKey = field(default_factory=lambda: own_key())
    claims: dict[str, Any] = field(default_factory=dict)
    """Claims in place of those that a launch has; None leaves one out."""
    failing: list[int] = field(default_factory=list)
    """Statuses by which the next results are refused."""
    scores: list[dict[str, Any]] = field(default_factory=list)
    chosen: list[dict[str, Any]] = field(default_factory=list)
    registered: list[dict[str, Any]] = field(default_factory=list)
    """What the app said of itself."""
    configuration: dict[str, str] = field(default_factory=dict)
    """What it says of itself, in place of what is so."""
    holding: threading.Event | None = None
    """Until when it keeps whoever asks for its keys waiting."""
    asked: list[str] = field(default_factory=list)
    """Paths of all requests, in order."""
    wrong: list[str] = field(default_factory=list)
    """What a request of the app lacked."""

    @property
    def platform(self) -> Platform:
        """What the app is told of it."""
        return Platform(self.address, CLIENT, frozenset({DEPLOYMENT}), f"{self.address}/auth", f"{self.address}/token",
                        f"{self.address}/keys")  # fmt: skip

    @property
    def settings(self) -> str:
        """The same as a settings file."""
        return (
            f'address = "{self.tool}"\n[[platform]]\nissuer = "{self.address}"\nclient_id = "{CLIENT}"\n'
            f'deployments = ["{DEPLOYMENT}"]\nauth_url = "{self.address}/auth"\ntoken_url = "{self.address}/token"\n'
            f'keys_url = "{self.address}/keys"\n'
        )

    def of(self) -> Tool:
        """Return it as the app's settings."""
        return Tool(self.tool, (self.platform,))

    def described(self) -> dict[str, str]:
        """Return what it tells apps that register."""
        own = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "keys",
               "registration_endpoint": "registration"}  # fmt: skip
        return {"issuer": self.address, **{name: f"{self.address}/{path}" for name, path in own.items()},
                **self.configuration}  # fmt: skip

    def login(self, target: str, kind: str = "") -> str:
        """Return the address by which the app is told that somebody wants to come; ``kind``: choice, or a launch."""
        hint = {"iss": self.address, "login_hint": PERSON, "target_link_uri": target, "client_id": CLIENT,
                "lti_message_hint": json.dumps([target, kind])}  # fmt: skip
        return f"{self.tool}lti/login?{urlencode(hint)}"

    def page(self, target: str, kind: str = "") -> str:
        """Return the address of a page of the course, with the app in a frame."""
        return f"{self.address}/course?{urlencode({'to': self.login(target, kind)})}"

    def told(self, question: dict[str, str]) -> dict[str, Any]:
        """Return the claims of the answer to the app's question."""
        target, kind = json.loads(question["lti_message_hint"])
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.address, "aud": CLIENT, "sub": PERSON, "iat": now, "exp": now + 300,
            "nonce": question["nonce"], "name": "Not To Be Kept", "email": "not@to.be.kept",
            f"{CORE}version": "1.3.0", f"{CORE}deployment_id": DEPLOYMENT,
            f"{CORE}target_link_uri": target, f"{CORE}roles": [f"{CORE}membership#Learner"],
        }  # fmt: skip
        if kind == "choice":
            claims[f"{CORE}message_type"] = "LtiDeepLinkingRequest"
            claims[CHOICE] = {"deep_link_return_url": f"{self.address}/back", "accept_types": ["ltiResourceLink"],
                              "data": "as it was"}  # fmt: skip
        else:
            claims[f"{CORE}message_type"] = "LtiResourceLinkRequest"
            claims[f"{CORE}resource_link"] = {"id": "link-4"}
            claims[GRADES] = {"scope": [SCORE], "lineitem": f"{self.address}/line/9?type=2"}
        return {name: value for name, value in (claims | self.claims).items() if value is not None}

    def signed(self, claims: dict[str, Any], key: Any = None, algorithm: str = "RS256", kid: str = KID) -> str:
        """Return a message."""
        return jwt.encode(claims, key or self.key, algorithm=algorithm, headers={"kid": kid})

    def public(self) -> dict[str, Any]:
        """Return its public keys."""
        own = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**own, "kid": KID, "alg": "RS256", "use": "sig"}]}

    def checked(self, token: str, audience: str) -> dict[str, Any]:
        """Return the claims of a message of the app, by the keys that it publishes."""
        with urllib.request.urlopen(f"{self.tool}lti/keys", timeout=60) as answer:
            keys = jwt.PyJWKSet.from_dict(json.load(answer))
        kid = jwt.get_unverified_header(token)["kid"]
        (key,) = (each for each in keys.keys if each.key_id == kid)
        return jwt.decode(token, key, algorithms=["RS256"], audience=audience, options={"require": ["exp", "iat"]})

    def granted(self, form: dict[str, str]) -> bool:
        """Return whether the app may have leave to send results."""
        try:
            claims = self.checked(form["client_assertion"], f"{self.address}/token")
        except (KeyError, jwt.PyJWTError) as error:
            self.wrong.append(repr(error))
            return False
        return claims["iss"] == claims["sub"] == CLIENT and bool(claims["jti"]) and form["scope"] == SCORE

    def wait_for(self, count: int, seconds: float = 20) -> list[dict[str, Any]]:
        """Return the results once there are so many."""
        give_up = time.monotonic() + seconds
        while len(self.scores) < count and time.monotonic() < give_up:
            time.sleep(0.02)
        assert len(self.scores) >= count, (self.scores, self.wrong, self.asked)
        return self.scores


def form(body: bytes) -> dict[str, str]:
    """Return the fields of a form."""
    return {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}


@contextmanager
def lms() -> Iterator[Lms]:
    """Run a platform on a free port until the block ends; its site is localhost, the app's 127.0.0.1."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Answer with a page, keys, or the form that a browser brings to the app."""
            place = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(place.query).items()}
            site.asked.append(place.path)
            if place.path == "/away":
                self.send_response(302)
                self.send_header("Location", asked["to"])
                self.end_headers()
            elif place.path == "/configuration":
                self._say(json.dumps(site.described()))
            elif place.path == "/keys":
                if site.holding:
                    site.holding.wait(30)
                self._say(json.dumps(site.public()))
            elif place.path == "/course":
                self._page(f'<iframe id=activity width=1000 height=900 src="{escape(asked["to"])}"></iframe>')
            elif place.path == "/auth":
                message = site.signed(site.told(asked))
                self._page(
                    f'<form method=post action="{escape(asked["redirect_uri"])}"><input name=id_token '
                    f'value="{message}"><input name=state value="{escape(asked["state"])}"></form>'
                    "<script>document.forms[0].submit()</script>"
                )

        def do_POST(self) -> None:
            """Take what the app or a browser sends."""
            place = urlsplit(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            site.asked.append(place.path)
            if place.path == "/token":
                granted = site.granted(form(body))
                self._say(json.dumps({"access_token": LEAVE, "expires_in": 3600}), 200 if granted else 400)
            elif place.path == "/line/9/scores" and place.query == "type=2":
                site.wrong += [] if self.headers["Authorization"] == f"Bearer {LEAVE}" else ["leave"]
                status = site.failing.pop(0) if site.failing else 200
                if status == 200:
                    site.scores.append(json.loads(body))
                self._say("{}", status)
            elif place.path == "/registration":
                allowed = self.headers["Authorization"] == f"Bearer {ONCE}"
                site.registered += [json.loads(body)] if allowed else []
                given = {"client_id": CLIENT, CONFIGURATION: {"deployment_id": DEPLOYMENT}}
                self._say(json.dumps(given), 201 if allowed else 403)
            elif place.path == "/back":
                site.chosen.append(site.checked(form(body)["JWT"], site.address))
                self._page("<h1>Taken</h1>")
            else:
                self._say("{}", 404)

        def _page(self, body: str) -> None:
            self._say(f"<!doctype html><meta charset=utf-8><title>Course</title>{body}", kind="text/html")

        def _say(self, body: str, status: int = 200, kind: str = "application/json") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with answered_by(Answer) as address:
        site = Lms(address)
        yield site


@contextmanager
def answered_by(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Yield an address of this machine at which that answers, until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
