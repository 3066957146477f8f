"""The public keys of platforms, kept for a while and asked for anew where a message names an unknown one."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from next_dollar.platforms import Platform
from next_dollar.turns import Turns
from pages.serving.lti.fetching import Astray, Unanswered, ask
from pages.serving.lti.refusals import not_usable, unreachable
from pages.serving.lti.sealed import ALGORITHM, BITS

KEPT_SECONDS = 3600.0
ANEW_SECONDS = 30.0
"""Between two asks: messages with made-up names of keys make nobody ask all the time."""
MOST = 32
"""Keys of a platform that are looked at."""


@dataclass
class PlatformKeys:
    """The keys by platform; one asks at a time, the others wait for what comes."""

    clock: Callable[[], float] = time.monotonic
    _found: dict[Platform, tuple[float, Mapping[str, RSAPublicKey]]] = field(default_factory=dict)
    _asked: dict[Platform, float] = field(default_factory=dict)
    _turns: Turns = field(default_factory=Turns)

    def of(self, platform: Platform, kid: str) -> RSAPublicKey:
        """Return the key of that name; `Refused` where the platform has none or does not answer."""
        # Whoever names a known key need not wait for what comes of an unknown one.
        at, known = self._found.get(platform, (0.0, {}))
        if kid in known and self.clock() - at <= KEPT_SECONDS:
            return known[kid]
        with self._turns.of(platform):
            at, keys = self._found.get(platform, (0.0, {}))
            now = self.clock()
            stale = not keys or now - at > KEPT_SECONDS or kid not in keys
            if stale and (platform not in self._asked or now - self._asked[platform] > ANEW_SECONDS):
                self._asked[platform] = now
                keys = self._anew(platform) or keys
                self._found[platform] = now, keys
        if not keys:
            raise unreachable()
        if kid not in keys:
            raise not_usable("kid", "kid, the name of the key in the message, is none of the keys at keys_url")
        return keys[kid]

    def _anew(self, platform: Platform) -> Mapping[str, RSAPublicKey]:
        try:
            answer = ask(platform.origins, platform.keys_url, Accept="application/json")
            listed = answer.told().get("keys") if answer.status == 200 else None
        except (Astray, Unanswered):
            return {}
        found = (_usable(each) for each in (listed if isinstance(listed, list) else [])[:MOST])
        return dict(each for each in found if each is not None)


def _usable(told: Any) -> tuple[str, RSAPublicKey] | None:
    """Return name and key, where it is one that may have signed a message."""
    if not isinstance(told, dict) or told.get("kty") != "RSA" or told.get("use", "sig") != "sig":
        return None
    if told.get("alg", ALGORITHM) != ALGORITHM or not isinstance(told.get("kid"), str):
        return None
    try:
        key = PyJWK(told, ALGORITHM).key
    except (PyJWTError, ValueError, TypeError):
        return None
    return (told["kid"], key) if isinstance(key, RSAPublicKey) and key.key_size >= BITS else None
