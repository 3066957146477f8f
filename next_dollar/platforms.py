"""The course software (LTI platforms) that may open this app: a TOML file, checked before the app starts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""Hosts that may be spoken to without TLS: a trial on one machine."""
LONGEST = 2000
"""Characters of a text in the file."""


def origin_of(address: str) -> str:
    """Return scheme, host and port of an address, as browsers compare them."""
    parts = urlsplit(address)
    default = {"https": 443, "http": 80}.get(parts.scheme)
    port = "" if parts.port in (None, default) else f":{parts.port}"
    return f"{parts.scheme}://{parts.hostname or ''}{port}"


@dataclass(frozen=True)
class Platform:
    """One platform: an issuer and the client id that it knows this app by, with where it is asked for what."""

    issuer: str
    client_id: str
    deployments: frozenset[str]
    """Deployment ids from which launches are taken; empty: all that the platform signs."""
    auth_url: str
    """Where a browser is sent to say who its owner is."""
    token_url: str
    """Where leave to send a result is asked for."""
    keys_url: str
    """Where the platform's public keys stand (JWKS)."""
    token_audience: str = ""
    """For whom a request for leave is signed; blank: the token URL."""
    services: frozenset[str] = field(default_factory=frozenset)
    """Origins that results may be sent to, beside those of the other addresses."""

    @property
    def origins(self) -> frozenset[str]:
        """All origins that the server itself asks or tells anything."""
        own = (self.issuer, self.auth_url, self.token_url, self.keys_url)
        return self.services | {origin_of(address) for address in own if "://" in address}


@dataclass(frozen=True)
class Tool:
    """What platforms know of this app, and those that it knows."""

    address: str
    """Of the app as its readers see it, with a slash at its end."""
    platforms: tuple[Platform, ...]
    registering: frozenset[str] = frozenset()
    """Origins of platforms whose administrators may add this app by themselves (dynamic registration)."""

    def of(self, issuer: str, client_id: str = "") -> Platform | None:
        """Return the platform of that issuer; None where there is none, or more than one and no client id."""
        found = [each for each in self.platforms if each.issuer == issuer and client_id in ("", each.client_id)]
        return found[0] if len(found) == 1 else None


def read_platforms(path: Path, name: str) -> Tool:
    """Return what the file says.

    Args:
        path: of the file.
        name: of the setting that names it, for what is said where it cannot be used.

    Raises:
        ValueError: it cannot be read or holds something that cannot be used; names both.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        said = f"{name} is {str(path)!r}: {error.strerror or error}. A file that can be read is allowed"
        raise ValueError(said) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{name}: {path} is no TOML: {error}") from None
    where = f"{name}: {path}: "
    _known(told, {"address", "platform", "registration"}, where)
    entries = told.get("platform", [])
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise ValueError(f"{where}platform is {entries!r}: tables that begin with [[platform]] are allowed")
    platforms = tuple(_platform(each, f"{where}platform {number}: ") for number, each in enumerate(entries, 1))
    for number, each in enumerate(platforms, 1):
        if any((each.issuer, each.client_id) == (one.issuer, one.client_id) for one in platforms[: number - 1]):
            said = f"client_id is {each.client_id!r}: one not named before is allowed"
            raise ValueError(f"{where}platform {number}: {said}")
    return Tool(_address(told, "address", where).rstrip("/") + "/", platforms, _origins(told, "registration", where))


def _platform(told: Mapping[str, Any], where: str) -> Platform:
    names = ("issuer", "client_id", "deployments", "auth_url", "token_url", "keys_url", "token_audience", "services")
    _known(told, set(names), where)
    return Platform(
        issuer=_text(told, "issuer", where),
        client_id=_text(told, "client_id", where),
        deployments=frozenset(_texts(told, "deployments", where, least=1)),
        auth_url=_address(told, "auth_url", where),
        token_url=_address(told, "token_url", where),
        keys_url=_address(told, "keys_url", where),
        token_audience=_text(told, "token_audience", where) if "token_audience" in told else "",
        services=_origins(told, "services", where),
    )


def _known(told: Mapping[str, Any], names: set[str], where: str) -> None:
    for strange in told.keys() - names:
        raise ValueError(f"{where}{strange} is unknown: {', '.join(sorted(names))} are allowed")


def _text(told: Mapping[str, Any], name: str, where: str) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
        raise ValueError(f"{where}{name} is {value!r}: a text of 1 to {LONGEST} characters is allowed")
    return value


def _texts(told: Mapping[str, Any], name: str, where: str, least: int) -> list[str]:
    value = told.get(name, [])
    texts = isinstance(value, list) and len(value) >= least and all(isinstance(each, str) and each for each in value)
    if not texts:
        raise ValueError(f'{where}{name} is {value!r}: a list of texts such as ["1"] is allowed')
    return list(value)


def _origins(told: Mapping[str, Any], name: str, where: str) -> frozenset[str]:
    return frozenset(origin_of(_address({name: each}, name, where)) for each in _texts(told, name, where, least=0))


def is_safe(address: str) -> bool:
    """Return whether an address may be asked and told things: over TLS, or on this machine; without a user in it."""
    try:
        parts = urlsplit(address)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        return safe and bool(parts.hostname) and parts.username is None and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def _address(told: Mapping[str, Any], name: str, where: str) -> str:
    value = _text(told, name, where)
    if not is_safe(value):
        raise ValueError(f"{where}{name} is {value!r}: an address that begins with https:// is allowed")
    return value
