"""A learning platform whose protocol is somebody else's code (lti1p3platform, as OpenLearning runs it).

Only the pages between are ours: what is said, signed, checked and granted is that package's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from lti1p3platform.ltiplatform import LTI1P3PlatformConfAbstract
from lti1p3platform.message_launch import LTIAdvantageMessageLaunchAbstract
from lti1p3platform.oidc_login import OIDCLoginAbstract
from lti1p3platform.registration import Registration

from next_dollar.platforms import Platform, Tool
from tests.lms import SCORE, answered_by, form, own_key

CLIENT, DEPLOYMENT, LEARNER = "somebody-elses-client", "7", "person-23"
LINE = "/courses/5/lineitems/9"
MEMBER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"


@cache
def _pems() -> tuple[str, str]:
    private = own_key().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = own_key().public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )  # fmt: skip
    return private.decode(), public.decode()


class Configuration(LTI1P3PlatformConfAbstract):  # type: ignore[misc]
    """What it knows of the app."""

    def init_platform_config(self, **told: Any) -> None:
        """Take the registration."""
        self._registration = told["registration"]

    def get_registration_by_params(self, **_: Any) -> Registration:
        """Return it."""
        return self._registration


class Login(OIDCLoginAbstract):  # type: ignore[misc]
    """The first step: the app is told that somebody wants to come."""

    def set_lti_message_hint(self, **told: Any) -> None:
        """Take what comes back with the question."""
        self._lti_message_hint = told["hint"]

    def get_redirect(self, url: str) -> str:
        """Return where a browser is sent."""
        return url


@dataclass
class Asked:
    """A request, as the package wants it."""

    get_data: dict[str, str]
    form_data: dict[str, str] = field(default_factory=dict)


class Launch(LTIAdvantageMessageLaunchAbstract):  # type: ignore[misc]
    """The third step: what is said of who came."""

    def render_launch_form(self, launch_data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Return the fields of the form, and where it goes."""
        return launch_data


@dataclass
class OtherLms:
    """The platform and what came to it."""

    address: str
    tool: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)
    """Results whose leave was good."""
    refused: list[str] = field(default_factory=list)
    """Why something was not."""

    def of(self) -> Tool:
        """Return it as the app's settings."""
        places = (f"{self.address}/{name}" for name in ("auth", "token", "keys"))
        return Tool(self.tool, (Platform(self.address, CLIENT, frozenset({DEPLOYMENT}), *places),))

    def configuration(self) -> Configuration:
        """Return what the package is told of the app."""
        private, public = _pems()
        told = Registration()
        told.set_iss(self.address).set_client_id(CLIENT).set_deployment_id(DEPLOYMENT)
        told.set_launch_url(self.tool).set_deeplink_launch_url(self.tool)
        told.set_oidc_login_url(f"{self.tool}lti/login").set_tool_key_set_url(f"{self.tool}lti/keys")
        told.set_platform_private_key(private).set_platform_public_key(public)
        return Configuration(registration=told)

    def login(self, target: str) -> str:
        """Return the address by which the app is told that somebody wants to come."""
        login = Login(None, self.configuration())
        login.set_lti_message_hint(hint="activity 4")
        login.set_launch_url(target)
        place: str = login.initiate_login(LEARNER)
        return place

    def launch(self, question: dict[str, str], target: str, *, choice: bool = False) -> dict[str, str]:
        """Return the form that answers the app's question."""
        launch = Launch(Asked(question), self.configuration())
        launch.set_launch_url(target)
        launch.set_user_data(LEARNER, [MEMBER], full_name="Not To Be Kept", email_address="not@to.be.kept")
        launch.set_resource_link_claim("activity 4")
        launch.set_ags(f"{self.address}/courses/5/lineitems", f"{self.address}{LINE}", False)
        if choice:
            launch.set_dl(f"{self.address}/back", "Title", "Text", {"ltiResourceLink"}, {"course": 5})
        sent: dict[str, str] = launch.lti_launch()
        return sent

    def chosen(self, message: str) -> list[dict[str, Any]]:
        """Return what a course author chose, as the package reads it."""
        items: list[dict[str, Any]] = self.configuration().validate_deeplinking_resp({"JWT": message})
        return items


@contextmanager
def other_lms() -> Iterator[OtherLms]:
    """Run it on a free port until the block ends."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Give its keys."""
            self._say(site.configuration().get_jwks())

        def do_POST(self) -> None:
            """Grant leave, or take a result."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                if urlsplit(self.path).path == "/token":
                    self._say(site.configuration().get_access_token(form(body)))
                    return
                leave = self.headers["Authorization"].removeprefix("Bearer ")
                assert self.path == f"{LINE}/scores"
                assert site.configuration().validate_token(leave, [SCORE])
            except Exception as error:
                site.refused.append(repr(error))
                self._say({}, 400)
                return
            site.taken.append(json.loads(body))
            self._say({})

        def _say(self, told: Any, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with answered_by(Answer) as address:
        site = OtherLms(address)
        yield site
