"""What a platform says of a launch: a signed message (LTI 1.3 core, sections 4 and 5), of which every part is checked.

Names and addresses that a platform may send beside it are not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import jwt
from jwt.exceptions import (
    DecodeError,
    ExpiredSignatureError,
    ImmatureSignatureError,
    InvalidAudienceError,
    InvalidIssuedAtError,
    InvalidIssuerError,
    InvalidSubjectError,
    MissingRequiredClaimError,
    PyJWTError,
)

from next_dollar.platforms import Platform
from pages.serving.lti.fetching import is_at
from pages.serving.lti.platform_keys import PlatformKeys
from pages.serving.lti.refusals import not_usable, too_old
from pages.serving.lti.sealed import ALGORITHM

CORE = "https://purl.imsglobal.org/spec/lti/claim/"
GRADES = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
CHOICE = "https://purl.imsglobal.org/spec/lti-dl/claim/"
SCORES = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
"""What a platform lets whoever has it do: send results."""
Kind = Literal["resource", "choice"]
KINDS: Mapping[str, Kind] = {"LtiResourceLinkRequest": "resource", "LtiDeepLinkingRequest": "choice"}
LEEWAY_SECONDS = 60
"""By which clocks may differ."""
LONGEST = 4000
"""Characters of a text in a message that are taken."""
LONGEST_NAME = 255
"""Of an id (LTI 1.3 core, section 5.3)."""
LINK = "ltiResourceLink"
LEARNER = "Learner"
IN_COURSE = "/membership"
"""Stands in the names of roles in the course itself; others are of the institution or the whole system."""
SHOWN = "next_dollar"
"""The parameter of an activity that bears what is shown, where its address would be too long."""
TEACHING = frozenset({"Administrator", "ContentDeveloper", "Instructor", "TeachingAssistant"})
"""Ends of roles (LTI 1.3 core, appendix A)."""


@dataclass(frozen=True)
class Choice:
    """Where a choice of what is shown goes back to."""

    back: str
    data: Any
    """What the platform wants back as it was; None: nothing."""
    takes_line: bool
    """Whether a column for results may be asked for."""


@dataclass(frozen=True)
class Message:
    """What was said, as far as it is needed."""

    platform: Platform
    kind: Kind
    deployment: str
    person: str
    """The platform's id of who came; empty where it does not say. Kept nowhere."""
    target: str
    """The address that is to be shown."""
    shown: str = ""
    """The same below the app, where it is too long for some platforms' addresses; as it was given with the choice."""
    line: str = ""
    """Where results are sent to; empty where there is nothing to send."""
    teaches: bool = False
    """Whether who came leads the course: takes no seat and gets no result."""
    choice: Choice | None = None


def read_message(token: str, platform: Platform, keys: PlatformKeys, nonce: str) -> Message:
    """Return what a platform said.

    Args:
        token: the message as it came.
        platform: of whom it must be.
        keys: to verify it with.
        nonce: that it must bear.

    Raises:
        Refused: a part of it is not as it must be.
    """
    claims = _verified(token, platform, keys)
    audience = claims["aud"]
    if claims.get("azp", platform.client_id) != platform.client_id:
        raise not_usable("azp", f"azp is not {platform.client_id}: the client id is allowed")
    if isinstance(audience, list) and len(audience) > 1 and "azp" not in claims:
        raise not_usable("azp", "aud names several: azp must be the client id")
    if claims["nonce"] != nonce:
        raise not_usable("nonce", "nonce is not the one that was sent with the question")
    if claims.get(f"{CORE}version") != "1.3.0":
        raise not_usable("version", "version must be 1.3.0")
    deployment = _text(claims, f"{CORE}deployment_id", LONGEST_NAME)
    if platform.deployments and deployment not in platform.deployments:
        raise not_usable(
            "deployment", "deployment_id is none of the platform's deployments in the settings of Next Dollar"
        )
    kind = KINDS.get(_text(claims, f"{CORE}message_type", LONGEST_NAME))
    if kind is None:
        raise not_usable("message_type", f"message_type must be one of {', '.join(KINDS)}")
    person = _text(claims, "sub", LONGEST_NAME) if "sub" in claims else ""
    target = _text(claims, f"{CORE}target_link_uri") if kind == "resource" or f"{CORE}target_link_uri" in claims else ""
    if kind == "choice":
        return Message(platform, kind, deployment, person, target, choice=_choice(claims))
    _text(_part(claims, f"{CORE}resource_link"), "id", LONGEST_NAME, "resource_link.id")
    return Message(
        platform, kind, deployment, person, target, _shown(claims), _line(claims, platform), teaches=_teaches(claims)
    )


def _verified(token: str, platform: Platform, keys: PlatformKeys) -> dict[str, Any]:
    try:
        head = jwt.get_unverified_header(token)
    except PyJWTError:
        raise not_usable("id_token", "id_token is no signed message (JWT)") from None
    if head.get("alg") != ALGORITHM or not isinstance(head.get("kid"), str):
        raise not_usable("alg", f"id_token must be signed with {ALGORITHM}, by a key that has a kid")
    try:
        claims: dict[str, Any] = jwt.decode(
            token, keys.of(platform, head["kid"]), algorithms=[ALGORITHM],
            audience=platform.client_id, issuer=platform.issuer, leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "aud", "exp", "iat", "nonce"]},
        )  # fmt: skip
    except ExpiredSignatureError:
        raise too_old() from None
    except PyJWTError as error:
        raise not_usable(*_wrong(error, platform)) from None
    return claims


def _wrong(error: PyJWTError, platform: Platform) -> tuple[str, str]:
    """Return the part of a message that is wrong, and what it must be."""
    if isinstance(error, InvalidAudienceError):
        return "aud", f"aud must be {platform.client_id}, the client id"
    if isinstance(error, InvalidIssuerError):
        return "iss", f"iss must be {platform.issuer}"
    if isinstance(error, InvalidSubjectError):
        return "sub", "sub must be a text"
    if isinstance(error, ImmatureSignatureError | InvalidIssuedAtError):
        return "iat", "iat lies in the future: the clocks of both servers must agree within a minute"
    if isinstance(error, MissingRequiredClaimError):
        return "claim", f"{error.claim} is missing"
    if isinstance(error, DecodeError):
        return "signature", "id_token is not signed by the key at keys_url that it names"
    return "id_token", "id_token is no message of LTI 1.3"


def _text(claims: Mapping[str, Any], name: str, most: int = LONGEST, called: str = "") -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= most:
        raise not_usable("claim", f"{called or name.removeprefix(CORE)} must be a text of 1 to {most} characters")
    return value


def _part(claims: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = claims.get(name)
    return value if isinstance(value, dict) else {}


def _line(claims: Mapping[str, Any], platform: Platform) -> str:
    """Return where results go; nothing where the platform takes none, or wants them sent where it is not."""
    told = _part(claims, GRADES)
    line, scopes = told.get("lineitem"), told.get("scope")
    if not isinstance(line, str) or not isinstance(scopes, list) or SCORES not in scopes:
        return ""
    if len(line) > LONGEST or not is_at(platform.origins, line):
        raise not_usable("lineitem", "lineitem is at none of the platform's addresses: name its origin under services")
    return line


def _shown(claims: Mapping[str, Any]) -> str:
    told = _part(claims, f"{CORE}custom")
    return _text(told, SHOWN, called=f"custom.{SHOWN}") if SHOWN in told else ""


def _teaches(claims: Mapping[str, Any]) -> bool:
    """Return whether somebody leads the course, by their roles in it; by others only where none of those is told."""
    told = claims.get(f"{CORE}roles")
    roles = [each for each in told if isinstance(each, str)] if isinstance(told, list) else []
    here = [each for each in roles if "#" not in each or IN_COURSE in each]
    ends = {each.rpartition("#")[2] for each in here or roles}
    return bool(ends & TEACHING) and LEARNER not in ends


def _choice(claims: Mapping[str, Any]) -> Choice:
    told = _part(claims, f"{CHOICE}deep_linking_settings")
    back = _text(told, "deep_link_return_url")
    if not back.startswith(("https://", "http://")):
        raise not_usable("deep_link_return_url", "deep_link_return_url must begin with https://")
    takes = told.get("accept_types")
    if not isinstance(takes, list) or LINK not in takes:
        raise not_usable("accept_types", f"accept_types must hold {LINK}: that is what Next Dollar gives")
    return Choice(back, told.get("data"), told.get("accept_lineitem") is not False)
