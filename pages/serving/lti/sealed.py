"""Values that leave the server and come back as they were: sealed by secrets that all replicas share.

Nothing of a visit is kept on the server in between, so that any replica may go on, and nobody's id is stored.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from typing import Any, Literal

import jwt
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from pages.serving.lti.refusals import not_usable, too_old
from rooms.course_keys import Keys, published, signing
from rooms.courses import secret
from rooms.errors import Unreachable
from rooms.limits import RESULT_KEPT_SECONDS
from rooms.store import Store

Purpose = Literal["state", "ticket", "result"]
"""A state is what a browser takes to the platform and back; a ticket is what a page in a course may ask with; a result
is on its way."""
SECONDS: dict[Purpose, float] = {"state": 600.0, "ticket": RESULT_KEPT_SECONDS, "result": RESULT_KEPT_SECONDS}
"""How long each can be used."""
BEHIND_SECONDS = 10
"""By which a platform's clock may be behind: many refuse what was signed a second from now."""
KEYS_SECONDS = 60.0
"""After which a replica looks whether another key signs, or is published."""
BITS = 2048
ALGORITHM = "RS256"
"""The one that every platform must know (IMS Security Framework 1.0, section 5.1)."""


class Seals:
    """The secrets of this app towards course software, and what is done with them.

    Args:
        store: where they are kept; made there on the first use. Raises `Unreachable`.
        clock: seconds since 1970; a test's own.
    """

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._base = base64.urlsafe_b64decode(secret(store, "seal", lambda: _new_seal()))
        self._store, self._clock = store, clock
        self._turn, self._looked_at = threading.Lock(), clock()
        self._keys = published(store, new_key, kid_of)
        self._ahead = clock() - self._keys.at

    @property
    def public_keys(self) -> dict[str, Any]:
        """What platforms verify this app's messages with (JWKS): the key that signs, and those before and after it."""
        return {"keys": [_public(each.value) for each in self._current().all]}

    def seal(self, purpose: Purpose, value: dict[str, Any]) -> str:
        """Return the value as a text that only this app can read or make."""
        return self._box(purpose).encrypt_at_time(json.dumps(value).encode(), int(self._clock())).decode()

    def open(self, purpose: Purpose, text: str) -> dict[str, Any]:
        """Return what was sealed for that purpose; `Refused` where it is none or too old."""
        box, now = self._box(purpose), int(self._clock())
        try:
            opened = box.decrypt_at_time(text.encode("ascii", "replace"), 2**40, now)
            sealed_at = box.extract_timestamp(text.encode("ascii", "replace"))
        except InvalidToken:
            raise not_usable(
                purpose, f"{purpose} is none that Next Dollar gave: its own is needed, unchanged"
            ) from None
        if now - sealed_at > SECONDS[purpose]:
            raise too_old()
        found: dict[str, Any] = json.loads(opened)
        return found

    def sign(self, claims: dict[str, Any], seconds: int) -> str:
        """Return the claims as a signed message that is good for so many seconds from now."""
        now = int(self._clock())
        timed = {**claims, "iat": now - BEHIND_SECONDS, "exp": now + seconds}
        key = signing(self._current().all, self._clock() - self._ahead)
        return jwt.encode(timed, _key(key.value), algorithm=ALGORITHM, headers={"kid": key.kid})

    def seat(self, *of: str) -> str:
        """Return the secret of a seat: the same for the same person and room, and nothing can be told from it."""
        return self._told("seat", *of)

    def about(self, *of: str) -> str:
        """Return by what a result is known again: the same for the same person and activity, as little to be read."""
        return self._told("result", *of)

    def _told(self, *of: str) -> str:
        told = json.dumps(of).encode()
        return base64.urlsafe_b64encode(hmac.digest(self._base, told, sha256)).rstrip(b"=").decode()

    def _current(self) -> Keys:
        """Return the keys, read anew now and then; where the database is away, those that were read last."""
        with self._turn:
            now = self._clock()
            if now - self._looked_at > KEYS_SECONDS:
                self._looked_at = now
                with suppress(Unreachable):
                    self._keys = published(self._store, new_key, kid_of)
                    self._ahead = self._clock() - self._keys.at
            return self._keys

    def _box(self, purpose: Purpose) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(hmac.digest(self._base, purpose.encode(), sha256)))


class Vault:
    """The seals of a process, had from the database when they are first needed."""

    def __init__(self, store: Callable[[], Store], clock: Callable[[], float] = time.time) -> None:
        self.store = store
        self._clock, self._turn = clock, threading.Lock()
        self._seals: Seals | None = None

    def seals(self) -> Seals:
        """Return them. Raises `Unreachable`."""
        with self._turn:
            if self._seals is None:
                self._seals = Seals(self.store(), self._clock)
            return self._seals


def new_key() -> str:
    """Return a new private key as text."""
    key = generate_private_key(public_exponent=65537, key_size=BITS)
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()


def kid_of(text: str) -> str:
    """Return the name of a private key: the thumbprint of its public half (RFC 7638)."""
    public = RSAAlgorithm.to_jwk(_key(text).public_key(), as_dict=True)
    members = json.dumps({name: public[name] for name in ("e", "kty", "n")}, separators=(",", ":"))
    return base64.urlsafe_b64encode(sha256(members.encode()).digest()).rstrip(b"=").decode()


@cache
def _public(text: str) -> dict[str, Any]:
    public = RSAAlgorithm.to_jwk(_key(text).public_key(), as_dict=True)
    return {**public, "kid": kid_of(text), "alg": ALGORITHM, "use": "sig"}


def _new_seal() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


@cache
def _key(text: str) -> RSAPrivateKey:
    key = serialization.load_pem_private_key(text.encode(), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("the key of course software is no RSA key")
    return key
