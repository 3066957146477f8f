"""Dynamic registration: an administrator of a platform adds this app with one address, and neither side copies ids.

Only platforms at origins that the settings name may; all that they say of themselves must lie there too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from next_dollar.platforms import Platform, Tool, is_safe
from pages.serving.lti.addresses import KEYS, LAUNCH, LOGIN
from pages.serving.lti.fetching import Astray, Unanswered, ask, is_at
from pages.serving.lti.messages import KINDS, LONGEST, LONGEST_NAME, SCORES
from pages.serving.lti.refusals import Refused, not_usable, unreachable
from pages.serving.lti.sealed import Vault
from rooms.courses import keep_platform, registered

CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
LONGEST_TOKEN = 8000
NAMES = {"auth_url": "authorization_endpoint", "token_url": "token_endpoint", "keys_url": "jwks_uri"}
"""What is kept of a platform, by what it calls it."""
PLACES = ("assignment_selection", "link_selection")
"""Where Canvas offers it; others pass over that."""


def register(tool: Tool, vault: Vault, asked: Mapping[str, str]) -> None:
    """Register with the platform that asks, and keep what it says of itself.

    Raises:
        Refused: it may not, or does not do its part.
        Unreachable: the database does not answer.
        TooMany: too many have.
    """
    place, leave = asked.get("openid_configuration", ""), asked.get("registration_token", "")
    if len(place) > LONGEST or not is_safe(place) or not is_at(tool.registering, place):
        told = "openid_configuration must lie at one of the origins under registration in the settings of Next Dollar"
        raise Refused("registration", "This course site may not add Next Dollar by itself.", told)
    if len(leave) > LONGEST_TOKEN or not leave.isascii() or not (leave.isprintable() or not leave):
        raise not_usable(
            "registration_token", f"registration_token must be a text of at most {LONGEST_TOKEN} characters"
        )
    said = _asked(tool, place)
    found = {name: _address(tool, said, called) for name, called in NAMES.items()}
    issuer = _text(said, "issuer")
    if not is_at(tool.registering, issuer):
        raise not_usable("issuer", "issuer must lie at one of the origins that may register")
    bearer = {"Authorization": f"Bearer {leave}"} if leave else {}
    body = json.dumps(_described(tool)).encode()
    answer = _asked(
        tool, _address(tool, said, "registration_endpoint"), body, Content_Type="application/json", **bearer
    )
    given = answer.get(CONFIGURATION)
    deployment = given.get("deployment_id") if isinstance(given, dict) else None
    kept = {**found, "deployments": [deployment] if isinstance(deployment, str) and deployment else []}
    keep_platform(vault.store(), issuer, _text(answer, "client_id"), json.dumps(kept))


def known_platform(tool: Tool, vault: Vault, issuer: str, client_id: str) -> Platform:
    """Return the platform of that issuer, from the settings or registered; `Refused` where none is known."""
    platform = tool.of(issuer, client_id) or _registered(tool, vault, issuer, client_id)
    if platform is None:
        named = f"iss is {issuer[:200]!r}, client_id {client_id[:80]!r}"
        told = f"{named}: those of a platform in the settings of Next Dollar are allowed"
        raise Refused("platform", "This course is not known here.", told)
    return platform


def _registered(tool: Tool, vault: Vault, issuer: str, client_id: str) -> Platform | None:
    """Return a platform that has registered and still may; None where there is none, or it is not clear which."""
    if not tool.registering or not is_at(tool.registering, issuer):
        return None
    known = {each: told for each, told in registered(vault.store(), issuer).items() if client_id in ("", each)}
    if len(known) != 1:
        return None
    ((client, told),) = known.items()
    kept = json.loads(told)
    return Platform(
        issuer, client, frozenset(kept["deployments"]), kept["auth_url"], kept["token_url"], kept["keys_url"],
        services=tool.registering,
    )  # fmt: skip


def _described(tool: Tool) -> dict[str, Any]:
    """Return what this app says of itself; it asks for no claim that tells of a person."""
    base = tool.address
    messages = [{"type": kind, "target_link_uri": base, "label": "Next Dollar", "placements": PLACES} for kind in KINDS]
    return {
        "application_type": "web", "client_name": "Next Dollar", "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"], "token_endpoint_auth_method": "private_key_jwt",
        "initiate_login_uri": f"{base}{LOGIN}", "redirect_uris": [f"{base}{LAUNCH}"], "jwks_uri": f"{base}{KEYS}",
        "scope": SCORES,
        CONFIGURATION: {
            "domain": urlsplit(base).netloc, "target_link_uri": base, "claims": ["iss", "sub"], "messages": messages,
            "description": "Where should the next dollar go? Split a budget over prospecting, conversion and upsell.",
        },
    }  # fmt: skip


def _asked(tool: Tool, address: str, body: bytes | None = None, **headers: str) -> dict[str, Any]:
    try:
        answer = ask(tool.registering, address, body, Accept="application/json", **headers)
        if answer.status in (200, 201):
            return answer.told()
    except (Astray, Unanswered):
        raise unreachable() from None
    what = "registration_endpoint" if body else "openid_configuration"
    raise not_usable(what, f"{what} answered {answer.status}: 200 or 201 is needed")


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_NAME:
        raise not_usable(name, f"{name} must be a text of 1 to {LONGEST_NAME} characters")
    return value


def _address(tool: Tool, said: Mapping[str, Any], name: str) -> str:
    value = _text(said, name)
    if not is_safe(value) or not is_at(tool.registering, value):
        raise not_usable(
            name, f"{name} must lie at one of the origins under registration in the settings of Next Dollar"
        )
    return value
